import { matchesGlob, posix } from 'node:path';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ROOMS, STAGES } from '../../boundaries.ts';
import { findCircles, loadImports, type Edge } from '../support/importGraph.ts';

const SRC = join(import.meta.dirname, '..', '..', 'src');
const edges = await loadImports(['src', 'workers']);

const roomOf = (file: string): string | null => /^src\/([^/]+)\//.exec(file)?.[1] ?? null;

/** The imports that the table of rooms refuses, each with the reason. */
function findTrespass(imports: readonly Edge[]): string[] {
  return imports.flatMap(([from, to]) => {
    const room = roomOf(to);
    if (!room || room === roomOf(from)) return [];
    const own = roomOf(from);
    const table = ROOMS[room];
    const mayEnter = own ? ROOMS[own]?.enters.includes(room) : true;
    if (!mayEnter) return [`${from} → ${to}: ${own} does not enter ${room}`];
    const inside = to.slice(`src/${room}/`.length);
    return table?.door.some((door) => matchesGlob(inside, door)) ? [] : [`${from} → ${to}: not the door of ${room}`];
  });
}

test('every import between rooms goes to a room that may be entered, through its door', () => {
  expect(findTrespass(edges)).toEqual([]);
});

test('an import that passes a door, or enters a closed room, is found', () => {
  expect(findTrespass([['src/editions/load.ts', 'src/deliver/deliver.ts']])).toHaveLength(1);
  expect(findTrespass([['src/web/server.ts', 'src/newsroom/rank/score.ts']])).toHaveLength(1);
  expect(findTrespass([['workers/mailer.ts', 'src/deliver/run.ts']])).toHaveLength(1);
});

test('a room enters only rooms on lower floors', () => {
  const floors = Object.keys(ROOMS);
  for (const [name, { enters }] of Object.entries(ROOMS))
    expect(enters.filter((other) => floors.indexOf(other) >= floors.indexOf(name))).toEqual([]);
});

test('no circle of imports joins two folders, at any depth, types included', () => {
  expect(findCircles(edges)).toEqual([]);
});

test('a circle between folders is named by its edges', () => {
  const circle: Edge[] = [
    ['src/a/x/one.ts', 'src/a/y/two.ts'],
    ['src/a/y/deep/three.ts', 'src/a/z/four.ts'],
    ['src/a/z/four.ts', 'src/a/x/deep/five.ts'],
  ];
  expect(findCircles(circle)[0]).toContain('src/a/z/four.ts → src/a/x/deep/five.ts');
  expect(findCircles(circle.slice(0, 2))).toEqual([]);
});

test('the stages of the newsroom never import each other', () => {
  const stageOf = (file: string): string | undefined =>
    STAGES.find((stage) => file.startsWith(`src/newsroom/${stage}/`));
  const between = edges.filter(([from, to]) => {
    const [one, other] = [stageOf(from), stageOf(to)];
    return one && other && one !== other;
  });
  expect(between).toEqual([]);
});

test('src contains only the rooms of the table and the entry', async () => {
  const entries = await readdir(SRC, { withFileTypes: true });
  const folders = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  expect(folders.toSorted()).toEqual(Object.keys(ROOMS).toSorted());
  expect(entries.filter((entry) => entry.isFile()).map(({ name }) => name)).toEqual(['cli.ts']);
});

test('a file name occurs once in a room, and no folder inside a room is named as a room', async () => {
  for (const room of Object.keys(ROOMS)) {
    const paths = await readdir(join(SRC, room), { recursive: true });
    const names = paths.filter((path) => path.endsWith('.ts')).map((path) => posix.basename(path));
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
    const folders = paths.flatMap((path) => posix.dirname(path).split('/'));
    expect(folders.filter((folder) => folder in ROOMS)).toEqual([]);
  }
});

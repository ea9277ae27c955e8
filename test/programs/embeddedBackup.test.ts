import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { openBareMachine, type Place } from '../backup/support.ts';
import { linesOf, runCli } from '../cli/run.ts';

let folder: string;
const places: Place[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'backup-'));
});
afterEach(async () => {
  for (const place of places.splice(0)) await place.close();
});
afterAll(() => rm(folder, { recursive: true }));

test('the embedded database is backed up, moves to DATABASE_URL, and back', async () => {
  const dataDir = join(folder, 'embedded');
  await mkdir(dataDir);
  const embedded = { DATA_DIR: dataDir };
  expect(
    (await runCli(['newsletters', 'add', 'harbour', '--name', 'Harbour', '--from', 'a@b.example'], embedded)).code,
  ).toBe(0);
  const out = join(folder, 'embedded.backup');
  expect((await runCli(['backup', out], embedded)).code).toBe(0);
  const secret = (await readFile(join(dataDir, 'secret'), 'utf8')).trim();
  const place = await openBareMachine();
  places.push(place);
  const moved = { ...place.environment, SECRET: `a new key of more than thirty-two bytes,${secret}` };
  expect((await runCli(['restore', out], moved)).code).toBe(0);
  const back = join(folder, 'back.backup');
  expect((await runCli(['backup', back], moved)).code).toBe(0);
  const again = { DATA_DIR: join(folder, 'again') };
  expect((await runCli(['restore', back], again)).code).toBe(0);
  expect(await readFile(join(again.DATA_DIR, 'secret'), 'utf8')).toBe(moved.SECRET);
  const listed = await runCli(['newsletters', 'list', '--json'], again);
  expect(linesOf(listed)).toMatchObject([{ slug: 'harbour' }]);
});

/**
 * Measures the clustering against labelled items: B-cubed precision, recall and F1 (Bagga & Baldwin 1998).
 *   node scripts/evaluateClustering.ts ITEMS.jsonl     lines of {id, title, summary | description, publishedAt, event, outlet}
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { clusterItems } from '../src/newsroom/rank/rank.ts';
import { createWindow } from '../src/newsroom/rank/window.ts';
import { createRandom } from './benchNewsroom/items.ts';

const Line = z.object({
  id: z.coerce.string(),
  event: z.coerce.string(),
  title: z.string(),
  summary: z.string().nullish(),
  description: z.string().nullish(),
  publishedAt: z.string().nullish(),
  outlet: z.string().nullish(),
});
type Labelled = z.infer<typeof Line>;

function readItems(path: string): Labelled[] {
  return readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => Line.parse(JSON.parse(line)));
}

function clusterLines(lines: readonly Labelled[], withSummary: boolean): Map<string, string> {
  return clusterItems(
    lines.map(({ id, title, summary, description, publishedAt, outlet }) => ({
      id,
      title,
      summary: withSummary ? (summary ?? description) : null,
      publishedAt,
      outlet,
    })),
  );
}

/** The same lines placed as they arrive, `atOnce` at a time, in the order of a seed (0: of their times). */
function placeLines(
  lines: readonly Labelled[],
  withSummary: boolean,
  seed: number,
  atOnce: number,
): Map<string, string> {
  const random = createRandom(seed);
  const time = (line: Labelled): number => Date.parse((line.publishedAt ?? '').replace(' ', 'T')) || 0;
  const ordered = lines
    .map((line) => ({ line, key: seed === 0 ? time(line) : random() }))
    .toSorted((a, b) => a.key - b.key)
    .map(({ line }) => line);
  const outletIds = new Map([...new Set(lines.map(({ outlet }) => outlet))].map((outlet, at) => [outlet, at]));
  const window = createWindow();
  const stories = new Map<number, number>();
  let next = 1;
  const ids = { isSettled: () => false, take: () => next++ };
  for (let from = 0; from < ordered.length; from += atOnce) {
    const arrivals = ordered.slice(from, from + atOnce).map((line, at) => ({
      id: from + at,
      title: line.title,
      summary: withSummary ? (line.summary ?? line.description ?? '') : '',
      at: time(line),
      outletId: outletIds.get(line.outlet) ?? 0,
      story: null,
      voice: null,
    }));
    for (const { id, story } of window.place(arrivals, ids)) stories.set(id, story);
  }
  return new Map(ordered.map(({ id }, at) => [id, String(stories.get(at))]));
}

function countBy(keys: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
  return counts;
}

type Clustering = (items: readonly Labelled[]) => Map<string, string>;

function describe(name: string, items: readonly Labelled[], cluster: Clustering): string {
  const stories = cluster(items);
  const rows = items.map(({ id, event }) => ({ event, story: stories.get(id) ?? id }));
  const byStory = countBy(rows.map((row) => row.story));
  const byEvent = countBy(rows.map((row) => row.event));
  const byBoth = countBy(rows.map((row) => JSON.stringify(row)));
  const mean = (of: Map<string, number>, key: (row: (typeof rows)[number]) => string): number =>
    rows.reduce((sum, row) => sum + byBoth.get(JSON.stringify(row))! / of.get(key(row))!, 0) / rows.length;
  const precision = mean(byStory, (row) => row.story);
  const recall = mean(byEvent, (row) => row.event);
  const f1 = (2 * precision * recall) / (precision + recall);
  const figures = Object.entries({ precision, recall, f1 }).map(([key, value]) => `${key} ${value.toFixed(3)}`);
  return `${name.padEnd(44)} ${String(items.length).padStart(5)} items  ${figures.join('  ')}`;
}

// Orders of arrival: by time, and shuffled.
const SEEDS = [0, 1, 2, 3];

function isHeldOut({ event }: Labelled): boolean {
  return createHash('sha1').update(`e${event}`).digest()[0]! % 2 === 1;
}

function evaluate(path: string): void {
  const all = readItems(path);
  const halves = { all, tuned: all.filter((item) => !isHeldOut(item)), 'held out': all.filter(isHeldOut) };
  for (const [name, items] of Object.entries(halves)) {
    if (items.length === 0) continue;
    for (const withSummary of [true, false]) {
      const what = `${name}, ${withSummary ? 'title + summary' : 'titles alone'}`;
      console.log(describe(what, items, (lines) => clusterLines(lines, withSummary)));
      for (const seed of SEEDS)
        console.log(
          describe(`${what}, one by one (${seed || 'by time'})`, items, (lines) =>
            placeLines(lines, withSummary, seed, 1),
          ),
        );
      console.log(describe(`${what}, 40 at a time`, items, (lines) => placeLines(lines, withSummary, 0, 40)));
    }
  }
}

const { positionals } = parseArgs({ allowPositionals: true });
if (positionals[0] !== undefined) evaluate(positionals[0]);
else {
  console.error('usage: node scripts/evaluateClustering.ts ITEMS.jsonl');
  process.exitCode = 2;
}

import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { clusterItems } from '../../../src/newsroom/rank/rank.ts';
import { createWindow } from '../../../src/newsroom/rank/window.ts';

type Text = { title: string; summary?: string };
type Item = { id: string; title: string; summary: string; publishedAt: string; outlet: string };

const read = <T>(name: string): T[] =>
  readFileSync(new URL(`events/${name}.jsonl`, import.meta.url), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as T);

const PUBLISHED_MS = Date.parse('2026-11-24T09:00:00Z');
const toItems = (texts: readonly Text[], name: string): Item[] =>
  texts.map(({ title, summary = '' }, at) => ({
    id: `${name} ${at}`,
    title,
    summary,
    publishedAt: new Date(PUBLISHED_MS + at * 1_800_000).toISOString(),
    outlet: `outlet of ${name} ${at}`,
  }));

const withoutSummaries = (items: readonly Item[]): Item[] =>
  items.map(({ id, title, publishedAt, outlet }) => ({ id, title, summary: '', publishedAt, outlet }));

/** How many stories the items are in, where all of `among` are grouped. */
function countStories(items: readonly Item[], among: readonly Item[] = items): number {
  const stories = clusterItems(among);
  return new Set(items.map(({ id }) => stories.get(id))).size;
}

/** The same, placed one by one as they arrive. */
function countPlaced(items: readonly Item[]): number {
  const window = createWindow();
  const stories = new Map<number, number>();
  let next = 1;
  for (const [id, { title, summary, publishedAt }] of items.entries()) {
    const arrival = { id, title, summary, at: Date.parse(publishedAt), outletId: id, story: null, voice: null };
    for (const placed of window.place([arrival], { isSettled: () => false, take: () => next++ }))
      stories.set(placed.id, placed.story);
  }
  return new Set(stories.values()).size;
}

const apart = read<{ kind: string; a: Text; b: Text }>('apart').map(({ kind, a, b }, at) => ({
  name: `${kind}: ${a.title} / ${b.title}`,
  items: toItems([a, b], `pair ${at}`),
}));
const near = read<{ a: Text; b: Text }>('near').map(({ a, b }, at) => toItems([a, b], `near ${at}`));
const together = read<{ kind: string; items: Text[] }>('together').map(({ kind, items }, at) => ({
  name: `${kind}: ${items[0]!.title}`,
  items: toItems(items, `set ${at}`),
}));
const all = [...apart, ...together].flatMap(({ items }) => items);

test.each(apart)('two events that share a word, a name or a place stay apart ($name)', ({ items }) => {
  expect(countStories(items)).toBe(2);
  expect(countStories(withoutSummaries(items))).toBe(2);
  expect(countStories(items, all)).toBe(2);
  expect(countPlaced(items)).toBe(2);
});

test.each(together)('reports of one event stay together ($name)', ({ items }) => {
  expect(countStories(items)).toBe(1);
  expect(countStories(items, all)).toBe(1);
  expect(countPlaced(items)).toBe(1);
});

test('of two events that share a whole topic, some are still taken for one', () => {
  expect(near.filter((items) => countStories(items) === 1).length).toBeLessThanOrEqual(4);
});

test('an item of the same country does not join a story for that country’s name', () => {
  const story = toItems(
    [
      { title: 'Norvale shuts Tessen Strait again over blockade' },
      { title: 'Ships report shots as Norvale closes Tessen Strait' },
      { title: 'Tessen Strait shut a second time, Norvale says' },
      { title: 'Gulf crisis live: Norvale shuts Tessen Strait; tanker attacked' },
    ],
    'strait',
  );
  const other = toItems([{ title: 'Central bank of Norvale leaves rates at 9 percent' }], 'bank');
  expect(countStories(story)).toBe(1);
  expect(countStories([...story, ...other])).toBe(2);
});

test.each([
  ['Landslide at Kelmar mine', 'Deadly landslide at Kelmar colliery'],
  ['Cargo ship hits lock gate in Sweden; 4 hurt', 'Cargo ship hits lock gate in Sweden; 6 hurt'],
])('a place behind a preposition is a second thing that two headlines share (%s)', (one, other) => {
  expect(countStories(toItems([{ title: one }, { title: other }], 'pair'))).toBe(1);
});

test('two headlines of one formula with two names are two events', () => {
  const titles = ['Two charged with arson in Malmo', 'Two charged with arson in Tampere'];
  expect(
    countStories(
      toItems(
        titles.map((title) => ({ title })),
        'pair',
      ),
    ),
  ).toBe(2);
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Arrival } from '../../../src/newsroom/rank/heldItems.ts';
import { createWindow, type Window } from '../../../src/newsroom/rank/window.ts';

const HOUR_MS = 3_600_000;
let nextStory = 1;
const ids = (settled: readonly number[] = []) => ({
  isSettled: (story: number) => settled.includes(story),
  take: () => nextStory++,
});
const arrival = (id: number, title: string, values: Partial<Arrival> = {}): Arrival => ({
  id,
  title,
  summary: '',
  at: id * 60_000,
  outletId: id,
  story: null,
  voice: null,
  ...values,
});
const place = (window: Window, items: Arrival[], settled: readonly number[] = []) =>
  new Map(window.place(items, ids(settled)).map(({ id, ...rest }) => [id, rest]));

test('an agency text in six papers is one story with one voice, in any order', () => {
  const window = createWindow();
  const summary =
    'The tanker Marisol ran aground off Cape Lorne early on Tuesday and leaked oil, the coast guard said.';
  const titles = [
    'Tanker aground',
    'Coast on alert',
    'Oil leaks from stranded ship',
    'Marisol stranded',
    'Oil off Lorne',
    'Slick',
  ];
  const placed = titles.map((title, at) => place(window, [arrival(at + 1, title, { summary })]).get(at + 1)!);
  expect(new Set(placed.map(({ story }) => story)).size).toBe(1);
  expect(placed.map(({ voice }) => voice)).toEqual([1, 1, 1, 1, 1, 1]);
});

test('a story that readers were shown is joined, and never joins another', () => {
  const window = createWindow();
  const title = 'Harbour strike halts Amsel ferries';
  window.put(arrival(1, title, { story: 501, voice: 1 }));
  window.put(arrival(2, title, { story: 502, voice: 2 }));
  const placed = place(window, [arrival(3, title)], [501, 502]);
  expect([...placed.keys()]).toEqual([3]);
  expect([501, 502]).toContain(placed.get(3)!.story);
});

test('an outlet that puts one summary under all its headlines does not make one story of them', () => {
  const window = createWindow();
  const summary = 'Read all the latest news from the region here, updated around the clock by our reporters.';
  const titles = ['Bakery wins pie prize', 'Bridge closes', 'Choir sings at dawn', 'Dam leaks', 'Goat elected mayor'];
  titles.forEach((title, at) => place(window, [arrival(at + 1, title, { summary, outletId: 7 })]));
  const again = place(
    window,
    titles.map((title, at) => arrival(at + 1, title, { summary, outletId: 7 })),
  );
  expect(new Set([...again.values()].map(({ story }) => story)).size).toBe(5);
});

test('old items are removed with their story, and removed items do not count', () => {
  const window = createWindow();
  place(window, [arrival(1, 'Warehouse fire in Port Amsel', { at: 0 })]);
  place(window, [arrival(2, 'Port Amsel warehouse fire spreads', { at: 2 * HOUR_MS })]);
  place(window, [arrival(3, 'Rower crosses ocean', { at: 0 })]);
  window.forget(HOUR_MS);
  expect(window.size()).toBe(2);
  window.remove(1);
  window.remove(2);
  expect(window.size()).toBe(0);
  const [first] = place(window, [arrival(4, 'Warehouse fire in Port Amsel')]).values();
  expect(first!.voice).toBe(4);
});

test('Arabic, Chinese and Japanese reports of one event meet', () => {
  const window = createWindow();
  const pairs = [
    ['رئيس الوزراء أوكافور يستقيل بعد هزيمة الميزانية', 'أوكافور يستقيل من رئاسة الوزراء إثر هزيمة الميزانية'],
    ['沃尔塔汽车因刹车故障召回八万辆货车', '刹车故障：沃尔塔汽车召回八万辆电动货车'],
    ['ボルタ自動車、ブレーキ不具合でバン八万台を回収', 'ブレーキ不具合　ボルタ自動車がバン八万台回収'],
  ];
  pairs.forEach(([a, b], at) => {
    const one = place(window, [arrival(10 * at + 1, a!)]).get(10 * at + 1)!;
    const other = place(window, [arrival(10 * at + 2, b!)]).get(10 * at + 2)!;
    expect(other.story).toBe(one.story);
  });
});

const WORDS = [
  'tanker',
  'aground',
  'harbour',
  'strike',
  'mayor',
  'goat',
  'bridge',
  'flood',
  'choir',
  'oil',
  'vote',
  'fire',
];
const titles = fc.array(fc.array(fc.constantFrom(...WORDS), { minLength: 1, maxLength: 6 }), {
  minLength: 1,
  maxLength: 25,
});

test('for any arrivals in any batches, each item has one story, and the results of the window are consistent', () => {
  fc.assert(
    fc.property(titles, fc.integer({ min: 1, max: 6 }), fc.array(fc.nat(24), { maxLength: 6 }), (all, lot, changed) => {
      const window = createWindow();
      const stories = new Map<number, number>();
      const settled = new Set<number>();
      const arrive = (items: Arrival[]): void => {
        const before = new Map(stories);
        for (const { id, story } of window.place(items, ids([...settled]))) stories.set(id, story);
        for (const [id, story] of before)
          if (settled.has(story) && !items.some((item) => item.id === id)) expect(stories.get(id)).toBe(story);
      };
      const items = all.map((words, at) => arrival(at + 1, words.join(' ')));
      for (let from = 0; from < items.length; from += lot) {
        arrive(items.slice(from, from + lot));
        settled.add(stories.get(items[from]!.id)!);
      }
      for (const at of changed)
        if (at < items.length)
          arrive([{ ...items[at]!, title: 'goat flood', story: stories.get(at + 1)!, voice: at + 1 }]);
      expect(stories.size).toBe(items.length);
      expect(window.size()).toBe(items.length);
    }),
  );
});

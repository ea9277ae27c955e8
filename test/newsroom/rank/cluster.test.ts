import fc from 'fast-check';
import { expect, test } from 'vitest';
import { clusterItems } from '../../../src/newsroom/rank/rank.ts';
import { cpuMsOf } from '../../support/cpuTime.ts';
import { runs } from '../../support/runs.ts';

type Line = { id: string; title: string; summary?: string; publishedAt?: string; outlet?: string };

/** The groups as sorted lists of ids, whatever the labels are. */
function groupsOf(items: readonly Line[]): string[][] {
  const byLabel = Map.groupBy(clusterItems(items), ([, label]) => label);
  return [...byLabel.values()]
    .map((members) => members.map(([id]) => id).toSorted())
    .toSorted((a, b) => (a.join() < b.join() ? -1 : 1));
}

const NEWS: Line[] = [
  {
    id: 'a1',
    title: 'Prime Minister Okafor resigns after budget defeat',
    summary: 'Adaeze Okafor stepped down after losing a vote in parliament.',
  },
  {
    id: 'a2',
    title: 'Okafor quits as prime minister following budget loss',
    summary: 'She resigned hours after parliament rejected the budget.',
  },
  {
    id: 'b1',
    title: 'Volta Motors recalls 80,000 electric vans over brake fault',
    summary: 'The carmaker said a fault could delay braking.',
  },
  {
    id: 'b2',
    title: 'Brake fault prompts Volta Motors to recall vans',
    summary: 'About 80,000 electric vans are affected.',
  },
  {
    id: 'c1',
    title: 'Late goals give Northport cup victory over Harwick',
    summary: 'Northport United won the cup final 3-1.',
  },
  { id: 'c2', title: 'Northport United beat Harwick City 3-1 in cup final', summary: 'Two late goals sealed the win.' },
  { id: 'd1', title: 'Warehouse blaze in Port Amsel kills three', summary: 'Three workers died, police said.' },
];

test('items that report one event share a story, others do not', () => {
  expect(groupsOf(NEWS)).toEqual([['a1', 'a2'], ['b1', 'b2'], ['c1', 'c2'], ['d1']]);
});

test('one shared name makes no event', () => {
  expect(
    groupsOf([
      { id: '1', title: 'Elena Voss wins best actress for island drama at Lisbon festival' },
      { id: '2', title: 'Elena Voss sells country house to retired football coach' },
      { id: '3', title: 'Elena Voss opens shelter for stray dogs outside Northport' },
    ]),
  ).toHaveLength(3);
});

test('a chain of look-alikes does not become one story', () => {
  const groups = groupsOf([
    { id: '1', title: 'Harbour strike halts ferries to Amsel island' },
    { id: '2', title: 'Ferries to Amsel island collide near lighthouse' },
    { id: '3', title: 'Lighthouse near cape sold to glass artist' },
    { id: '4', title: 'Glass artist jailed for forging museum bowls' },
  ]);
  expect(groups.find((ids) => ids.includes('1') && ids.includes('4'))).toBeUndefined();
});

test('an agency text printed by several papers is one story, though their headlines differ', () => {
  const summary =
    'The tanker Marisol ran aground off Cape Lorne early on Tuesday and leaked oil, the coast guard said, as tugs waited.';
  expect(
    groupsOf([
      { id: '1', title: 'Tanker aground off Cape Lorne', summary, outlet: 'a' },
      { id: '2', title: 'Coast on alert', summary, outlet: 'b' },
      { id: '3', title: 'Oil leaks from stranded ship', summary, outlet: 'c' },
    ]),
  ).toHaveLength(1);
});

test('a summary that an outlet puts under every headline joins nothing', () => {
  const summary =
    'Read all the latest news, sport, business and weather from the Amsel Courier in our free daily newsletter.';
  const titles = [
    'Council votes on tram line',
    'Bakery wins pie prize',
    'Rower crosses ocean alone',
    'School roof repaired',
  ];
  expect(groupsOf(titles.map((title, at) => ({ id: `${at}`, title, summary, outlet: 'courier' })))).toHaveLength(4);
});

test('a column that returns under one headline is a new story each day', () => {
  const column = (id: string, day: number, summary: string): Line => ({
    id,
    title: 'Five things to know this morning',
    summary,
    publishedAt: `2026-11-0${day}T06:00:00Z`,
    outlet: 'courier',
  });
  expect(
    groupsOf([column('1', 2, 'Trams, pies and rain.'), column('2', 3, 'A vote, a match and a storm.')]),
  ).toHaveLength(2);
});

test('a formula that a whole window repeats makes no story, the same headline does', () => {
  const quiz = Array.from({ length: 120 }, (_, at) => ({ id: `q${at}`, title: `Quiz of the evening: round ${at}` }));
  expect(groupsOf(quiz)).toHaveLength(120);
  const storm = Array.from({ length: 300 }, (_, at) => ({
    id: `s${at}`,
    title: 'Storm Odile floods Cape Lorne harbour',
  }));
  expect(groupsOf(storm)).toHaveLength(1);
});

test('Chinese, Japanese and Arabic items are grouped too', () => {
  expect(
    groupsOf([
      {
        id: 'ja1',
        title: '首相が辞任を表明 予算否決受け',
        summary: '首相は月曜日、予算の否決を受けて辞任すると発表した。',
      },
      { id: 'ja2', title: '首相辞任へ 予算否決で', summary: '首相が予算否決を受け辞任を表明した。' },
      { id: 'zh1', title: '东京股市收盘上涨', summary: '日经指数周一上涨。' },
      {
        id: 'ar1',
        title: 'رئيس الوزراء يعلن استقالته بعد رفض الميزانية',
        summary: 'أعلن رئيس الوزراء استقالته بعد رفض البرلمان الميزانية',
      },
      { id: 'ar2', title: 'استقالة رئيس الوزراء بعد رفض البرلمان الميزانية' },
    ]),
  ).toEqual([['ar1', 'ar2'], ['ja1', 'ja2'], ['zh1']]);
});

const line = fc.record(
  {
    id: fc.string({ minLength: 1, maxLength: 4 }),
    title: fc.oneof(fc.constantFrom(...NEWS.map(({ title }) => title)), fc.string({ unit: 'grapheme', maxLength: 60 })),
    summary: fc.oneof(fc.constantFrom(...NEWS.map(({ summary }) => summary ?? '')), fc.string({ maxLength: 60 })),
    publishedAt: fc.option(
      fc
        .date({ min: new Date('2026-11-01'), max: new Date('2026-11-09'), noInvalidDate: true })
        .map((date) => date.toISOString()),
      { nil: undefined },
    ),
    outlet: fc.constantFrom('a', 'b', 'c'),
  },
  { requiredKeys: ['id', 'title', 'summary', 'outlet'] },
);
const lines = fc
  .uniqueArray(line, { maxLength: 25, selector: ({ id }) => id })
  .map((items) =>
    items.map(({ publishedAt, ...item }) => (publishedAt === undefined ? item : { ...item, publishedAt })),
  );

test('every id is labelled exactly once, and the order of the items changes nothing', () => {
  fc.assert(
    fc.property(lines, (items) => {
      const labels = clusterItems(items);
      expect([...labels.keys()].toSorted()).toEqual(items.map(({ id }) => id).toSorted());
      expect(groupsOf(items.toReversed())).toEqual(groupsOf(items));
      for (const label of labels.values()) expect(labels.get(label)).toBe(label);
    }),
    { numRuns: runs(20) },
  );
});

test('a copy of an item in another paper always joins it', () => {
  fc.assert(
    fc.property(fc.constantFrom(...NEWS), (item) => {
      const labels = clusterItems([...NEWS, { ...item, id: 'copy', outlet: 'another' }]);
      expect(labels.get('copy')).toBe(labels.get(item.id));
    }),
  );
});

test('a time without a zone counts as UTC, and nonsense as unknown', () => {
  const at = (publishedAt: string): string[][] =>
    groupsOf(NEWS.map((item) => Object.assign({}, item, { publishedAt })));
  expect(at('2026-11-24T00:00:00')).toEqual(at('2026-11-24T00:00:00Z'));
  expect(at('yesterday-ish')).toHaveLength(4);
});

test('a headline of half a million characters is grouped in a moment', async () => {
  const items = [
    { id: '1', title: 'long '.repeat(100_000) },
    { id: '2', title: '́'.repeat(500_000) },
  ];
  expect(await cpuMsOf(() => clusterItems(items))).toBeLessThan(2_000);
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { chooseStories, type Candidate, type Shape } from '../../../src/newsroom/compose/choose.ts';
import { choosePicture as chooseFor, type StoryItem } from '../../../src/newsroom/compose/snapshot.ts';
import type { Right } from '../../../src/domain/story.ts';
import { storedPicture } from '../../support/pictures.ts';

const lastAt = new Date('2026-11-24T10:00:00Z');
const use = { sendAt: lastAt, territories: [], agencies: [] };
const choosePicture = (lead: StoryItem, items: StoryItem[]) => chooseFor(lead, items, use);
const shape = (count: number, values: Partial<Shape> = {}): Shape => ({
  count,
  standbys: 0,
  maxPerOutlet: null,
  maxPerSection: null,
  own: 0,
  pinned: new Map(),
  standing: new Set(),
  ...values,
});
const choose = <T extends Candidate>(candidates: readonly T[], count: number, values: Partial<Shape> = {}): T[] =>
  chooseStories(candidates, shape(count, values)).chosen;
const candidate = (storyId: number, outletId: number, score: number, isOwn = false): Candidate => ({
  section: null,
  storyId,
  itemId: storyId,
  url: `https://outlet.example/${storyId}`,
  isOwn,
  outletId,
  score,
  lastAt,
});
const idsOf = (stories: readonly Candidate[]): number[] => stories.map(({ storyId }) => storyId);

test('one outlet leads three of nine stories at most', () => {
  const many = [1, 2, 3, 4, 5, 6].map((id) => candidate(id, 1, 20 - id));
  const few = [11, 12, 13, 14, 15, 16].map((id) => candidate(id, id, 1));
  expect(idsOf(choose([...few, ...many], 9))).toEqual([1, 2, 3, 11, 12, 13, 14, 15, 16]);
});

test('an outlet may lead more where there are too few others, and our own always', () => {
  const many = [1, 2, 3, 4, 5].map((id) => candidate(id, 1, 20 - id));
  expect(idsOf(choose([...many, candidate(9, 2, 1)], 5))).toEqual([1, 2, 3, 4, 9]);
  const own = many.map((story) => Object.assign({}, story, { isOwn: true }));
  expect(idsOf(choose([...own, candidate(9, 2, 1)], 5))).toEqual([1, 2, 3, 4, 5]);
});

test('no address appears twice', () => {
  const twin = { ...candidate(2, 2, 1), url: candidate(1, 1, 2).url };
  expect(idsOf(choose([candidate(1, 1, 2), twin], 5))).toEqual([1]);
});

test('one section fills half of an edition at most, unless there are too few others', () => {
  const sport = [1, 2, 3, 4, 5, 6].map((id) =>
    Object.assign(candidate(id, id, 20 - id), { section: id % 2 ? 'Sport' : ' sport' }),
  );
  const world = [11, 12, 13, 14].map((id) => Object.assign(candidate(id, id, 1), { section: 'World' }));
  expect(idsOf(choose([...world, ...sport], 6))).toEqual([1, 2, 3, 11, 12, 13]);
  expect(idsOf(choose([...world, ...sport], 6, { maxPerSection: 4 }))).toEqual([1, 2, 3, 4, 11, 12]);
  expect(idsOf(choose(sport, 5))).toEqual([1, 2, 3, 4, 5]);
});

test('so many of our own are taken before better ones of others', () => {
  const others = [1, 2, 3, 4].map((id) => candidate(id, id, 20 - id));
  const own = [21, 22].map((id) => candidate(id, 9, 1, true));
  expect(idsOf(choose([...others, ...own], 3))).toEqual([1, 2, 3]);
  expect(idsOf(choose([...others, ...own], 3, { own: 1 }))).toEqual([1, 2, 21]);
  expect(idsOf(choose([...others, ...own], 3, { own: 9 }))).toEqual([1, 21, 22]);
});

test('pinned stories are at their places, and the next best stories are standbys', () => {
  const stories = [1, 2, 3, 4, 5, 6].map((id) => candidate(id, id, 20 - id));
  const { chosen, standbys } = chooseStories(
    stories,
    shape(3, {
      standbys: 2,
      pinned: new Map([
        [6, 1],
        [4, 3],
      ]),
    }),
  );
  expect(idsOf(chosen)).toEqual([6, 1, 4]);
  expect(idsOf(standbys)).toEqual([2, 3]);
});

test('the choice is best first, as long as it can be, and does not depend on the order it is given', () => {
  const stories = fc.uniqueArray(
    fc.tuple(
      fc.integer({ min: 1, max: 99 }),
      fc.integer({ min: 1, max: 4 }),
      fc.integer({ min: 0, max: 5 }),
      fc.boolean(),
    ),
    { selector: ([id]) => id },
  );
  fc.assert(
    fc.property(stories, fc.integer({ min: 1, max: 20 }), (tuples, count) => {
      const all = tuples.map((tuple) => candidate(...tuple));
      const chosen = choose(all, count);
      expect(chosen).toHaveLength(Math.min(count, all.length));
      expect(chosen.map(({ score }) => score)).toEqual(chosen.map(({ score }) => score).toSorted((a, b) => b - a));
      expect(choose(all.toReversed(), count)).toEqual(chosen);
    }),
  );
});

const stored = storedPicture('p');
const picture = (credit: string | null = null) => ({
  url: 'https://outlet.example/picture.jpg',
  width: 800,
  height: 450,
  alt: null,
  caption: null,
  credit,
});
const item = ({ rights = [], ...others }: Partial<StoryItem> & { rights?: Right[] }): StoryItem => ({
  id: 1,
  storyId: 1,
  title: 'Ferries sail again',
  summary: '',
  description: '',
  byline: null,
  dateline: null,
  agency: null,
  copyright: null,
  language: null,
  image: picture(),
  stored,
  fileCredit: null,
  publishedAt: lastAt,
  at: lastAt,
  knownAt: lastAt,
  updatedAt: lastAt,
  outletName: 'Outlet',
  isOwn: false,
  url: 'https://outlet.example/1',
  bodyLength: 0,
  section: null,
  outletId: 1,
  editorsNote: null,
  embargoUntil: null,
  isWithdrawn: false,
  ...others,
  outlet: { rights, barred: [], notIn: [], isCreditMandatory: false, until: null },
});

test('a picture is shown only where its outlet grants it, and only our own copy', () => {
  const withheld = item({ rights: ['headline', 'summary'] });
  expect(choosePicture(withheld, [withheld])).toBeNull();
  const granted = item({ rights: ['picture'] });
  expect(choosePicture(granted, [granted])).toEqual({ ...granted.image, stored, creditMandatory: false });
  const own = item({ isOwn: true });
  expect(choosePicture(own, [own])).toEqual({ ...own.image, stored, creditMandatory: false });
  const unread = item({ isOwn: true, stored: null });
  expect(choosePicture(unread, [unread])).toBeNull();
});

test('a picture of another outlet needs the grant of that outlet and a credit', () => {
  const lead = item({ image: null, rights: ['picture'] });
  const withheld = item({ id: 2, outletName: 'Closed Times' });
  const granted = item({ id: 3, outletName: 'Open Times', rights: ['picture'], image: picture() });
  expect(choosePicture(lead, [lead, withheld])).toBeNull();
  expect(choosePicture(lead, [lead, withheld, granted])?.credit).toBe('Open Times');
  const credited = item({ id: 3, rights: ['picture'], image: picture('Ana Example') });
  expect(choosePicture(lead, [lead, credited])?.credit).toBe('Ana Example');
});

test('the credit comes from a picture’s own file if the outlet gives none', () => {
  const silent = item({ isOwn: true, fileCredit: 'Zoë Müster/AFP' });
  expect(choosePicture(silent, [silent])?.credit).toBe('Zoë Müster/AFP');
  const told = item({ isOwn: true, fileCredit: 'Zoë Müster/AFP', image: picture('Ana Example') });
  expect(choosePicture(told, [told])?.credit).toBe('Ana Example');
});

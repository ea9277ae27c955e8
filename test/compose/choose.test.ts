import fc from 'fast-check';
import { expect, test } from 'vitest';
import { chooseStories, type Candidate } from '../../src/compose/choose.ts';
import { choosePicture, type StoryItem } from '../../src/compose/snapshot.ts';

const lastAt = new Date('2026-11-24T10:00:00Z');
const candidate = (storyId: number, outletId: number, score: number, isOwn = false): Candidate => ({
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
  expect(idsOf(chooseStories([...few, ...many], 9))).toEqual([1, 2, 3, 11, 12, 13, 14, 15, 16]);
});

test('an outlet may lead more where there are too few others, and our own always', () => {
  const many = [1, 2, 3, 4, 5].map((id) => candidate(id, 1, 20 - id));
  expect(idsOf(chooseStories([...many, candidate(9, 2, 1)], 5))).toEqual([1, 2, 3, 4, 9]);
  const own = many.map((story) => Object.assign({}, story, { isOwn: true }));
  expect(idsOf(chooseStories([...own, candidate(9, 2, 1)], 5))).toEqual([1, 2, 3, 4, 5]);
});

test('no address appears twice', () => {
  const twin = { ...candidate(2, 2, 1), url: candidate(1, 1, 2).url };
  expect(idsOf(chooseStories([candidate(1, 1, 2), twin], 5))).toEqual([1]);
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
      const chosen = chooseStories(all, count);
      expect(chosen).toHaveLength(Math.min(count, all.length));
      expect(chosen.map(({ score }) => score)).toEqual(chosen.map(({ score }) => score).toSorted((a, b) => b - a));
      expect(chooseStories(all.toReversed(), count)).toEqual(chosen);
    }),
  );
});

const picture = (width: number | null, height: number | null, credit: string | null = null) => ({
  url: 'https://outlet.example/picture.jpg',
  width,
  height,
  alt: null,
  caption: null,
  credit,
});
const item = (values: Partial<StoryItem>): StoryItem => ({
  id: 1,
  storyId: 1,
  title: 'Ferries sail again',
  summary: '',
  byline: null,
  dateline: null,
  agency: null,
  copyright: null,
  language: null,
  image: picture(800, 450),
  publishedAt: lastAt,
  at: lastAt,
  outletName: 'Outlet',
  isOwn: false,
  rights: [],
  ...values,
});

test('a picture is shown only where its outlet grants it', () => {
  const withheld = item({ rights: ['headline', 'summary'] });
  expect(choosePicture(withheld, [withheld])).toBeNull();
  const granted = item({ rights: ['picture'] });
  expect(choosePicture(granted, [granted])).toEqual(granted.image);
  const own = item({ isOwn: true });
  expect(choosePicture(own, [own])).toEqual(own.image);
});

test('a borrowed picture is one that its outlet grants, and names somebody', () => {
  const lead = item({ image: null, rights: ['picture'] });
  const withheld = item({ id: 2, outletName: 'Closed Times' });
  const granted = item({ id: 3, outletName: 'Open Times', rights: ['picture'], image: picture(800, 450, null) });
  expect(choosePicture(lead, [lead, withheld])).toBeNull();
  expect(choosePicture(lead, [lead, withheld, granted])?.credit).toBe('Open Times');
  const credited = item({ id: 3, rights: ['picture'], image: picture(800, 450, 'Ana Example') });
  expect(choosePicture(lead, [lead, credited])?.credit).toBe('Ana Example');
});

test('icons and banners are no pictures; an unknown size is taken', () => {
  const shows = (width: number | null, height: number | null): boolean => {
    const own = item({ isOwn: true, image: picture(width, height) });
    return choosePicture(own, [own]) !== null;
  };
  expect([shows(1, 1), shows(199, 150), shows(4000, 300), shows(200, 150), shows(null, null)]).toEqual([
    false,
    false,
    false,
    true,
    true,
  ]);
});

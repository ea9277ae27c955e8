import { afterAll, beforeAll, expect, test } from 'vitest';
import { addCounts, loadClicks } from '../../../src/editions/clicks/clickCounts.ts';
import { findLink, saveLinks, storyLink, withStoryLinks } from '../../../src/editions/clicks/links.ts';
import { loadEdition, type LoadedEdition } from '../../../src/editions/load.ts';
import { setNewsletter } from '../../../src/editions/newsletters/newsletters.ts';
import { makeLoaded, makeStory } from '../../render/support.ts';
import { createTestDatabase, type TestDatabase } from '../../support/database.ts';
import { makeEdition, makeNewsletter } from '../../web/support.ts';

const READERS = { publicUrl: 'https://paper.example/mail', isRehearsal: false };
const STAFF = { ...READERS, isRehearsal: true };

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

const linkOf = (loaded: LoadedEdition, index = 0): string => storyLink(loaded, loaded.stories[index]!, READERS);

test('a story’s link leads straight to the outlet unless the newsletter counts clicks', () => {
  const story = makeStory(1, { url: 'https://outlet.example/a?x=1#part' });
  expect(linkOf(makeLoaded([story]))).toBe('https://outlet.example/a?x=1#part');
  const counting = makeLoaded([story], { newsletter: { click_counts: true } });
  expect(linkOf(counting)).toMatch(/^https:\/\/paper\.example\/mail\/r\/[\w-]{12}$/);
});

test('a short link is the same for all readers of an edition, and another for another edition, address, or rehearsal', () => {
  const on = { newsletter: { click_counts: true } };
  const story = makeStory(1, { url: 'https://outlet.example/a' });
  const loaded = makeLoaded([story], on);
  const links = [
    linkOf(loaded),
    linkOf(makeLoaded([story], { ...on, edition: { id: 8 } })),
    linkOf(makeLoaded([makeStory(1, { url: 'https://outlet.example/b' })], on)),
    storyLink(loaded, loaded.stories[0]!, STAFF),
  ];
  expect(new Set(links).size).toBe(4);
  expect(linkOf(makeLoaded([story], on))).toBe(links[0]);
});

test('only links to own outlets are tagged, what they say already stays, and so does the spelling of the rest', () => {
  const tag = (url: string, isOwn: boolean, edition: object = {}): string =>
    linkOf(makeLoaded([makeStory(1, { url, is_own: isOwn })], { edition, newsletter: { utm: true, slug: 'morning' } }));
  expect(tag('https://other.example/a', false)).toBe('https://other.example/a');
  expect(tag('https://own.example/a#b', true)).toBe(
    'https://own.example/a?utm_source=morning&utm_medium=email&utm_campaign=2026-11-24#b',
  );
  expect(tag('https://own.example/a?q=a%20b&utm_source=desk', true)).toBe(
    'https://own.example/a?q=a%20b&utm_source=desk&utm_medium=email&utm_campaign=2026-11-24',
  );
  expect(tag('https://own.example/a', true, { kind: 'special', number: 2 })).toContain(
    'utm_campaign=2026-11-24-special-2',
  );
});

test('a link that is not a web address is never shortened', () => {
  const loaded = makeLoaded([makeStory(1, { url: 'javascript:alert(1)' })], {
    newsletter: { click_counts: true, utm: true },
  });
  expect(linkOf(loaded)).toBe('javascript:alert(1)');
});

test('kept links lead to their stories, once however often they are kept, and count for their story also after a fix', async () => {
  const { db } = database;
  const newsletter = await makeNewsletter(db);
  await setNewsletter({ db }, newsletter.slug, { clickCounts: 'on' }, 'test');
  const id = await makeEdition(db, newsletter.id, { date: '2026-11-24', state: 'submitted' }, [
    { headline: 'One' },
    { headline: 'Two' },
    { headline: 'The same again', url: 'https://outlet.example/1' },
  ]);
  const loaded = (await loadEdition({ db }, id))!;
  await saveLinks({ db }, loaded, READERS);
  await saveLinks({ db }, loaded, READERS);
  await saveLinks({ db }, loaded, STAFF);
  const idOf = (of: LoadedEdition, index: number): string => linkOf(of, index).split('/').at(-1)!;
  expect(await findLink({ db }, idOf(loaded, 1))).toEqual({
    id: idOf(loaded, 1),
    editionId: id,
    url: 'https://outlet.example/1',
    editionLinks: 2,
  });
  expect(withStoryLinks(loaded, READERS).stories[2]!.url).toBe(linkOf(loaded, 1));

  await db
    .updateTable('edition_stories')
    .set({ url: 'https://outlet.example/new' })
    .where('headline', '=', 'One')
    .execute();
  const fixed = (await loadEdition({ db }, id))!;
  await saveLinks({ db }, fixed, READERS);
  await addCounts(
    { db },
    new Map([
      [idOf(loaded, 0), { clicks: 2, scans: 1 }],
      [idOf(fixed, 0), { clicks: 3, scans: 0 }],
    ]),
  );
  await addCounts({ db }, new Map([[idOf(fixed, 1), { clicks: 0, scans: 4 }]]));
  expect(await loadClicks({ db }, id)).toEqual(
    new Map([
      [1, { clicks: 5, scans: 1 }],
      [2, { clicks: 0, scans: 4 }],
    ]),
  );
});

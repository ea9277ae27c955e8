import { pino } from 'pino';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { composeEdition, loadComposedEdition } from '../../../src/newsroom/compose/compose.ts';
import type { Db } from '../../../src/platform/db/client.ts';
import type { EditionState } from '../../../src/domain/states.ts';
import { rankNewsletter } from '../../../src/newsroom/rank/rank.ts';
import { createTestDatabase, type TestDatabase } from '../../support/database.ts';
import { addStoredPicture } from '../../support/pictures.ts';
import { addItem, addNewsletter, addOutlet } from '../rank/newsroom.ts';

const now = new Date('2026-11-24T12:00:00Z');
const HOUR_MS = 3_600_000;
const hoursAgo = (hours: number): Date => new Date(now.getTime() - hours * HOUR_MS);
const PLACES = ['Amsel', 'Brisa', 'Corvale', 'Dornach', 'Elmwick', 'Farrow', 'Gisela', 'Harwick', 'Istra', 'Jarrow'];
const DEEDS = [
  'bakery wins pie prize',
  'bridge closes for repairs',
  'choir sings at dawn',
  'dam leaks',
  'elm tree falls',
  'ferry runs aground',
  'goat elected mayor',
  'hospital gains wing',
  'inn burns',
  'judge retires',
];

let database: TestDatabase;
let db: Db;
let newsletterId: number;
const deps = (at = now) => ({ db, log: pino({ level: 'silent' }), now: () => at });
const compose = (args: Partial<Parameters<typeof composeEdition>[1]> = {}, at = now) =>
  composeEdition(deps(at), { newsletterId, ...args });
const setState = (id: number, state: EditionState, is_rehearsal = false) =>
  db.updateTable('editions').set({ state, is_rehearsal }).where('id', '=', id).execute();
const snapshots = (id: number) =>
  db.selectFrom('edition_stories').selectAll().where('edition_id', '=', id).orderBy('position').execute();

/** So many unlike stories, each of an outlet of its own. */
async function addStories(count: number, hours = 2): Promise<void> {
  for (let at = 0; at < count; at++)
    await addItem(db, await addOutlet(db, newsletterId), {
      title: `${PLACES[at % 10]} ${DEEDS[at % 10]}`,
      published_at: hoursAgo(hours + at / 10),
    });
  await rankNewsletter(deps(), newsletterId);
}

beforeAll(async () => {
  database = await createTestDatabase();
  db = database.db;
});
afterAll(() => database.drop());
beforeEach(async () => {
  newsletterId = await addNewsletter(db, { story_count: 4 });
});

describe('composing', () => {
  test('takes the best stories, in order, with what readers see of each', async () => {
    await addStories(6);
    const edition = await compose({ date: '2026-11-24' });
    expect(edition).toMatchObject({ date: '2026-11-24', state: 'draft', flag: null, flagDetail: null });
    expect(edition.subject).toBe('Amsel bakery wins pie prize, and 3 more');
    expect(edition.preheader).toBe('Brisa bridge closes for repairs · Corvale choir sings at dawn · Dornach dam leaks');
    expect(edition.stories.map(({ position, title }) => [position, title])).toEqual([
      [1, 'Amsel bakery wins pie prize'],
      [2, 'Brisa bridge closes for repairs'],
      [3, 'Corvale choir sings at dawn'],
      [4, 'Dornach dam leaks'],
    ]);
    expect(edition.stories[0]?.reasons).toEqual([
      'published 2 hours ago (+0.9)',
      expect.stringMatching(/^top of the feed/),
    ]);
    expect(await loadComposedEdition({ db }, edition.id)).toEqual(edition);
  });

  test('composes one edition a day, and the same from the same items', async () => {
    await addStories(3);
    const first = await compose();
    const revision = () => db.selectFrom('editions').select('revision').where('id', '=', first.id).executeTakeFirst();
    expect(await compose()).toEqual(first);
    expect(await revision()).toEqual({ revision: 1 });
    await addStories(6);
    expect((await compose()).stories).toHaveLength(4);
    expect(await revision()).toEqual({ revision: 2 });
  });

  test('at once in several processes makes one edition', async () => {
    await addStories(5);
    const editions = await Promise.all([compose(), compose(), compose(), compose()]);
    for (const edition of editions) expect(edition).toEqual(editions[0]);
    expect(await snapshots(editions[0].id)).toHaveLength(4);
  });

  test('does not change an approved edition', async () => {
    await addStories(2);
    const draft = await compose();
    await setState(draft.id, 'approved');
    await addStories(5);
    expect(await compose({ dueAt: now })).toEqual({ ...draft, state: 'approved' });
  });

  test("dates the edition by the newsletter's own calendar", async () => {
    await db.updateTable('newsletters').set({ zone: 'Pacific/Auckland' }).where('id', '=', newsletterId).execute();
    expect((await compose()).date).toBe('2026-11-25');
    await expect(compose({ date: '2026-02-30' })).rejects.toMatchObject({ code: 'INVALID_INPUT' });
    await expect(compose({ date: 'today' })).rejects.toMatchObject({ code: 'INVALID_INPUT' });
  });

  test('stores when the edition is due, and keeps it', async () => {
    const { id } = await compose({ dueAt: now });
    await compose();
    expect(
      await db.selectFrom('editions').select(['due_at', 'composed_at']).where('id', '=', id).executeTakeFirst(),
    ).toEqual({
      due_at: now,
      composed_at: now,
    });
  });

  test("carries no story that an earlier edition's readers got", async () => {
    await addStories(6);
    const today = await compose({ date: '2026-11-24' });
    await setState(today.id, 'submitted');
    const tomorrow = await compose({ date: '2026-11-25' });
    const urls = new Set(today.stories.map(({ url }) => url));
    expect(tomorrow.stories).toHaveLength(2);
    expect(tomorrow.stories.some(({ url }) => urls.has(url))).toBe(false);
    await setState(today.id, 'submitted', true);
    expect((await compose({ date: '2026-11-25' })).stories).toEqual(today.stories);
  });

  test('takes no story older than 36 hours', async () => {
    await addStories(2, 40);
    expect((await compose()).stories).toEqual([]);
  });

  test('flags an edition with too few stories, and clears the flag when there are enough', async () => {
    await db.updateTable('newsletters').set({ min_stories: 3 }).where('id', '=', newsletterId).execute();
    expect(await compose()).toMatchObject({ flag: 'no_stories', subject: 'Amsel Headlines', stories: [] });
    await addStories(1);
    expect(await compose()).toMatchObject({
      flag: 'too_few_stories',
      flagDetail: expect.stringMatching(/^Only 1 story .* at least 3 must be in an edition\.$/),
    });
    await addStories(5);
    expect(await compose()).toMatchObject({ flag: null, flagDetail: null });
  });

  test('never asks for more stories than the newsletter takes, and leaves the flags of others', async () => {
    await db
      .updateTable('newsletters')
      .set({ min_stories: 9, story_count: 2 })
      .where('id', '=', newsletterId)
      .execute();
    await addStories(2);
    const edition = await compose();
    expect(edition.flag).toBeNull();
    await db
      .updateTable('editions')
      .set({ flag: 'overdue', flag_detail: 'late' })
      .where('id', '=', edition.id)
      .execute();
    expect(await compose()).toMatchObject({ flag: 'overdue', flagDetail: 'late' });
  });

  test('names the other outlets in the order in which they reported', async () => {
    const names = ['Zeta', 'Beta', 'Beta', 'Alpha'];
    for (const [at, name] of names.entries())
      await addItem(db, await addOutlet(db, newsletterId, { name, is_own: name === 'Alpha' }), {
        title: 'Warehouse fire in Port Amsel kills three',
        published_at: hoursAgo(9 - at),
      });
    await rankNewsletter(deps(), newsletterId);
    const [story] = await snapshots((await compose()).id);
    expect(story).toMatchObject({
      outlet_name: 'Alpha',
      is_own: true,
      item_count: 4,
      also_reported_by: ['Zeta', 'Beta'],
    });
  });

  test('shows a picture only with a right, and shortens long texts', async () => {
    const image = JSON.stringify({
      url: 'https://a.example/p.jpg',
      width: 800,
      height: 450,
      alt: null,
      caption: null,
      credit: 'Ana',
    });
    const [closed, open] = [
      await addOutlet(db, newsletterId),
      await addOutlet(db, newsletterId, { rights: ['picture'] }),
    ];
    const summary = 'Wort '.repeat(1_000);
    const mine = { picture_url: 'https://a.example/p.jpg', picture_hash: (await addStoredPicture(db, 'p', open)).hash };
    await addItem(db, closed, {
      ...mine,
      title: 'رئيس '.repeat(1_000),
      language: 'en',
      summary,
      image,
      published_at: hoursAgo(1),
    });
    await addItem(db, open, {
      ...mine,
      title: '首相'.repeat(2_500),
      language: 'en',
      image,
      published_at: hoursAgo(2),
    });
    await rankNewsletter(deps(), newsletterId);
    const edition = await compose();
    const [first, second] = await snapshots(edition.id);
    expect(first?.image).toBeNull();
    expect(second?.image).toMatchObject({ credit: 'Ana' });
    expect([first, second].every((story) => story!.headline.length <= 300 && story!.summary.length <= 600)).toBe(true);
    expect(edition.subject.length).toBeLessThanOrEqual(70);
  });

  test('refuses a newsletter or an edition that is not there', async () => {
    newsletterId = 999_999;
    await expect(compose()).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(loadComposedEdition({ db }, 999_999)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });
});

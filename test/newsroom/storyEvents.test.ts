import { pino } from 'pino';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { composeEdition, recomposeEdition } from '../../src/newsroom/compose/compose.ts';
import { joinStories, splitStory } from '../../src/newsroom/storyEvents.ts';
import { openWindows, rankNewsletter } from '../../src/newsroom/rank/rank.ts';
import type { Db } from '../../src/platform/db/client.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { addItem, addNewsletter, addOutlet } from './rank/newsroom.ts';

const now = new Date('2026-11-24T05:00:00Z');
const hoursAgo = (hours: number): Date => new Date(now.getTime() - hours * 3_600_000);
const TITLES = [
  'Amsel bakery wins pie prize',
  'Brisa bridge closes for repairs',
  'Corvale choir sings at dawn',
  'Dornach dam leaks',
  'Elmwick elm tree falls',
];

let database: TestDatabase;
let db: Db;
let newsletterId: number;
let editionId: number;
let items: number[];
const windows = openWindows();
const deps = () => ({ db, log: pino({ level: 'silent' }), now: () => now, windows });
const stories = () =>
  db.selectFrom('edition_stories').selectAll().where('edition_id', '=', editionId).orderBy('position').execute();
const headlines = async () => (await stories()).map(({ headline }) => headline);
const standbys = async () =>
  (
    await db
      .selectFrom('edition_standbys')
      .select('headline')
      .where('edition_id', '=', editionId)
      .orderBy('position')
      .execute()
  ).map(({ headline }) => headline);
const storyOf = async (item: number) =>
  (await db.selectFrom('items').select('story_id').where('id', '=', item).executeTakeFirstOrThrow()).story_id!;
const refresh = async () => {
  await rankNewsletter(deps(), newsletterId);
  await recomposeEdition(deps(), editionId);
};
const join = async (a: number, b: number) =>
  joinStories(deps(), { editionId, storyIds: [await storyOf(items[a]!), await storyOf(items[b]!)], actor: 'ana' });
const auditOf = async (action: string) =>
  (await db.selectFrom('audit_log').selectAll().where('edition_id', '=', editionId).execute()).filter(
    (entry) => entry.action === action,
  );

beforeAll(async () => {
  database = await createTestDatabase();
  db = database.db;
});
afterAll(() => database.drop());
beforeEach(async () => {
  newsletterId = await addNewsletter(db, { story_count: 3, standby_count: 1 });
  items = [];
  for (const [at, title] of TITLES.entries())
    items.push(
      await addItem(db, await addOutlet(db, newsletterId), {
        title,
        summary: `${title}.`,
        published_at: hoursAgo(1 + at),
      }),
    );
  await rankNewsletter(deps(), newsletterId);
  editionId = (await composeEdition(deps(), { newsletterId })).id;
});

describe('joining', () => {
  test('makes one story of two, and the next refresh does not undo it', async () => {
    expect(await join(2, 0)).toEqual({ position: 1, headline: TITLES[2] });
    const [first] = await stories();
    expect(first).toMatchObject({ item_count: 2, also_reported_by: [expect.stringMatching(/^Outlet/)] });
    expect(await headlines()).toHaveLength(3);
    // Both outlets changed their text, so both items are placed again.
    for (const at of [0, 2])
      await db
        .updateTable('items')
        .set({ summary: `${TITLES[at]}, later.`, updated_at: new Date(now.getTime() + 60_000) })
        .where('id', '=', items[at]!)
        .execute();
    await refresh();
    expect(await storyOf(items[2]!)).toBe(await storyOf(items[0]!));
    expect((await stories())[0]).toMatchObject({ item_count: 2 });
    expect(await headlines()).toEqual([expect.any(String), TITLES[1], TITLES[3]]);
    expect(await auditOf('join')).toMatchObject([{ actor: 'ana', detail: { its: TITLES[2] } }]);
  });

  test('another process, which holds the items in memory, learns of it', async () => {
    const other = openWindows();
    await rankNewsletter({ ...deps(), windows: other }, newsletterId);
    await join(0, 1);
    await addItem(db, await addOutlet(db, newsletterId), {
      title: 'Brisa bridge closes for repairs on Monday',
      published_at: now,
    });
    await rankNewsletter({ ...deps(), windows: other }, newsletterId);
    expect(await storyOf(items[0]!)).toBe(await storyOf(items[1]!));
  });

  test('in an approved edition the other one leaves, and the standby comes', async () => {
    await db.updateTable('editions').set({ state: 'approved' }).where('id', '=', editionId).execute();
    await join(0, 1);
    expect(await headlines()).toEqual([expect.any(String), TITLES[2], TITLES[3]]);
    expect((await stories())[0]).toMatchObject({ item_count: 2 });
    const { changes } = await db
      .selectFrom('editions')
      .select('changes')
      .where('id', '=', editionId)
      .executeTakeFirstOrThrow();
    expect(changes.map(({ what }) => what)).toEqual(['joined', 'promoted']);
  });

  test('an edition that was sent keeps the event: the joined story is no news for the next day', async () => {
    const story = await storyOf(items[1]!);
    const { id: sent } = await db
      .insertInto('editions')
      .values({ newsletter_id: newsletterId, date: '2026-11-23', state: 'submitted', composed_at: hoursAgo(24) })
      .returning('id')
      .executeTakeFirstOrThrow();
    await db
      .insertInto('edition_stories')
      .values({
        edition_id: sent,
        position: 1,
        story_id: story,
        item_id: items[1]!,
        url: 'https://a.example/',
        headline: 'a',
        outlet_name: 'A',
      })
      .execute();
    await join(0, 1);
    const row = await db
      .selectFrom('edition_stories')
      .select('story_id')
      .where('edition_id', '=', sent)
      .executeTakeFirstOrThrow();
    expect(row.story_id).toBe(await storyOf(items[0]!));
  });

  test('twice at once is done once', async () => {
    const [first, second] = [await storyOf(items[0]!), await storyOf(items[1]!)];
    const order = { editionId, storyIds: [first, second] as const, actor: 'ana' };
    const results = await Promise.allSettled([joinStories(deps(), order), joinStories(deps(), order)]);
    expect(results.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    expect(await auditOf('join')).toHaveLength(1);
  });

  test('is refused once one of the two has left, and while the edition is sent', async () => {
    const [first, second] = [await storyOf(items[0]!), await storyOf(items[1]!)];
    const order = { editionId, storyIds: [first, second] as const, actor: 'ana' };
    await joinStories(deps(), order);
    await expect(joinStories(deps(), order)).rejects.toMatchObject({ code: 'CONFLICT' });
    await expect(joinStories(deps(), { ...order, storyIds: [first, first] })).rejects.toMatchObject({
      code: 'CONFLICT',
    });
    await db.updateTable('editions').set({ state: 'submitting' }).where('id', '=', editionId).execute();
    await expect(joinStories(deps(), order)).rejects.toMatchObject({ code: 'EDITION_STATE' });
  });
});

describe('splitting', () => {
  const split = async (at: number, place: 'next' | 'standby') =>
    splitStory(deps(), { editionId, storyId: await storyOf(items[at]!), itemId: items[at]!, place, actor: 'ana' });

  test('makes the report the next story, and the next refresh does not join them again', async () => {
    // Three outlets print the same text: placing joins them.
    const copy = await addItem(db, await addOutlet(db, newsletterId), {
      title: TITLES[0]!,
      summary: `${TITLES[0]}.`,
      published_at: hoursAgo(2),
    });
    const third = await addItem(db, await addOutlet(db, newsletterId), {
      title: TITLES[0]!,
      summary: `${TITLES[0]}.`,
      published_at: hoursAgo(3),
    });
    await refresh();
    expect(await storyOf(copy)).toBe(await storyOf(items[0]!));
    items.push(copy);
    expect(await split(5, 'next')).toMatchObject({ kind: 'placed', position: 2 });
    await db
      .updateTable('items')
      .set({ updated_at: new Date(now.getTime() + 60_000) })
      .where('id', 'in', [copy, third])
      .execute();
    await refresh();
    expect(await storyOf(copy)).not.toBe(await storyOf(items[0]!));
    expect(await storyOf(third)).toBe(await storyOf(items[0]!));
    const [first, second] = await stories();
    expect([first!.item_count, second!.item_count]).toEqual([2, 1]);
    expect(second!.item_id).toBe(copy);
    expect(await auditOf('split')).toMatchObject([{ actor: 'ana', detail: { item: copy } }]);
  });

  test('of the lead lets another report lead what is left', async () => {
    await join(0, 1);
    const lead = (await stories())[0]!.item_id!;
    const storyId = (await stories())[0]!.story_id!;
    expect(await splitStory(deps(), { editionId, storyId, itemId: lead, place: 'next', actor: 'ana' })).toMatchObject({
      kind: 'placed',
    });
    expect((await headlines()).toSorted()).toEqual([TITLES[0], TITLES[1], TITLES[2]]);
  });

  test('can put it on standby, where it stays', async () => {
    await join(0, 1);
    expect(await split(1, 'standby')).toEqual({ kind: 'placed', position: null, headline: TITLES[1] });
    await refresh();
    expect(await standbys()).toEqual([TITLES[1]]);
    expect(await headlines()).toEqual([TITLES[0], TITLES[2], TITLES[3]]);
  });

  test('works in an approved edition', async () => {
    await join(0, 1);
    await db.updateTable('editions').set({ state: 'approved' }).where('id', '=', editionId).execute();
    const at = (await stories())[0]!.item_id === items[0] ? 1 : 0;
    expect(await split(at, 'next')).toMatchObject({ kind: 'placed', position: 2 });
    expect((await stories()).map(({ item_count: count }) => count)).toEqual([1, 1, 1, 1]);
  });

  test('is refused where there is nothing to split, or the report has moved', async () => {
    await expect(split(0, 'next')).rejects.toMatchObject({ code: 'CONFLICT' });
    const storyId = await storyOf(items[0]!);
    await expect(
      splitStory(deps(), { editionId, storyId, itemId: items[1]!, place: 'next', actor: 'ana' }),
    ).rejects.toMatchObject({ code: 'CONFLICT' });
    await expect(
      splitStory(deps(), { editionId, storyId: 999_999, itemId: items[1]!, place: 'next', actor: 'ana' }),
    ).rejects.toMatchObject({ code: 'CONFLICT' });
  });
});

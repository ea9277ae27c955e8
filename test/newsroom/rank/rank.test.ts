import { sql } from 'kysely';
import { pino } from 'pino';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Db } from '../../../src/platform/db/client.ts';
import { openWindows, placeNewsletter, rankNewsletter, type Windows } from '../../../src/newsroom/rank/rank.ts';
import { createTestDatabase, type TestDatabase } from '../../support/database.ts';
import { addItem, addNewsletter, addOutlet } from './newsroom.ts';

const now = new Date('2026-11-24T12:00:00Z');
const hoursAgo = (hours: number): Date => new Date(now.getTime() - hours * 3_600_000);
let database: TestDatabase;
let db: Db;
let newsletterId: number;
const rank = (at = now) => rankNewsletter({ db, log: pino({ level: 'silent' }), now: () => at }, newsletterId);
const stories = () =>
  db.selectFrom('stories').selectAll().where('newsletter_id', '=', newsletterId).orderBy('id').execute();
const storyOf = async (itemId: number): Promise<number | null> =>
  (await db.selectFrom('items').select('story_id').where('id', '=', itemId).executeTakeFirstOrThrow()).story_id;

beforeAll(async () => {
  database = await createTestDatabase();
  db = database.db;
});
afterAll(() => database.drop());
beforeEach(async () => {
  newsletterId = await addNewsletter(db);
});

describe('ranking', () => {
  test('groups items of several outlets, and ranks what more of them report first', async () => {
    const [a, b] = [await addOutlet(db, newsletterId), await addOutlet(db, newsletterId)];
    const first = await addItem(db, a, {
      title: 'Volta Motors recalls vans over brake fault',
      published_at: hoursAgo(2),
      position: 3,
    });
    const second = await addItem(db, b, {
      title: 'Brake fault: Volta Motors recalls 80,000 vans',
      published_at: hoursAgo(1),
      position: 3,
    });
    const other = await addItem(db, a, {
      title: 'Bakery in Amsel wins pie prize',
      published_at: hoursAgo(1),
      position: 4,
    });
    expect(await rank()).toEqual({ stories: 2, items: 3 });
    expect(await storyOf(first)).toBe(await storyOf(second));
    expect(await storyOf(other)).not.toBe(await storyOf(first));
    const [top] = (await stories()).toSorted((x, y) => y.score - x.score);
    expect(top).toMatchObject({
      item_count: 2,
      outlet_count: 2,
      first_published_at: hoursAgo(2),
      last_published_at: hoursAgo(1),
    });
    expect(top?.reasons[0]).toBe('reported by 2 outlets (+0.9)');
  });

  test('ranks again without changing a thing', async () => {
    const outlet = await addOutlet(db, newsletterId);
    for (const title of ['Tram line opens', 'Rower crosses ocean', 'Rower crosses the ocean alone'])
      await addItem(db, outlet, { title, published_at: hoursAgo(3) });
    await rank();
    const before = await stories();
    await rank();
    expect(await stories()).toEqual(before);
  });

  test('lets new items join a story, which stays what it was', async () => {
    const outlet = await addOutlet(db, newsletterId);
    const item = await addItem(db, outlet, {
      title: 'Warehouse fire in Port Amsel kills three',
      published_at: hoursAgo(20),
    });
    await rank();
    const story = await storyOf(item);
    const next = await addItem(db, await addOutlet(db, newsletterId), {
      title: 'Port Amsel warehouse fire: three dead',
      published_at: hoursAgo(0),
    });
    await rank();
    expect(await storyOf(item)).toBe(story);
    expect(await storyOf(next)).toBe(story);
    expect(await stories()).toMatchObject([{ item_count: 2, lead_item_id: item }]);
  });

  test('never makes one story of two that readers were shown', async () => {
    const outlet = await addOutlet(db, newsletterId);
    const insert = () =>
      db
        .insertInto('stories')
        .values({ newsletter_id: newsletterId, first_published_at: now, last_published_at: now, reasons: '[]' })
        .returning('id')
        .executeTakeFirstOrThrow();
    const [one, two] = [await insert(), await insert()];
    const title = 'Harbour strike halts Amsel ferries';
    const edition = await db
      .insertInto('editions')
      .values({ newsletter_id: newsletterId, date: '2026-11-24', state: 'submitted' })
      .returning('id')
      .executeTakeFirstOrThrow();
    for (const [at, { id }] of [one, two].entries())
      await db
        .insertInto('edition_stories')
        .values({
          edition_id: edition.id,
          position: at + 1,
          story_id: id,
          url: `https://a.example/${at}`,
          headline: title,
          outlet_name: 'A',
        })
        .execute();
    const a = await addItem(db, outlet, { title, story_id: one.id, published_at: hoursAgo(1) });
    const b = await addItem(db, outlet, { title, story_id: two.id, published_at: hoursAgo(1) });
    await rank();
    expect([await storyOf(a), await storyOf(b)]).toEqual([one.id, two.id]);
  });

  test('an item that connects two unseen stories of one event joins them, placed by any process', async () => {
    const [mine, theirs] = [openWindows(), openWindows()];
    const place = (windows: Windows) => placeNewsletter({ db, now: () => now, windows }, newsletterId);
    const add = async (title: string, summary: string) =>
      addItem(db, await addOutlet(db, newsletterId), { title, summary, published_at: hoursAgo(1) });
    const first = await add(
      'Tanker Marisol aground',
      'The tanker Marisol ran aground off Cape Lorne, the coast guard said.',
    );
    expect(await place(mine)).toBe(1);
    const second = await add(
      'Oil slick nears beaches of Lorne',
      'Volunteers clean beaches as oil from a stranded ship spreads.',
    );
    expect(await place(theirs)).toBe(1);
    await add(
      'Oil slick from tanker Marisol nears beaches after it ran aground off Cape Lorne',
      'The stranded ship Marisol ran aground off Cape Lorne; volunteers clean beaches as oil spreads, the coast guard said.',
    );
    expect(await place(mine)).toBe(1);
    expect(await place(theirs)).toBe(0);
    expect(await storyOf(first)).toBe(await storyOf(second));
    await rank();
    expect((await stories()).filter(({ item_count: count }) => count > 0)).toMatchObject([{ item_count: 3 }]);
  });

  test('an item whose headline changed is placed again, and one that did not is not looked at', async () => {
    const outlet = await addOutlet(db, newsletterId);
    const [ferry, tram] = [
      await addItem(db, outlet, { title: 'Ferry runs aground off Cape Lorne', published_at: hoursAgo(2), position: 9 }),
      await addItem(db, await addOutlet(db, newsletterId), {
        title: 'Live: updates',
        published_at: hoursAgo(1),
        position: 9,
      }),
    ];
    await rank();
    expect(await storyOf(ferry)).not.toBe(await storyOf(tram));
    await db
      .updateTable('items')
      .set({ title: 'Live: ferry aground off Cape Lorne', updated_at: now })
      .where('id', '=', tram)
      .execute();
    const windows = openWindows();
    expect(await placeNewsletter({ db, now: () => now, windows }, newsletterId)).toBe(1);
    expect(await storyOf(ferry)).toBe(await storyOf(tram));
    expect(await placeNewsletter({ db, now: () => now, windows }, newsletterId)).toBe(0);
  });

  test('a failed placing leaves nothing behind in memory', async () => {
    const windows = openWindows();
    const outlet = await addOutlet(db, newsletterId);
    await addItem(db, outlet, { title: 'Ferry sails again', published_at: hoursAgo(1) });
    await placeNewsletter({ db, now: () => now, windows }, newsletterId);
    await sql`create function refuse() returns trigger language plpgsql as $$ begin raise 'no'; end $$`.execute(db);
    await sql`create trigger refuse before update on items for each row execute function refuse()`.execute(db);
    const item = await addItem(db, outlet, { title: 'Tram line opens', published_at: hoursAgo(1) });
    await expect(placeNewsletter({ db, now: () => now, windows }, newsletterId)).rejects.toThrow('no');
    await sql`drop trigger refuse on items`.execute(db);
    await sql`drop function refuse`.execute(db);
    expect(await placeNewsletter({ db, now: () => now, windows }, newsletterId)).toBe(1);
    expect(await storyOf(item)).not.toBeNull();
  });

  test('takes turns: two processes at once make each story once', async () => {
    const outlet = await addOutlet(db, newsletterId);
    for (let at = 0; at < 20; at++)
      await addItem(db, outlet, {
        title: `word${at}a word${at}b word${at}c`,
        published_at: hoursAgo(at),
      });
    await Promise.all([rank(), rank(), rank()]);
    const kept = await stories();
    const used = await db.selectFrom('items').select('story_id').distinct().where('outlet_id', '=', outlet).execute();
    expect(kept).toHaveLength(20);
    expect(new Set(used.map(({ story_id }) => story_id))).toEqual(new Set(kept.map(({ id }) => id)));
  });

  test('ignores items that are old, in another language, or of another newsletter', async () => {
    const outlet = await addOutlet(db, newsletterId);
    await addItem(db, outlet, {
      title: 'Old news of the tram',
      published_at: hoursAgo(100),
      first_seen_at: hoursAgo(1),
    });
    await addItem(db, outlet, { title: 'Die Fähre fährt wieder', language: 'de-DE', published_at: hoursAgo(1) });
    await addItem(db, await addOutlet(db, await addNewsletter(db)), { title: 'Elsewhere', published_at: hoursAgo(1) });
    await addItem(db, outlet, { title: 'Ferry sails again', language: 'en-GB', published_at: hoursAgo(1) });
    expect(await rank()).toEqual({ stories: 1, items: 1 });
  });

  test('dates an undated item, or one from the future, by when it was first seen', async () => {
    const outlet = await addOutlet(db, newsletterId);
    await addItem(db, outlet, { title: 'Undated ferry', published_at: null, first_seen_at: hoursAgo(5) });
    await addItem(db, outlet, {
      title: 'Tomorrow in parliament',
      published_at: hoursAgo(-48),
      first_seen_at: hoursAgo(6),
    });
    await rank();
    expect(new Set((await stories()).map((story) => story.last_published_at))).toEqual(
      new Set([hoursAgo(6), hoursAgo(5)]),
    );
  });

  test('counts papers that print one text once', async () => {
    const summary =
      'The tanker Marisol ran aground off Cape Lorne early on Tuesday and leaked oil, the coast guard said.';
    for (let at = 0; at < 4; at++)
      await addItem(db, await addOutlet(db, newsletterId), {
        title: 'Tanker aground off Cape Lorne',
        summary,
        published_at: hoursAgo(1),
        position: 30,
      });
    await rank();
    expect(await stories()).toMatchObject([
      { outlet_count: 4, item_count: 4, reasons: ['last reported 1 hour ago (+0.9)'] },
    ]);
  });

  test("leads with the paper's own item, and with none that has no address", async () => {
    const [other, own] = [await addOutlet(db, newsletterId), await addOutlet(db, newsletterId, { is_own: true })];
    await addItem(db, other, {
      title: 'Tram line opens in Amsel',
      summary: 'A long summary of the opening.',
      published_at: hoursAgo(1),
    });
    const ours = await addItem(db, own, { title: 'Tram line opens in Amsel', published_at: hoursAgo(1) });
    await addItem(db, own, { title: 'Bakery wins a pie prize', url: null, published_at: hoursAgo(1) });
    await rank();
    expect((await stories()).map((story) => story.lead_item_id)).toEqual(expect.arrayContaining([ours, null]));
  });

  test('empties a story whose outlet is gone', async () => {
    const outlet = await addOutlet(db, newsletterId);
    await addItem(db, outlet, { title: 'Ferry sails again', published_at: hoursAgo(1) });
    await rank();
    await db.deleteFrom('outlets').where('id', '=', outlet).execute();
    expect(await rank()).toEqual({ stories: 0, items: 0 });
    expect(await stories()).toMatchObject([{ lead_item_id: null, item_count: 0, score: 0 }]);
  });

  test('refuses a newsletter that is not there', async () => {
    newsletterId = 999_999;
    await expect(rank()).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });
});

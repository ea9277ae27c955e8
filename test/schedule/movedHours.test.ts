import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { listOverdue } from '../../src/editions/load.ts';
import { findNewsletter, setNewsletter, type Newsletter } from '../../src/editions/newsletters/newsletters.ts';
import { removeScheduleDays, setScheduleDays } from '../../src/editions/newsletters/scheduleDays.ts';
import { isOffSchedule } from '../../src/editions/nextDue.ts';
import { listWaves } from '../../src/editions/waves.ts';
import type { Db } from '../../src/platform/db/client.ts';
import { editionFinder } from '../../src/schedule/alerts/find/editions.ts';
import type { FindDeps } from '../../src/schedule/alerts/condition.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { openLedger, openNewsroom, type Newsroom } from './newsroom.ts';

/** A Tuesday, ahead of the database's clock. */
const DATE = '2097-01-01';
const HOUR = '2097-01-01T05:30:00.000Z';

const CREATED = '2096-12-31T12:00:00Z';

let database: TestDatabase;
let db: Db;
let room: Newsroom;
let newsletter: Newsletter;

beforeAll(async () => {
  database = await createTestDatabase();
  db = database.db;
  await openLedger(db);
});
afterAll(() => database.drop());
beforeEach(async () => {
  room = await openNewsroom(db, {
    zone: 'UTC',
    send_at: '05:30',
    weekly_weekday: 2,
    weekly_at: '08:00',
    created_at: CREATED,
  });
  newsletter = await findNewsletter({ db }, null);
  await room.addReader('ada');
});
afterEach(async () => {
  await room.close();
  await sql`delete from subscribers`.execute(db);
});

type Kind = 'daily' | 'weekly' | 'special';

async function draft(dueAt: string | null = HOUR, kind: Kind = 'daily', date = DATE): Promise<number> {
  const { id } = await db
    .insertInto('editions')
    .values({ newsletter_id: newsletter.id, date, kind, due_at: dueAt, composed_at: CREATED })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

const rowOf = (id: number) => db.selectFrom('editions').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
const dueOf = async (id: number): Promise<string | null> => (await rowOf(id)).due_at?.toISOString() ?? null;
const set = (settings: Parameters<typeof setNewsletter>[2]): Promise<Newsletter> =>
  setNewsletter({ db }, newsletter.slug, settings, 'test');
const skip = (sendAt: string | null = null): Promise<void> =>
  setScheduleDays({ db }, newsletter, { days: [{ date: DATE, sendAt, note: '' }], actor: 'test' });

describe('a draft follows its schedule', () => {
  test('over a holiday, another hour, and back to the usual', async () => {
    const id = await draft();
    await skip();
    expect(await dueOf(id)).toBe(null);
    expect(await listWaves({ db }, id)).toEqual([]);
    expect(await isOffSchedule({ db }, newsletter, await rowOf(id))).toBe(true);
    await skip('07:15');
    expect(await dueOf(id)).toBe('2097-01-01T07:15:00.000Z');
    expect((await listWaves({ db }, id)).map(({ dueAt }) => dueAt.toISOString())).toEqual(['2097-01-01T07:15:00.000Z']);
    await removeScheduleDays({ db }, newsletter, { dates: [DATE], actor: 'test' });
    expect(await dueOf(id)).toBe(HOUR);
    expect(await isOffSchedule({ db }, newsletter, await rowOf(id))).toBe(false);
  });

  test('over other weekdays, another daily hour and another zone', async () => {
    const id = await draft();
    newsletter = await set({ weekdays: '1,3' });
    expect(await dueOf(id)).toBe(null);
    expect(await listWaves({ db }, id)).toEqual([]);
    await set({ weekdays: '2', at: '07:15' });
    expect(await dueOf(id)).toBe('2097-01-01T07:15:00.000Z');
    await set({ zone: 'Europe/Berlin' });
    expect(await dueOf(id)).toBe('2097-01-01T06:15:00.000Z');
  });

  test('while an edition that has started, and one that staff made for now, keep their hours', async () => {
    const sent = await draft();
    await db.updateTable('editions').set({ state: 'submitting' }).where('id', '=', sent).execute();
    const special = await draft(HOUR, 'special');
    await skip();
    expect([await dueOf(sent), await dueOf(special)]).toEqual([HOUR, HOUR]);
    expect(await isOffSchedule({ db }, newsletter, await rowOf(special))).toBe(false);
  });

  test('of the week, over another hour and another weekday', async () => {
    const id = await draft('2097-01-01T08:00:00Z', 'weekly');
    await set({ weeklyAt: '09:00' });
    expect(await dueOf(id)).toBe('2097-01-01T09:00:00.000Z');
    newsletter = await set({ weeklyOn: '5' });
    expect(await dueOf(id)).toBe(null);
    expect(await isOffSchedule({ db }, newsletter, await rowOf(id))).toBe(true);
  });
});

test('at the hour of a day that became a holiday, nothing is sent, told or overdue', async () => {
  const id = await draft();
  await skip();
  await room.tick(HOUR);
  const late = room.at('2097-01-01T12:00:00Z');
  await room.tick(late);
  expect(await rowOf(id)).toMatchObject({ state: 'draft', flag: null, due_at: null });
  expect(await listOverdue({ db }, late)).toEqual([]);
  expect(await editionFinder.find({ db, now: () => late } as FindDeps)).toEqual([]);
});

test('a sweep corrects the hours that older versions left', async () => {
  const skipped = await draft();
  const moved = await draft('2097-01-05T05:30:00Z', 'daily', '2097-01-05');
  await sql`
    insert into schedule_exceptions (newsletter_id, date, send_at)
    values (${newsletter.id}, ${DATE}, null), (${newsletter.id}, '2097-01-05', '07:15')`.execute(db);
  await room.tick('2096-12-31T13:00:00Z');
  expect([await dueOf(skipped), await dueOf(moved)]).toEqual([null, '2097-01-05T07:15:00.000Z']);
});

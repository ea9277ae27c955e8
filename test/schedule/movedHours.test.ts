import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { freezeAudience } from '../../src/deliver/deliver.ts';
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
const skip = (sendAt: string | null = null): Promise<number[]> =>
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

  test('while an edition that was sent, and one that staff made for now, keep their hours', async () => {
    const sent = await draft();
    await db.updateTable('editions').set({ state: 'submitted' }).where('id', '=', sent).execute();
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

describe('a day becomes a holiday while its edition', () => {
  async function started(state: 'preparing' | 'submitting' | 'paused', byReadersClock = true): Promise<number> {
    const id = await draft();
    await db
      .updateTable('editions')
      .set({ state, by_readers_clock: byReadersClock, flag: 'render_failed', flag_detail: 'A picture is broken.' })
      .where('id', '=', id)
      .execute();
    return id;
  }
  const days = () => db.selectFrom('schedule_exceptions').select('date').execute();
  const said = (id: number) =>
    db.selectFrom('audit_log').select(['actor', 'action']).where('edition_id', '=', id).execute();

  test('is prepared: it is called off, on record, and no reader is mailed', async () => {
    const id = await started('preparing');
    expect(await skip()).toEqual([id]);
    expect(await rowOf(id)).toMatchObject({ state: 'cancelled', flag: null, flag_detail: null, frozen_at: null });
    expect(await said(id)).toEqual([{ actor: 'test', action: 'called off' }]);
    expect(await freezeAudience({ db }, id)).toBe(null);
    expect(await room.copies()).toEqual([]);
  });

  test('is prepared: another hour is not a holiday, and the edition goes on', async () => {
    const id = await started('preparing');
    expect(await skip('07:15')).toEqual([]);
    expect(await rowOf(id)).toMatchObject({ state: 'preparing' });
  });

  test.each([
    ['submitting', true],
    ['paused', true],
    ['preparing', false],
  ] as const)('is %s (by the readers’ clock: %s): the day is refused, and nothing is recorded', async (state, by) => {
    const id = await started(state, by);
    await expect(skip()).rejects.toMatchObject({
      code: 'CONFLICT',
      message: `Edition ${id} of ${DATE} is already being sent, and the schedule cannot change it any more. To stop it, pause or cancel the edition itself.`,
    });
    expect([await days(), await said(id), (await rowOf(id)).state]).toEqual([[], [], state]);
  });

  test('was started by a scheduler that did not know it yet: it is called off before its audience is frozen', async () => {
    const id = await started('preparing');
    await sql`
      insert into schedule_exceptions (newsletter_id, date, send_at) values (${newsletter.id}, ${DATE}, null)`.execute(
      db,
    );
    expect(await freezeAudience({ db }, id)).toBe(null);
    expect(await rowOf(id)).toMatchObject({ state: 'cancelled', frozen_at: null, started_at: null });
    expect(await said(id)).toEqual([{ actor: 'scheduler', action: 'called off' }]);
  });
});

describe('a draft that was overdue', () => {
  async function overdue(): Promise<number> {
    const id = await draft(HOUR_BEFORE, 'daily', YESTERDAY);
    await db
      .updateTable('editions')
      .set({ flag: 'overdue', flag_detail: 'It was due long ago.' })
      .where('id', '=', id)
      .execute();
    return id;
  }
  const YESTERDAY = '2025-12-31';
  const HOUR_BEFORE = '2025-12-31T05:30:00.000Z';
  const change = (sendAt: string | null) =>
    setScheduleDays({ db }, newsletter, { days: [{ date: YESTERDAY, sendAt, note: '' }], actor: 'test' });
  beforeEach(() => sql`update newsletters set created_at = '2025-01-01'`.execute(db));

  test('is not late any more once its day is a holiday, or its hour is to come', async () => {
    const id = await overdue();
    await change('07:15');
    expect(await rowOf(id)).toMatchObject({ flag: 'overdue', flag_detail: 'It was due long ago.' });
    await change(null);
    expect(await rowOf(id)).toMatchObject({ state: 'draft', due_at: null, flag: null, flag_detail: null });
    const later = await draft();
    await db.updateTable('editions').set({ flag: 'overdue' }).where('id', '=', later).execute();
    await skip('07:15');
    expect((await rowOf(later)).flag).toBe(null);
  });

  test('keeps any other flag', async () => {
    const id = await overdue();
    await db.updateTable('editions').set({ flag: 'too_few_stories' }).where('id', '=', id).execute();
    await change(null);
    expect(await rowOf(id)).toMatchObject({ due_at: null, flag: 'too_few_stories' });
  });
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

import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Db } from '../../src/platform/db/client.ts';
import { settleCanary } from '../../src/editions/canary.ts';
import { audienceCheck, confirmAudience } from '../../src/editions/guard.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import {
  addDeliveries,
  auditOf,
  deliveriesOf,
  editionRow,
  log,
  makeEdition,
  makePaper,
  rememberJobs,
  type Row,
} from './support.ts';

let database: TestDatabase;
let db: Db;
let newsletterId: number;
beforeAll(async () => {
  database = await createTestDatabase();
  db = database.db;
});
afterAll(() => database.drop());

let sends = 0;

/** Daily editions that went to so many readers, so many days ago; the wave has the count. */
async function makeSends(sizes: number[], parts: { daysAgo?: number; isRehearsal?: boolean } = {}): Promise<void> {
  const { daysAgo = 1, isRehearsal = false } = parts;
  for (const [index, readers] of sizes.entries()) {
    const startedAt = new Date(Date.now() - (daysAgo + index) * 86_400_000);
    const { id } = await db
      .insertInto('editions')
      .values({
        newsletter_id: newsletterId,
        // Any date of its own: when it was sent is what counts.
        date: new Date(Date.UTC(2020, 0, ++sends)).toISOString().slice(0, 10),
        state: 'submitted',
        is_rehearsal: isRehearsal,
        started_at: startedAt,
        frozen_at: startedAt,
      })
      .returning('id')
      .executeTakeFirstOrThrow();
    await db
      .insertInto('waves')
      .values({ edition_id: id, is_rehearsal: isRehearsal, due_at: startedAt, readers })
      .execute();
  }
}

describe('the number of readers', () => {
  let id: number;
  const check = (readers: number) => audienceCheck({ db }, id, readers);
  beforeEach(async () => {
    newsletterId = await makePaper(db, 6);
    id = await makeEdition(db, newsletterId);
  });

  test('is unusual where it is off the median by more than a factor of two either way', async () => {
    await makeSends([900, 1_000, 1_100, 1_000, 5_000, 1_020]);
    expect(await check(1_000)).toEqual({ median: 1_010, isUnusual: false });
    expect(await check(2_020)).toMatchObject({ isUnusual: false });
    expect(await check(2_021)).toMatchObject({ isUnusual: true });
    expect(await check(505)).toMatchObject({ isUnusual: false });
    expect(await check(504)).toMatchObject({ isUnusual: true });
    expect(await check(0)).toMatchObject({ isUnusual: true });
  });

  test('is not unusual for a hundred readers more or less', async () => {
    await makeSends([50, 50, 50, 50, 50]);
    expect(await check(149)).toEqual({ median: 50, isUnusual: false });
    expect(await check(150)).toMatchObject({ isUnusual: true });
  });

  test('is nothing to compare with after fewer than five real sends of the last 30 days', async () => {
    await makeSends([1_000, 1_000, 1_000, 1_000]);
    await makeSends([1_000], { daysAgo: 31 });
    await makeSends([1_000], { daysAgo: 10, isRehearsal: true });
    expect(await check(100_000)).toEqual({ median: null, isUnusual: false });
  });

  test('is compared with the ten latest sends', async () => {
    await makeSends([...Array.from({ length: 10 }, () => 1_000), ...Array.from({ length: 10 }, () => 9_000)]);
    expect(await check(1_000)).toEqual({ median: 1_000, isUnusual: false });
  });

  test('is counted from the ledger where an edition had no waves', async () => {
    await makeSends([2, 2, 2, 2]);
    const sent = await makeEdition(db, newsletterId, { state: 'submitted', date: '2026-11-23' });
    await addDeliveries(db, sent, [{ state: 'submitted' }, { state: 'failed' }]);
    expect(await check(2)).toMatchObject({ median: 2 });
  });

  test('is not asked of a correction, and of no edition that does not exist', async () => {
    await makeSends([1_000, 1_000, 1_000, 1_000, 1_000]);
    await db.updateTable('editions').set({ kind: 'correction' }).where('id', '=', id).execute();
    expect(await check(1)).toEqual({ median: null, isUnusual: false });
    await expect(audienceCheck({ db }, 987_654, 1)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  test('once confirmed is stored, and takes only its own flag away', async () => {
    const confirm = () => confirmAudience({ db }, { editionId: id, readers: 4_000, actor: 'Ada' });
    const flag = (name: string) =>
      db.updateTable('editions').set({ flag: name, flag_detail: 'Why.' }).where('id', '=', id).execute();
    await flag('audience_unusual');
    await confirm();
    expect(await editionRow(db, id)).toMatchObject({ audience_confirmed: 4_000, flag: null, flag_detail: null });
    await flag('too_few_stories');
    await confirm();
    expect(await editionRow(db, id)).toMatchObject({ flag: 'too_few_stories', flag_detail: 'Why.' });
    expect(await auditOf(db, id)).toEqual(['Ada: audience confirmed', 'Ada: audience confirmed']);
    await db.updateTable('editions').set({ state: 'submitting' }).where('id', '=', id).execute();
    await expect(confirm()).rejects.toMatchObject({ code: 'EDITION_STATE' });
  });
});

describe('a canary', () => {
  const AT = new Date('2026-11-24T05:30:00Z');
  const accepted = (count: number): Row[] =>
    Array.from({ length: count }, () => ({ state: 'submitted', revision: 1, submittedAt: AT }));
  let memory = rememberJobs();
  beforeEach(() => {
    memory = rememberJobs();
  });
  const settle = (minutesLater = 0) =>
    settleCanary({
      db,
      queues: memory.queues,
      now: () => new Date(AT.getTime() + minutesLater * 60_000),
      log,
    });

  /** An edition whose canary has these rows, and five readers more who wait. */
  async function makeCanary(rows: Row[], canaryMinutes: number | null = 10): Promise<number> {
    newsletterId = await makePaper(db, rows.length + 5);
    await db
      .updateTable('newsletters')
      .set({ canary_percent: 10, canary_minutes: canaryMinutes })
      .where('id', '=', newsletterId)
      .execute();
    const id = await makeEdition(db, newsletterId, { state: 'submitting' });
    await db.updateTable('editions').set({ canary_left: rows.length }).where('id', '=', id).execute();
    await addDeliveries(db, id, [...rows, ...Array.from({ length: 5 }, (): Row => ({ state: 'pending' }))]);
    return id;
  }

  test('without trouble lets the others have the edition when its minutes are over', async () => {
    const id = await makeCanary(accepted(20));
    await settle(9);
    expect(await editionRow(db, id)).toMatchObject({
      state: 'submitting',
      canary_left: expect.any(Number),
      flag: null,
    });
    expect(memory.jobs).toEqual([]);
    await Promise.all([settle(10), settle(10)]);
    expect(await editionRow(db, id)).toMatchObject({ state: 'submitting', canary_left: null });
    expect(await auditOf(db, id)).toEqual(['scheduler: canary released']);
    expect(memory.jobs.map(({ name }) => name)).toContain('deliver');
  });

  test.each([
    ['failed', { state: 'failed', verdict: 'refused' }],
    ['is unknown', { state: 'unknown', revision: 1 }],
    ['waits for another try', { state: 'pending', verdict: 'later' }],
  ] as const)('of which more than one in twenty %s pauses the edition', async (_, row) => {
    const id = await makeCanary([...accepted(20), row, row]);
    await Promise.all([settle(60), settle(60)]);
    expect(await editionRow(db, id)).toMatchObject({
      state: 'paused',
      flag: 'canary',
      flag_detail: expect.stringContaining('Of the first 22 readers, 2'),
    });
    expect(await auditOf(db, id)).toEqual(['scheduler: paused']);
  });

  test('with one dead address in twenty, or one among ten, has no trouble; where nobody accepted, it has', async () => {
    const dead: Row = { state: 'failed', verdict: 'address-dead' };
    const [twenty, ten, none] = [
      await makeCanary([...accepted(19), dead]),
      await makeCanary([...accepted(9), dead]),
      await makeCanary([dead]),
    ];
    await settle(60);
    expect(await editionRow(db, twenty)).toMatchObject({ state: 'submitting', canary_left: null });
    expect(await editionRow(db, ten)).toMatchObject({ state: 'submitting', canary_left: null });
    expect(await editionRow(db, none)).toMatchObject({ state: 'paused' });
  });

  test('is waited for while a message is being sent', async () => {
    const id = await makeCanary([...accepted(2), { state: 'unknown' }, { state: 'submitting', isInFlight: true }]);
    await settle(60);
    expect(await editionRow(db, id)).toMatchObject({ state: 'submitting', canary_left: expect.any(Number) });
  });

  test('that waits for the desk says so, and waits', async () => {
    const id = await makeCanary(accepted(3), null);
    await settle(60);
    await settle(6_000);
    expect(await editionRow(db, id)).toMatchObject({
      state: 'submitting',
      canary_left: expect.any(Number),
      flag: 'canary',
      flag_detail: expect.stringContaining('first 3 readers'),
    });
  });

  test('whose readers’ hour has come is waited for, and not those of a later wave', async () => {
    const id = await makeCanary(accepted(2));
    const draw = (reader: 'min' | 'max', hours: number) =>
      sql`
      update deliveries
      set due_at = due_at + ${hours} * interval '1 hour',
          next_attempt_at = due_at + ${hours} * interval '1 hour' - interval '1 ms'
      where edition_id = ${id} and subscriber_id = (
        select ${sql.raw(reader)}(subscriber_id) from deliveries where edition_id = ${id} and state = 'pending')`.execute(
        db,
      );
    await draw('min', 0);
    await settle(60);
    expect(await editionRow(db, id)).toMatchObject({ canary_left: expect.any(Number) });
    await draw('min', 1);
    await draw('max', 2);
    await settle(60);
    expect(await editionRow(db, id)).toMatchObject({ state: 'submitting', canary_left: null });
  });

  test('whose lot fell on nobody sends to one reader first', async () => {
    const id = await makeCanary([{ state: 'suppressed' }]);
    await settle();
    await settle();
    const drawn = (await deliveriesOf(db, id)).filter((row) => row.next_attempt_at < row.due_at);
    expect(drawn).toHaveLength(1);
    expect(await editionRow(db, id)).toMatchObject({ state: 'submitting', canary_left: expect.any(Number) });
    expect(memory.jobs.map(({ name }) => name)).toContain('deliver');
  });

  test('that was confirmed, or whose audience is not complete yet, is not changed', async () => {
    const id = await makeCanary([...accepted(2), { state: 'unknown' }, { state: 'unknown' }]);
    const edition = db.updateTable('editions').where('id', '=', id);
    await edition.set({ frozen_at: null }).execute();
    await settle(60);
    await edition.set({ frozen_at: AT, canary_left: null }).execute();
    await settle(60);
    expect(await editionRow(db, id)).toMatchObject({ state: 'submitting', flag: null });
  });
});

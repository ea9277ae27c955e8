import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { freezeAudience } from '../../../src/deliver/deliver.ts';
import type { DeliveryState } from '../../../src/domain/states.ts';
import { loadEdition } from '../../../src/editions/load.ts';
import { correctEdition } from '../../../src/editions/correct.ts';
import { listUnsettled, resendDeliveries } from '../../../src/editions/resend.ts';
import { loadResults } from '../../../src/editions/results.ts';
import { editionStatus } from '../../../src/editions/status.ts';
import { takeReturnedMail } from '../../../src/feedback/feedback.ts';
import { createLog } from '../../../src/platform/log.ts';
import { saveKeptDays } from '../../../src/platform/retentionSettings.ts';
import { listRecorded } from '../../../src/readers/deliveryRecords.ts';
import { eraseSubscriber } from '../../../src/readers/erase.ts';
import { showSubscriber } from '../../../src/readers/record.ts';
import { sweepRetention } from '../../../src/schedule/retention/retention.ts';
import { buildReturnPath } from '../../../src/wire/message/returnPath.ts';
import { parts } from '../../feedback/mails.ts';
import { createTestDatabase, type TestDatabase } from '../../support/database.ts';
import { makeNewsletter, makePreparedEdition, testKeys } from '../../support/edition.ts';
import { dateOf, daysAgo, hasPart, makeOldEdition, sweepAll } from './year.ts';

const log = createLog('test', 'silent');
const now = (): Date => new Date();
let database: TestDatabase;
let slug: string;
let newsletterId: number;
let readers: number[];
let newsletters = 0;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());
beforeEach(async () => {
  const { db } = database;
  slug = `kept${++newsletters}`;
  newsletterId = await makeNewsletter(db, slug, 5);
  // No edition of another test mails.
  await sql`update editions set state = 'cancelled' where state <> 'submitted'`.execute(db);
  // Readers of long ago.
  await sql`update subscribers set created_at = ${daysAgo(500)}`.execute(db);
  const { rows } = await sql<{ id: number }>`
    select subscriber_id as id from subscriptions where newsletter_id = ${newsletterId} order by 1`.execute(db);
  readers = rows.map(({ id }) => id);
});

const email = (index: number): string => `reader${index + 1}@${slug}.example`;
const deps = () => ({ db: database.db, keys: testKeys, now, log });
const editionsOf = async (index: number) => (await showSubscriber(deps(), email(index)))!.editions;
const old = (days: number, states: readonly DeliveryState[], options = {}) =>
  makeOldEdition(
    database.db,
    newsletterId,
    days,
    states.map((state, index) => ({ reader: readers[index]!, state })),
    options,
  );
const ALL = ['submitted', 'submitted', 'failed', 'suppressed', 'submitted'] as const;
const results = async (id: number) => loadResults(deps(), (await loadEdition(deps(), id))!);

describe('what is removed', () => {
  test('a year’s deliveries: those of 90 days stay, and each reader’s page, the totals and the results say the same as before', async () => {
    const { db } = database;
    const ids: number[] = [];
    for (let days = 365; days > 0; days -= 30) ids.push(await old(days, ALL));
    const before = await Promise.all(readers.map((_, index) => editionsOf(index)));
    const figures = await Promise.all(ids.map((id) => results(id)));
    const status = await Promise.all(ids.map((id) => editionStatus(deps(), id)));
    await sweepAll(db);
    const kept = await Promise.all(ids.map((id) => hasPart(db, id)));
    expect(kept.filter(Boolean)).toHaveLength(3);
    expect(kept.slice(-3)).toEqual([true, true, true]);
    const seconds = (lists: typeof before) =>
      lists.map((list) =>
        list.map((each) => ({
          ...each,
          submittedAt: each.submittedAt && Math.floor(each.submittedAt.getTime() / 1000),
        })),
      );
    expect(seconds(await Promise.all(readers.map((_, index) => editionsOf(index))))).toEqual(seconds(before));
    expect(await Promise.all(ids.map((id) => results(id)))).toEqual(figures);
    expect(await Promise.all(ids.map((id) => editionStatus(deps(), id)))).toEqual(status);
    expect(await sweepAll(db)).toBe(0);
  });

  test('rehearsals leave no record, and an edition that was only rehearsed is sent for real with right counts', async () => {
    const { db } = database;
    const id = await makePreparedEdition(db, newsletterId, dateOf(200));
    await sql`update editions set is_rehearsal = true where id = ${id}`.execute(db);
    await freezeAudience(deps(), id);
    await sql`update deliveries set state = 'submitted' where edition_id = ${id}`.execute(db);
    await sql`
      update editions set state = 'submitted', started_at = ${daysAgo(200)}, finished_at = ${daysAgo(200)}
      where id = ${id}`.execute(db);
    expect((await editionStatus(deps(), id)).deliveries.submitted).toBe(5);
    await sweepAll(db);
    expect(await hasPart(db, id)).toBe(false);
    expect(await listRecorded(db, readers[0]!)).toEqual([]);
    expect((await editionStatus(deps(), id)).deliveries.submitted).toBe(5);
    await sql`update editions set state = 'preparing', is_rehearsal = false, frozen_at = null where id = ${id}`.execute(
      db,
    );
    await freezeAudience(deps(), id);
    await sql`update ${sql.table(`deliveries_${id}`)} set state = 'failed' where subscriber_id = ${readers[0]!}`.execute(
      db,
    );
    expect((await editionStatus(deps(), id)).deliveries).toMatchObject({ pending: 4, failed: 1 });
  });

  test('the part of the ledger whose newsletter is gone', async () => {
    const { db } = database;
    const id = await old(10, ALL);
    await db.deleteFrom('newsletters').where('id', '=', newsletterId).execute();
    await sweepAll(db);
    expect(await hasPart(db, id)).toBe(false);
  });
});

describe('what stays', () => {
  test.each(['preparing', 'submitting', 'paused', 'approved', 'draft'] as const)(
    'an edition that is %s',
    async (state) => {
      const { db } = database;
      const id = await old(200, ALL);
      await sql`update editions set state = ${state} where id = ${id}`.execute(db);
      const other = await old(201, ALL);
      const isMailing = ['preparing', 'submitting'].includes(state);
      if (isMailing) await sweepRetention(deps());
      else await sweepAll(db);
      expect(await hasPart(db, id)).toBe(true);
      // Nothing is removed at all while mail goes out.
      expect(await hasPart(db, other)).toBe(['preparing', 'submitting'].includes(state));
      await sql`update editions set state = 'cancelled' where id = ${id}`.execute(db);
    },
  );

  test('a finished edition with readers who wait, with a fix that is not rendered, or with a correction under way', async () => {
    const { db } = database;
    const waiting = await old(200, ['submitted', 'pending']);
    const fixed = await old(201, ALL);
    await sql`update editions set next_revision = 2 where id = ${fixed}`.execute(db);
    const corrected = await old(202, ALL);
    await sql`
      insert into editions (newsletter_id, date, kind, state, corrects_edition_id, corrects_before_revision)
      values (${newsletterId}, ${dateOf(202)}, 'correction', 'approved', ${corrected}, 2)`.execute(db);
    await sweepAll(db);
    for (const id of [waiting, fixed, corrected]) expect(await hasPart(db, id)).toBe(true);
    await sql`update editions set state = 'cancelled' where corrects_edition_id = ${corrected}`.execute(db);
    await sweepAll(db);
    expect(await hasPart(db, corrected)).toBe(false);
    await expect(correctEdition(deps(), { editionId: corrected, actor: 'ada' })).rejects.toMatchObject({
      code: 'EDITION_STATE',
    });
  });

  test('each delivery that is not confirmed, until a person decides; the record then says what became of it', async () => {
    const { db } = database;
    const id = await old(200, ['submitted', 'unknown', 'failed', 'unknown', 'submitted']);
    const status = await editionStatus(deps(), id);
    await sweepAll(db);
    expect(await listUnsettled(deps(), id)).toHaveLength(2);
    const { rows } = await sql<{ rows: number }>`select count(*) as rows from ${sql.table(`deliveries_${id}`)}`.execute(
      db,
    );
    expect(rows[0]!.rows).toBe(2);
    expect(await editionStatus(deps(), id)).toEqual(status);
    expect(await editionsOf(1)).toMatchObject([{ state: 'unknown', submittedAt: null }]);
    await resendDeliveries(
      { ...deps(), queues: { enqueue: async () => undefined, close: async () => undefined } as never },
      { editionId: id, actor: 'ada', which: 'unknown' },
    );
    expect(await editionStatus(deps(), id)).toMatchObject({
      state: 'submitting',
      deliveries: { unknown: 0, pending: 2 },
    });
    await sql`
      update ${sql.table(`deliveries_${id}`)} set state = 'submitted', submitted_at = now() - interval '1 hour'`.execute(
      db,
    );
    const long = daysAgo(100);
    await sql`update editions set state = 'submitted', finished_at = ${long}, resumed_at = ${long} where id = ${id}`.execute(
      db,
    );
    await sweepAll(db);
    expect(await hasPart(db, id)).toBe(false);
    expect((await editionStatus(deps(), id)).deliveries).toMatchObject({ submitted: 4, failed: 1, unknown: 0 });
    expect((await editionsOf(3))[0]).toMatchObject({ state: 'submitted' });
    expect((await editionsOf(3))[0]!.submittedAt!.getTime()).toBeGreaterThan(daysAgo(1).getTime());
    expect((await editionsOf(2))[0]).toMatchObject({ state: 'failed', submittedAt: null });
  });
});

describe('what a kill, a second scheduler and an erasure leave', () => {
  test('a record that was begun is completed, and one that differs from the ledger is made again', async () => {
    const { db } = database;
    const id = await old(200, ALL);
    await sql`
      insert into delivery_records (edition_id, first_reader, readers, states, seconds, since)
      values (${id}, ${readers[0]!}, array[${readers[0]!}, ${readers[1]!}]::integer[], 'sf', '{7,7}', ${daysAgo(200)})`.execute(
      db,
    );
    await sweepAll(db);
    expect(await hasPart(db, id)).toBe(false);
    expect((await listRecorded(db, readers[1]!)).map(({ state }) => state)).toEqual(['submitted']);
    expect((await listRecorded(db, readers[4]!)).map(({ state }) => state)).toEqual(['submitted']);
  });

  test('two schedulers at once remove what one would', async () => {
    const { db } = database;
    const ids = [await old(200, ALL), await old(201, ALL), await old(202, ALL)];
    await sql`update retention_sweeps set at = null`.execute(db);
    for (let round = 0; round < 12; round++) await Promise.all([sweepRetention(deps()), sweepRetention(deps())]);
    for (const id of ids) expect(await hasPart(db, id)).toBe(false);
    expect(await editionsOf(0)).toHaveLength(3);
  });

  test('a lock that is not free in time only postpones', async () => {
    const { db } = database;
    const id = await old(200, ALL);
    await db.transaction().execute(async (tx) => {
      // As a backup does.
      await sql`lock table only deliveries in access share mode`.execute(tx);
      await sweepAll(db);
    });
    expect(await hasPart(db, id)).toBe(true);
    await sweepAll(db);
    expect(await hasPart(db, id)).toBe(false);
  });

  test('an erased reader leaves the records, and the totals stay', async () => {
    const { db } = database;
    const id = await old(200, ALL);
    const other = await old(231, ALL);
    await sweepAll(db);
    const erased = readers[1]!;
    await eraseSubscriber(deps(), email(1));
    expect(await listRecorded(db, erased)).toEqual([]);
    const { rows } = await sql<{ readers: number[]; states: string; seconds: (number | null)[] }>`
      select readers, states, seconds from delivery_records where edition_id in (${id}, ${other})`.execute(db);
    const left = readers.filter((reader) => reader !== erased);
    expect(rows).toEqual([
      { readers: left, states: 'sfxs', seconds: [7, null, null, 7] },
      { readers: left, states: 'sfxs', seconds: [7, null, null, 7] },
    ]);
    expect(await editionsOf(4)).toHaveLength(2);
    expect((await editionStatus(deps(), id)).deliveries).toMatchObject({ submitted: 3, failed: 1, suppressed: 1 });
  });

  test('a complaint about a removed delivery still finds its reader', async () => {
    const { db } = database;
    await saveKeptDays(deps(), { deliveries: 35 }, 'test');
    await sql`update newsletters set bounce_address = 'back@paper.example' where id = ${newsletterId}`.execute(db);
    const editionId = await old(50, ALL);
    await sweepAll(db);
    await saveKeptDays(deps(), { deliveries: 90 }, 'test');
    expect(await hasPart(db, editionId)).toBe(false);
    const address = buildReturnPath(testKeys, 'back@paper.example', { editionId, subscriberId: readers[0]! });
    const report = parts('multipart/report; report-type=feedback-report', {}, [
      ['text/plain', 'A reader reported this message.'],
      ['message/feedback-report', 'Feedback-Type: abuse\nUser-Agent: Provider/1\nVersion: 1'],
      ['text/rfc822-headers', 'Subject: Ferries sail again'],
    ]);
    expect(await takeReturnedMail(deps(), report, [address])).toMatchObject({
      outcome: 'recorded',
      kind: 'complaint',
      isSuppressed: true,
    });
    // A reader to whom the relay refused the message did not get it.
    const refused = buildReturnPath(testKeys, 'back@paper.example', { editionId, subscriberId: readers[2]! });
    expect(await takeReturnedMail(deps(), report, [refused])).toMatchObject({ outcome: 'unproven' });
  });
});

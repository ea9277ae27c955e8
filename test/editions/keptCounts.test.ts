import fc from 'fast-check';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DELIVERY_STATES } from '../../src/domain/states.ts';
import { compareCounts, keepCounts, repairCounts } from '../../src/editions/keepCounts.ts';
import { countAudience, countDeliveries } from '../../src/editions/status.ts';
import { keepSummary, summariseTimes } from '../../src/editions/sendSummary.ts';
import { readMigration } from '../../src/platform/db/migrate.ts';
import { countSubscriptions } from '../../src/readers/readerCounts.ts';
import { saveSuppression } from '../../src/readers/suppressions.ts';
import { hashAddress } from '../../src/readers/addresses.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { makeNewsletter, testKeys } from '../support/edition.ts';
import { log } from './support.ts';
import { runs } from '../support/runs.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
  // The daily repair would hide a wrong count.
  await sql`insert into count_checks (name, at) values ('repair', now() + interval '1 day')`.execute(database.db);
});
afterAll(() => database.drop());

const READERS = 12;

/** An edition whose send starts as every version of the program starts one. */
async function startSend(newsletterId: number, date: string): Promise<number> {
  const { rows } = await sql<{ id: number }>`
    insert into editions (newsletter_id, date, state) values (${newsletterId}, ${date}, 'preparing') returning id`.execute(
    database.db,
  );
  const { id } = rows[0]!;
  await database.db.transaction().execute(async (tx) => {
    await sql.raw(`create table deliveries_${id} (like deliveries including all)`).execute(tx);
    await sql
      .raw(`
        insert into deliveries_${id} (edition_id, is_rehearsal, subscriber_id, due_at)
        select ${id}, false, subscriber_id, date_trunc('hour', now()) + subscriber_id % 3 * interval '1 hour'
        from subscriptions where newsletter_id = ${newsletterId}`)
      .execute(tx);
    await sql.raw(`alter table deliveries attach partition deliveries_${id} for values in (${id})`).execute(tx);
    await sql`update editions set state = 'submitting', started_at = now() where id = ${id}`.execute(tx);
  });
  return id;
}

const expectRight = async (): Promise<void> =>
  expect(await compareCounts(database)).toEqual({ deliveries: 0, subscriptions: 0 });

describe('the kept counts of deliveries', () => {
  test('are those of the rows after any changes, by way of the partition or of the whole table', async () => {
    const { db } = database;
    const newsletter = await makeNewsletter(db, 'ledger', READERS);
    const edition = await startSend(newsletter, '2026-11-24');
    const { rows } = await sql<{ first: number }>`
      select min(subscriber_id) as first from deliveries where edition_id = ${edition}`.execute(db);
    const { first } = rows[0]!;
    const change = fc.record({
      table: fc.constantFrom('deliveries', `deliveries_${edition}`),
      from: fc.integer({ min: 0, max: READERS }),
      readers: fc.integer({ min: 0, max: READERS }),
      deed: fc.oneof(
        fc.record({
          state: fc.constantFrom(...DELIVERY_STATES),
          revision: fc.option(fc.integer({ min: 1, max: 3 })),
          relay: fc.option(fc.constantFrom('one:25', 'two:25')),
          isStarted: fc.boolean(),
        }),
        fc.constantFrom('delete', 'insert', 'sum', 'defer'),
      ),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 12 }), async (changes) => {
        for (const { table, from, readers, deed } of changes) {
          const range = `edition_id = ${edition} and subscriber_id between ${first + from} and ${first + from + readers}`;
          if (deed === 'sum') await sql`update delivery_counts set at = at - interval '1 hour'`.execute(db);
          if (deed === 'sum') await keepCounts({ db, log });
          else if (deed === 'delete') await sql.raw(`delete from ${table} where ${range}`).execute(db);
          else if (deed === 'defer')
            await sql.raw(`update ${table} set next_attempt_at = now() where ${range}`).execute(db);
          else if (deed === 'insert')
            await sql
              .raw(`insert into ${table} (edition_id, is_rehearsal, subscriber_id, due_at)
                select ${edition}, n % 2 = 0, ${first} + n, now() from generate_series(${from}, ${from + readers}) n
                on conflict do nothing`)
              .execute(db);
          else
            await sql`
              update ${sql.raw(table)} set state = ${deed.state}, revision = ${deed.revision}, relay = ${deed.relay},
                data_at = ${deed.isStarted ? new Date() : null}
              where ${sql.raw(range)}`.execute(db);
        }
        await expectRight();
      }),
      { numRuns: runs(10) },
    );
  });

  test('are summed up by two schedulers at once without losing one', async () => {
    const { db } = database;
    const newsletter = await makeNewsletter(db, 'summed', READERS);
    const edition = await startSend(newsletter, '2026-11-25');
    for (let n = 0; n < 120; n++)
      await sql`update deliveries set attempts = ${n}, state = ${n % 2 ? 'pending' : 'submitting'} where edition_id = ${edition}`.execute(
        db,
      );
    await sql`update delivery_counts set at = at - interval '1 hour'`.execute(db);
    const count = async (): Promise<number> =>
      (await sql<{ n: number }>`select count(*) as n from delivery_counts where edition_id = ${edition}`.execute(db))
        .rows[0]!.n;
    expect(await count()).toBeGreaterThan(200);
    await Promise.all([keepCounts({ db, log }), keepCounts({ db, log }), keepCounts({ db, log })]);
    expect(await count()).toBeLessThan(10);
    expect((await countDeliveries(db, edition, false)).pending).toBe(READERS);
    await expectRight();
  });

  test('are made for an edition from before they were kept, once, and corrected where they are wrong', async () => {
    const { db } = database;
    const newsletter = await makeNewsletter(db, 'older', READERS);
    const { rows } = await sql<{ id: number }>`
      insert into editions (newsletter_id, date, state, started_at)
      values (${newsletter}, '2026-11-20', 'submitted', now()) returning id`.execute(db);
    const { id } = rows[0]!;
    await sql.raw(`create table deliveries_${id} partition of deliveries for values in (${id})`).execute(db);
    await sql`
      insert into deliveries (edition_id, is_rehearsal, subscriber_id, due_at, state)
      select ${id}::integer, false, subscriber_id, now(), 'submitted' from subscriptions where newsletter_id = ${newsletter}`.execute(
      db,
    );
    expect((await countDeliveries(db, id, false)).submitted).toBe(READERS);
    await sql`delete from count_checks where name = 'older'`.execute(db);
    await Promise.all([keepCounts({ db, log }), keepCounts({ db, log })]);
    expect((await sql`select from counted_ledgers where edition_id = ${id}`.execute(db)).rows).toHaveLength(1);
    await sql.raw(`update deliveries_${id} set state = 'failed' where subscriber_id % 2 = 0`).execute(db);
    expect((await countDeliveries(db, id, false)).failed).toBe(READERS / 2);

    await sql`delete from delivery_counts where edition_id = ${id} and state = 'failed'`.execute(db);
    expect((await compareCounts({ db })).deliveries).toBeGreaterThan(0);
    expect((await repairCounts({ db })).deliveries).toBeGreaterThan(0);
    await expectRight();
  });
});

describe('the kept counts of subscriptions', () => {
  test('are those of the rows after any changes of readers, subscriptions and suppressions', async () => {
    const { db } = database;
    const newsletter = await makeNewsletter(db, 'readers', READERS);
    const other = await makeNewsletter(db, 'others', 3);
    const hashes = [...Array(READERS).keys()].map((n) => hashAddress(testKeys, `reader${n + 1}@readers.example`));
    const deed = fc.oneof(
      fc.record({
        kind: fc.constant('set' as const),
        status: fc.constantFrom('pending', 'active', 'unsubscribed'),
        frequency: fc.constantFrom('daily', 'weekdays', 'weekly'),
        zone: fc.option(fc.constantFrom('Europe/London', 'Asia/Tokyo')),
        sendAt: fc.option(fc.constantFrom('07:00', '08:30')),
        pausedUntil: fc.option(fc.constantFrom('2026-12-01', '2027-01-01')),
      }),
      fc.record({
        kind: fc.constantFrom(
          'suppress',
          'allow',
          'move',
          'erase',
          'unsubscribe',
          'join',
          'joinOther',
          'sample',
          'sum',
        ),
      }),
    );
    const step = fc.tuple(fc.integer({ min: 0, max: READERS - 1 }), deed, fc.boolean());
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 12 }), async (steps) => {
        for (const [n, change, isImport] of steps)
          await db.transaction().execute(async (tx) => {
            // as an import does
            if (isImport) await sql`set local session_replication_role = replica`.execute(tx);
            const hash = hashes[n]!;
            const reader = sql`(select id from subscribers where email_key = ${`reader${n + 1}@readers.example`})`;
            if (change.kind === 'set' && 'zone' in change)
              await sql`
                update subscriptions set status = ${change.status}, frequency = ${change.frequency}, zone = ${change.zone},
                  send_at = ${change.sendAt}::time, paused_until = ${change.pausedUntil}::date
                where subscriber_id = ${reader}`.execute(tx);
            else if (change.kind === 'suppress') await saveSuppression(tx, hash, 'manual', '', new Date());
            else if (change.kind === 'allow')
              await sql`delete from suppressions where address_hash = ${hash}`.execute(tx);
            else if (change.kind === 'move')
              await sql`update subscribers set address_hash = ${hashes[(n + 1) % READERS]!} where id = ${reader}`.execute(
                tx,
              );
            else if (change.kind === 'sample')
              await sql`update subscribers set is_sample = not is_sample where id = ${reader}`.execute(tx);
            else if (change.kind === 'erase' && !isImport)
              await sql`delete from subscribers where id = ${reader}`.execute(tx);
            else if (change.kind === 'unsubscribe')
              await sql`delete from subscriptions where subscriber_id = ${reader}`.execute(tx);
            else if (change.kind === 'sum') await sql`select 1`.execute(tx);
            else if (change.kind === 'join' || change.kind === 'joinOther') {
              const email = `reader${n + 1}@readers.example`;
              await sql`
                insert into subscribers (email, email_key, address_hash) values (${email}, ${email}, ${hash})
                on conflict do nothing`.execute(tx);
              await sql`
                insert into subscriptions (subscriber_id, newsletter_id, status)
                values (${reader}, ${change.kind === 'join' ? newsletter : other}, 'pending') on conflict do nothing`.execute(
                tx,
              );
            }
          });
        await expectRight();
      }),
      { numRuns: runs(15) },
    );
    const { rows } = await sql<{ readers: number }>`
      select count(*) as readers from subscriptions s join subscribers p on p.id = s.subscriber_id
      where s.newsletter_id = ${newsletter} and s.status = 'active' and s.frequency = 'daily' and s.paused_until is null
        and not p.is_sample and not exists (select from suppressions x where x.address_hash = p.address_hash)`.execute(
      db,
    );
    const edition = { newsletterId: newsletter, kind: 'daily', date: '2026-11-30' } as const;
    const weekdays = await sql<{ readers: number }>`
      select count(*) as readers from subscriptions s join subscribers p on p.id = s.subscriber_id
      where s.newsletter_id = ${newsletter} and s.status = 'active' and s.frequency = 'weekdays' and s.paused_until is null
        and not p.is_sample and not exists (select from suppressions x where x.address_hash = p.address_hash)`.execute(
      db,
    );
    expect(await countAudience({ db }, edition, { isRehearsal: false })).toBe(
      rows[0]!.readers + weekdays.rows[0]!.readers,
    );
  });

  test('tell states and suppressed readers apart, also after many changes', async () => {
    const { db } = database;
    const newsletter = await makeNewsletter(db, 'states', 5);
    await saveSuppression(db, hashAddress(testKeys, 'reader1@states.example'), 'bounce', '', new Date());
    for (let n = 0; n < 250; n++)
      await sql`
        update subscriptions set status = ${n % 2 ? 'active' : 'pending'} where newsletter_id = ${newsletter}`.execute(
        db,
      );
    await keepCounts({ db, log });
    const { rows } = await sql`select from subscription_counts where newsletter_id = ${newsletter}`.execute(db);
    expect(rows.length).toBeLessThan(10);
    expect(await countSubscriptions({ db }, newsletter, { withSample: true })).toEqual({
      pending: 0,
      active: 5,
      unsubscribed: 0,
      suppressed: 1,
    });
    await expectRight();
  });

  test('are corrected where they are wrong, once', async () => {
    const { db } = database;
    const newsletter = await makeNewsletter(db, 'wrong', 5);
    await sql`delete from subscription_counts where newsletter_id = ${newsletter}`.execute(db);
    expect((await compareCounts({ db })).subscriptions).toBe(1);
    await Promise.all([repairCounts({ db }), repairCounts({ db })]);
    await expectRight();
    expect((await countSubscriptions({ db }, newsletter, { withSample: false })).active).toBe(5);
  });
});

describe('the summary of a send', () => {
  test('is kept when the send is over, and again when a late answer changes it', async () => {
    const { db } = database;
    const newsletter = await makeNewsletter(db, 'summary', READERS);
    const edition = await startSend(newsletter, '2026-11-26');
    const load = async (): Promise<{ domains: { deliveries: { unknown: number } }[]; times: { last: number } }[]> =>
      (
        await sql<{ domains: { deliveries: { unknown: number } }[]; times: { last: number } }>`
          select domains, times from send_summaries where edition_id = ${edition}`.execute(db)
      ).rows;
    await keepCounts({ db, log });
    expect(await load()).toEqual([]);
    await sql`
      update deliveries set due_at = now() - interval '1 minute', submitted_at = now() + interval '5 s',
        state = case when subscriber_id % 2 = 0 then 'submitted' else 'unknown' end
      where edition_id = ${edition}`.execute(db);
    await sql`update editions set state = 'submitted', finished_at = now() where id = ${edition}`.execute(db);
    await keepCounts({ db, log });
    expect(await load()).toMatchObject([{ domains: [{ deliveries: { unknown: READERS / 2 } }] }]);
    await sql`update send_summaries set counted_at = now() - interval '2 minutes'`.execute(db);
    await sql`update count_checks set at = now() - interval '2 minutes' where name like 'summary%'`.execute(db);
    await sql`update deliveries set state = 'submitted' where edition_id = ${edition}`.execute(db);
    await keepCounts({ db, log });
    expect(await load()).toMatchObject([{ domains: [{ deliveries: { unknown: 0 } }] }]);
  });
});

describe('a domain with few readers', () => {
  test('is not named in a summary, which an erased reader’s own domain would outlive', async () => {
    const { db } = database;
    const newsletter = await makeNewsletter(db, 'private', READERS);
    const edition = await startSend(newsletter, '2026-11-27');
    await sql`
      update subscribers set email = 'ann@ann-lee.example'
      where id = (select min(subscriber_id) from deliveries where edition_id = ${edition})`.execute(db);
    await keepSummary({ db }, { id: edition, is_rehearsal: false });
    const load = async () =>
      (await sql<{ domains: unknown }>`select domains from send_summaries where edition_id = ${edition}`.execute(db))
        .rows[0]!.domains;
    const domains = [
      { domain: 'private.example', readers: READERS - 1, deliveries: { pending: READERS - 1 } },
      { domain: 'other', readers: 1, deliveries: { pending: 1 } },
    ];
    expect(await load()).toMatchObject(domains);
    // As an earlier version stored it.
    await sql`
      update send_summaries set domains = domains || '[{"domain": "ann-lee.example", "readers": 1}]'
      where edition_id = ${edition}`.execute(db);
    await sql.raw(await readMigration('0056_small_domains')).execute(db);
    expect(await load()).toMatchObject(domains.slice(0, 1));
    expect(await load()).toHaveLength(1);
  });
});

describe('the times of a send', () => {
  test('are those of the first, the middle, the 99th of a hundred, and the last message', () => {
    const seconds = [...Array(100).keys()].map((second): [number, number] => [second + 1, 1]);
    expect(summariseTimes(seconds)).toMatchObject({ first: 1, half: 50, nearlyAll: 99, last: 100 });
    expect(summariseTimes([[3, 1000]])).toEqual({ first: 3, half: 3, nearlyAll: 3, last: 3, curve: [[3, 1000]] });
    expect(summariseTimes([])).toBeNull();
  });

  test('are drawn with at most two hundred points, the last one included', () => {
    const seconds = [...Array(5_000).keys()].map((second): [number, number] => [second, 2]);
    const { curve } = summariseTimes(seconds)!;
    expect(curve.length).toBeLessThanOrEqual(201);
    expect(curve.at(-1)).toEqual([4_999, 10_000]);
  });
});

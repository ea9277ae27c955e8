import { randomUUID } from 'node:crypto';
import { sql, type RawBuilder } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { claimDeliveries, postponeClaims, type Run } from '../../src/deliver/ledger/claim.ts';
import { createPartition, partitionOf } from '../../src/deliver/ledger/partition.ts';
import { settle } from '../../src/deliver/ledger/settle.ts';
import { openLedgerDatabase, type Db } from '../../src/platform/db/client.ts';
import { createLog } from '../../src/platform/log.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { makeNewsletter } from '../support/edition.ts';

const READERS_AT_FIRST = 2_000;
const READERS_LATER = 12_000;

let database: TestDatabase;
let ledger: Db;
beforeAll(async () => {
  database = await createTestDatabase();
  ledger = openLedgerDatabase(database.url, { log: createLog('test', 'silent') });
});
afterAll(async () => {
  await ledger.destroy();
  await database.drop();
});

/** A running edition with an empty partition, which has no statistics, as each new one at first. */
async function makeRun(slug: string): Promise<{ run: Run; table: RawBuilder<unknown> }> {
  const newsletterId = await makeNewsletter(database.db, slug, 0);
  const { rows } = await sql<{ id: number }>`
    insert into editions (newsletter_id, date, state, started_at) values (${newsletterId}, '2026-11-30', 'submitting', now())
    returning id`.execute(database.db);
  const editionId = rows[0]!.id;
  await createPartition(database.db, editionId);
  const table = partitionOf(editionId);
  await sql`alter table ${table} set (autovacuum_enabled = false)`.execute(database.db);
  return { run: { editionId, newsletterId, isRehearsal: false, owner: randomUUID(), revision: 1, tokenKey: 1 }, table };
}

/** Adds readers: pending, or claimed by `owner`. */
async function fill(table: RawBuilder<unknown>, { editionId }: Run, [first, last]: number[], owner: string | null) {
  await sql`
    insert into ${table} (edition_id, subscriber_id, is_rehearsal, state, owner, due_at, next_attempt_at, revision)
    select ${editionId}, id, false, ${owner ? 'submitting' : 'pending'}, ${owner}::uuid, now(), now() - interval '1 second', 1
    from generate_series(${first}::int, ${last}::int) id`.execute(database.db);
}

/** The rows of the edition that `work` reads, on a connection that made its plans when the audience was small. */
async function countRead(
  run: Run,
  table: RawBuilder<unknown>,
  owner: string | null,
  work: (db: Db) => Promise<unknown>,
) {
  return ledger.connection().execute(async (connection) => {
    await fill(table, run, [1, READERS_AT_FIRST], owner);
    await connection.transaction().execute(work);
    await fill(table, run, [READERS_AT_FIRST + 1, READERS_LATER], owner);
    return connection.transaction().execute(async (tx) => {
      await work(tx);
      const { rows } = await sql<{ read: number }>`
        select (seq_tup_read + idx_tup_fetch)::int as read from pg_stat_xact_user_tables
        where relname = ${`deliveries_${run.editionId}`}`.execute(tx);
      return rows[0]!.read;
    });
  });
}

const readers = Array.from({ length: 12 }, (_each, index) => index + 1);

test('outcomes and starts find their rows by key, though the plan was made while the audience was small', async () => {
  const { run, table } = await makeRun('settled');
  const about = { verdict: null, retryAfterMs: 0, relay: null, statusCode: null, reply: null };
  const outcomes = readers.map((subscriberId) => ({ ...about, state: 'submitted' as const, subscriberId }));
  const starting = readers.map((subscriberId) => ({ subscriberId, datedAt: new Date(), format: null, language: null }));
  const read = await countRead(run, table, run.owner, (db) => settle({ db }, run, { outcomes, starting }));
  expect(read).toBeGreaterThan(0);
  expect(read).toBeLessThan(100);
});

test('so do claims that are given back', async () => {
  const { run, table } = await makeRun('postponed');
  const postponed = readers.map((subscriberId) => ({ subscriberId, afterMs: 0 }));
  const read = await countRead(run, table, run.owner, (db) => postponeClaims({ db }, run, postponed));
  expect(read).toBeGreaterThan(0);
  expect(read).toBeLessThan(100);
});

test('a claim reads the rows that it claims', async () => {
  const { run, table } = await makeRun('claimed');
  const read = await countRead(run, table, null, (db) => claimDeliveries({ db }, run, 12));
  expect(read).toBeGreaterThan(0);
  expect(read).toBeLessThan(100);
});

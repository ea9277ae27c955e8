/**
 * What removing an old edition's deliveries costs: `DATABASE_URL=… node scripts/benchRetention.ts [READERS]`, on an empty
 * database. It records and drops one edition, with and without a send beside it, and prints JSON lines.
 */
import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { claimDeliveries, type Run } from '../src/deliver/ledger/claim.ts';
import { listOldLedgers } from '../src/deliver/ledger/oldLedgers.ts';
import { attachPartition, createPartition } from '../src/deliver/ledger/partition.ts';
import { retireOldLedger } from '../src/deliver/ledger/retire.ts';
import { settle } from '../src/deliver/ledger/settle.ts';
import { openDatabase } from '../src/platform/db/client.ts';
import { migrate } from '../src/platform/db/migrate.ts';
import { createLog } from '../src/platform/log.ts';
import { listRecorded } from '../src/readers/deliveryRecords.ts';

const READERS = Number(process.argv[2] ?? 1_000_000);
const BATCH = 20_000;
const CLAIM = 100;
const ROUNDS = 400;

const url = process.env['DATABASE_URL'];
if (!url) throw new Error('DATABASE_URL names an empty database');
const db = openDatabase(url, { maxConnections: 8 });
const log = createLog('bench', 'warn');
const say = (line: Record<string, unknown>): void => void process.stdout.write(`${JSON.stringify(line)}\n`);

async function timed<T>(work: () => Promise<T>): Promise<[T, number]> {
  const start = performance.now();
  const result = await work();
  return [result, Math.round((performance.now() - start) * 10) / 10];
}

async function one<T>(statement: ReturnType<typeof sql<T>>): Promise<T> {
  return (await statement.execute(db)).rows[0]!;
}

async function fill(newsletterId: number, days: number, state: string): Promise<number> {
  return db.transaction().execute(async (tx) => {
    const { rows } = await sql<{ id: number }>`
      insert into editions (newsletter_id, date, state, created_at, started_at, finished_at, frozen_at)
      select ${newsletterId}, current_date - ${days}::integer, 'preparing', at, at, ${state === 'submitted' ? sql`at` : null}, at
      from (select now() - ${days} * interval '1 day' as at) a returning id`.execute(tx);
    const { id } = rows[0]!;
    await createPartition(tx, id);
    // As a send leaves them: one row in 200 failed, the others with the relay's reply.
    await sql`
      insert into ${sql.table(`deliveries_${id}`)} (edition_id, is_rehearsal, subscriber_id, state, next_attempt_at, due_at,
        attempts, data_at, submitted_at, revision, relay, status_code, reply, token_key, dated_at)
      select ${id}, false, s.id, case when ${state} = 'submitting' then 'pending' when s.id % 200 = 0 then 'failed' else 'submitted' end,
        at, at, 1, at, case when ${state} <> 'submitting' and s.id % 200 <> 0 then at + (s.id / 1000.0) * interval '1 second' end,
        1, 'relay.paper.example', '250', '2.0.0 Ok: queued as 4W' || md5(s.id::text), 1, at
      from subscribers s, (select now() - ${days} * interval '1 day' as at) a order by s.id`.execute(tx);
    await attachPartition(tx, id);
    await sql`update editions set state = 'submitting' where id = ${id}`.execute(tx);
    if (state !== 'submitting') await sql`update editions set state = ${state} where id = ${id}`.execute(tx);
    return id;
  });
}

/** Claims and settles so many batches of the running edition. Returns the milliseconds of each round, sorted. */
async function send(run: Run, rounds: number): Promise<{ claim: number[]; settle: number[] }> {
  const times = { claim: [] as number[], settle: [] as number[] };
  for (let round = 0; round < rounds; round++) {
    const [claim, claimMs] = await timed(() => claimDeliveries({ db }, run, CLAIM));
    const starting = claim.readers.map(({ subscriberId, datedAt }) => ({
      subscriberId,
      datedAt,
      format: null,
      language: null,
    }));
    const [, startMs] = await timed(() => settle({ db }, run, { outcomes: [], starting }));
    const outcomes = claim.readers.map(({ subscriberId }) => ({
      subscriberId,
      state: 'submitted' as const,
      verdict: null,
      retryAfterMs: 0,
      relay: 'relay.paper.example',
      statusCode: '250',
      reply: 'Ok',
    }));
    const [, endMs] = await timed(() => settle({ db }, run, { outcomes, starting: [] }));
    times.claim.push(claimMs);
    times.settle.push(startMs + endMs);
  }
  return times;
}

const summary = (values: number[]): Record<string, number> => {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (part: number): number => Math.round(sorted[Math.floor((sorted.length - 1) * part)]! * 100) / 100;
  return { medianMs: at(0.5), p95Ms: at(0.95), maxMs: at(1) };
};
const report = (of: string, { claim, settle: settled }: Awaited<ReturnType<typeof send>>): void =>
  say({ send: of, claim: summary(claim), settle: summary(settled) });

const lsn = async (): Promise<string> =>
  (await one(sql<{ at: string }>`select pg_current_wal_insert_lsn()::text as at`)).at;
const walSince = async (from: string): Promise<number> =>
  (
    await one(
      sql<{ bytes: number }>`select pg_wal_lsn_diff(pg_current_wal_insert_lsn(), ${from}::pg_lsn)::float8 as bytes`,
    )
  ).bytes;

async function retire(of: string): Promise<void> {
  const before = new Date(Date.now() - 90 * 86_400_000);
  const [old] = await listOldLedgers(db, before);
  const size = await one(
    sql<{ bytes: number }>`select pg_total_relation_size(${`deliveries_${old!.id}`}::regclass)::float8 as bytes`,
  );
  const from = await lsn();
  const steps: number[] = [];
  let last = 0;
  for (let dropped = false; !dropped;) {
    const [, ms] = await timed(() => retireOldLedger({ db, log, now: () => new Date() }, before, BATCH));
    const left = await listOldLedgers(db, before);
    dropped = !left.some(({ id }) => id === old!.id);
    if (dropped) last = ms;
    else steps.push(ms);
  }
  const totalMs = Math.round(steps.reduce((sum, ms) => sum + ms, 0));
  say({
    retire: of,
    ledgerBytesPerDelivery: Math.round(size.bytes / READERS),
    batches: steps.length,
    batch: summary(steps),
    recordMs: totalMs,
    rowsPerSecond: Math.round((READERS / totalMs) * 1000),
    compareAndDropMs: last,
    walBytesPerDelivery: Math.round(((await walSince(from)) / READERS) * 10) / 10,
  });
}

async function main(): Promise<void> {
  await migrate(db);
  say({ server: (await one(sql<{ version: string }>`select version()`)).version.slice(0, 20), readers: READERS });
  const { id: newsletterId } = await db
    .insertInto('newsletters')
    .values({ slug: 'bench', name: 'Bench', from_name: 'Bench', from_address: 'news@paper.example' })
    .returning('id')
    .executeTakeFirstOrThrow();
  await sql`
    insert into subscribers (email, email_key, address_hash, created_at)
    select e, e, sha256(e::bytea), now() - interval '400 days'
    from (select 'reader' || n || '@mail' || n % 50 || '.example' as e from generate_series(1, ${READERS}::integer) n) s`.execute(
    db,
  );
  await sql`
    insert into subscriptions (subscriber_id, newsletter_id, status)
    select id, ${newsletterId}, 'active' from subscribers`.execute(db);
  const ids = [await fill(newsletterId, 200, 'submitted'), await fill(newsletterId, 150, 'submitted')];
  const running = await fill(newsletterId, 0, 'submitting');
  await sql`vacuum analyze`.execute(db);
  const run: Run = {
    editionId: running,
    newsletterId,
    isRehearsal: false,
    owner: randomUUID(),
    revision: 1,
    tokenKey: 1,
  };
  await send(run, 50);
  report('alone, before', await send(run, ROUNDS));
  await retire('alone');
  report('alone, one edition recorded', await send(run, ROUNDS));
  const [, beside] = await Promise.all([retire('beside a send'), send(run, ROUNDS)]);
  report('beside a removal', beside);
  report('alone, both recorded', await send(run, ROUNDS));
  const records = await one(sql<{ bytes: number; heap: number }>`
    select pg_total_relation_size('delivery_records')::float8 as bytes, pg_relation_size('delivery_records')::float8 as heap`);
  say({ recordBytesPerDelivery: Math.round((records.bytes / READERS / ids.length) * 100) / 100 });
  const lookups: number[] = [];
  for (let n = 0; n < 200; n++) lookups.push((await timed(() => listRecorded(db, 1 + ((n * 7919) % READERS))))[1]);
  say({ readersHistory: summary(lookups), editions: ids.length });
  await db.destroy();
}

await main();

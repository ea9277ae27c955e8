import { sql } from 'kysely';
import type { Db } from '../platform/db/client.ts';
import { OVER, SENDING } from '../domain/states.ts';
import type { Log } from '../platform/log.ts';
import { repairSubscriptionCounts, sumReaderCounts } from '../readers/readerCounts.ts';
import { keepSummary, SUMMARISED_READERS } from './sendSummary.ts';

type Deps = { db: Db; log: Log };

// Newer rows tell the rate of a send.
const SUM_AFTER_SECONDS = 30;
const SUM_FROM_ROWS = 200;
const SUMMARY_EVERY_SECONDS = 60;
// It takes 2 s of a core for a million readers, which the send needs itself.
const RUNNING_SUMMARY_EVERY_SECONDS = 300;
const OLDER_EVERY_SECONDS = 60;
const CHECK_EVERY_SECONDS = 24 * 60 * 60;
const CHECKED_DAYS = 2;

/** Replaces many rows of an edition's counts by their sums. Safe at any time: a row is summed by who deletes it. */
async function sumDeliveryCounts({ db }: Deps): Promise<void> {
  const { rows } = await sql<{ id: number }>`
    select edition_id as id from delivery_counts
    where not is_sum and at < now() - ${SUM_AFTER_SECONDS} * interval '1 second'
    group by 1 having count(*) >= ${SUM_FROM_ROWS}`.execute(db);
  for (const { id } of rows)
    await sql`
      with gone as (
        delete from delivery_counts
        where edition_id = ${id} and at < now() - ${SUM_AFTER_SECONDS} * interval '1 second'
        returning *)
      insert into delivery_counts
      select edition_id, is_rehearsal, state, is_started, verdict, relay, revision, due_at, sum(readers), max(at), true
      from gone group by 1, 2, 3, 4, 5, 6, 7, 8 having sum(readers) <> 0`.execute(db);
}

/** True for one process at a time, at most once in so many seconds. */
async function takeTurn({ db }: Deps, name: string, everySeconds: number): Promise<boolean> {
  const { numAffectedRows } = await sql`
    insert into count_checks (name, at) values (${name}, now())
    on conflict (name) do update set at = now()
    where count_checks.at < now() - ${everySeconds} * interval '1 second'`.execute(db);
  return Number(numAffectedRows ?? 0) > 0;
}

/** Summarises large sends and those that are over, where deliveries changed since. */
async function summariseSends(deps: Deps): Promise<void> {
  const { rows } = await sql<{ id: number; is_rehearsal: boolean }>`
    select e.id, e.is_rehearsal
    from editions e
    left join send_summaries s on s.edition_id = e.id and s.is_rehearsal = e.is_rehearsal
    cross join lateral (
      select sum(c.readers) as readers, max(c.at) as at from delivery_counts c
      where c.edition_id = e.id and c.is_rehearsal = e.is_rehearsal) c
    where e.started_at > now() - interval '3 days' and c.readers > 0
      and (c.readers > ${SUMMARISED_READERS} or e.state = any(${OVER}::text[]))
      and (s.counted_at is null or s.counted_at < least(c.at, now() - interval '1 second' *
        case when e.state = any(${OVER}::text[]) then ${SUMMARY_EVERY_SECONDS}::integer
        else ${RUNNING_SUMMARY_EVERY_SECONDS}::integer end))`.execute(deps.db);
  for (const send of rows)
    if (await takeTurn(deps, `summary ${send.id}`, SUMMARY_EVERY_SECONDS / 2)) await keepSummary(deps, send);
}

/** Counts and summarises one edition from before the counts were kept, the newest first. */
async function keepOlder(deps: Deps): Promise<void> {
  if (!(await takeTurn(deps, 'older', OLDER_EVERY_SECONDS))) return;
  const { rows } = await sql<{ id: number; is_rehearsal: boolean }>`
    select e.id, e.is_rehearsal from editions e
    where e.started_at is not null and to_regclass('deliveries_' || e.id) is not null
      and (not exists (select from counted_ledgers l where l.edition_id = e.id)
           or (e.state = any(${OVER}::text[]) and not exists (
             select from send_summaries s where s.edition_id = e.id and s.is_rehearsal = e.is_rehearsal)))
    order by e.id desc limit 1`.execute(deps.db);
  for (const send of rows) {
    await sql`select keep_delivery_counts(${send.id})`.execute(deps.db);
    await keepSummary(deps, send);
  }
}

/**
 * Adds what counting finds beyond an edition's kept counts. Returns the number of groups that were wrong. One at a time,
 * and safe while others write.
 */
async function repairDeliveryCounts(db: Db, editionId: number): Promise<number> {
  return db.transaction().execute(async (tx) => {
    await sql`select pg_advisory_xact_lock(hashtext('reveille counts'), ${editionId}::integer)`.execute(tx);
    const { numAffectedRows } = await sql`
      insert into delivery_counts
      select ${editionId}::integer, m.*, now(), false from delivery_counts_missing(${editionId}::integer) m`.execute(
      tx,
    );
    return Number(numAffectedRows ?? 0);
  });
}

/** The editions whose kept counts are compared with their rows: those of the last days. */
async function listChecked(db: Db): Promise<number[]> {
  const { rows } = await sql<{ id: number }>`
    select e.id from editions e join counted_ledgers l on l.edition_id = e.id
    where e.started_at > now() - ${CHECKED_DAYS} * interval '1 day'
      and to_regclass('deliveries_' || e.id) is not null
    order by e.id desc`.execute(db);
  return rows.map(({ id }) => id);
}

/** How many groups of deliveries and of subscriptions have a wrong kept count. Reads every row of recent editions. */
export async function compareCounts({ db }: { db: Db }): Promise<{ deliveries: number; subscriptions: number }> {
  let deliveries = 0;
  for (const id of await listChecked(db)) {
    const { rows } = await sql<{ wrong: number }>`
      select count(*) as wrong from delivery_counts_missing(${id}::integer)`.execute(db);
    deliveries += rows[0]!.wrong;
  }
  const { rows } = await sql<{ wrong: number }>`select count(*) as wrong from subscription_counts_missing`.execute(db);
  return { deliveries, subscriptions: rows[0]!.wrong };
}

/** Corrects the kept counts of recent editions and of all subscriptions. Returns how many groups were wrong. */
export async function repairCounts({ db }: { db: Db }): Promise<{ deliveries: number; subscriptions: number }> {
  let deliveries = 0;
  for (const id of await listChecked(db)) deliveries += await repairDeliveryCounts(db, id);
  return { deliveries, subscriptions: await repairSubscriptionCounts({ db }) };
}

async function repairDaily(deps: Deps): Promise<void> {
  const { rows: sending } = await sql`
    select from editions where state = any(${SENDING}::text[]) limit 1`.execute(deps.db);
  // It reads every row of recent editions.
  if (sending.length > 0) return;
  if (!(await takeTurn(deps, 'repair', CHECK_EVERY_SECONDS))) return;
  const repaired = await repairCounts(deps);
  if (repaired.deliveries + repaired.subscriptions > 0)
    deps.log.warn(repaired, 'kept counts differed from the rows and were corrected');
}

/**
 * Keeps the counts small and complete: sums up their rows, summarises large sends, adds editions from before the counts
 * were kept, and compares all with the rows once a day, when nothing is being sent. Safe to run anywhere, at any time.
 */
export async function keepCounts(deps: Deps): Promise<void> {
  await sumDeliveryCounts(deps);
  await sumReaderCounts(deps);
  await summariseSends(deps);
  await keepOlder(deps);
  await repairDaily(deps);
}

import { sql } from 'kysely';
import type { Db } from '../platform/db/client.ts';
import type { SubscriptionState } from '../domain/states.ts';

const SUM_FROM_ROWS = 200;

/**
 * A newsletter's subscriptions by state, from the kept counts (0040_kept_counts.sql). `suppressed`: active ones whose
 * address is never mailed; they count as active, too. Sample readers are left out where `withSample` is false.
 */
export async function countSubscriptions(
  { db }: { db: Db },
  newsletterId: number,
  { withSample }: { withSample: boolean },
): Promise<Record<SubscriptionState | 'suppressed', number>> {
  const { rows } = await sql<{ status: SubscriptionState; count: number; suppressed: number }>`
    select status, sum(readers) as count, coalesce(sum(readers) filter (where is_barred), 0) as suppressed
    from subscription_counts where newsletter_id = ${newsletterId} and (${withSample} or not is_sample)
    group by status`.execute(db);
  const counts = { pending: 0, active: 0, unsubscribed: 0, suppressed: 0 };
  for (const { status, count, suppressed } of rows) {
    counts[status] = count;
    if (status === 'active') counts.suppressed = suppressed;
  }
  return counts;
}

/** Replaces many rows of the counts by their sums. Safe at any time: a row is summed by who deletes it. */
export async function sumReaderCounts({ db }: { db: Db }): Promise<void> {
  await sumSubscriptionCounts(db);
  await sumEvents(db);
}

async function sumEvents(db: Db): Promise<void> {
  const { rows } = await sql<{ id: number }>`
    select newsletter_id as id from reader_counts where not is_sum
    group by 1 having count(*) >= ${SUM_FROM_ROWS}`.execute(db);
  for (const { id } of rows)
    await sql`
      with gone as (delete from reader_counts where newsletter_id = ${id} and not is_sum returning *)
      insert into reader_counts
      select newsletter_id, at, kind, source, sum(readers), true from gone group by 1, 2, 3, 4`.execute(db);
}

async function sumSubscriptionCounts(db: Db): Promise<void> {
  const { rows } = await sql<{ id: number }>`
    select newsletter_id as id from subscription_counts where not is_sum
    group by 1 having count(*) >= ${SUM_FROM_ROWS}`.execute(db);
  for (const { id } of rows)
    await sql`
      with gone as (delete from subscription_counts where newsletter_id = ${id} returning *)
      insert into subscription_counts
      select newsletter_id, status, frequency, paused_until, zone, send_at, is_sample, is_barred, sum(readers), true
      from gone group by 1, 2, 3, 4, 5, 6, 7, 8 having sum(readers) <> 0`.execute(db);
}

/**
 * Adds what counting finds beyond the kept counts. Returns the number of groups that were wrong. One at a time, and safe
 * while others write: one statement compares both at one moment. 2 s for a million subscriptions.
 */
export async function repairSubscriptionCounts({ db }: { db: Db }): Promise<number> {
  return db.transaction().execute(async (tx) => {
    await sql`select pg_advisory_xact_lock(hashtext('reveille counts'), 0)`.execute(tx);
    const { numAffectedRows } = await sql`
      insert into subscription_counts select m.*, false from subscription_counts_missing m`.execute(tx);
    return Number(numAffectedRows ?? 0);
  });
}

import { sql } from 'kysely';
import type { Db } from '../../db/client.ts';

/** Which run of which edition a claimant works on. `owner` is its lease. */
export type Run = { editionId: number; newsletterId: number; isRehearsal: boolean; owner: string };

export type Claimed = { subscriberId: number; email: string; attempts: number };

/**
 * Claims up to `limit` due deliveries for the run's owner. Subscription and suppression are looked at again
 * here: a reader who left since the audience was frozen becomes `suppressed` and is not returned. Rows that
 * another claimant is taking are skipped, never waited for. An edition that is not `submitting` yields none.
 */
export async function claimDeliveries({ db }: { db: Db }, run: Run, limit: number): Promise<Claimed[]> {
  const { rows } = await sql<Claimed & { allowed: boolean }>`
    with due as (
      select d.subscriber_id from deliveries d
      where d.edition_id = ${run.editionId} and d.is_rehearsal = ${run.isRehearsal}
        and d.state = 'pending' and d.next_attempt_at <= now()
        and exists (select from editions e where e.id = ${run.editionId} and e.state = 'submitting')
      order by d.next_attempt_at
      limit ${limit}
      for update skip locked
    ), checked as (
      select due.subscriber_id, p.email,
             (s.status = 'active' and x.address_hash is null) is true as allowed
      from due
      left join subscribers p on p.id = due.subscriber_id
      left join subscriptions s on s.subscriber_id = due.subscriber_id and s.newsletter_id = ${run.newsletterId}
      left join suppressions x on x.address_hash = p.address_hash
    )
    update deliveries d
    set state = case when c.allowed then 'submitting' else 'suppressed' end,
        owner = case when c.allowed then ${run.owner}::uuid end,
        data_at = null
    from checked c
    where d.edition_id = ${run.editionId} and d.is_rehearsal = ${run.isRehearsal}
      and d.subscriber_id = c.subscriber_id
    returning d.subscriber_id as "subscriberId", c.email, d.attempts, c.allowed`.execute(db);
  return rows
    .filter((row) => row.allowed)
    .map(({ subscriberId, email, attempts }) => ({ subscriberId, email, attempts }));
}

/**
 * Records that the messages of `subscriberIds` are about to pass the point of no return, and says which may:
 * those still claimed by this owner, of an edition that still runs, whose reader still wants it. This is the
 * fence: a claimant that was taken for dead, or that a pause or an unsubscribe overtook, gets no for an answer.
 */
export async function markData({ db }: { db: Db }, run: Run, subscriberIds: number[]): Promise<Set<number>> {
  const { rows } = await sql<{ id: number }>`
    update deliveries d
    set data_at = now(), attempts = d.attempts + 1, revision = e.revision
    from editions e
    where d.edition_id = ${run.editionId} and d.is_rehearsal = ${run.isRehearsal}
      and d.subscriber_id = any(${subscriberIds}::integer[])
      and d.state = 'submitting' and d.owner = ${run.owner}::uuid
      and e.id = ${run.editionId} and e.state = 'submitting' and e.is_rehearsal = ${run.isRehearsal}
      and exists (
        select from subscriptions s join subscribers p on p.id = s.subscriber_id
        where s.subscriber_id = d.subscriber_id and s.newsletter_id = ${run.newsletterId} and s.status = 'active'
          and not exists (select from suppressions x where x.address_hash = p.address_hash))
    returning d.subscriber_id as id`.execute(db);
  return new Set(rows.map((row) => row.id));
}

/** Gives back what this owner claimed and did not start; the rows are due again at once. */
export async function releaseClaims({ db }: { db: Db }, run: Run): Promise<void> {
  await sql`
    update deliveries set state = 'pending', owner = null
    where edition_id = ${run.editionId} and is_rehearsal = ${run.isRehearsal}
      and state = 'submitting' and owner = ${run.owner}::uuid and data_at is null`.execute(db);
}

/**
 * Settles the rows of owners that are gone: those that were not past DATA are pending again, the others are
 * unknown. `owner` stays on unknown rows, so that a claimant that was only asleep can still say how it ended.
 * Returns how many rows it settled.
 */
export async function recoverLost({ db }: { db: Db }, editionId: number): Promise<number> {
  const { numAffectedRows } = await sql`
    update deliveries d
    set state = case when d.data_at is null then 'pending' else 'unknown' end,
        owner = case when d.data_at is null then null else d.owner end
    where d.edition_id = ${editionId} and d.state = 'submitting'
      and not exists (select from leases l where l.id = d.owner and l.until > now())`.execute(db);
  return Number(numAffectedRows ?? 0);
}

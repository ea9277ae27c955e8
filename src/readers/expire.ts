import { sql } from 'kysely';
import type { Db } from '../platform/db/client.ts';

// The batch of one call. The rest waits for the next call.
const AT_ONCE = 500;

/**
 * Removes sign-ups that were not confirmed within their newsletter's `pending_days` of the last confirmation mail. It
 * deletes the pending subscription, and a subscriber without another subscription with all their data. Returns the
 * number of deleted subscriptions. Safe to run concurrently, and during sign-ups and confirmations.
 */
export async function expirePending({ db, now }: { db: Db; now: () => Date }): Promise<number> {
  return db.transaction().execute(async (tx) => {
    // The lock keeps out a new sign-up of the same person until this ends. Readers with a sign-up in progress are skipped.
    const { rows } = await sql<{ id: number }>`
      select r.id from newsletters n
      cross join lateral (
        select s.subscriber_id from subscriptions s
        where s.newsletter_id = n.id and s.status = 'pending'
          and s.confirmation_sent_at < ${now()}::timestamptz - n.pending_days * interval '1 day'
        order by s.confirmation_sent_at limit ${AT_ONCE}) due
      join subscribers r on r.id = due.subscriber_id
      where not r.is_sample
      for update of r skip locked`.execute(tx);
    if (rows.length === 0) return 0;
    const ids = rows.map(({ id }) => id);
    const ended = await sql`
      delete from subscriptions s using newsletters n
      where n.id = s.newsletter_id and s.subscriber_id = any(${ids}::integer[]) and s.status = 'pending'
        and s.confirmation_sent_at < ${now()}::timestamptz - n.pending_days * interval '1 day'`.execute(tx);
    await sql`
      delete from subscribers r where r.id = any(${ids}::integer[])
        and not exists (select from subscriptions s where s.subscriber_id = r.id)`.execute(tx);
    return Number(ended.numAffectedRows ?? 0);
  });
}

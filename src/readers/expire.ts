import { sql } from 'kysely';
import type { Db } from '../platform/db/client.ts';

// One look's worth: the rest waits for the next.
const AT_ONCE = 500;

/**
 * Removes sign-ups that nobody confirmed within their newsletter's `pending_days` of the last confirmation mail: the
 * pending subscription and, where the subscriber has no other, the subscriber with all that is held of it. Gives how
 * many subscriptions went. Safe with any number at once, and with sign-ups and confirmations meanwhile.
 */
export async function expirePending({ db, now }: { db: Db; now: () => Date }): Promise<number> {
  return db.transaction().execute(async (tx) => {
    // The lock keeps a new sign-up of the same person out until this is done; whoever is busy with one is skipped.
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

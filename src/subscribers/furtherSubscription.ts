import { sql } from 'kysely';
import type { Db } from '../db/client.ts';
import { ReveilleError } from '../errors.ts';
import { lockSubscriber, recordConsent, type Evidence } from './consent.ts';

/**
 * Subscribes a reader to a further newsletter, or again to one that they left: whoever holds a link of their mails has
 * the mailbox, so that no second confirmation is needed. A pause of before ends. The words in `evidence` are the
 * consent. False where the subscription is active already. Throws NOT_FOUND where reader or newsletter are gone.
 */
export async function subscribeFurther(
  { db, now }: { db: Db; now: () => Date },
  { subscriberId, newsletterId }: { subscriberId: number; newsletterId: number },
  evidence: Evidence,
): Promise<boolean> {
  const at = now();
  return db.transaction().execute(async (tx) => {
    const newsletter = await tx
      .selectFrom('newsletters')
      .select('id')
      .where('id', '=', newsletterId)
      .forKeyShare()
      .executeTakeFirst();
    if (!newsletter || !(await lockSubscriber(tx, subscriberId)))
      throw new ReveilleError('NOT_FOUND', 'There is no such newsletter.');
    const { rows } = await sql`
      insert into subscriptions (subscriber_id, newsletter_id, status, created_at, confirmed_at)
      values (${subscriberId}, ${newsletterId}, 'active', ${at}, ${at})
      on conflict (subscriber_id, newsletter_id) do update
        set status = 'active', confirmed_at = excluded.confirmed_at, unsubscribed_at = null, paused_until = null
        where subscriptions.status <> 'active'
      returning 1`.execute(tx);
    if (rows.length === 0) return false;
    const detail = { how: 'preferences' };
    await recordConsent(tx, { subscriberId, newsletterId, kind: 'confirmed', at, evidence, detail });
    return true;
  });
}

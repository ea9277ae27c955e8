import { sql } from 'kysely';
import type { Db, Tx } from '../platform/db/client.ts';
import { ReveilleError } from '../domain/errors.ts';
import type { Keys } from '../platform/keys.ts';
import { recordConsent, type Evidence } from './consent.ts';
import { keepRequest } from './optIn.ts';
import { UNDO_MS } from './undo.ts';
import { SUBSCRIBED } from '../domain/states.ts';

type Deps = { db: Db; keys: Keys; now: () => Date; publicUrl: string };

/**
 * The result of the request. `asked`: it takes effect only when the mailbox confirms it (`outboxId` is null if a mail
 * was sent a moment ago). `suppressed`: no mail goes to the address, and nothing has changed.
 */
type Further = { state: 'subscribed' | 'known' | 'suppressed' } | { state: 'asked'; outboxId: number | null };

type Standing = { email: string; leftEverythingAt: Date | null; isSuppressed: boolean };

/** Locks the reader against erasure and against an opt-out from everything. Null if there is none. */
async function lockReader(tx: Tx, subscriberId: number): Promise<Standing | null> {
  const { rows } = await sql<Standing>`
    select email, left_everything_at as "leftEverythingAt", exists (
      select from suppressions x where x.address_hash = r.address_hash and x.reason <> 'erased') as "isSuppressed"
    from subscribers r where id = ${subscriberId} for no key update of r`.execute(tx);
  return rows[0] ?? null;
}

/**
 * Activates the subscription. False if it is active already, or ended at `since` or before. An earlier pause ends. Only
 * the end of a subscription counts: a further opt-out while a confirmation is out does not make it more recent.
 */
async function activate(
  tx: Tx,
  { subscriberId, newsletterId }: { subscriberId: number; newsletterId: number },
  { at, since }: { at: Date; since: Date },
): Promise<boolean> {
  const { rows } = await sql`
    insert into subscriptions as s (subscriber_id, newsletter_id, status, created_at, confirmed_at)
    values (${subscriberId}, ${newsletterId}, 'active', ${at}, ${at})
    on conflict (subscriber_id, newsletter_id) do update
      set status = 'active', confirmed_at = excluded.confirmed_at, unsubscribed_at = null, paused_until = null
      where s.status <> 'active' and (s.unsubscribed_at is null or exists (
        select from consent_events e where e.subscriber_id = s.subscriber_id and e.newsletter_id = s.newsletter_id
          and e.kind = 'unsubscribed' and e.at > ${since} and e.detail ->> 'from' = any(${SUBSCRIBED}::text[])))
    returning 1`.execute(tx);
  return rows.length > 0;
}

/**
 * Subscribes a reader to another newsletter, or again to one that they left within the last day. A link of their mails
 * proves that they have the mailbox, so no second confirmation is needed. A reader who left this newsletter, or all of
 * them, longer ago must confirm, because an old mail may be in other hands by then. The words in `evidence` are the
 * consent. Throws NOT_FOUND if the reader or the newsletter does not exist.
 */
export async function subscribeFurther(
  { db, keys, now, publicUrl }: Deps,
  { subscriberId, newsletterId }: { subscriberId: number; newsletterId: number },
  evidence: Evidence,
): Promise<Further> {
  const at = now();
  const since = new Date(at.getTime() - UNDO_MS);
  return db.transaction().execute(async (tx): Promise<Further> => {
    const newsletter = await tx
      .selectFrom('newsletters')
      .select('id')
      .where('id', '=', newsletterId)
      .forKeyShare()
      .executeTakeFirst();
    const reader = await lockReader(tx, subscriberId);
    if (!newsletter || !reader) throw new ReveilleError('NOT_FOUND', 'There is no such newsletter.');
    const current = await tx
      .selectFrom('subscriptions')
      .select('status')
      .where('subscriber_id', '=', subscriberId)
      .where('newsletter_id', '=', newsletterId)
      .forUpdate()
      .executeTakeFirst();
    if (current?.status === 'active') return { state: 'known' };
    if (reader.isSuppressed) return { state: 'suppressed' };
    const detail = { how: 'preferences' };
    // The last opt-out of this newsletter decides if they had it. Otherwise the opt-out from everything decides.
    const hasLeft = !current && reader.leftEverythingAt !== null && reader.leftEverythingAt <= since;
    if (hasLeft || !(await activate(tx, { subscriberId, newsletterId }, { at, since }))) {
      const request = { newsletterId, email: reader.email, evidence, detail };
      return { state: 'asked', ...(await keepRequest({ tx, keys, now, publicUrl }, request)) };
    }
    await tx.updateTable('subscribers').set({ left_everything_at: null }).where('id', '=', subscriberId).execute();
    await recordConsent(tx, { subscriberId, newsletterId, kind: 'confirmed', at, evidence, detail });
    return { state: 'subscribed' };
  });
}

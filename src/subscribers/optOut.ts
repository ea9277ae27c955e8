import { sql, type Selectable } from 'kysely';
import type { Db, Tx } from '../db/client.ts';
import type { Newsletters } from '../db/schema.ts';
import { ReveilleError } from '../errors.ts';
import type { Keys } from '../keys.ts';
import { lockSubscriber, recordConsent, type Evidence } from './consent.ts';
import { readToken } from './tokens.ts';

type Deps = { db: Db; keys: Keys; now: () => Date };
type Newsletter = Selectable<Newsletters>;
type Status = 'pending' | 'active' | 'unsubscribed';

// An Undo is for a slip. Later, whoever holds an old mail must not bring back somebody who left.
const UNDO_MS = 24 * 3600_000;

async function loadNewsletter(db: Db, id: number): Promise<Newsletter> {
  const row = await db.selectFrom('newsletters').selectAll().where('id', '=', id).executeTakeFirst();
  if (!row) throw new ReveilleError('TOKEN_INVALID', 'This link is not valid.');
  return row;
}

/**
 * Ends the subscriber's subscriptions (to one newsletter, or to all with null), with a confirmation that is still
 * out; mails that wait for these in the outbox are dropped. Gives what it ended.
 */
async function endSubscriptions(
  tx: Tx,
  subscriberId: number,
  newsletterId: number | null,
  at: Date,
): Promise<{ newsletterId: number; from: Status }[]> {
  const which = newsletterId === null ? sql`true` : sql`newsletter_id = ${newsletterId}`;
  // A confirmation's time can be the next whole minute: the opt-out must not come before it.
  const { rows } = await sql<{ newsletterId: number; from: Status }>`
    with open as (
      select newsletter_id, status from subscriptions
      where subscriber_id = ${subscriberId} and ${which}
        and (status in ('active', 'pending') or confirmation_sent_at > unsubscribed_at)
      order by newsletter_id for update)
    update subscriptions s
    set status = 'unsubscribed', unsubscribed_at = greatest(${at}::timestamptz, s.confirmation_sent_at)
    from open where s.subscriber_id = ${subscriberId} and s.newsletter_id = open.newsletter_id
    returning s.newsletter_id as "newsletterId", open.status as "from"`.execute(tx);
  if (rows.length > 0)
    await sql`update outbox set state = 'suppressed'
      where state in ('pending', 'ready') and kind in ('confirmation', 'welcome')
        and subscriber_id = ${subscriberId} and newsletter_id = any(${rows.map((row) => row.newsletterId)})`.execute(
      tx,
    );
  return rows;
}

async function end(
  { db, keys, now }: Deps,
  token: string,
  evidence: Evidence,
  isEverything: boolean,
): Promise<{ newsletter: Newsletter; subscriberId: number; hasChanged: boolean }> {
  const at = now();
  const { subscriberId, newsletterId } = readToken(keys, 'unsubscribe', token, at);
  const newsletter = await loadNewsletter(db, newsletterId);
  return db.transaction().execute(async (tx) => {
    // Erased, or never there: there is nothing to leave, which is what was asked for.
    if (!(await lockSubscriber(tx, subscriberId))) return { newsletter, subscriberId, hasChanged: false };
    const ended = await endSubscriptions(tx, subscriberId, isEverything ? null : newsletterId, at);
    for (const { newsletterId: endedId, from } of ended)
      await recordConsent(tx, {
        subscriberId,
        newsletterId: endedId,
        kind: 'unsubscribed',
        at,
        evidence,
        detail: { from, ...(isEverything && { everything: true }) },
      });
    return { newsletter, subscriberId, hasChanged: ended.length > 0 };
  });
}

/**
 * Ends the subscription that an unsubscribe token names, and with it every confirmation link from before.
 * Idempotent and replayable (RFC 8058); an erased or unknown subscriber is answered as done.
 * Throws TOKEN_INVALID.
 */
export async function unsubscribe(
  deps: Deps,
  token: string,
  evidence: Evidence,
): Promise<{ newsletter: Newsletter; subscriberId: number; hasChanged: boolean }> {
  return end(deps, token, evidence, false);
}

/** Like `unsubscribe`, from every newsletter; `newsletter` is the one that the token names. */
export async function unsubscribeEverything(
  deps: Deps,
  token: string,
  evidence: Evidence,
): Promise<{ newsletter: Newsletter; subscriberId: number; hasChanged: boolean }> {
  return end(deps, token, evidence, true);
}

/**
 * Takes back an `unsubscribe` of the last 24 hours: the subscription is again what it was before, active or pending
 * (a link that was out before the opt-out stays dead all the same). Idempotent. Throws TOKEN_INVALID, or
 * TOKEN_EXPIRED where there is nothing to take back any more.
 */
export async function resubscribe(
  { db, keys, now }: Deps,
  token: string,
  evidence: Evidence,
): Promise<{ newsletter: Newsletter; subscriberId: number; status: 'pending' | 'active' }> {
  const at = now();
  const { subscriberId, newsletterId } = readToken(keys, 'unsubscribe', token, at);
  const newsletter = await loadNewsletter(db, newsletterId);
  return db.transaction().execute(async (tx) => {
    const tooLate = new ReveilleError('TOKEN_EXPIRED', 'This can no longer be undone; please sign up again.');
    if (!(await lockSubscriber(tx, subscriberId))) throw tooLate;
    const current = await tx
      .selectFrom('subscriptions')
      .select(['status', 'unsubscribed_at as leftAt'])
      .where('subscriber_id', '=', subscriberId)
      .where('newsletter_id', '=', newsletterId)
      .forUpdate()
      .executeTakeFirst();
    if (!current) throw tooLate;
    if (current.status !== 'unsubscribed') return { newsletter, subscriberId, status: current.status };
    const status = await statusBefore(tx, subscriberId, newsletterId);
    if (status === null || !current.leftAt || at.getTime() - current.leftAt.getTime() > UNDO_MS) throw tooLate;
    await tx
      .updateTable('subscriptions')
      // While pending, its date keeps the confirmation links of before dead.
      .set(status === 'active' ? { status, unsubscribed_at: null } : { status })
      .where('subscriber_id', '=', subscriberId)
      .where('newsletter_id', '=', newsletterId)
      .execute();
    await recordConsent(tx, { subscriberId, newsletterId, kind: 'resubscribed', at, evidence, detail: { to: status } });
    return { newsletter, subscriberId, status };
  });
}

/** What the subscription was before its last opt-out, where that can be taken back. */
async function statusBefore(tx: Tx, subscriberId: number, newsletterId: number): Promise<'pending' | 'active' | null> {
  const last = await tx
    .selectFrom('consent_events')
    .select('detail')
    .where('subscriber_id', '=', subscriberId)
    .where('newsletter_id', '=', newsletterId)
    .where('kind', '=', 'unsubscribed')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
  const from = last?.detail.from;
  return from === 'pending' || from === 'active' ? from : null;
}

import { sql, type Selectable } from 'kysely';
import type { Db, Tx } from '../platform/db/client.ts';
import type { Newsletters } from '../platform/db/tables/newsletters.ts';
import { ReveilleError } from '../domain/errors.ts';
import type { Keys } from '../platform/keys.ts';
import { recordConsent, type Evidence } from './consent.ts';
import { readToken } from '../platform/tokens.ts';

type Deps = { db: Db; keys: Keys; now: () => Date };
type Newsletter = Selectable<Newsletters>;

/** Undo is for mistakes. After this time, the holder of an old mail must not restore a reader who left. */
export const UNDO_MS = 24 * 3600_000;

async function loadNewsletter(db: Db, id: number): Promise<Newsletter> {
  const row = await db.selectFrom('newsletters').selectAll().where('id', '=', id).executeTakeFirst();
  if (!row) throw new ReveilleError('TOKEN_INVALID', 'This link is not valid.');
  return row;
}

type Before = { from: 'pending' | 'active'; at: Date };

/** The subscription before its last opt-out, if that can be undone. A move to a new address cannot. */
async function loadBefore(tx: Tx, subscriberId: number, newsletterId: number): Promise<Before | null> {
  const last = await tx
    .selectFrom('consent_events')
    .select(['at', 'detail'])
    .where('subscriber_id', '=', subscriberId)
    .where('newsletter_id', '=', newsletterId)
    .where('kind', '=', 'unsubscribed')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
  const from = last?.detail.from;
  if (!last || 'movedTo' in last.detail || (from !== 'pending' && from !== 'active')) return null;
  return { from, at: last.at };
}

/**
 * Undoes a subscription's last opt-out and restores its earlier status, active or pending. A confirmation link from
 * before the opt-out stays invalid. Returns the status, or null if the opt-out is older than a day or final.
 */
async function takeBack(
  tx: Tx,
  { subscriberId, newsletterId }: { subscriberId: number; newsletterId: number },
  evidence: Evidence,
  at: Date,
): Promise<'pending' | 'active' | null> {
  const current = await tx
    .selectFrom('subscriptions')
    .select('status')
    .where('subscriber_id', '=', subscriberId)
    .where('newsletter_id', '=', newsletterId)
    .forUpdate()
    .executeTakeFirst();
  if (!current) return null;
  if (current.status !== 'unsubscribed') return current.status;
  const before = await loadBefore(tx, subscriberId, newsletterId);
  if (!before || at.getTime() - before.at.getTime() > UNDO_MS) return null;
  const status = before.from;
  await tx
    .updateTable('subscriptions')
    // While it is pending, the date keeps earlier confirmation links invalid.
    .set(status === 'active' ? { status, unsubscribed_at: null } : { status })
    .where('subscriber_id', '=', subscriberId)
    .where('newsletter_id', '=', newsletterId)
    .execute();
  await recordConsent(tx, { subscriberId, newsletterId, kind: 'resubscribed', at, evidence, detail: { to: status } });
  return status;
}

/** The newsletters that ended together in the reader's last opt-out from everything. */
async function listEndedTogether(tx: Tx, subscriberId: number): Promise<number[]> {
  const { rows } = await sql<{ id: number }>`
    with everything as (
      select at from consent_events
      where subscriber_id = ${subscriberId} and kind = 'unsubscribed' and detail ? 'everything'
      order by id desc limit 1)
    select distinct e.newsletter_id as id from consent_events e join everything on everything.at = e.at
    where e.subscriber_id = ${subscriberId} and e.kind = 'unsubscribed' and e.detail ? 'everything'
      and e.newsletter_id is not null
      -- a reader who left it again later did so separately
      and not exists (select from consent_events l where l.subscriber_id = e.subscriber_id
                      and l.newsletter_id = e.newsletter_id and l.kind = 'unsubscribed' and l.id > e.id)
    order by e.newsletter_id`.execute(tx);
  return rows.map((row) => row.id);
}

/**
 * Locks the subscribers that an opt-out by this one's links has ended: itself, and the one that it is merged into. After
 * the undo of an opt-out from everything, imports no longer skip the reader. Empty if there is none.
 */
async function lockPerson(tx: Tx, subscriberId: number, everything: boolean): Promise<number[]> {
  const { rows } = await sql<{ id: number }>`
    select id from subscribers where id = any(array(
      select unnest(array[id, merged_into]) from subscribers where id = ${subscriberId}))
    order by id for no key update`.execute(tx);
  const ids = rows.map(({ id }) => id);
  if (everything)
    await sql`update subscribers set left_everything_at = null where id = any(${ids}::integer[])`.execute(tx);
  return ids;
}

/**
 * Undoes an opt-out of the last 24 hours: of the token's newsletter or, with `everything`, of exactly those that ended
 * with the last opt-out from everything. The reader's choices were kept and apply again. Idempotent. The links of a
 * merged subscriber undo it for both. `status` is that of the token's newsletter (null if it was not among them).
 * Throws TOKEN_INVALID, or TOKEN_EXPIRED if nothing can be undone.
 */
export async function resubscribe(
  { db, keys, now }: Deps,
  token: string,
  evidence: Evidence,
  { everything = false }: { everything?: boolean } = {},
): Promise<{ newsletter: Newsletter; subscriberId: number; status: 'pending' | 'active' | null }> {
  const at = now();
  const { subscriberId, newsletterId } = readToken(keys, 'unsubscribe', token, at);
  const newsletter = await loadNewsletter(db, newsletterId);
  return db.transaction().execute(async (tx) => {
    const tooLate = new ReveilleError('TOKEN_EXPIRED', 'This can no longer be undone; please sign up again.');
    const restored = new Map<number, 'pending' | 'active'>();
    for (const id of await lockPerson(tx, subscriberId, everything))
      for (const wanted of everything ? await listEndedTogether(tx, id) : [newsletterId]) {
        const status = await takeBack(tx, { subscriberId: id, newsletterId: wanted }, evidence, at);
        if (status) restored.set(wanted, status);
      }
    if (restored.size === 0) throw tooLate;
    return { newsletter, subscriberId, status: restored.get(newsletterId) ?? null };
  });
}

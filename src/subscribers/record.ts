import { sql, type Selectable } from 'kysely';
import type { Db } from '../db/client.ts';
import type { ConsentEvents, Subscribers, Subscriptions, Suppressions } from '../db/schema.ts';
import type { DeliveryCounts } from '../domain/states.ts';
import type { Keys } from '../keys.ts';
import { hashAddress, parseAddress } from './addresses.ts';

type Deps = { db: Db; keys: Keys; now: () => Date };
type Reason = Suppressions['reason'];

/** Taken by erasures alone, and shared by imports: neither works while the other does. (An advisory lock's number.) */
export const ERASURE_LOCK = 7_265_001;

/** Everything held on an address. `subscriber` null: at most a suppression, under a keyed hash, is left of it. */
export type SubscriberRecord = {
  subscriber: Pick<Selectable<Subscribers>, 'id' | 'email' | 'first_name' | 'created_at'> | null;
  suppression: { reason: Reason; detail: string; createdAt: Date } | null;
  subscriptions: (Selectable<Subscriptions> & { newsletter: string })[];
  /** Oldest first. */
  consentEvents: (Selectable<ConsentEvents> & { newsletter: string | null })[];
  /** Editions by state, rehearsals left out. */
  deliveries: Partial<DeliveryCounts>;
};

async function loadDeliveries(db: Db, subscriberId: number): Promise<Partial<DeliveryCounts>> {
  const rows = await db
    .selectFrom('deliveries')
    .select(['state', ({ fn }) => fn.countAll<number>().as('count')])
    .where('subscriber_id', '=', subscriberId)
    .where('is_rehearsal', '=', false)
    .groupBy('state')
    .execute();
  return Object.fromEntries(rows.map((row) => [row.state, row.count]));
}

/** Loads everything held on an address; null where nothing is. Throws ADDRESS_INVALID. */
export async function showSubscriber(
  { db, keys }: Pick<Deps, 'db' | 'keys'>,
  email: string,
): Promise<SubscriberRecord | null> {
  const { emailKey } = parseAddress(email);
  const suppression = await db
    .selectFrom('suppressions')
    .select(['reason', 'detail', 'created_at as createdAt'])
    .where('address_hash', '=', hashAddress(keys, emailKey))
    .executeTakeFirst();
  const subscriber = await db
    .selectFrom('subscribers')
    .select(['id', 'email', 'first_name', 'created_at'])
    .where('email_key', '=', emailKey)
    .executeTakeFirst();
  if (!subscriber)
    return suppression ? { subscriber: null, suppression, subscriptions: [], consentEvents: [], deliveries: {} } : null;
  const subscriptions = await db
    .selectFrom('subscriptions')
    .innerJoin('newsletters', 'newsletters.id', 'newsletter_id')
    .selectAll('subscriptions')
    .select('newsletters.slug as newsletter')
    .where('subscriber_id', '=', subscriber.id)
    .orderBy('newsletter_id')
    .execute();
  const consentEvents = await db
    .selectFrom('consent_events')
    .leftJoin('newsletters', 'newsletters.id', 'newsletter_id')
    .selectAll('consent_events')
    .select('newsletters.slug as newsletter')
    .where('subscriber_id', '=', subscriber.id)
    .orderBy('consent_events.id')
    .execute();
  const deliveries = await loadDeliveries(db, subscriber.id);
  return { subscriber, suppression: suppression ?? null, subscriptions, consentEvents, deliveries };
}

async function saveSuppression(db: Db, hash: Buffer, reason: Reason, detail: string, at: Date): Promise<boolean> {
  // Only an erasure can be lifted by its reader's new sign-up, so anything else takes its place.
  const { rows } = await sql`
    insert into suppressions (address_hash, reason, detail, created_at) values (${hash}, ${reason}, ${detail}, ${at})
    on conflict (address_hash) do update set reason = excluded.reason, detail = excluded.detail
    where suppressions.reason = 'erased' and excluded.reason <> 'erased'
    returning 1`.execute(db);
  return rows.length > 0;
}

/**
 * Suppresses an address for every newsletter, known or not; false where it was suppressed already.
 * Throws ADDRESS_INVALID.
 */
export async function suppressAddress(
  { db, keys, now }: Deps,
  { email, reason, detail = '' }: { email: string; reason: Reason; detail?: string },
): Promise<boolean> {
  return saveSuppression(db, hashAddress(keys, parseAddress(email).emailKey), reason, detail, now());
}

/**
 * Erases a person: subscriber, subscriptions, consent events, outbox rows and what the built-in inbox holds for the
 * address go; a keyed hash stays on the suppression list so that no import brings the address back, and deliveries
 * keep a number that names nobody. An address not held is suppressed all the same. Throws ADDRESS_INVALID.
 */
export async function eraseSubscriber({ db, keys, now }: Deps, email: string): Promise<{ wasHeld: boolean }> {
  const address = parseAddress(email);
  const at = now();
  return db.transaction().execute(async (tx) => {
    await sql`select pg_advisory_xact_lock(${ERASURE_LOCK})`.execute(tx);
    await saveSuppression(tx, hashAddress(keys, address.emailKey), 'erased', '', at);
    // Subscriptions, consent events and outbox rows go by their foreign keys.
    const erased = await tx
      .deleteFrom('subscribers')
      .where('email_key', '=', address.emailKey)
      .returning('email')
      .executeTakeFirst();
    const addresses = [address.email, address.emailKey, ...(erased ? [erased.email] : [])];
    await tx.deleteFrom('outbox').where('to_address', 'in', addresses).execute();
    await tx.deleteFrom('inbox_messages').where('rcpt_to', 'in', addresses).execute();
    await tx
      .insertInto('consent_events')
      .values({
        subscriber_id: null,
        newsletter_id: null,
        kind: 'erased',
        at,
        text_shown: null,
        text_version: null,
        page_url: null,
        network_address: null,
        user_agent: null,
      })
      .execute();
    return { wasHeld: erased !== undefined };
  });
}

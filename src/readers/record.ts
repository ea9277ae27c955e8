import { sql } from 'kysely';
import type { Db } from '../platform/db/client.ts';
import type { DigestFormat, Frequency } from '../domain/choices.ts';
import type { DeliveryState, EditionKind, SubscriptionState } from '../domain/states.ts';
import type { Keys } from '../platform/keys.ts';
import { ReveilleError } from '../domain/errors.ts';
import { hashAddress, parseAddress } from './addresses.ts';
import { listRecorded } from './deliveryRecords.ts';
import { saveSuppression, type Reason } from './suppressions.ts';

type Deps = { db: Db; keys: Keys; now: () => Date };

/**
 * An advisory lock's number. Erasures and changes of address hold it exclusively, and imports share it, so that they
 * never overlap.
 */
export const ERASURE_LOCK = 7_265_001;

/**
 * All data about an address, which a reader downloads as JSON. Times are ISO 8601 UTC. `subscriber` null: only a
 * suppression under a keyed hash can be left.
 */
export type SubscriberRecord = {
  subscriber: {
    id: number;
    email: string;
    firstName: string;
    /** Null: each newsletter's own. */
    language: string | null;
    createdAt: Date;
    /** Since when they want no mail from any newsletter. */
    leftEverythingAt: Date | null;
  } | null;
  suppression: { reason: Reason; detail: string; createdAt: Date } | null;
  subscriptions: {
    newsletterId: number;
    newsletter: string;
    status: SubscriptionState;
    createdAt: Date;
    confirmationSentAt: Date | null;
    confirmedAt: Date | null;
    unsubscribedAt: Date | null;
    frequency: Frequency;
    format: DigestFormat;
    /** YYYY-MM-DD */
    pausedUntil: string | null;
    /** HH:MM. Null, as for the zone: the newsletter's. */
    sendAt: string | null;
    zone: string | null;
  }[];
  /** What was shown and done, oldest first. */
  history: {
    at: Date;
    kind: string;
    newsletter: string | null;
    textShown: string | null;
    textVersion: string | null;
    page: string | null;
    networkAddress: string | null;
    userAgent: string | null;
    detail: Record<string, unknown>;
  }[];
  /** Editions, oldest first, without rehearsals. */
  editions: {
    newsletter: string;
    date: string;
    kind: EditionKind;
    number: number;
    state: DeliveryState;
    submittedAt: Date | null;
  }[];
  /** Other mails, oldest first. */
  mails: { kind: string; to: string; state: string; createdAt: Date; submittedAt: Date | null }[];
  /** Bounces and complaints about the editions, oldest first. */
  feedback: {
    at: Date;
    newsletter: string;
    date: string;
    kind: string;
    action: string;
    status: string | null;
    diagnostic: string;
  }[];
};

/** The details of an event as text: "frequency daily → weekdays", "by page". Pure. */
export function describeDetail({ before, after, ...others }: Record<string, unknown>): string {
  const say = (value: unknown): string =>
    value === null || value === '' ? 'none' : typeof value === 'string' ? value : JSON.stringify(value);
  const was = (before ?? {}) as Record<string, unknown>;
  const changes = Object.entries(after ?? {}).map(([name, value]) => `${name} ${say(was[name])} → ${say(value)}`);
  const facts = Object.entries(others).map(([name, value]) => (value === true ? name : `${name} ${say(value)}`));
  return [...changes, ...facts].join(', ');
}

type Held = Pick<SubscriberRecord, 'subscriptions' | 'history' | 'editions' | 'mails' | 'feedback'>;

const NOTHING: Held = { subscriptions: [], history: [], editions: [], mails: [], feedback: [] };

async function loadSubscriptions(db: Db, subscriberId: number): Promise<Held['subscriptions']> {
  const { rows } = await sql<Held['subscriptions'][number]>`
    select s.newsletter_id as "newsletterId", n.slug as newsletter, s.status, s.created_at as "createdAt",
      s.confirmation_sent_at as "confirmationSentAt", s.confirmed_at as "confirmedAt",
      s.unsubscribed_at as "unsubscribedAt", s.frequency, s.format, s.paused_until as "pausedUntil",
      left(s.send_at::text, 5) as "sendAt", s.zone
    from subscriptions s join newsletters n on n.id = s.newsletter_id
    where s.subscriber_id = ${subscriberId} order by s.newsletter_id`.execute(db);
  return rows;
}

/** The editions to a reader: of the ledger, and of the record of those whose deliveries were removed as old. */
async function loadDeliveries(db: Db, subscriberId: number): Promise<Held['editions']> {
  const recorded = await listRecorded(db, subscriberId);
  const { rows } = await sql<Held['editions'][number]>`
    select n.slug as newsletter, e.date, e.kind, e.number, coalesce(d.state, r.state) as state,
      case when d.state is null then r.submitted_at else d.submitted_at end as "submittedAt"
    from editions e
    join newsletters n on n.id = e.newsletter_id
    left join deliveries d on d.edition_id = e.id and not d.is_rehearsal and d.subscriber_id = ${subscriberId}
    left join unnest(
      ${recorded.map(({ editionId }) => editionId)}::integer[], ${recorded.map(({ state }) => state)}::text[],
      ${recorded.map(({ state, submittedAt }) => (state === 'submitted' ? submittedAt : null))}::timestamptz[])
      as r (edition_id, state, submitted_at) on r.edition_id = e.id
    where d.state is not null or r.state is not null
    order by e.date, e.id`.execute(db);
  return rows;
}

async function loadHeld(db: Db, subscriberId: number): Promise<Held> {
  const subscriptions = await loadSubscriptions(db, subscriberId);
  const { rows: history } = await sql<Held['history'][number]>`
    select c.at, c.kind, n.slug as newsletter, c.text_shown as "textShown", c.text_version as "textVersion",
      c.page_url as page, c.network_address as "networkAddress", c.user_agent as "userAgent", c.detail
    from consent_events c left join newsletters n on n.id = c.newsletter_id
    where c.subscriber_id = ${subscriberId} order by c.id`.execute(db);
  const editions = await loadDeliveries(db, subscriberId);
  const { rows: mails } = await sql<Held['mails'][number]>`
    select kind, to_address as "to", state, created_at as "createdAt", submitted_at as "submittedAt"
    from outbox where subscriber_id = ${subscriberId} order by id`.execute(db);
  const { rows: feedback } = await sql<Held['feedback'][number]>`
    select f.at, n.slug as newsletter, e.date, f.kind, f.action, f.status, f.diagnostic
    from feedback f join editions e on e.id = f.edition_id join newsletters n on n.id = e.newsletter_id
    where f.subscriber_id = ${subscriberId} order by f.id`.execute(db);
  return { subscriptions, history, editions, mails, feedback };
}

/** Finds the subscriber of an address, in any spelling. Throws NOT_FOUND or ADDRESS_INVALID. */
export async function findSubscriber(
  { db }: Pick<Deps, 'db'>,
  email: string,
): Promise<{ id: number; email: string; language: string | null }> {
  const subscriber = await db
    .selectFrom('subscribers')
    .select(['id', 'email', 'language'])
    .where('email_key', '=', parseAddress(email).emailKey)
    .executeTakeFirst();
  if (!subscriber) throw new ReveilleError('NOT_FOUND', 'There is no subscriber with that address.');
  return subscriber;
}

/** What a reader may change: all that is held but what happened. */
export type ReaderState = Pick<SubscriberRecord, 'subscriptions' | 'suppression'> & {
  subscriber: NonNullable<SubscriberRecord['subscriber']>;
};

const SUBSCRIBER = [
  'id',
  'email',
  'first_name as firstName',
  'language',
  'created_at as createdAt',
  'left_everything_at as leftEverythingAt',
] as const;

async function loadSuppression(db: Db, hash: Buffer): Promise<SubscriberRecord['suppression']> {
  const suppression = await db
    .selectFrom('suppressions')
    .select(['reason', 'detail', 'created_at as createdAt'])
    .where('address_hash', '=', hash)
    .executeTakeFirst();
  return suppression ?? null;
}

/** A reader's choices and state without the history, which needs a read of each edition. Null if there is no reader. */
export async function loadReaderState(
  { db, keys }: Pick<Deps, 'db' | 'keys'>,
  subscriberId: number,
): Promise<ReaderState | null> {
  const subscriber = await db
    .selectFrom('subscribers')
    .select(SUBSCRIBER)
    .where('id', '=', subscriberId)
    .executeTakeFirst();
  if (!subscriber) return null;
  const suppression = await loadSuppression(db, hashAddress(keys, parseAddress(subscriber.email).emailKey));
  return { subscriber, suppression, subscriptions: await loadSubscriptions(db, subscriberId) };
}

/** Loads all data about an address. Null if there is none. Throws ADDRESS_INVALID. */
export async function showSubscriber(
  { db, keys }: Pick<Deps, 'db' | 'keys'>,
  email: string,
): Promise<SubscriberRecord | null> {
  const { emailKey } = parseAddress(email);
  const suppression = await loadSuppression(db, hashAddress(keys, emailKey));
  const subscriber =
    (await db.selectFrom('subscribers').select(SUBSCRIBER).where('email_key', '=', emailKey).executeTakeFirst()) ??
    null;
  if (!subscriber && !suppression) return null;
  return { subscriber, suppression, ...(subscriber ? await loadHeld(db, subscriber.id) : NOTHING) };
}

/**
 * Suppresses an address, known or not, for every newsletter. False if it was suppressed already.
 * Throws ADDRESS_INVALID.
 */
export async function suppressAddress(
  { db, keys, now }: Deps,
  { email, reason, detail = '' }: { email: string; reason: Reason; detail?: string },
): Promise<boolean> {
  return saveSuppression(db, hashAddress(keys, parseAddress(email).emailKey), reason, detail, now());
}

/**
 * Removes an address from the suppression list, because bounces and staff can be wrong. False if it is not on the list.
 * Throws ADDRESS_INVALID, and CONFLICT for an erased address, which only its reader's own sign-up restores.
 */
export async function liftSuppression({ db, keys }: Omit<Deps, 'now'>, email: string): Promise<boolean> {
  const hash = hashAddress(keys, parseAddress(email).emailKey);
  const isLifted = await db.transaction().execute(async (tx) => {
    // Before the row, as everywhere (0057_count_locks.sql): the other order would deadlock.
    await sql`select lock_address(${hash})`.execute(tx);
    const { rows } = await sql`
      delete from suppressions where address_hash = ${hash} and reason <> 'erased' returning 1`.execute(tx);
    return rows.length > 0;
  });
  if (isLifted) return true;
  if (await loadSuppression(db, hash))
    throw new ReveilleError('CONFLICT', 'This address was erased. Only the reader’s own new sign-up can add it again.');
  return false;
}

type Person = { id: number; email: string; address_hash: Buffer }[];

/** All keys of an address's person: its own, and those of the merged subscribers. */
async function listKeys(tx: Db, emailKey: string): Promise<string[]> {
  const { rows } = await sql<{ key: string }>`
    with person as (select coalesce(merged_into, id) as id from subscribers where email_key = ${emailKey})
    select email_key as key from subscribers
    where id in (select id from person) or merged_into in (select id from person)`.execute(tx);
  return [...new Set([emailKey, ...rows.map(({ key }) => key)])];
}

/**
 * Removes the waiting sign-ups of these addresses. If one is being processed, this waits for it, and its subscriber
 * exists afterwards.
 */
async function dropSignUps(tx: Db, keys: readonly string[]): Promise<void> {
  // For local parts beyond ASCII, the database's lower case differs from JavaScript's.
  const { rows } = await sql<{ id: number; email: string }>`
    select id, email from sign_ups where lower(email) = any(${keys}::text[]) or email ~ '[^[:ascii:]]'`.execute(tx);
  const ids = rows.filter(({ email }) => keys.includes(parseAddress(email).emailKey)).map(({ id }) => id);
  await sql`delete from sign_ups where id = any(${ids}::bigint[])`.execute(tx);
}

/** Locks the subscriber of an address and all merged subscribers, in the order of their ids. */
async function lockPerson(tx: Db, emailKey: string): Promise<Person> {
  const { rows } = await sql<Person[number]>`
    with person as (select coalesce(merged_into, id) as id from subscribers where email_key = ${emailKey})
    select id, email, address_hash from subscribers
    where id in (select id from person) or merged_into in (select id from person)
    order by id for update`.execute(tx);
  return rows;
}

/**
 * Lists the other addresses whose mail may be in the built-in inbox: earlier addresses, and addresses to which anything
 * was sent for this person, such as one that was never confirmed. An address of another reader is left out.
 */
async function listOtherAddresses(tx: Db, ids: number[]): Promise<string[]> {
  const { rows } = await sql<{ email: string }>`
    select detail ->> 'from' as email from consent_events
    where subscriber_id = any(${ids}::integer[]) and kind = 'address_changed'
    union
    select to_address from outbox o where subscriber_id = any(${ids}::integer[])
      and not exists (select from subscribers r where r.email = o.to_address and r.id <> all(${ids}::integer[]))`.execute(
    tx,
  );
  return rows.map((row) => row.email);
}

/** `subscriberId`: the number that the person had, which now identifies nobody. */
type Erased = { wasHeld: boolean; subscriberId: number | null };

/**
 * Erases a person within a transaction of the caller's. It deletes the subscriber and all merged subscribers, their
 * subscriptions, consent events, waiting sign-ups, outbox rows and mail in the built-in inbox. A keyed hash of each address
 * stays on the suppression list, so that no import restores it. Deliveries keep an id that identifies nobody; the record of
 * old ones loses it, by a trigger (0047_delivery_records.sql). An unknown
 * address is suppressed too. Throws ADDRESS_INVALID.
 */
export async function eraseWithin(
  tx: Db,
  { keys, now }: { keys: Pick<Keys, 'addressHash'>; now: () => Date },
  email: string,
): Promise<Erased> {
  const address = parseAddress(email);
  const at = now();
  await sql`select pg_advisory_xact_lock(${ERASURE_LOCK})`.execute(tx);
  const keysHeld = await listKeys(tx, address.emailKey);
  // Before the subscribers are locked: processing a sign-up holds its row and waits for theirs.
  await dropSignUps(tx, keysHeld);
  // The subscriber is locked before the suppression, as everywhere: the other order would deadlock.
  const person = await lockPerson(tx, address.emailKey);
  const ids = person.map(({ id }) => id);
  const addresses = [address.email, address.emailKey, ...person.map(({ email }) => email)];
  addresses.push(...(await listOtherAddresses(tx, ids)));
  await saveSuppression(tx, hashAddress(keys, address.emailKey), 'erased', '', at);
  for (const { address_hash: hash } of person) await saveSuppression(tx, hash, 'erased', '', at);
  // Foreign keys cascade to subscriptions, consent events and outbox rows.
  await sql`delete from subscribers where id = any(${ids}::integer[])`.execute(tx);
  // Another reader may have requested mail at this address.
  await sql`delete from address_changes where email_key = any(${keysHeld}::text[])`.execute(tx);
  await sql`
    delete from outbox
    where to_address = any(${addresses}::text[]) or lower(to_address) = any(${keysHeld}::text[])`.execute(tx);
  await sql`
    delete from inbox_messages
    where rcpt_to = any(${addresses}::text[]) or lower(rcpt_to) = any(${keysHeld}::text[])`.execute(tx);
  await tx.insertInto('consent_events').values({ kind: 'erased', at }).execute();
  return { wasHeld: person.length > 0, subscriberId: ids[0] ?? null };
}

/** Like `eraseWithin`, in a transaction of its own. */
export async function eraseSubscriber({ db, keys, now }: Deps, email: string): Promise<Erased> {
  return db.transaction().execute((tx) => eraseWithin(tx, { keys, now }, email));
}

import { sql } from 'kysely';
import type { Db } from '../platform/db/client.ts';
import type { DigestFormat, Frequency } from '../domain/choices.ts';
import type { DeliveryState, EditionKind, SubscriptionState } from '../domain/states.ts';
import type { Keys } from '../platform/keys.ts';
import { ReveilleError } from '../domain/errors.ts';
import { hashAddress, parseAddress } from './addresses.ts';
import { listRecorded } from './deliveryRecords.ts';
import { loadSuppression, type Suppression } from './suppressions.ts';

type Deps = { db: Db; keys: Keys };

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
  suppression: Suppression | null;
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

/** A reader's choices and state without the history, which needs a read of each edition. Null if there is no reader. */
export async function loadReaderState({ db, keys }: Deps, subscriberId: number): Promise<ReaderState | null> {
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
export async function showSubscriber({ db, keys }: Deps, email: string): Promise<SubscriberRecord | null> {
  const { emailKey } = parseAddress(email);
  const suppression = await loadSuppression(db, hashAddress(keys, emailKey));
  const subscriber =
    (await db.selectFrom('subscribers').select(SUBSCRIBER).where('email_key', '=', emailKey).executeTakeFirst()) ??
    null;
  if (!subscriber && !suppression) return null;
  return { subscriber, suppression, ...(subscriber ? await loadHeld(db, subscriber.id) : NOTHING) };
}

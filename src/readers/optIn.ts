import { sql, type Selectable } from 'kysely';
import type { Db, Tx } from '../platform/db/client.ts';
import type { Newsletters } from '../platform/db/tables/newsletters.ts';
import { readZone } from '../domain/zones.ts';
import { ReveilleError } from '../domain/errors.ts';
import type { Keys } from '../platform/keys.ts';
import { isBarred } from './suppressions.ts';
import { hashAddress, parseAddress, type Address } from './addresses.ts';
import { lockSubscriber, recordConsent, type Evidence } from './consent.ts';
import { cleanFirstName } from './names.ts';
import { issueToken, readToken } from '../platform/tokens.ts';
import { CONFIRMABLE } from '../domain/states.ts';

type Deps = { db: Db; keys: Keys; now: () => Date; publicUrl: string };

/** How long a confirmation link works. Its mail is not sent later than that. */
const CONFIRMATION_LIFE_MS = 48 * 3600_000;
// Ten minutes, plus one because a confirmation's time is rounded down to the minute.
const REPEAT_AFTER_MS = 11 * 60_000;
const WELCOME_LIFE_MS = 24 * 3600_000;

/** Creates or finds the subscriber, and locks its row until the transaction ends. */
async function saveSubscriber(
  tx: Tx,
  { email, emailKey }: Address,
  hash: Buffer,
  { firstName, language, at }: { firstName: string; language: string | null; at: Date },
): Promise<{ id: number; email: string }> {
  // A stranger's sign-up must not change the name and language of a confirmed reader.
  const { rows } = await sql<{ id: number; email: string }>`
    insert into subscribers as r (email, email_key, address_hash, first_name, language, created_at)
    values (${email}, ${emailKey}, ${hash}, ${firstName}, ${language}, ${at})
    on conflict (email_key) do update set (first_name, language) = (
      select case when r.first_name = '' and is_new then excluded.first_name else r.first_name end,
             case when is_new then coalesce(excluded.language, r.language) else r.language end
      from (select not exists (
        select from subscriptions s where s.subscriber_id = r.id and s.status <> 'pending') as is_new) known)
    returning id, email`.execute(tx);
  return rows[0]!;
}

/**
 * Records that a confirmation is sent now, and returns the issue time of its token (whole minutes). Null if none may be
 * sent: the subscription is active, or the last one is too recent. An opt-out ends the wait, and the token is dated
 * after it, so that `unsubscribed_at` separates links from before the opt-out from later ones. An unsubscribed
 * subscription stays unsubscribed, because anybody can type anybody's address.
 */
async function markConfirmation(
  tx: Tx,
  { subscriberId, newsletterId, zone }: { subscriberId: number; newsletterId: number; zone: string | null },
  now: Date,
): Promise<Date | null> {
  const minute = new Date(Math.floor(now.getTime() / 60_000) * 60_000);
  const { rows } = await sql<{ issuedAt: Date }>`
    insert into subscriptions (subscriber_id, newsletter_id, status, zone, created_at, confirmation_sent_at)
    values (${subscriberId}, ${newsletterId}, 'pending', ${zone}, ${now}, ${minute})
    on conflict (subscriber_id, newsletter_id) do update set confirmation_sent_at =
      greatest(excluded.confirmation_sent_at, date_trunc('minute', subscriptions.unsubscribed_at) + interval '1 minute'),
      -- a stranger's sign-up must not change an unsubscribed reader's own choice
      zone = case when subscriptions.status = 'pending' then coalesce(excluded.zone, subscriptions.zone)
             else subscriptions.zone end
    where subscriptions.status <> 'active'
      and (subscriptions.confirmation_sent_at is null
        or subscriptions.confirmation_sent_at <= ${new Date(now.getTime() - REPEAT_AFTER_MS)}
        or subscriptions.confirmation_sent_at <= subscriptions.unsubscribed_at)
    returning confirmation_sent_at as "issuedAt"`.execute(tx);
  return rows[0]?.issuedAt ?? null;
}

/** A sign-up request, and how it arrived. */
export type SignUpRequest = {
  newsletterId: number;
  email: string;
  firstName?: string | null;
  /** The page's language, for which there is a catalogue. Used for a new reader. */
  language?: string | null;
  /** The browser's zone, as reported. An invalid IANA zone is dropped. */
  zone?: string | null;
  evidence: Evidence;
  /** For the record: how the request arrived. */
  detail?: Record<string, unknown>;
};

/**
 * Processes a sign-up: stores a pending subscription, what was shown, and one confirmation mail in the outbox. Callers
 * show the same answer whatever is known of the address. `outboxId` is null if no mail is sent (active, suppressed, or a
 * confirmation was sent within ten minutes). Runs in the caller's transaction, and concurrently with other sign-ups.
 * Throws ADDRESS_INVALID.
 */
export async function keepRequest(
  { tx, keys, now, publicUrl }: Omit<Deps, 'db'> & { tx: Tx },
  request: SignUpRequest,
): Promise<{ outboxId: number | null }> {
  const address = parseAddress(request.email);
  const hash = hashAddress(keys, address.emailKey);
  const { newsletterId, evidence, detail = {}, language = null } = request;
  const zone = request.zone ? readZone(request.zone) : null;
  const at = now();
  if (await isBarred(tx, hash)) return { outboxId: null };
  const firstName = cleanFirstName(request.firstName);
  const subscriber = await saveSubscriber(tx, address, hash, { firstName, language, at });
  const issuedAt = await markConfirmation(tx, { subscriberId: subscriber.id, newsletterId, zone }, at);
  if (!issuedAt) return { outboxId: null };
  await recordConsent(tx, { subscriberId: subscriber.id, newsletterId, kind: 'requested', at, evidence, detail });
  const expiresAt = new Date(issuedAt.getTime() + CONFIRMATION_LIFE_MS);
  const token = issueToken(keys, { purpose: 'confirm', subscriberId: subscriber.id, newsletterId, expiresAt });
  const leave = issueToken(keys, { purpose: 'unsubscribe', subscriberId: subscriber.id, newsletterId });
  const row = await tx
    .insertInto('outbox')
    .values({
      kind: 'confirmation',
      newsletter_id: newsletterId,
      subscriber_id: subscriber.id,
      // The address as first given: on a host that distinguishes case, another spelling is another person's mailbox.
      to_address: subscriber.email,
      payload: JSON.stringify({
        confirmUrl: `${publicUrl}/confirm/${token}`,
        unsubscribeUrl: `${publicUrl}/unsubscribe/${leave}`,
      }),
      dedupe_key: `confirmation:${subscriber.id}:${newsletterId}:${issuedAt.getTime()}`,
      next_attempt_at: at,
      expires_at: expiresAt,
      created_at: at,
    })
    .onConflict((conflict) => conflict.column('dedupe_key').doNothing())
    .returning('id')
    .executeTakeFirst();
  return { outboxId: row?.id ?? null };
}

/** Activates the subscription unless the token is older than an opt-out. Returns the reader's address, or null. */
async function activate(
  tx: Tx,
  subscriberId: number,
  newsletterId: number,
  issuedAt: Date,
  at: Date,
): Promise<{ email: string; address_hash: Buffer } | null> {
  const { rows } = await sql<{ email: string; address_hash: Buffer }>`
    update subscriptions s set status = 'active', confirmed_at = ${at}, unsubscribed_at = null, paused_until = null
    from subscribers r
    where r.id = s.subscriber_id and s.subscriber_id = ${subscriberId} and s.newsletter_id = ${newsletterId}
      and s.status = any(${CONFIRMABLE}::text[])
      and (s.unsubscribed_at is null or s.unsubscribed_at < ${issuedAt})
    returning r.email, r.address_hash`.execute(tx);
  return rows[0] ?? null;
}

/** Ends an opt-out from everything, because the reader has asked for something since. Imports check this. */
async function endLeaving(tx: Tx, subscriberId: number): Promise<void> {
  await sql`update subscribers set left_everything_at = null
    where id = ${subscriberId} and left_everything_at is not null`.execute(tx);
}

async function isActive(tx: Tx, subscriberId: number, newsletterId: number): Promise<boolean> {
  const row = await tx
    .selectFrom('subscriptions')
    .select('status')
    .where('subscriber_id', '=', subscriberId)
    .where('newsletter_id', '=', newsletterId)
    .executeTakeFirst();
  return row?.status === 'active';
}

/**
 * Confirms a sign-up: activates the subscription, lifts an erasure, and adds a welcome mail to the outbox (`outboxId`).
 * A repeated confirmation gives the same answer and changes nothing (`outboxId` null). Throws TOKEN_INVALID, or
 * TOKEN_EXPIRED if the link is too old or was issued before a later opt-out.
 */
export async function confirmSubscription(
  { db, keys, now, publicUrl }: Deps,
  token: string,
  evidence: Evidence,
  detail: Record<string, unknown> = {},
): Promise<{ newsletter: Selectable<Newsletters>; subscriberId: number; outboxId: number | null }> {
  const at = now();
  const { subscriberId, newsletterId, expiresAt } = readToken(keys, 'confirm', token, at);
  const invalid = new ReveilleError('TOKEN_INVALID', 'This link is not valid.');
  // Without an expiry time, a confirmation could not be compared with a later opt-out.
  if (!expiresAt) throw invalid;
  const issuedAt = new Date(expiresAt.getTime() - CONFIRMATION_LIFE_MS);
  return db.transaction().execute(async (tx) => {
    const newsletter = await tx.selectFrom('newsletters').selectAll().where('id', '=', newsletterId).executeTakeFirst();
    if (!newsletter || !(await lockSubscriber(tx, subscriberId))) throw invalid;
    // The subscriber's row comes before the subscription, as everywhere: the other order would deadlock.
    await endLeaving(tx, subscriberId);
    const reader = await activate(tx, subscriberId, newsletterId, issuedAt, at);
    if (!reader) {
      if (await isActive(tx, subscriberId, newsletterId)) return { newsletter, subscriberId, outboxId: null };
      throw new ReveilleError('TOKEN_EXPIRED', 'This link has expired.');
    }
    await recordConsent(tx, { subscriberId, newsletterId, kind: 'confirmed', at, evidence, detail });
    await tx
      .deleteFrom('suppressions')
      .where('address_hash', '=', reader.address_hash)
      .where('reason', '=', 'erased')
      .execute();
    const outboxId = await saveWelcome(
      tx,
      { keys, publicUrl },
      { subscriberId, newsletterId, email: reader.email, at },
    );
    return { newsletter, subscriberId, outboxId };
  });
}

async function saveWelcome(
  tx: Tx,
  { keys, publicUrl }: { keys: Keys; publicUrl: string },
  { subscriberId, newsletterId, email, at }: { subscriberId: number; newsletterId: number; email: string; at: Date },
): Promise<number | null> {
  const url = (purpose: 'unsubscribe' | 'preferences'): string =>
    `${publicUrl}/${purpose}/${issueToken(keys, { purpose, subscriberId, newsletterId })}`;
  const row = await tx
    .insertInto('outbox')
    .values({
      kind: 'welcome',
      newsletter_id: newsletterId,
      subscriber_id: subscriberId,
      to_address: email,
      payload: JSON.stringify({ unsubscribeUrl: url('unsubscribe'), preferencesUrl: url('preferences') }),
      dedupe_key: `welcome:${subscriberId}:${newsletterId}:${at.getTime()}`,
      next_attempt_at: at,
      expires_at: new Date(at.getTime() + WELCOME_LIFE_MS),
      created_at: at,
    })
    .onConflict((conflict) => conflict.column('dedupe_key').doNothing())
    .returning('id')
    .executeTakeFirst();
  return row?.id ?? null;
}

import { sql, type Selectable } from 'kysely';
import type { Db, Tx } from '../platform/db/client.ts';
import type { Newsletters } from '../platform/db/tables/newsletters.ts';
import { readZone } from '../domain/zones.ts';
import { ReveilleError } from '../domain/errors.ts';
import type { Keys } from '../platform/keys.ts';
import { hashAddress, parseAddress, type Address } from './addresses.ts';
import { lockSubscriber, recordConsent, type Evidence } from './consent.ts';
import { cleanFirstName } from './names.ts';
import { issueToken, readToken } from '../platform/tokens.ts';
import { CONFIRMABLE } from '../domain/states.ts';

type Deps = { db: Db; keys: Keys; now: () => Date; publicUrl: string };

/** How long a confirmation link works, and its mail is worth sending. */
export const CONFIRMATION_LIFE_MS = 48 * 3600_000;
// Ten minutes; one more because a confirmation's time is kept to the minute, rounded down.
const REPEAT_AFTER_MS = 11 * 60_000;
const WELCOME_LIFE_MS = 24 * 3600_000;

/** Makes the subscriber, or finds it, and locks its row until the transaction ends. */
async function saveSubscriber(
  tx: Tx,
  { email, emailKey }: Address,
  hash: Buffer,
  { firstName, language, at }: { firstName: string; language: string | null; at: Date },
): Promise<{ id: number; email: string }> {
  // The name and language of somebody who has confirmed are not for a stranger's sign-up to change.
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
 * Marks that a confirmation goes out now, and gives the issue time of its token (whole minutes), or null where
 * none may: the subscription is active, or the last one is too recent. An opt-out ends the wait, and the token is
 * dated after it, so that `unsubscribed_at` tells links from before the opt-out from those after.
 * An unsubscribed subscription stays unsubscribed: anybody can type anybody's address.
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
      -- an unsubscribed reader's own choice is not for a stranger's sign-up to change
      zone = case when subscriptions.status = 'pending' then coalesce(excluded.zone, subscriptions.zone)
             else subscriptions.zone end
    where subscriptions.status <> 'active'
      and (subscriptions.confirmation_sent_at is null
        or subscriptions.confirmation_sent_at <= ${new Date(now.getTime() - REPEAT_AFTER_MS)}
        or subscriptions.confirmation_sent_at <= subscriptions.unsubscribed_at)
    returning confirmation_sent_at as "issuedAt"`.execute(tx);
  return rows[0]?.issuedAt ?? null;
}

/** True where no sign-up may bring the address back. An erased one may: its reader can ask anew. */
async function isBarred(db: Db, hash: Buffer): Promise<boolean> {
  const row = await db
    .selectFrom('suppressions')
    .select('reason')
    .where('address_hash', '=', hash)
    .where('reason', '<>', 'erased')
    .executeTakeFirst();
  return row !== undefined;
}

/** What somebody asked for, and how. */
export type SignUpRequest = {
  newsletterId: number;
  email: string;
  firstName?: string | null;
  /** Of the page, one that there are words in; a new reader's. */
  language?: string | null;
  /** The browser's, as it says; what is no IANA zone is dropped. */
  zone?: string | null;
  evidence: Evidence;
  /** Of the record: how it came. */
  detail?: Record<string, unknown>;
};

/**
 * Takes a sign-up: keeps a pending subscription, what was shown, and one confirmation mail in the outbox. Whatever
 * is known of the address, callers show the same answer; `outboxId` is null where nothing is to be sent (active,
 * suppressed, or a confirmation went out within ten minutes). In a transaction of the caller's; safe with any number of sign-ups at once.
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
  const row = await tx
    .insertInto('outbox')
    .values({
      kind: 'confirmation',
      newsletter_id: newsletterId,
      subscriber_id: subscriber.id,
      // As first given: a mailbox whose host minds case must not get the link of another.
      to_address: subscriber.email,
      payload: JSON.stringify({ confirmUrl: `${publicUrl}/confirm/${token}` }),
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

/** Makes the subscription active unless the token is older than an opt-out; the reader's address, or null. */
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

/** Whoever had left everything has asked for something since: imports are to know. */
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
 * Confirms a sign-up: the subscription becomes active, an erasure is lifted, and a welcome mail is kept in the
 * outbox (`outboxId`). Confirming again gives the same answer and changes nothing (`outboxId` null).
 * Throws TOKEN_INVALID, or TOKEN_EXPIRED where the link is too old or was issued before a later opt-out.
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
  // A confirmation without an end could not be told from one that an opt-out has overtaken.
  if (!expiresAt) throw invalid;
  const issuedAt = new Date(expiresAt.getTime() - CONFIRMATION_LIFE_MS);
  return db.transaction().execute(async (tx) => {
    const newsletter = await tx.selectFrom('newsletters').selectAll().where('id', '=', newsletterId).executeTakeFirst();
    if (!newsletter || !(await lockSubscriber(tx, subscriberId))) throw invalid;
    // Before the subscription, as everywhere: in the other order the two would deadlock.
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

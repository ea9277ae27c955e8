import { sql } from 'kysely';
import type { Db, Tx } from '../platform/db/client.ts';
import { codeOf, ReveilleError } from '../domain/errors.ts';
import type { Keys } from '../platform/keys.ts';
import { displayAddress, hashAddress, parseAddress, type Address } from './addresses.ts';
import { recordConsent, type Evidence } from './consent.ts';
import { saveMail } from './mails.ts';
import { ERASURE_LOCK } from './erase.ts';
import { isBarred, saveSuppression } from './suppressions.ts';
import { claimedSubscriber, issueToken, readToken } from '../platform/tokens.ts';

type Deps = { db: Db; keys: Keys; now: () => Date; publicUrl: string };

/** How long the confirmation link of a new address works. */
const ADDRESS_LINK_LIFE_MS = 24 * 3600_000;
// Limits the mails to a stranger's mailbox, from one reader and from many readers together.
const PER_READER_A_DAY = 5;
const SAME_ADDRESS_AFTER_MS = 11 * 60_000;

const invalid = (): ReveilleError => new ReveilleError('TOKEN_INVALID', 'This link is not valid.');

/**
 * Takes a reader's request for mail at another address. A mail to that address asks for confirmation; nothing changes
 * before. Callers show the same answer whatever is known of the address: `outboxId` is null if no mail may go there
 * (suppressed, or asked a moment ago). Throws ADDRESS_INVALID; INVALID_INPUT after five requests in a day; or
 * TOKEN_INVALID if the reader no longer exists.
 */
export async function requestAddressChange(
  { db, keys, now, publicUrl }: Deps,
  { subscriberId, newsletterId, email }: { subscriberId: number; newsletterId: number; email: string },
  evidence: Evidence,
): Promise<{ outboxId: number | null }> {
  const address = parseAddress(email);
  const at = now();
  return db.transaction().execute(async (tx) => {
    // Locks out a concurrent request of the same reader, so that the count is exact.
    const { rows } = await sql<{ today: number; isRecent: boolean }>`
      with reader as (select id from subscribers where id = ${subscriberId} for no key update)
      select (select count(*) from address_changes c where c.subscriber_id = reader.id
                and c.requested_at > ${new Date(at.getTime() - 86_400_000)}) as today,
             exists (select from address_changes c where c.email_key = ${address.emailKey}
                and c.requested_at > ${new Date(at.getTime() - SAME_ADDRESS_AFTER_MS)}) as "isRecent"
      from reader`.execute(tx);
    if (!rows[0]) throw invalid();
    if (rows[0].today >= PER_READER_A_DAY)
      throw new ReveilleError('INVALID_INPUT', 'You have tried this too often today. Please try again tomorrow.');
    await tx
      .insertInto('address_changes')
      .values({ subscriber_id: subscriberId, email: address.email, email_key: address.emailKey, requested_at: at })
      .execute();
    const detail = { to: address.email };
    await recordConsent(tx, { subscriberId, newsletterId, kind: 'address_requested', at, evidence, detail });
    if (rows[0].isRecent || (await isBarred(tx, hashAddress(keys, address.emailKey)))) return { outboxId: null };
    const expiresAt = new Date(at.getTime() + ADDRESS_LINK_LIFE_MS);
    const claims = { purpose: 'address', subscriberId, newsletterId, expiresAt, boundTo: address.emailKey } as const;
    const addressUrl = `${publicUrl}/address/${issueToken(keys, claims)}`;
    // On a host that distinguishes case, another spelling may be another person's mailbox. It must not confirm this
    // one.
    const holder = await tx
      .selectFrom('subscribers')
      .select('email')
      .where('email_key', '=', address.emailKey)
      .where('id', '<>', subscriberId)
      .executeTakeFirst();
    const to = holder?.email ?? address.email;
    const mail = { kind: 'address', newsletterId, subscriberId, to, at, expiresAt } as const;
    return { outboxId: await saveMail(tx, mail, { addressUrl }) };
  });
}

/** The change that an address token confirms. */
type AddressChange = { subscriberId: number; newsletterId: number; address: Address };

/**
 * Reads the change that an address token confirms, without changing anything. A later request or a completed change
 * makes the link invalid. Throws TOKEN_INVALID or TOKEN_EXPIRED.
 */
export async function openAddressChange({ db, keys, now }: Deps, token: string): Promise<AddressChange> {
  const { rows } = await sql<Address>`
    select email, email_key as "emailKey" from address_changes
    where subscriber_id = ${claimedSubscriber(token) ?? 0} order by id desc limit 1`.execute(db);
  const address = rows[0];
  if (!address) throw invalid();
  return { ...readToken(keys, 'address', token, now(), address.emailKey), address };
}

type Reader = { id: number; email: string; email_key: string; address_hash: Buffer };

/**
 * Locks the reader and the current holder of the new address. All rows are locked in one order, so that no two calls
 * deadlock.
 */
async function lockReaders(tx: Tx, { subscriberId, address }: AddressChange): Promise<[Reader, Reader | null]> {
  const { rows } = await sql<Reader>`
    with named as (
      select id, merged_into from subscribers where id = ${subscriberId} or email_key = ${address.emailKey})
    select id, email, email_key, address_hash from subscribers
    where id in (select id from named) or id in (select merged_into from named) or merged_into in (select id from named)
    order by id for update`.execute(tx);
  const reader = rows.find((row) => row.id === subscriberId);
  if (!reader) throw invalid();
  return [reader, rows.find((row) => row.id !== subscriberId && row.email_key === address.emailKey) ?? null];
}

/** Changes the reader's address. */
async function moveReader(tx: Tx, reader: Reader, { email, emailKey }: Address, hash: Buffer): Promise<void> {
  await tx
    .updateTable('subscribers')
    .set({ email, email_key: emailKey, address_hash: hash })
    .where('id', '=', reader.id)
    .execute();
}

/** Makes the links of the old reader act for the new one, which may itself have been merged before. */
async function mergeReaders(tx: Tx, from: Reader, to: Reader): Promise<void> {
  await sql`
    with named as (select id, merged_into from subscribers where id in (${from.id}, ${to.id}))
    update subscribers r set merged_into = case when r.id = ${to.id} then null else ${to.id}::integer end
    where r.id in (select id from named) or r.id in (select merged_into from named)
      or r.merged_into in (select id from named) or r.merged_into in (select merged_into from named)`.execute(tx);
}

/**
 * Moves the subscriptions of the old address to the reader who holds the new one, whose mailbox has confirmed that both
 * are the same person. The choices move too, and the old address's subscriptions end.
 */
async function moveSubscriptions(tx: Tx, from: Reader, to: Reader, evidence: Evidence, at: Date): Promise<void> {
  const { rows } = await sql<{ id: number; isNew: boolean }>`
    with ended as (
      update subscriptions set status = 'unsubscribed', unsubscribed_at = ${at}
      where subscriber_id = ${from.id} and status = 'active'
      returning newsletter_id, send_at, zone, frequency, format, paused_until
    ), moved as (
      insert into subscriptions as s (subscriber_id, newsletter_id, status, created_at, confirmed_at,
        send_at, zone, frequency, format, paused_until)
      select ${to.id}::integer, newsletter_id, 'active', ${at}, ${at}, send_at, zone, frequency, format, paused_until
      from ended
      on conflict (subscriber_id, newsletter_id) do update
        set status = 'active', confirmed_at = excluded.confirmed_at, unsubscribed_at = null,
            send_at = excluded.send_at, zone = excluded.zone, frequency = excluded.frequency,
            format = excluded.format, paused_until = excluded.paused_until
        where s.status <> 'active'
      returning newsletter_id)
    select e.newsletter_id as id, m.newsletter_id is not null as "isNew"
    from ended e left join moved m using (newsletter_id) order by id`.execute(tx);
  if (rows.length > 0)
    await tx.updateTable('subscribers').set({ left_everything_at: null }).where('id', '=', to.id).execute();
  for (const { id: newsletterId, isNew } of rows) {
    const left = { from: 'active', by: 'page', movedTo: to.email };
    await recordConsent(tx, { subscriberId: from.id, newsletterId, kind: 'unsubscribed', at, evidence, detail: left });
    const got = { how: 'address', movedFrom: from.email };
    if (isNew)
      await recordConsent(tx, { subscriberId: to.id, newsletterId, kind: 'confirmed', at, evidence, detail: got });
  }
}

async function confirmOnce(deps: Deps, token: string, evidence: Evidence): Promise<Confirmed> {
  const { db, keys, now } = deps;
  const at = now();
  const opened = await openAddressChange(deps, token);
  const { subscriberId, newsletterId, address } = opened;
  const hash = hashAddress(keys, address.emailKey);
  return db.transaction().execute(async (tx) => {
    // An import that has already looked the old address up must not restore it afterwards.
    await sql`select pg_advisory_xact_lock(${ERASURE_LOCK})`.execute(tx);
    const [reader, other] = await lockReaders(tx, opened);
    // Another POST of this link, or a newer request, may have been faster.
    const { rows: open } = await sql`
      delete from address_changes c where c.subscriber_id = ${subscriberId}
        and c.id = (select max(id) from address_changes where subscriber_id = ${subscriberId})
        and c.email_key = ${address.emailKey}
      returning 1`.execute(tx);
    if (open.length === 0) throw invalid();
    await tx.deleteFrom('address_changes').where('subscriber_id', '=', subscriberId).execute();
    if (await isBarred(tx, hash)) throw invalid();
    if (other) {
      await moveSubscriptions(tx, reader, other, evidence, at);
      await mergeReaders(tx, reader, other);
    } else await moveReader(tx, reader, address, hash);
    // No import can restore the old address, as with an erased one.
    if (reader.email_key !== address.emailKey) await saveSuppression(tx, reader.address_hash, 'erased', 'moved', at);
    await tx.deleteFrom('suppressions').where('address_hash', '=', hash).where('reason', '=', 'erased').execute();
    const detail = { from: reader.email, to: address.email };
    await recordConsent(tx, { subscriberId, newsletterId, kind: 'address_changed', at, evidence, detail });
    // The old address is told, in case its owner did not ask for this. No mail goes to a mailbox that refuses ours.
    const mail = { kind: 'address_changed', newsletterId, subscriberId, to: reader.email, at } as const;
    const outboxId = (await isBarred(tx, reader.address_hash))
      ? null
      : await saveMail(tx, { ...mail, expiresAt: new Date(at.getTime() + ADDRESS_LINK_LIFE_MS) }, {});
    return { subscriberId: other?.id ?? subscriberId, newsletterId, address: displayAddress(address.email), outboxId };
  });
}

/** `outboxId`: the mail that informs the old address, or null. */
type Confirmed = { subscriberId: number; newsletterId: number; address: string; outboxId: number | null };

const UNIQUE_VIOLATION = '23505';

/**
 * Confirms a change of address: both mailboxes have shown that they belong to the reader. The old address is informed,
 * and no import restores it. If the new address already has a subscriber, that subscriber takes over the subscriptions,
 * and the old links act for it. Works once. A second POST, a later request or another change makes the link invalid.
 * Throws TOKEN_INVALID or TOKEN_EXPIRED.
 */
export async function confirmAddressChange(deps: Deps, token: string, evidence: Evidence): Promise<Confirmed> {
  try {
    return await confirmOnce(deps, token, evidence);
  } catch (error) {
    // Somebody signed up with the new address at this moment. The second try finds that reader.
    if (codeOf(error) !== UNIQUE_VIOLATION) throw error;
    return confirmOnce(deps, token, evidence);
  }
}

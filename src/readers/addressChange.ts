import { sql } from 'kysely';
import type { Db, Tx } from '../platform/db/client.ts';
import { codeOf, ReveilleError } from '../domain/errors.ts';
import type { Keys } from '../platform/keys.ts';
import { displayAddress, hashAddress, parseAddress, type Address } from './addresses.ts';
import { recordConsent, type Evidence } from './consent.ts';
import { saveMail } from './mails.ts';
import { ERASURE_LOCK } from './record.ts';
import { saveSuppression } from './suppressions.ts';
import { claimedSubscriber, issueToken, readToken } from '../platform/tokens.ts';

type Deps = { db: Db; keys: Keys; now: () => Date; publicUrl: string };

/** How long the link works that confirms a new address. */
export const ADDRESS_LINK_LIFE_MS = 24 * 3600_000;
// Nobody fills a stranger's mailbox with them: neither one reader, nor many readers together.
const PER_READER_A_DAY = 5;
const SAME_ADDRESS_AFTER_MS = 11 * 60_000;

const invalid = (): ReveilleError => new ReveilleError('TOKEN_INVALID', 'This link is not valid.');

async function isBarred(tx: Db, hash: Buffer): Promise<boolean> {
  const { rows } = await sql`
    select 1 from suppressions where address_hash = ${hash} and reason <> 'erased'`.execute(tx);
  return rows.length > 0;
}

/**
 * Takes a reader's wish to be mailed at another address: a mail there asks for the confirmation, and until then nothing
 * changes. Whatever is known of that address, callers show the same answer: `outboxId` is null where no mail may go
 * there (suppressed, or asked a moment ago). Throws ADDRESS_INVALID; INVALID_INPUT after five wishes in a day; or
 * TOKEN_INVALID where the reader is gone.
 */
export async function requestAddressChange(
  { db, keys, now, publicUrl }: Deps,
  { subscriberId, newsletterId, email }: { subscriberId: number; newsletterId: number; email: string },
  evidence: Evidence,
): Promise<{ outboxId: number | null }> {
  const address = parseAddress(email);
  const at = now();
  return db.transaction().execute(async (tx) => {
    // Locks out another wish of the same reader, so that the count holds.
    const { rows } = await sql<{ today: number; isRecent: boolean }>`
      with reader as (select id from subscribers where id = ${subscriberId} for no key update)
      select (select count(*) from address_changes c where c.subscriber_id = reader.id
                and c.requested_at > ${new Date(at.getTime() - 86_400_000)}) as today,
             exists (select from address_changes c where c.email_key = ${address.emailKey}
                and c.requested_at > ${new Date(at.getTime() - SAME_ADDRESS_AFTER_MS)}) as "isRecent"
      from reader`.execute(tx);
    if (!rows[0]) throw invalid();
    if (rows[0].today >= PER_READER_A_DAY)
      throw new ReveilleError('INVALID_INPUT', 'That is enough for one day: please try again tomorrow.');
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
    // A mailbox whose host minds case must not prove that it is another.
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

/** What an address token stands for. */
export type AddressChange = { subscriberId: number; newsletterId: number; address: Address };

/**
 * The change that an address token confirms; changes nothing. A later wish, or a change that is done, leaves the link
 * behind. Throws TOKEN_INVALID or TOKEN_EXPIRED.
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

/** The reader and whoever has the new address already, locked in one order with whom they are one: two never deadlock. */
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

/** The reader is mailed there from now on. */
async function moveReader(tx: Tx, reader: Reader, { email, emailKey }: Address, hash: Buffer): Promise<void> {
  await tx
    .updateTable('subscribers')
    .set({ email, email_key: emailKey, address_hash: hash })
    .where('id', '=', reader.id)
    .execute();
}

/** From now on the links of the old one act for the new, which may itself have been merged before, and its own too. */
async function mergeReaders(tx: Tx, from: Reader, to: Reader): Promise<void> {
  await sql`
    with named as (select id, merged_into from subscribers where id in (${from.id}, ${to.id}))
    update subscribers r set merged_into = case when r.id = ${to.id} then null else ${to.id}::integer end
    where r.id in (select id from named) or r.id in (select merged_into from named)
      or r.merged_into in (select id from named) or r.merged_into in (select merged_into from named)`.execute(tx);
}

/**
 * The new address has a reader already, whose mailbox has just said that it is the same person: what the old one gets
 * goes there from now on, with what was chosen of it, and the old one's subscriptions end.
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
    // An import that has looked the old address up must not bring it back behind this.
    await sql`select pg_advisory_xact_lock(${ERASURE_LOCK})`.execute(tx);
    const [reader, other] = await lockReaders(tx, opened);
    // Another POST of this link, or a newer wish, may have been faster.
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
    // Out of every import's reach, like an erased one.
    if (reader.email_key !== address.emailKey) await saveSuppression(tx, reader.address_hash, 'erased', 'moved', at);
    await tx.deleteFrom('suppressions').where('address_hash', '=', hash).where('reason', '=', 'erased').execute();
    const detail = { from: reader.email, to: address.email };
    await recordConsent(tx, { subscriberId, newsletterId, kind: 'address_changed', at, evidence, detail });
    // Who did not ask for it must hear of it where they read; not by a mail to a mailbox that refuses ours.
    const mail = { kind: 'address_changed', newsletterId, subscriberId, to: reader.email, at } as const;
    const outboxId = (await isBarred(tx, reader.address_hash))
      ? null
      : await saveMail(tx, { ...mail, expiresAt: new Date(at.getTime() + ADDRESS_LINK_LIFE_MS) }, {});
    return { subscriberId: other?.id ?? subscriberId, newsletterId, address: displayAddress(address.email), outboxId };
  });
}

/** `outboxId`: the mail that tells the old address, or null. */
type Confirmed = { subscriberId: number; newsletterId: number; address: string; outboxId: number | null };

const UNIQUE_VIOLATION = '23505';

/**
 * Confirms a change of address: both mailboxes have shown that they are the reader's. The old address is told, and no
 * import brings it back. Where the new address has a subscriber already, its subscriptions are joined by the old one's,
 * whose links act for it from now on.
 * Works once; a second POST, a later wish or another change leaves the link behind: TOKEN_INVALID, or TOKEN_EXPIRED.
 */
export async function confirmAddressChange(deps: Deps, token: string, evidence: Evidence): Promise<Confirmed> {
  try {
    return await confirmOnce(deps, token, evidence);
  } catch (error) {
    // Somebody signed up with the new address in this moment: now it is found.
    if (codeOf(error) !== UNIQUE_VIOLATION) throw error;
    return confirmOnce(deps, token, evidence);
  }
}

import { sql } from 'kysely';
import type { Db } from '../platform/db/client.ts';
import type { Keys } from '../platform/keys.ts';
import { hashAddress, parseAddress } from './addresses.ts';
import { saveSuppression } from './suppressions.ts';

/**
 * An advisory lock's number. Erasures and changes of address hold it exclusively, and imports share it, so that they
 * never overlap.
 */
export const ERASURE_LOCK = 7_265_001;

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
export async function eraseSubscriber(
  { db, keys, now }: { db: Db; keys: Keys; now: () => Date },
  email: string,
): Promise<Erased> {
  return db.transaction().execute((tx) => eraseWithin(tx, { keys, now }, email));
}

import { sql } from 'kysely';
import type { Db } from '../platform/db/client.ts';
import type { Suppressions } from '../platform/db/tables/subscribers.ts';
import type { Keys } from '../platform/keys.ts';
import { ReveilleError } from '../domain/errors.ts';
import { hashAddress, parseAddress } from './addresses.ts';

type Deps = { db: Db; keys: Keys; now: () => Date };

/** Why an address is never mailed. */
export type Reason = Suppressions['reason'];

/** True if mail to the address of a keyed hash is barred, also after a new sign-up: an erased reader may sign up again. */
export async function isBarred(db: Db, hash: Buffer): Promise<boolean> {
  const { rows } = await sql`
    select 1 from suppressions where address_hash = ${hash} and reason <> 'erased'`.execute(db);
  return rows.length > 0;
}

/**
 * Suppresses the address of a keyed hash. False if it was suppressed already. A reader's new sign-up can lift only an
 * erasure, so any other reason replaces it.
 */
export async function saveSuppression(
  db: Db,
  hash: Buffer,
  reason: Reason,
  detail: string,
  at: Date,
): Promise<boolean> {
  const { rows } = await sql`
    insert into suppressions (address_hash, reason, detail, created_at) values (${hash}, ${reason}, ${detail}, ${at})
    on conflict (address_hash) do update set reason = excluded.reason, detail = excluded.detail
    where suppressions.reason = 'erased' and excluded.reason <> 'erased'
    returning 1`.execute(db);
  return rows.length > 0;
}

export type Suppression = { reason: Reason; detail: string; createdAt: Date };

/** Loads the suppression of the address of a keyed hash, or null. */
export async function loadSuppression(db: Db, hash: Buffer): Promise<Suppression | null> {
  const suppression = await db
    .selectFrom('suppressions')
    .select(['reason', 'detail', 'created_at as createdAt'])
    .where('address_hash', '=', hash)
    .executeTakeFirst();
  return suppression ?? null;
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

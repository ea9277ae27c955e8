import { sql } from 'kysely';
import type { Db } from '../platform/db/client.ts';
import type { Suppressions } from '../platform/db/tables/subscribers.ts';

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

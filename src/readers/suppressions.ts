import { sql } from 'kysely';
import type { Db } from '../platform/db/client.ts';
import type { Suppressions } from '../platform/db/tables/subscribers.ts';

/** Why an address is never mailed. */
export type Reason = Suppressions['reason'];

/**
 * Suppresses the address of a keyed hash; false where it was suppressed already. Only an erasure can be lifted by its
 * reader's new sign-up, so anything else takes its place.
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

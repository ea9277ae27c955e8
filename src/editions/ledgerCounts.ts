import { sql, type RawBuilder } from 'kysely';
import type { Db } from '../platform/db/client.ts';

/**
 * An edition's deliveries as an SQL row source of groups: `is_rehearsal, state, is_started, verdict, relay, revision,
 * due_at, readers, at`. A count is the sum of `readers`; a group may occur several times, with negative numbers too.
 * `at`: for submitted deliveries of the last minute, when the relay accepted them. The groups are those that triggers
 * keep (0040_kept_counts.sql), and for an edition that is not kept yet its rows.
 */
export async function ledgerOf(db: Db, editionId: number): Promise<RawBuilder<unknown>> {
  const { rows } = await sql`select from counted_ledgers where edition_id = ${editionId}`.execute(db);
  if (rows.length > 0) return sql`(select * from delivery_counts where edition_id = ${editionId})`;
  return sql`(
    select is_rehearsal, state, state = 'submitting' and data_at is not null as is_started, verdict, relay, revision,
      due_at, 1 as readers, submitted_at as at
    from deliveries where edition_id = ${editionId})`;
}

/** True if the edition's deliveries were removed because they are old, but for unsettled ones. Its counts are kept. */
export async function isLedgerGone(db: Db, editionId: number): Promise<boolean> {
  const { rows } = await sql<{ isGone: boolean }>`
    select exists (select from retired_ledgers where edition_id = ${editionId})
      or (exists (select from counted_ledgers where edition_id = ${editionId})
          and to_regclass('deliveries_' || ${editionId}::integer) is null) as "isGone"`.execute(db);
  return rows[0]!.isGone;
}

import { sql, type RawBuilder } from 'kysely';
import type { Db } from '../../platform/db/client.ts';

/** The name of the edition's partition of the ledger. */
function partitionName(editionId: number): string {
  return `deliveries_${Math.trunc(editionId)}`;
}

/** The partition for use in a statement. Naming it saves the planner a search among all partitions. */
export function partitionOf(editionId: number): RawBuilder<unknown> {
  return sql.raw(partitionName(editionId));
}

/** Creates a plain table first, so that creating and filling it blocks no other edition. True if the table is new. */
export async function createPartition(tx: Db, editionId: number): Promise<boolean> {
  const { rows } = await sql<{ exists: boolean }>`
    select to_regclass(${partitionName(editionId)}) is not null as exists`.execute(tx);
  if (rows[0]?.exists) return false;
  await sql`create table ${partitionOf(editionId)} (like deliveries including all)`.execute(tx);
  return true;
}

/** The check constraint lets PostgreSQL attach without reading the rows. Attaching blocks no reads or writes of the parent. */
export async function attachPartition(tx: Db, editionId: number): Promise<void> {
  const name = partitionOf(editionId);
  const id = sql.raw(String(Math.trunc(editionId)));
  await sql`alter table ${name} add constraint edition_check check (edition_id = ${id})`.execute(tx);
  await sql`alter table deliveries attach partition ${name} for values in (${id})`.execute(tx);
  await sql`alter table ${name} drop constraint edition_check`.execute(tx);
}

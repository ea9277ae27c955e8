import { sql } from 'kysely';
import type { Db } from '../../platform/db/client.ts';
import type { Log } from '../../platform/log.ts';
import { OVER } from '../../domain/states.ts';
import { attachPartition, partitionOf } from './partition.ts';
import { recordable } from './recordDeliveries.ts';
import type { OldLedger } from './oldLedgers.ts';

type Deps = { db: Db; log: Log; now: () => Date };

/** Dropping locks out every statement over the whole ledger: it waits this long for its turn, and then tries later. */
const LOCK_TIMEOUT = '300ms';

/** What differs as soon as a reader, a state or a time does. Sums are several times as fast as hashes. */
const SUMS = sql`array[count(*), coalesce(sum(u.reader), 0), coalesce(sum(u.reader::bigint * ascii(u.letter)), 0),
  coalesce(sum(u.reader::bigint * (coalesce(u.seconds, -1) + 7)), 0)]::numeric[]`;

/** True if the record says of every reader what the ledger says: one statement, so that an erasure is in both or in none. */
async function isRecorded(tx: Db, ledger: OldLedger): Promise<boolean> {
  const { rows } = await sql<{ isSame: boolean }>`
    with kept as (
      select ${SUMS} as sums
      from delivery_records r
      cross join lateral unnest(r.readers, string_to_array(r.states, null), r.seconds) as u (reader, letter, seconds)
      where r.edition_id = ${ledger.id}
    ), held as (select ${SUMS} as sums from ${recordable(ledger)} u)
    select kept.sums = held.sums as "isSame" from kept, held`.execute(tx);
  return rows[0]!.isSame;
}

/** Leaves only the unsettled deliveries of an edition in its part of the ledger, with the triggers of a part. */
async function keepUnsettled(tx: Db, { id }: OldLedger): Promise<void> {
  const [name, rest] = [partitionOf(id), sql.raw(`deliveries_${id}_unsettled`)];
  await sql`create table ${rest} (like deliveries including all)`.execute(tx);
  // Of the whole table, whose columns stand in the same order.
  await sql`insert into ${rest} select * from deliveries
    where edition_id = ${id} and not is_rehearsal and state = 'unknown'`.execute(tx);
  await sql`drop table ${name}`.execute(tx);
  await sql`alter table ${rest} rename to ${name}`.execute(tx);
  await attachPartition(tx, id);
  await sql`select add_ledger_triggers(${`deliveries_${id}`}::regclass)`.execute(tx);
}

/**
 * Drops an edition's part of the ledger, if the edition is still over and its record is complete; unknown deliveries stay
 * in a part of their own. Returns the number of rows that went. A record that differs goes instead, and is made again. Throws what
 * PostgreSQL says when a lock is not free within a moment.
 */
export async function dropLedger({ db, log, now }: Deps, ledger: OldLedger): Promise<number> {
  const { id, isRehearsal, isRetired } = ledger;
  return db.transaction().execute(async (tx) => {
    await sql.raw(`set local lock_timeout = '${LOCK_TIMEOUT}'`).execute(tx);
    const { rows: edition } = await sql`
      select from editions where id = ${id} and state = any(${OVER}::text[]) for no key update`.execute(tx);
    if (edition.length === 0) return 0;
    // Keeps writers out, not readers.
    await sql`lock table ${partitionOf(id)} in share mode`.execute(tx);
    const { rows } = await sql<{ rows: number; unknown: number; bytes: number }>`
      select count(*) as rows, count(*) filter (where state = 'unknown' and not is_rehearsal) as unknown,
        pg_total_relation_size(${`deliveries_${id}`}::regclass) as bytes
      from ${partitionOf(id)}`.execute(tx);
    const found = rows[0]!;
    if (isRetired && found.unknown > 0) return 0;
    if (!isRehearsal && !isRetired && !(await isRecorded(tx, ledger))) {
      log.warn({ edition: id }, 'the record of an old edition differs from its deliveries and is made again');
      const { numAffectedRows } = await sql`delete from delivery_records where edition_id = ${id}`.execute(tx);
      return Number(numAffectedRows ?? 0);
    }
    if (found.unknown > 0) await keepUnsettled(tx, ledger);
    else await sql`drop table ${partitionOf(id)}`.execute(tx);
    if (!isRehearsal)
      await sql`
        insert into retired_ledgers (edition_id, at, readers, bytes)
        values (${id}, ${now()}, ${found.rows}, ${found.bytes})
        on conflict (edition_id) do nothing`.execute(tx);
    return Math.max(1, found.rows - found.unknown);
  });
}

import { sql, type RawBuilder } from 'kysely';
import { DELIVERY_LETTERS } from '../../domain/states.ts';
import type { Db } from '../../platform/db/client.ts';
import { ERASURE_LOCK } from '../../readers/erase.ts';
import { partitionOf } from './partition.ts';
import type { OldLedger } from './oldLedgers.ts';

/** So many readers share a row: 1.9 kB, four rows a page, and nothing is stored out of line. */
const READERS_A_ROW = 200;

const LETTER = sql<string>`case d.state ${sql.join(
  Object.entries(DELIVERY_LETTERS).map(([state, letter]) => sql`when ${sql.lit(state)} then ${sql.lit(letter)}`),
  sql` `,
)} end`;

/** The deliveries of an edition that are recorded: those of readers who still exist, without rehearsals. */
export function recordable({ id, since }: OldLedger): RawBuilder<unknown> {
  return sql`(
    select d.subscriber_id as reader, ${LETTER} as letter,
      extract(epoch from coalesce(d.submitted_at, case when d.state = 'unknown' then d.data_at end)
        - ${since}::timestamptz)::integer as seconds
    from ${partitionOf(id)} d
    where d.edition_id = ${id}::integer and not d.is_rehearsal
      and exists (select from subscribers p where p.id = d.subscriber_id))`;
}

/** The last reader who is recorded; 0: none is. */
async function lastRecorded(tx: Db, editionId: number): Promise<number> {
  const { rows } = await sql<{ last: number | null }>`
    select greatest(first_reader, readers[array_length(readers, 1)]) as last from delivery_records
    where edition_id = ${editionId} order by first_reader desc limit 1`.execute(tx);
  return rows[0]?.last ?? 0;
}

/**
 * Records the next deliveries of an edition, at most `limit`, in the order of the readers' ids. Returns how many. No
 * erasure overlaps it, so that an erased reader is in no record.
 */
export async function recordBatch(db: Db, ledger: OldLedger, limit: number): Promise<number> {
  return db.transaction().execute(async (tx) => {
    await sql`select pg_advisory_xact_lock_shared(${ERASURE_LOCK})`.execute(tx);
    const after = await lastRecorded(tx, ledger.id);
    const { rows } = await sql<{ readers: number }>`
      with batch as (
        select *, (row_number() over (order by reader) - 1) / ${READERS_A_ROW}::integer as part
        from ${recordable(ledger)} d
        where reader > ${after}::integer order by reader limit ${limit}::integer
      ), added as (
        insert into delivery_records (edition_id, first_reader, readers, states, seconds, since)
        select ${ledger.id}::integer, min(reader), array_agg(reader order by reader),
          string_agg(letter, '' order by reader), array_agg(seconds order by reader), ${ledger.since}::timestamptz
        from batch group by part
        returning readers)
      select coalesce(sum(cardinality(readers)), 0)::integer as readers from added`.execute(tx);
    return rows[0]!.readers;
  });
}

/** Records what became of the few deliveries that stayed in the ledger because they were unsettled. */
export async function settleRecorded(db: Db, ledger: OldLedger): Promise<void> {
  await db.transaction().execute(async (tx) => {
    await sql`select pg_advisory_xact_lock_shared(${ERASURE_LOCK})`.execute(tx);
    const { rows } = await sql<{ reader: number; letter: string; seconds: number | null }>`
      select * from ${recordable(ledger)} d`.execute(tx);
    // One statement each: several may share a row of the record.
    for (const { reader, letter, seconds } of rows)
      await sql`
        update delivery_records r
        set states = overlay(r.states placing ${letter} from p.at for 1), seconds[p.at] = ${seconds}::integer
        from (
          select k.first_reader, array_position(k.readers, ${reader}::integer) as at from delivery_records k
          where k.edition_id = ${ledger.id} and k.first_reader <= ${reader}::integer
          order by k.first_reader desc limit 1) p
        where r.edition_id = ${ledger.id} and r.first_reader = p.first_reader and p.at is not null`.execute(tx);
  });
}

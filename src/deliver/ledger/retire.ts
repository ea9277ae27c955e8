import { sql } from 'kysely';
import { DELIVERY_WAITING, type DeliveryState } from '../../domain/states.ts';
import { ledgerOf } from '../../editions/ledgerCounts.ts';
import { keepSummary } from '../../editions/sendSummary.ts';
import type { Db } from '../../platform/db/client.ts';
import type { Log } from '../../platform/log.ts';
import { dropLedger } from './dropLedger.ts';
import { listOldLedgers, listOrphans, type OldLedger } from './oldLedgers.ts';
import { partitionOf } from './partition.ts';
import { recordBatch, settleRecorded } from './recordDeliveries.ts';

type Deps = { db: Db; log: Log; now: () => Date };

/** With more unsettled deliveries than this, an edition keeps its ledger whole: a restore makes all of them unknown. */
const MOST_UNSETTLED = 10_000;

/** Of an edition's latest send, how many deliveries are in each state, by the kept counts. */
async function countStates(db: Db, { id, isRehearsal }: OldLedger): Promise<Map<DeliveryState, number>> {
  await sql`select keep_delivery_counts(${id}::integer)`.execute(db);
  const { rows } = await sql<{ state: DeliveryState; readers: number }>`
    select state, sum(readers)::integer as readers from ${await ledgerOf(db, id)} d
    where is_rehearsal = ${isRehearsal} group by state`.execute(db);
  return new Map(rows.map(({ state, readers }) => [state, readers]));
}

/** True if nothing in the ledger can still change, other than what a person decides about unknown deliveries. */
async function mayRetire(db: Db, ledger: OldLedger): Promise<boolean> {
  const counts = await countStates(db, ledger);
  const unknown = counts.get('unknown') ?? 0;
  // What a cancelled edition left waiting is never sent.
  const waiting = ledger.state === 'cancelled' ? ['submitting' as const] : DELIVERY_WAITING;
  if (waiting.some((state) => (counts.get(state) ?? 0) > 0)) return false;
  return ledger.isRetired ? unknown === 0 : unknown <= MOST_UNSETTLED;
}

/** The results count each reader's row one last time. */
async function keepResults(db: Db, { id, isRehearsal }: OldLedger): Promise<void> {
  const { rows } = await sql`
    select from send_summaries where edition_id = ${id} and is_rehearsal = ${isRehearsal}`.execute(db);
  if (rows.length === 0) await keepSummary({ db }, { id, is_rehearsal: isRehearsal });
}

/**
 * Does a small part of the work on the oldest edition whose ledger may go: records some thousands of its deliveries
 * (delivery_records), or, when all are recorded, compares the record with the rows and drops them, which takes some
 * milliseconds. Every call starts from what is stored, so one that was killed loses nothing. Returns how many deliveries
 * it recorded or dropped; 0 if no edition is left.
 */
export async function retireOldLedger(deps: Deps, before: Date, batch: number): Promise<number> {
  for (const ledger of await listOldLedgers(deps.db, before)) {
    if (!(await mayRetire(deps.db, ledger))) continue;
    if (ledger.isRetired) await settleRecorded(deps.db, ledger);
    else if (!ledger.isRehearsal) {
      await keepResults(deps.db, ledger);
      const recorded = await recordBatch(deps.db, ledger, batch);
      if (recorded > 0) return recorded;
    }
    const dropped = await dropLedger(deps, ledger);
    if (dropped > 0) return dropped;
  }
  return 0;
}

/** Drops one part of the ledger whose edition is gone, and its counts. Returns 1, or 0 if there is none. */
export async function dropOrphan({ db }: Pick<Deps, 'db'>): Promise<number> {
  const [id] = await listOrphans(db);
  if (id === undefined) return 0;
  await db.transaction().execute(async (tx) => {
    await sql`set local lock_timeout = '300ms'`.execute(tx);
    await sql`drop table if exists ${partitionOf(id)}`.execute(tx);
    for (const table of ['delivery_counts', 'counted_ledgers', 'send_summaries'])
      await sql`delete from ${sql.table(table)} where edition_id = ${id}`.execute(tx);
  });
  return 1;
}

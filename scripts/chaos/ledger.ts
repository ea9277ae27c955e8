import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import type { Db } from '../../src/platform/db/client.ts';
import type { DeliveryState, EditionState } from '../../src/domain/states.ts';

/** Repeats `work` until it succeeds, because the database may be restarting. */
export async function stubbornly<T>(work: () => Promise<T>, most = 60): Promise<T> {
  for (let attempt = 1; ; attempt++)
    try {
      return await work();
    } catch (error) {
      if (attempt >= most) throw error;
      await sleep(500);
    }
}

type Progress = { state: EditionState; flag: string | null; left: number };

/** The edition's state, and how many deliveries are in no final state. */
export async function loadProgress(db: Db, editionId: number): Promise<Progress> {
  const { rows } = await sql<Progress>`
    select e.state, e.flag, (select count(*) from deliveries d
      where d.edition_id = e.id and d.state in ('pending', 'submitting')) as left
    from editions e where e.id = ${editionId}`.execute(db);
  return rows[0]!;
}

/** Readers whose message may have been in transmission when the process `holder` died: those marked in the ledger. */
export async function inFlightOf(db: Db, editionId: number, holder: string): Promise<string[]> {
  const { rows } = await sql<{ email: string }>`
    select p.email from deliveries d
    join leases l on l.id = d.owner
    join subscribers p on p.id = d.subscriber_id
    where d.edition_id = ${editionId} and l.holder = ${holder}
      and d.data_at is not null and d.state in ('submitting', 'unknown')`.execute(db);
  return rows.map((row) => row.email);
}

/** A reader whose delivery is claimed now, or null. */
export async function anyClaimed(db: Db, editionId: number): Promise<number | null> {
  const { rows } = await sql<{ id: number }>`
    select subscriber_id as id from deliveries where edition_id = ${editionId} and state = 'submitting'
    order by random() limit 1`.execute(db);
  return rows[0]?.id ?? null;
}

/**
 * Shortens waits by SQL: deliveries and domains that wait for more than 3 s are due now. Returns the number of changed
 * deliveries.
 */
export async function moveClockOn(db: Db, editionId: number): Promise<number> {
  await sql`update domain_pauses set until = now() where until > now() + interval '3 seconds'`.execute(db);
  const { numAffectedRows } = await sql`
    update deliveries set next_attempt_at = now()
    where edition_id = ${editionId} and state = 'pending' and next_attempt_at > now() + interval '3 seconds'`.execute(
    db,
  );
  return Number(numAffectedRows ?? 0);
}

export type Row = { email: string; state: DeliveryState; dataAt: Date | null; attempts: number; reply: string | null };

/** The whole ledger of the edition. */
export async function loadRows(db: Db, editionId: number): Promise<Row[]> {
  const { rows } = await sql<Row>`
    select p.email, d.state, d.data_at as "dataAt", d.attempts, d.reply
    from deliveries d join subscribers p on p.id = d.subscriber_id
    where d.edition_id = ${editionId}`.execute(db);
  return rows;
}

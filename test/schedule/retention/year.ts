import { sql } from 'kysely';
import { attachPartition, createPartition } from '../../../src/deliver/ledger/partition.ts';
import type { DeliveryState, EditionState } from '../../../src/domain/states.ts';
import { createLog } from '../../../src/platform/log.ts';
import type { Db } from '../../../src/platform/db/client.ts';
import { sweepRetention } from '../../../src/schedule/retention/retention.ts';
import { endFirstDay } from '../../support/firstDay.ts';

export const DAY_MS = 86_400_000;
const log = createLog('test', 'silent');

export const daysAgo = (days: number): Date => new Date(Date.now() - days * DAY_MS);
export const dateOf = (days: number): string => daysAgo(days).toISOString().slice(0, 10);

/** Sweeps until nothing old is left. Returns how many rows went. */
export async function sweepAll(db: Db): Promise<number> {
  await endFirstDay(db);
  await sql`update retention_sweeps set at = null`.execute(db);
  const deps = { db, log, now: () => new Date() };
  let removed = 0;
  for (let rounds = 0; rounds < 200; rounds++) {
    const round = await sweepRetention(deps);
    removed += round.removed;
    if (round.isOver) return removed;
  }
  throw new Error('the sweep does not end');
}

type Delivery = { reader: number; state: DeliveryState; verdict?: string };

/** An edition of so many days ago with these deliveries, in the state that a send leaves; returns its id. */
export async function makeOldEdition(
  db: Db,
  newsletterId: number,
  days: number,
  deliveries: readonly Delivery[],
  { state = 'submitted', isRehearsal = false }: { state?: EditionState; isRehearsal?: boolean } = {},
): Promise<number> {
  const at = daysAgo(days);
  return db.transaction().execute(async (tx) => {
    const { rows } = await sql<{ id: number }>`
      insert into editions (newsletter_id, date, state, is_rehearsal, created_at, started_at, finished_at, frozen_at, subject)
      values (${newsletterId}, ${dateOf(days)}, 'preparing', ${isRehearsal}, ${at}, ${at}, ${at}, ${at}, 'Ferries sail again')
      returning id`.execute(tx);
    const { id } = rows[0]!;
    await createPartition(tx, id);
    for (const { reader, state: each, verdict = null } of deliveries)
      await sql`
        insert into ${sql.table(`deliveries_${id}`)}
          (edition_id, is_rehearsal, subscriber_id, state, verdict, due_at, next_attempt_at, submitted_at, data_at, relay, revision)
        values (${id}, ${isRehearsal}, ${reader}, ${each}, ${verdict}, ${at}, ${at},
          ${each === 'submitted' ? new Date(at.getTime() + 7_000) : null},
          ${each === 'submitted' || each === 'unknown' ? at : null}, 'relay.example', 1)`.execute(tx);
    await attachPartition(tx, id);
    await sql`update editions set state = 'submitting' where id = ${id}`.execute(tx);
    await sql`update editions set state = ${state} where id = ${id}`.execute(tx);
    return id;
  });
}

/** True if the edition has a part of the ledger of its own. */
export async function hasPart(db: Db, editionId: number): Promise<boolean> {
  const { rows } = await sql<{ has: boolean }>`
    select to_regclass(${`deliveries_${editionId}`}) is not null as has`.execute(db);
  return rows[0]!.has;
}

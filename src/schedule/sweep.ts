import { sql } from 'kysely';
import { sweepAllowances } from '../platform/allowances.ts';
import { isDatabaseAway } from '../platform/db/away.ts';
import { byKey } from '../platform/db/byKey.ts';
import { loadHold } from '../platform/hold.ts';
import { recoverLost, sweepDomainPauses } from '../deliver/deliver.ts';
import { settleCanary } from '../editions/canary.ts';
import { keepCounts } from '../editions/keepCounts.ts';
import { expirePending } from '../readers/expire.ts';
import { shortenNetworkAddresses } from '../readers/retention.ts';
import { generation, type SweepDeps } from './deps.ts';
import { followSchedule } from './follow.ts';
import { loadSchedules } from './load.ts';
import { sweepRechecks } from './rechecks.ts';
import { reopenFinished } from './reopen.ts';
import { followWeekly } from './weekly.ts';
import { OUTBOX_WAITING, STARTED, STOPPED } from '../domain/states.ts';

/** Running sends come before new ones, so that a send in progress waits for nothing here. */
const PARTS: readonly ((deps: SweepDeps) => Promise<unknown>)[] = [
  settleDead,
  reopenFinished,
  sweepEditions,
  sweepRevisions,
  sweepOutbox,
  sweepSchedule,
  (deps) => sweepRechecks(deps, deps.now()),
  settleCanary,
  sweepOutlets,
  expirePending,
  sweepAllowances,
  sweepDomainPauses,
  shortenNetworkAddresses,
  keepCounts,
];

/**
 * Checks the rows once and adds every missing job: editions to submit, to render (fixes too), to send by the schedule,
 * to compose; waves to recheck; outlets to fetch; mails of the outbox. It also removes expired rows (unconfirmed
 * sign-ups, full allowances, pauses of domains that are long over), shortens network addresses whose retention is over, and keeps the counts small. Safe to run anywhere, at any time,
 * any number of times, because each start is a state change that only one process can make. A part that fails is logged
 * and does not stop the others; the last error is thrown at the end. An unavailable database ends the sweep. While all
 * sending is held after a restore, it does nothing.
 */
export async function sweep(deps: SweepDeps): Promise<void> {
  if (await loadHold(deps)) return;
  let failure: unknown = null;
  for (const part of PARTS)
    try {
      await part(deps);
    } catch (error) {
      // The other parts would fail in the same way.
      if (isDatabaseAway(error)) throw error;
      failure = error;
      deps.log.error({ err: error, part: part.name }, 'a part of the sweep failed');
    }
  if (failure) throw failure;
}

async function sweepSchedule(deps: SweepDeps): Promise<void> {
  const now = deps.now();
  for (const scheduled of await loadSchedules(deps)) {
    await followSchedule(deps, scheduled, now);
    await followWeekly(deps, scheduled.newsletter, now);
  }
}

async function sweepOutlets({ db, queues, now, outletsDue }: SweepDeps): Promise<void> {
  for (const outletId of await outletsDue({ db, now }))
    await queues.enqueue('ingest', { outletId }, generation(now(), 60));
}

/** Settles deliveries that a dead mailer left `submitting`, also in editions that no mailer works on any more. */
async function settleDead({ db }: SweepDeps): Promise<void> {
  const { rows } = await byKey(db, (tx) =>
    sql<{ id: number }>`
    select e.id from editions e
    where e.state = any(${STOPPED}::text[]) and e.started_at > now() - interval '3 days'
      and exists (select from deliveries d where d.edition_id = e.id and d.state = 'submitting'
                  and not exists (select from leases l where l.id = d.owner and l.until > now()))`.execute(tx),
  );
  for (const { id } of rows) await recoverLost({ db }, id);
}

async function sweepEditions({ db, queues, now }: SweepDeps): Promise<void> {
  const { rows } = await byKey(db, (tx) =>
    sql<{ id: number; state: string; isFrozen: boolean; wanted: number }>`
    select e.id, e.state, e.frozen_at is not null as "isFrozen",
      -- as many deliver jobs as there are mailers without one
      greatest(1, (select count(*) from leases l where l.role = 'process:mailer' and l.until > now()))
        - (select count(*) from leases l where l.role = 'delivery' and l.edition_id = e.id and l.until > now())
        as wanted
    from editions e
    where e.state = 'preparing'
       or (e.state = 'submitting' and (
            e.frozen_at is null
            or exists (select from deliveries d where d.edition_id = e.id and d.is_rehearsal = e.is_rehearsal
                    and d.state = 'pending' and d.next_attempt_at <= now())
            or exists (select from deliveries d where d.edition_id = e.id and d.state = 'submitting'
                       and not exists (select from leases l where l.id = d.owner and l.until > now()))
            -- none left of either: it is to be finished
            or (not exists (select from deliveries d where d.edition_id = e.id and d.is_rehearsal = e.is_rehearsal
                            and d.state = 'pending')
                and not exists (select from deliveries d where d.edition_id = e.id
                                and d.is_rehearsal = e.is_rehearsal and d.state = 'submitting'))))`.execute(tx),
  );
  for (const { id: editionId, state, isFrozen, wanted } of rows) {
    // A renderer may also have died before the whole audience was frozen.
    if (state === 'preparing' || !isFrozen) await queues.enqueue('render', { editionId }, generation(now(), 5));
    const slots = state === 'submitting' ? wanted : 0;
    for (let slot = 0; slot < slots; slot++) await queues.enqueue('deliver', { editionId, slot }, generation(now(), 3));
  }
}

/** Fixes whose revision is not rendered yet. */
async function sweepRevisions({ db, queues, now }: SweepDeps): Promise<void> {
  const { rows } = await sql<{ id: number }>`
    select id from editions
    where next_revision is not null and state = any(${STARTED}::text[])`.execute(db);
  for (const { id: editionId } of rows) await queues.enqueue('renderRevision', { editionId }, generation(now(), 5));
}

const OUTBOX_ROWS = 100;

async function sweepOutbox({ db, queues, now }: SweepDeps): Promise<void> {
  const { rows } = await sql<{ id: number; state: string }>`
    select id, state from outbox
    where state = any(${OUTBOX_WAITING}::text[]) and next_attempt_at <= now()
      and (state <> 'submitting' or not exists (select from leases l where l.id = owner and l.until > now()))
    order by next_attempt_at limit ${OUTBOX_ROWS}`.execute(db);
  for (const row of rows)
    if (row.state === 'pending') await queues.enqueue('renderOutbox', { outboxId: row.id }, generation(now(), 10));
  if (rows.some((row) => row.state !== 'pending')) await queues.enqueue('deliverOutbox', {}, generation(now(), 2));
}

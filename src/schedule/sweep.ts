import { sql } from 'kysely';
import { settleCanary } from '../editions/canary.ts';
import { generation, type SweepDeps } from './deps.ts';
import { followSchedule } from './follow.ts';
import { loadSchedules } from './load.ts';
import { sweepRechecks } from './rechecks.ts';

/**
 * One look at the rows, adding a job for whatever lacks one: outlets to fetch, editions to compose, to send by
 * the schedule, to render (a fix as well), to submit; waves to look at again; mails of the outbox. Safe to run anywhere, at any time, any number of
 * times: what it starts is started by a state change that only one can make.
 */
export async function sweep(deps: SweepDeps): Promise<void> {
  await sweepSchedule(deps);
  await sweepRechecks(deps, deps.now());
  await settleCanary(deps);
  await sweepOutlets(deps);
  await sweepEditions(deps);
  await sweepRevisions(deps);
  await sweepOutbox(deps);
}

async function sweepSchedule(deps: SweepDeps): Promise<void> {
  const now = deps.now();
  for (const scheduled of await loadSchedules(deps)) await followSchedule(deps, scheduled, now);
}

async function sweepOutlets({ db, queues, now, outletsDue }: SweepDeps): Promise<void> {
  for (const outletId of await outletsDue({ db, now }))
    await queues.enqueue('ingest', { outletId }, generation(now(), 60));
}

async function sweepEditions({ db, queues, now }: SweepDeps): Promise<void> {
  const { rows } = await sql<{ id: number; state: string; isFrozen: boolean; wanted: number }>`
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
            or not exists (select from deliveries d where d.edition_id = e.id and d.is_rehearsal = e.is_rehearsal
                           and d.state in ('pending', 'submitting'))))`.execute(db);
  for (const { id: editionId, state, isFrozen, wanted } of rows) {
    // Also where a renderer died between the first readers' rows and the rest.
    if (state === 'preparing' || !isFrozen) await queues.enqueue('render', { editionId }, generation(now(), 5));
    const slots = state === 'submitting' ? wanted : 0;
    for (let slot = 0; slot < slots; slot++) await queues.enqueue('deliver', { editionId, slot }, generation(now(), 3));
  }
}

/** Fixes that wait for their revision. */
async function sweepRevisions({ db, queues, now }: SweepDeps): Promise<void> {
  const { rows } = await sql<{ id: number }>`
    select id from editions
    where next_revision is not null and state in ('preparing', 'submitting', 'paused', 'submitted')`.execute(db);
  for (const { id: editionId } of rows) await queues.enqueue('renderRevision', { editionId }, generation(now(), 5));
}

const OUTBOX_ROWS = 100;

async function sweepOutbox({ db, queues, now }: SweepDeps): Promise<void> {
  const { rows } = await sql<{ id: number; state: string }>`
    select id, state from outbox
    where state in ('pending', 'ready', 'submitting') and next_attempt_at <= now()
      and (state <> 'submitting' or not exists (select from leases l where l.id = owner and l.until > now()))
    order by next_attempt_at limit ${OUTBOX_ROWS}`.execute(db);
  for (const row of rows)
    if (row.state === 'pending') await queues.enqueue('renderOutbox', { outboxId: row.id }, generation(now(), 10));
  if (rows.some((row) => row.state !== 'pending')) await queues.enqueue('deliverOutbox', {}, generation(now(), 2));
}

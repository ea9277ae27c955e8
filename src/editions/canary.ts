import { sql } from 'kysely';
import { recordAudit } from '../platform/audit.ts';
import type { Db } from '../platform/db/client.ts';
import type { Log } from '../platform/log.ts';
import type { Queues } from '../platform/queue/queue.ts';
import { enqueueDeliver } from './control.ts';
import { TROUBLED } from '../domain/states.ts';

type Deps = { db: Db; queues: Queues; now: () => Date; log: Log };

/** The results of the readers who were drawn to get an edition first. */
type Canary = {
  editionId: number;
  /** Null: the desk decides when the others get it. */
  minutes: number | null;
  /** Drawn and due, but not attempted yet. Readers of later waves are not counted. */
  unsent: number;
  moving: number;
  accepted: number;
  troubled: number;
  quietSince: Date;
};

const MAX_TROUBLED = 0.05;

/**
 * Loads the editions whose canary is out, except those whose desk was already told. Reading a million rows takes 0.2 s,
 * and such an edition has no other activity meanwhile.
 */
async function loadCanaries(db: Db): Promise<Canary[]> {
  const { rows } = await sql<Canary>`
    select e.id as "editionId", n.canary_minutes as minutes, c.*
    from editions e
    join newsletters n on n.id = e.newsletter_id
    cross join lateral (
      select
        count(*) filter (where d.state = 'pending' and d.verdict is null and d.attempts = 0
          and d.next_attempt_at <= now()) as unsent,
        count(*) filter (where d.state = 'submitting') as moving,
        count(*) filter (where d.state = 'submitted') as accepted,
        count(*) filter (where d.state = any(${TROUBLED}::text[])
          or (d.state = 'pending' and (d.verdict is not null or d.attempts > 0))) as troubled,
        coalesce(max(d.submitted_at), e.started_at) as "quietSince"
      from deliveries d
      where d.edition_id = e.id and d.is_rehearsal = e.is_rehearsal
        -- the drawn readers are due a moment before the others (src/deliver/ledger/freeze.ts)
        and (d.state <> 'pending' or d.verdict is not null or d.attempts > 0 or d.next_attempt_at < d.due_at)
    ) c
    where e.state = 'submitting' and e.canary_left is not null and e.frozen_at is not null
      and e.flag is distinct from 'canary'`.execute(db);
  return rows;
}

/**
 * True if more than one in twenty failed. A single failure counts only if there is no other result: one dead address
 * among ten is no reason to stop.
 */
function isTroubled({ accepted, troubled }: Canary): boolean {
  return troubled > (accepted + troubled) * MAX_TROUBLED && (troubled > 1 || accepted === 0);
}

/** Draws one due reader if the draw chose none of them. Otherwise the edition would wait for ever. */
async function drawOne({ db, queues }: Deps, { editionId }: Canary): Promise<void> {
  // A subquery in the update itself would run once per row and draw every reader.
  const { numAffectedRows } = await sql`
    with one as materialized (
      select d.subscriber_id, d.is_rehearsal
      from editions e join deliveries d on d.edition_id = e.id and d.is_rehearsal = e.is_rehearsal
      where e.id = ${editionId} and e.state = 'submitting' and e.canary_left is not null
        and d.edition_id = ${editionId} and d.state = 'pending' and d.next_attempt_at <= now()
      order by d.next_attempt_at, d.subscriber_id limit 1
      for update of d skip locked
    )
    update deliveries d set next_attempt_at = d.due_at - interval '1 ms'
    from one
    where d.edition_id = ${editionId} and d.is_rehearsal = one.is_rehearsal and d.subscriber_id = one.subscriber_id`.execute(
    db,
  );
  if (numAffectedRows) await enqueueDeliver(queues, editionId);
}

async function pauseFor({ db, log }: Deps, { editionId, accepted, troubled }: Canary): Promise<void> {
  const detail = `Of the first ${accepted + troubled} readers, ${troubled} did not get it. Check these deliveries, then resume or cancel.`;
  await db.transaction().execute(async (tx) => {
    const { numAffectedRows } = await sql`
      update editions set state = 'paused', flag = 'canary', flag_detail = ${detail}
      where id = ${editionId} and state = 'submitting' and canary_left is not null`.execute(tx);
    if (!numAffectedRows) return;
    await recordAudit(tx, { actor: 'scheduler', action: 'paused', editionId, detail: { accepted, troubled } });
    log.warn({ edition: editionId, accepted, troubled }, 'the canary had too many failures, and the edition is paused');
  });
}

/** Tells the desk that its decision is needed. */
async function askDesk({ db }: Deps, { editionId, accepted }: Canary): Promise<void> {
  const detail = `The first ${accepted} readers got it without trouble. The others get it when someone resumes the send.`;
  await sql`
    update editions set flag = 'canary', flag_detail = ${detail}
    where id = ${editionId} and state = 'submitting' and canary_left is not null
      and (flag is null or flag in ('overdue', 'late'))`.execute(db);
}

async function release({ db, queues, log }: Deps, { editionId, accepted }: Canary): Promise<void> {
  const isReleased = await db.transaction().execute(async (tx) => {
    const { numAffectedRows } = await sql`
      update editions set canary_left = null
      where id = ${editionId} and state = 'submitting' and canary_left is not null`.execute(tx);
    if (!numAffectedRows) return false;
    await recordAudit(tx, { actor: 'scheduler', action: 'canary released', editionId, detail: { accepted } });
    return true;
  });
  if (!isReleased) return;
  log.info({ edition: editionId, accepted }, 'the canary succeeded, and the send continues with all readers');
  await enqueueDeliver(queues, editionId);
}

/**
 * Decides about every edition whose canary is out, once all readers drawn so far were attempted. If more than one in
 * twenty of them failed, is unknown or waits for a retry, the edition is paused with the flag `canary`. Otherwise the
 * others get it after the newsletter's canary minutes without a further message. If no minutes are set, the same flag
 * asks the desk. Safe to call from anywhere at any time: each step is one guarded update.
 */
export async function settleCanary(deps: Deps): Promise<void> {
  for (const canary of await loadCanaries(deps.db)) {
    if (canary.moving + canary.unsent > 0) continue;
    if (canary.accepted + canary.troubled === 0) await drawOne(deps, canary);
    else if (isTroubled(canary)) await pauseFor(deps, canary);
    else if (canary.minutes === null) await askDesk(deps, canary);
    else if (deps.now().getTime() >= canary.quietSince.getTime() + canary.minutes * 60_000) await release(deps, canary);
  }
}

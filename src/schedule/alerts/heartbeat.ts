import { sql } from 'kysely';
import { callOut } from '../../platform/callOut.ts';
import { loadHold } from '../../platform/hold.ts';
import type { FindDeps } from './condition.ts';

/**
 * The editions that went out in time within the last hour and for which nobody has asked HEARTBEAT_URL yet. A rehearsal
 * reaches no reader. An edition without an hour of its own says nothing about the schedule.
 */
async function claimEditions({ db, now }: FindDeps): Promise<number[]> {
  const { rows } = await sql<{ id: number }>`
    insert into heartbeats (edition_id, at)
    select e.id, ${now()} from editions e join newsletters n on n.id = e.newsletter_id
    where e.state = 'submitted' and not e.is_rehearsal and e.due_at is not null
      and e.finished_at > ${now()}::timestamptz - interval '1 hour'
      and e.started_at <= e.due_at + n.max_lateness_minutes * interval '1 minute'
      and (e.flag is null or e.flag not in ('late', 'overdue'))
    on conflict do nothing returning edition_id as id`.execute(db);
  return rows.map(({ id }) => id);
}

/**
 * Asks HEARTBEAT_URL once for each edition that went out in time, and once more where that fails. Its row is written
 * first, so that no failure leads to a third request.
 */
export async function sendHeartbeats(deps: FindDeps): Promise<void> {
  const url = deps.config.alerts.heartbeatUrl;
  if (url === null) return;
  if (await loadHold(deps)) return;
  for (const edition of await claimEditions(deps)) {
    let asked = await callOut(url, { method: 'GET' });
    if (!asked.isDone) asked = await callOut(url, { method: 'GET' });
    if (!asked.isDone) deps.log.warn({ edition, reason: asked.reason }, 'HEARTBEAT_URL did not answer');
  }
}

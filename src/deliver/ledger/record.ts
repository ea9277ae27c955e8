import { sql } from 'kysely';
import type { Db } from '../../db/client.ts';
import type { DeliveryState } from '../../domain/states.ts';
import type { Run } from './claim.ts';

/** How one delivery went on. `retryAfterMs` counts for `pending` only. */
export type Recorded = {
  subscriberId: number;
  state: DeliveryState;
  retryAfterMs: number;
  relay: string | null;
  statusCode: string | null;
  reply: string | null;
};

/**
 * Writes many outcomes in one statement. Only rows that still belong to the run's owner change; an unknown
 * row that its own owner knows better about is set right.
 */
export async function recordOutcomes({ db }: { db: Db }, run: Run, outcomes: Recorded[]): Promise<void> {
  if (outcomes.length === 0) return;
  const column = <K extends keyof Recorded>(key: K): Recorded[K][] => outcomes.map((outcome) => outcome[key]);
  await sql`
    update deliveries d
    set state = v.state,
        submitted_at = case when v.state = 'submitted' then now() end,
        data_at = case when v.state = 'pending' then null else d.data_at end,
        owner = case when v.state = 'unknown' then d.owner end,
        next_attempt_at = case when v.state = 'pending'
          then now() + v.retry_after_ms * interval '1 millisecond' else d.next_attempt_at end,
        relay = v.relay, status_code = v.status_code, reply = v.reply
    from unnest(
      ${column('subscriberId')}::integer[], ${column('state')}::text[], ${column('retryAfterMs')}::float8[],
      ${column('relay')}::text[], ${column('statusCode')}::text[], ${column('reply')}::text[]
    ) as v (subscriber_id, state, retry_after_ms, relay, status_code, reply)
    where d.edition_id = ${run.editionId} and d.is_rehearsal = ${run.isRehearsal}
      and d.subscriber_id = v.subscriber_id and d.owner = ${run.owner}::uuid
      and d.state in ('submitting', 'unknown')`.execute(db);
}

/** `submitting → submitted` once no row is pending or claimed. True where this call did it. */
export async function finishEdition({ db }: { db: Db }, run: Omit<Run, 'owner'>): Promise<boolean> {
  const { numAffectedRows } = await sql`
    update editions e set state = 'submitted', finished_at = now()
    where e.id = ${run.editionId} and e.state = 'submitting' and e.is_rehearsal = ${run.isRehearsal}
      and not exists (
        select from deliveries d
        where d.edition_id = ${run.editionId} and d.is_rehearsal = ${run.isRehearsal}
          and d.state in ('pending', 'submitting'))`.execute(db);
  return Number(numAffectedRows ?? 0) > 0;
}

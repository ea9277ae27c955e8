import { sql } from 'kysely';
import type { Db } from '../../platform/db/client.ts';

/** An address is suppressed after soft bounces on this many days in a row. */
export const SOFT_BOUNCES_TO_SUPPRESS = 5;
/** Older bounces say nothing about the present. */
const SOFT_WINDOW_DAYS = 30;

/** The known result of a recent delivery. */
type Past = { day: string; outcome: 'soft' | 'other' | 'silence' };

/**
 * True if the latest bounces were soft, on enough days, without a delivery between them that did not bounce, because
 * that one arrived. Deliveries after the last bounce do not count, because they may still bounce. Pure; newest first.
 */
export function isWornOut(past: readonly Past[]): boolean {
  const from = past.findIndex(({ outcome }) => outcome !== 'silence');
  if (from < 0) return false;
  const days = new Set<string>();
  for (const { day, outcome } of past.slice(from)) {
    if (outcome === 'silence') break;
    // Refusals because of the sender say nothing about the address.
    if (outcome === 'soft') days.add(day);
  }
  return days.size >= SOFT_BOUNCES_TO_SUPPRESS;
}

/**
 * Loads the deliveries of a reader in the window, newest first. A delay is not a bounce. A success report counts as no
 * bounce.
 */
export async function loadPast(db: Db, subscriberId: number, now: Date): Promise<Past[]> {
  const since = new Date(now.getTime() - SOFT_WINDOW_DAYS * 86_400_000);
  const { rows } = await sql<Past>`
    select to_char(d.submitted_at at time zone 'UTC', 'YYYY-MM-DD') as day,
      case when bool_or(f.action = 'soft') then 'soft' when count(f.id) > 0 then 'other' else 'silence' end as outcome
    from editions e
    join deliveries d on d.edition_id = e.id and not d.is_rehearsal and d.subscriber_id = ${subscriberId}
    left join feedback f on f.subscriber_id = d.subscriber_id and f.edition_id = d.edition_id
      and f.kind = 'bounce' and not f.is_delay and f.action <> 'none'
    where e.date >= ${since.toISOString().slice(0, 10)}::date and d.state = 'submitted' and d.submitted_at >= ${since}
    group by d.edition_id, d.submitted_at order by d.submitted_at desc`.execute(db);
  return rows;
}

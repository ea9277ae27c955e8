import { sql } from 'kysely';
import { datesAround } from '../domain/due.ts';
import { isAnyOf, OPEN } from '../domain/states.ts';
import { isHeld } from '../platform/leases.ts';
import type { Db } from '../platform/db/client.ts';
import { loadReaderHours, planWaves } from '../readers/waves.ts';
import { findDailies } from './dailies.ts';
import { loadSchedules } from './load.ts';
import { loadSeenAt } from './plans.ts';

/** A send hour that passed while no scheduler was there to keep it. */
export type Unfollowed = { slug: string; date: string; dueAt: Date };

/** The number of schedulers that live. */
export async function countSchedulers({ db }: { db: Db }): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from leases where role = 'process:scheduler' and until > now()`.execute(db);
  return rows[0]!.count;
}

/**
 * Each newsletter's latest send hour that passed since its schedule was last followed, while no scheduler lives. Hours of
 * editions that were sent or cancelled otherwise are none. Empty as long as a scheduler lives: it says itself what is late.
 */
export async function listUnfollowed({ db }: { db: Db }, now: Date): Promise<Unfollowed[]> {
  if (await isHeld({ db }, 'process:scheduler')) return [];
  const found: Unfollowed[] = [];
  for (const { newsletter, schedule } of await loadSchedules({ db })) {
    const hours = await loadReaderHours({ db }, newsletter.id);
    const since = (await loadSeenAt(db, newsletter.id)) ?? newsletter.created_at;
    const passed = datesAround(schedule.zone, now).flatMap((date) =>
      planWaves(schedule, hours, date)
        .filter(({ dueAt }) => dueAt >= newsletter.created_at && dueAt > since && dueAt <= now)
        .map(({ dueAt }) => ({ slug: newsletter.slug, date, dueAt })),
    );
    const editions = await findDailies(
      db,
      newsletter.id,
      passed.map(({ date }) => date),
    );
    const isWaiting = ({ date }: Unfollowed): boolean => {
      const state = editions.get(date)?.state;
      return state === undefined || isAnyOf(OPEN, state);
    };
    const latest = passed.findLast(isWaiting);
    if (latest) found.push(latest);
  }
  return found;
}

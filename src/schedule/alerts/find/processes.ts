import { sql } from 'kysely';
import { datesAround, dueOn } from '../../../domain/due.ts';
import { OPEN, SENDING } from '../../../domain/states.ts';
import { loadSchedules } from '../../load.ts';
import { countSchedulers, listUnfollowed } from '../../unfollowed.ts';
import { MINUTE_MS, type Condition, type FindDeps, type Finder } from '../condition.ts';

const ROLES = ['newsroom', 'renderer', 'mailer'] as const;

async function listMissing({ db }: FindDeps): Promise<(typeof ROLES)[number][]> {
  const { rows } = await sql<{ role: string }>`
    select distinct role from leases where role like 'process:%' and until > now()`.execute(db);
  return ROLES.filter((role) => !rows.some((row) => row.role === `process:${role}`));
}

/** True if an edition is being sent, is late to start, or is to be composed and sent soon. */
async function isAnyNeeded({ db }: FindDeps, now: Date): Promise<boolean> {
  const { rows } = await sql`
    select 1 from editions
    where state = any(${SENDING}::text[])
       or (state = any(${OPEN}::text[]) and due_at between ${now}::timestamptz - interval '1 hour' and ${now}::timestamptz)
    limit 1`.execute(db);
  if (rows.length > 0) return true;
  return (await loadSchedules({ db })).some(({ newsletter, schedule }) =>
    datesAround(schedule.zone, now).some((date) => {
      const untilMs = (dueOn(schedule, date)?.getTime() ?? -Infinity) - now.getTime();
      return untilMs >= 0 && untilMs <= newsletter.compose_lead_minutes * MINUTE_MS;
    }),
  );
}

/** Kinds of processes of which none lives while an edition needs them. */
export const processFinder: Finder = {
  kinds: ['process_gone'],
  find: async (deps) => {
    const missing = await listMissing(deps);
    if (missing.length === 0 || !(await isAnyNeeded(deps, deps.now()))) return [];
    return missing.map((role) => ({
      kind: 'process_gone',
      about: role,
      text: `No ${role} lives, and an edition needs one.`,
      afterMs: MINUTE_MS,
    }));
  },
};

/** No scheduler lives. Only another process can find this. */
export const schedulerFinder: Finder = {
  kinds: ['scheduler_gone'],
  find: async (deps): Promise<Condition[]> => {
    if ((await countSchedulers(deps)) > 0) return [];
    const missed = await listUnfollowed(deps, deps.now());
    const said = missed.map(({ slug, dueAt }) => ` The hour of ${slug}, ${dueAt.toISOString()}, has passed.`);
    const text = `No scheduler lives: no edition is composed or sent by itself.${said.join('')}`;
    return [{ kind: 'scheduler_gone', about: 'all', text, afterMs: MINUTE_MS }];
  },
};

import { sql, type Selectable } from 'kysely';
import type { Db } from '../platform/db/client.ts';
import { instantOf } from '../domain/due.ts';
import { OPEN } from '../domain/states.ts';
import { loadReaderHours, planWaves, type Wave } from '../readers/waves.ts';
import type { Newsletters } from '../platform/db/tables/newsletters.ts';
import { loadSchedule } from './nextDue.ts';

type Scheduled = Pick<
  Selectable<Newsletters>,
  'id' | 'zone' | 'send_at' | 'weekdays' | 'weekly_weekday' | 'weekly_at' | 'created_at'
>;
type Planned = { id: number; date: string; kind: 'daily' | 'weekly'; dueAt: Date | null; isOverdue: boolean };

/** The editions that the schedule sends and that have not started, from a date (YYYY-MM-DD) on. */
async function listOpen(db: Db, newsletterId: number, from: string): Promise<Planned[]> {
  const { rows } = await sql<Planned>`
    select id, date, kind, due_at as "dueAt", flag is not distinct from 'overdue' as "isOverdue" from editions
    where newsletter_id = ${newsletterId} and date >= ${from}::date and kind in ('daily', 'weekly') and number = 1
      and state = any(${OPEN}::text[])`.execute(db);
  return rows;
}

/** The first hour that counts of a date's waves. A reader who chose an hour that had passed was not promised it. */
function firstDue(waves: readonly Wave[], { dueAt }: Planned, created: Date, now: Date): Date | null {
  const first = waves.find(
    (wave) =>
      wave.dueAt >= created &&
      ((wave.ownZone === null && wave.ownSendAt === null) ||
        wave.dueAt > now ||
        (dueAt !== null && dueAt <= wave.dueAt)),
  );
  return first?.dueAt ?? null;
}

/** A weekly edition gets its hour when the scheduler composes it: here it follows a change, or loses it. */
function weeklyDue({ zone, weekly_weekday, weekly_at, created_at }: Scheduled, { date, dueAt }: Planned): Date | null {
  if (dueAt === null || Temporal.PlainDate.from(date).dayOfWeek !== weekly_weekday) return null;
  const due = instantOf(date, weekly_at, zone);
  return due >= created_at ? due : null;
}

/**
 * Makes `due_at` of the editions that have not started say what the schedule says, from the date `from` on: the first
 * hour of their day, or null where the schedule has no edition that day. Editions of the dates in `except` are left
 * alone. `wavesOn` names the waves of a date. The flag `overdue` goes where the hour is not over any more. Does nothing where
 * all is right.
 */
export async function keepDue(
  { db }: { db: Db },
  newsletter: Scheduled,
  {
    from,
    now,
    wavesOn,
    except,
  }: { from: string; now: Date; wavesOn: (date: string) => readonly Wave[]; except?: ReadonlySet<string> },
): Promise<void> {
  for (const edition of await listOpen(db, newsletter.id, from)) {
    if (edition.kind === 'daily' && except?.has(edition.date)) continue;
    const dueAt =
      edition.kind === 'weekly'
        ? weeklyDue(newsletter, edition)
        : firstDue(wavesOn(edition.date), edition, newsletter.created_at, now);
    // What has no hour, or one to come, is not late any more.
    const isInTime = dueAt === null || dueAt > now;
    if (dueAt?.getTime() === edition.dueAt?.getTime() && !(edition.isOverdue && isInTime)) continue;
    // Another process may have started it, or moved its hour, since.
    await sql`
      update editions
      set due_at = ${dueAt},
          flag_detail = case when ${isInTime}::boolean and flag = 'overdue' then null else flag_detail end,
          flag = case when ${isInTime}::boolean and flag = 'overdue' then null else flag end
      where id = ${edition.id} and state = any(${OPEN}::text[])
        and due_at is not distinct from ${edition.dueAt}::timestamptz`.execute(db);
  }
}

/** The newsletter's columns that decide when its editions are due. */
const SCHEDULING: ReadonlySet<string> = new Set(['zone', 'send_at', 'weekdays', 'weekly_weekday', 'weekly_at']);

/** True if one of these columns decides when editions are due. */
export function movesHours(columns: readonly string[]): boolean {
  return columns.some((column) => SCHEDULING.has(column));
}

/**
 * Like keepDue, by the schedule as it stands in the database: for the transaction that changes the schedule. `from` is
 * the first date that changes; without it, the day before yesterday, which may have hours to come in the last time zones.
 */
export async function followChange({ db }: { db: Db }, newsletterId: number, from?: string): Promise<void> {
  const newsletter = await db
    .selectFrom('newsletters')
    .selectAll()
    .select(sql<string>`coalesce(${from ?? null}::date, current_date - 2)`.as('from'))
    .select(sql<Date>`now()`.as('now'))
    .where('id', '=', newsletterId)
    .executeTakeFirstOrThrow();
  const schedule = await loadSchedule({ db }, newsletter, newsletter.from);
  const hours = await loadReaderHours({ db }, newsletterId);
  const wavesOn = (date: string): Wave[] => planWaves(schedule, hours, date);
  await keepDue({ db }, newsletter, { from: newsletter.from, now: newsletter.now, wavesOn });
}

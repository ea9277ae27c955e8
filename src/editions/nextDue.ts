import type { Selectable } from 'kysely';
import type { Db } from '../platform/db/client.ts';
import type { Editions } from '../platform/db/tables/editions.ts';
import type { Newsletter } from './newsletters/newsletters.ts';
import { dateIn, dueOn, type Schedule } from '../domain/due.ts';

/** Schedules with a longer break promise nothing. */
const DAYS_AHEAD = 60;

type Own = Pick<Newsletter, 'id' | 'zone' | 'send_at' | 'weekdays'>;

/** The first hour of a schedule after `after`, by the newsletter's own clock, from the day `from` on. Null: none soon. */
function firstDue(schedule: Schedule, from: string, after: Date): Date | null {
  const first = Temporal.PlainDate.from(from);
  for (let days = 0; days <= DAYS_AHEAD; days++) {
    const due = dueOn(schedule, first.add({ days }).toString());
    if (due && due > after) return due;
  }
  return null;
}

async function loadSchedule({ db }: { db: Db }, newsletter: Own, from: string): Promise<Schedule> {
  const rows = await db
    .selectFrom('schedule_exceptions')
    .select(['date', 'send_at'])
    .where('newsletter_id', '=', newsletter.id)
    .where('date', '>=', from)
    .execute();
  const exceptions = new Map(rows.map(({ date, send_at }) => [date, send_at]));
  return { zone: newsletter.zone, sendAt: newsletter.send_at, weekdays: newsletter.weekdays, exceptions };
}

/** When a newsletter's next daily edition is due after `at`, or null. Readers may have chosen other hours. */
export async function findNextDueAfter({ db }: { db: Db }, newsletter: Own, at: Date): Promise<Date | null> {
  const from = dateIn(newsletter.zone, at);
  return firstDue(await loadSchedule({ db }, newsletter, from), from, at);
}

/**
 * When the daily edition after this one is due, or null. The answer depends on the edition alone, so that each rendering
 * of it says the same.
 */
export async function findNextDue(
  { db }: { db: Db },
  newsletter: Own,
  edition: Pick<Selectable<Editions>, 'date' | 'kind' | 'due_at' | 'started_at' | 'created_at'>,
): Promise<Date | null> {
  if (edition.kind !== 'daily')
    return findNextDueAfter({ db }, newsletter, edition.due_at ?? edition.started_at ?? edition.created_at);
  const from = Temporal.PlainDate.from(edition.date).add({ days: 1 }).toString();
  return firstDue(await loadSchedule({ db }, newsletter, from), from, new Date(0));
}

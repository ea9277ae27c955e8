import type { Selectable } from 'kysely';
import type { Db } from '../platform/db/client.ts';
import type { Editions } from '../platform/db/tables/editions.ts';
import type { Newsletters } from '../platform/db/tables/newsletters.ts';
import type { Frequency } from '../domain/choices.ts';
import { dateIn, dueOn, instantOf, type Schedule } from '../domain/due.ts';

/** Schedules with a longer break promise nothing. */
const DAYS_AHEAD = 60;

type Own = Pick<Selectable<Newsletters>, 'id' | 'zone' | 'send_at' | 'weekdays'>;

/** The first hour after `after` that `dueAt` names for a day, from the day `from` on. Null: none soon. */
function firstDue(dueAt: (date: string) => Date | null, from: string, after: Date): Date | null {
  const first = Temporal.PlainDate.from(from);
  for (let days = 0; days <= DAYS_AHEAD; days++) {
    const due = dueAt(first.add({ days }).toString());
    if (due && due > after) return due;
  }
  return null;
}

const newsletterDue =
  (schedule: Schedule) =>
  (date: string): Date | null =>
    dueOn(schedule, date);

/** The schedule of a newsletter, with its recorded days from `from` (YYYY-MM-DD) on. */
export async function loadSchedule({ db }: { db: Db }, newsletter: Own, from: string): Promise<Schedule> {
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
  return firstDue(newsletterDue(await loadSchedule({ db }, newsletter, from)), from, at);
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
  return firstDue(newsletterDue(await loadSchedule({ db }, newsletter, from)), from, new Date(0));
}

/** True for the edition of a day on which the schedule sends none. Editions that staff make for now have no schedule. */
export async function isOffSchedule(
  { db }: { db: Db },
  newsletter: Own & Pick<Selectable<Newsletters>, 'weekly_weekday'>,
  { date, kind, number }: Pick<Selectable<Editions>, 'date' | 'kind' | 'number'>,
): Promise<boolean> {
  if (number !== 1) return false;
  if (kind === 'weekly') return Temporal.PlainDate.from(date).dayOfWeek !== newsletter.weekly_weekday;
  return kind === 'daily' && dueOn(await loadSchedule({ db }, newsletter, date), date) === null;
}

/** A reader's own choices. Null: the newsletter's zone and hour. */
export type ReaderHours = { zone: string | null; sendAt: string | null; frequency: Frequency };

const FRIDAY = 5;

/** The hour of an edition for a reader. An unknown zone (IANA removes names) falls back to the newsletter's. */
function instantFor(date: string, time: string, zone: string, fallback: string): Date {
  try {
    return instantOf(date, time, zone);
  } catch (error) {
    if (!(error instanceof RangeError) || zone === fallback) throw error;
    return instantOf(date, time, fallback);
  }
}

/** When a reader's next edition after `at` is due, by their own hour, zone and frequency. Null: none is planned. */
export async function findNextForReader(
  { db }: { db: Db },
  newsletter: Own & Pick<Selectable<Newsletters>, 'weekly_weekday' | 'weekly_at'>,
  { zone, sendAt, frequency }: ReaderHours,
  at: Date,
): Promise<Date | null> {
  // A day may have begun in the newsletter's zone that has not in the reader's, and the other way round.
  const from = Temporal.PlainDate.from(dateIn(newsletter.zone, at)).subtract({ days: 1 }).toString();
  const schedule = await loadSchedule({ db }, newsletter, from);
  const weekdayOf = (date: string): number => Temporal.PlainDate.from(date).dayOfWeek;
  const dueAt = (date: string): Date | null => {
    if (frequency === 'weekly')
      return weekdayOf(date) === newsletter.weekly_weekday
        ? instantOf(date, newsletter.weekly_at, newsletter.zone)
        : null;
    if (dueOn(schedule, date) === null || (frequency === 'weekdays' && weekdayOf(date) > FRIDAY)) return null;
    const usual = schedule.exceptions.get(date) ?? schedule.sendAt;
    return instantFor(date, sendAt ?? usual, zone ?? newsletter.zone, newsletter.zone);
  };
  return firstDue(dueAt, from, at);
}

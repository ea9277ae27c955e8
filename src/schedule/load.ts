import { sql } from 'kysely';
import type { Db } from '../platform/db/client.ts';
import type { Newsletter } from '../editions/newsletters/newsletters.ts';
import type { Schedule } from '../domain/due.ts';
import { loadReaderHours, planWaves } from '../readers/waves.ts';

export type Scheduled = { newsletter: Newsletter; schedule: Schedule };

/** The schedule of a newsletter, with the given dated exceptions. */
function scheduleOf(newsletter: Newsletter, exceptions: ReadonlyMap<string, string | null>): Schedule {
  return { zone: newsletter.zone, sendAt: newsletter.send_at, weekdays: newsletter.weekdays, exceptions };
}

/** The schedule of a newsletter with its recorded days. */
export async function loadSchedule({ db }: { db: Db }, newsletter: Newsletter): Promise<Schedule> {
  const days = await db
    .selectFrom('schedule_exceptions')
    .select(['date', 'send_at'])
    .where('newsletter_id', '=', newsletter.id)
    .execute();
  return scheduleOf(newsletter, new Map(days.map(({ date, send_at }) => [date, send_at])));
}

/** Every newsletter that has at least one outlet, with its schedule. */
export async function loadSchedules({ db }: { db: Db }): Promise<Scheduled[]> {
  const newsletters = await db
    .selectFrom('newsletters')
    .selectAll()
    .where(({ exists, selectFrom }) =>
      exists(
        selectFrom('outlets')
          .select('outlets.id')
          .whereRef('outlets.newsletter_id', '=', 'newsletters.id')
          .where('outlets.is_guest', '=', false),
      ),
    )
    .execute();
  const exceptions = await db
    .selectFrom('schedule_exceptions')
    .selectAll()
    .where('date', '>=', sql<string>`current_date - 3`)
    .execute();
  return newsletters.map((newsletter) => {
    const own = exceptions.filter((exception) => exception.newsletter_id === newsletter.id);
    return { newsletter, schedule: scheduleOf(newsletter, new Map(own.map(({ date, send_at }) => [date, send_at]))) };
  });
}

/**
 * The time of the first wave of the edition of `date`. Null if no edition is planned that day, or if its last wave was
 * before the creation of the newsletter.
 */
export async function findDue({ db }: { db: Db }, newsletter: Newsletter, date: string): Promise<Date | null> {
  const exception = await db
    .selectFrom('schedule_exceptions')
    .select('send_at')
    .where('newsletter_id', '=', newsletter.id)
    .where('date', '=', date)
    .executeTakeFirst();
  const schedule = scheduleOf(newsletter, new Map(exception ? [[date, exception.send_at]] : []));
  const waves = planWaves(schedule, await loadReaderHours({ db }, newsletter.id), date);
  return waves.find(({ dueAt }) => dueAt > newsletter.created_at)?.dueAt ?? null;
}

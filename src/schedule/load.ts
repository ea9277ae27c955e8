import { sql } from 'kysely';
import type { Db } from '../platform/db/client.ts';
import type { Newsletter } from '../editions/newsletters/newsletters.ts';
import type { Schedule } from '../domain/due.ts';
import { loadReaderHours, planWaves } from '../readers/waves.ts';

export type Scheduled = { newsletter: Newsletter; schedule: Schedule };

/** A newsletter's schedule with the dated exceptions given. */
export function scheduleOf(newsletter: Newsletter, exceptions: ReadonlyMap<string, string | null>): Schedule {
  return { zone: newsletter.zone, sendAt: newsletter.send_at, weekdays: newsletter.weekdays, exceptions };
}

/** Every newsletter that has something to be made of (an outlet), with its schedule. */
export async function loadSchedules({ db }: { db: Db }): Promise<Scheduled[]> {
  const newsletters = await db
    .selectFrom('newsletters')
    .selectAll()
    .where(({ exists, selectFrom }) =>
      exists(selectFrom('outlets').select('outlets.id').whereRef('outlets.newsletter_id', '=', 'newsletters.id')),
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
 * When the edition of `date` is first due by the schedule (its earliest wave), or null: none is planned that day, or
 * its last hour was over before the newsletter existed.
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

import { dateIn, isDay } from '../../domain/due.ts';
import { ReveilleError } from '../../domain/errors.ts';
import { isTime } from '../../domain/hours.ts';
import { recordAudit } from '../../platform/audit.ts';
import type { Db } from '../../platform/db/client.ts';
import { followStarted } from '../callOff.ts';
import { followChange } from '../openDue.ts';
import type { Newsletter } from './newsletters.ts';

/** A day that differs from the usual schedule. `sendAt`: HH:MM, or null for no edition. */
export type ScheduleDay = { date: string; sendAt: string | null; note: string };

const MAX_NOTE = 100;

/** The recorded days of a newsletter from `from` (YYYY-MM-DD) on. */
export async function listScheduleDays({ db }: { db: Db }, newsletterId: number, from: string): Promise<ScheduleDay[]> {
  const rows = await db
    .selectFrom('schedule_exceptions')
    .select(['date', 'send_at', 'note'])
    .where('newsletter_id', '=', newsletterId)
    .where('date', '>=', from)
    .orderBy('date')
    .execute();
  return rows.map(({ date, send_at, note }) => ({ date, sendAt: send_at?.slice(0, 5) ?? null, note }));
}

/** What is wrong with each part of a day, as a sentence. */
export type DayProblems = { date?: string; sendAt?: string; note?: string };

/** Checks a day as people type it. */
export function checkScheduleDay(newsletter: Newsletter, day: ScheduleDay, now: Date): DayProblems {
  const problems: DayProblems = {};
  if (!isDay(day.date)) problems.date = 'This is not a day. Use one such as 2026-12-25.';
  else if (day.date < dateIn(newsletter.zone, now)) problems.date = 'This day is over.';
  if (day.sendAt !== null && !isTime(day.sendAt)) problems.sendAt = 'This is not a time. Use one such as 08:00.';
  if (day.note.length > MAX_NOTE) problems.note = `A note has at most ${MAX_NOTE} characters.`;
  return problems;
}

/**
 * Records days that differ from the usual schedule, or replaces their records. Editions of these days that have not
 * started follow. Returns the ids of the editions that were being prepared and are called off: no reader was mailed. Throws
 * CONFLICT, and then records none, if an edition is already being mailed. The days must have passed the check.
 */
export async function setScheduleDays(
  { db }: { db: Db },
  newsletter: Newsletter,
  { days, actor }: { days: readonly ScheduleDay[]; actor: string },
): Promise<number[]> {
  return db.transaction().execute(async (tx) => {
    const calledOff: number[] = [];
    for (const { date, sendAt, note } of days) {
      const values = { send_at: sendAt, note };
      await tx
        .insertInto('schedule_exceptions')
        .values({ newsletter_id: newsletter.id, date, ...values })
        .onConflict((conflict) => conflict.columns(['newsletter_id', 'date']).doUpdateSet(values))
        .execute();
      const detail = { date, at: sendAt ?? 'no edition', note };
      await recordAudit(tx, { actor, action: 'schedule.day', newsletterId: newsletter.id, detail });
      const stopped = await followStarted(tx, { newsletterId: newsletter.id, date, sendAt, actor });
      if (stopped !== null) calledOff.push(stopped);
    }
    await followChange({ db: tx }, newsletter.id, days.map(({ date }) => date).toSorted()[0]);
    return calledOff;
  });
}

/** Removes the records of days: the usual schedule holds again. Throws NOT_FOUND, and then removes none. */
export async function removeScheduleDays(
  { db }: { db: Db },
  newsletter: Newsletter,
  { dates, actor }: { dates: readonly string[]; actor: string },
): Promise<void> {
  await db.transaction().execute(async (tx) => {
    for (const date of dates) {
      const removed = isDay(date)
        ? await tx
            .deleteFrom('schedule_exceptions')
            .where('newsletter_id', '=', newsletter.id)
            .where('date', '=', date)
            .returning('date')
            .executeTakeFirst()
        : undefined;
      if (!removed) throw new ReveilleError('NOT_FOUND', `${date} is not among the recorded days.`);
      await recordAudit(tx, { actor, action: 'schedule.usual', newsletterId: newsletter.id, detail: { date } });
    }
    await followChange({ db: tx }, newsletter.id, dates.toSorted()[0]);
  });
}

import { ReveilleError } from '../domain/errors.ts';
import { dateIn } from '../domain/due.ts';
import { findNewsletter } from '../editions/newsletters/newsletters.ts';
import {
  checkScheduleDay,
  listScheduleDays,
  removeScheduleDays,
  setScheduleDays,
  type ScheduleDay,
} from '../editions/newsletters/scheduleDays.ts';
import { openOutput, withRuntime } from './command.ts';
import type { Run } from './run.ts';

export type DayOptions = { at?: string; note?: string; usual?: boolean; json?: boolean };

function describe({ date, sendAt, note }: ScheduleDay): string {
  return `${date}  ${sendAt === null ? 'no edition' : `at ${sendAt}`}${note === '' ? '' : `  ${note}`}`;
}

/**
 * `newsletters days`: records days without an edition (holidays) or with another hour, makes days usual again, and prints
 * the recorded days to come. Nothing is recorded if one of the days is refused.
 */
export async function setDays(run: Run, slug: string, dates: string[], options: DayOptions): Promise<void> {
  const { at, note = '', usual: isUsual = false } = options;
  if (isUsual && (at !== undefined || note !== ''))
    throw new ReveilleError('USAGE', '--usual makes a day usual again: it takes neither --at nor --note.');
  if (dates.length === 0 && (isUsual || at !== undefined || note !== ''))
    throw new ReveilleError('USAGE', 'Name at least one day, such as 2026-12-25.');
  await withRuntime(run, async ({ db, now }) => {
    const newsletter = await findNewsletter({ db }, slug);
    const days = dates.map((date): ScheduleDay => ({ date, sendAt: at ?? null, note }));
    for (const day of isUsual ? [] : days) {
      const { date, sendAt, note: long } = checkScheduleDay(newsletter, day, now());
      const problem = date ?? sendAt ?? long;
      if (problem !== undefined) throw new ReveilleError('USAGE', `${day.date}: ${problem}`);
    }
    if (isUsual) await removeScheduleDays({ db }, newsletter, { dates, actor: 'cli' });
    const calledOff = isUsual ? [] : await setScheduleDays({ db }, newsletter, { days, actor: 'cli' });
    const { result, note: say } = openOutput(run, options);
    for (const id of calledOff) say(`Edition ${id} was called off. No reader was mailed.`);
    const known = await listScheduleDays({ db }, newsletter.id, dateIn(newsletter.zone, now()));
    for (const day of known) result(day, describe(day));
    if (known.length === 0) say('No day differs from the usual schedule.');
  });
}

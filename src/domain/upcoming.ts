import { dateIn, dueOn, type Schedule } from './due.ts';

/** A day on which a newsletter goes out, or would go out if it were not skipped. */
export type Upcoming = {
  /** YYYY-MM-DD, by the newsletter's calendar. */
  date: string;
  /** Null: the day is skipped. */
  dueAt: Date | null;
  /** A recorded day moves its hour, or skips it. */
  isException: boolean;
  /** Minutes by which the clocks have changed since the day before in the list, or since now. Above 0: forward. */
  clockChange: number;
};

/** A schedule may have no weekday at all, so the search ends. */
const MAX_DAYS = 400;

const offsetMinutes = (zone: string, at: Date): number =>
  Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(zone).offsetNanoseconds / 60e9;

/** The days from `now` on until `count` send times are listed, with the skipped days between them. */
export function listUpcoming(schedule: Schedule, now: Date, count: number): Upcoming[] {
  const days: Upcoming[] = [];
  const first = Temporal.PlainDate.from(dateIn(schedule.zone, now));
  let offset = offsetMinutes(schedule.zone, now);
  for (let ahead = 0, sends = 0; ahead < MAX_DAYS && sends < count; ahead++) {
    const day = first.add({ days: ahead });
    const date = day.toString();
    const exception = schedule.exceptions.get(date);
    const dueAt = dueOn(schedule, date);
    if (dueAt === null) {
      if (exception === null && schedule.weekdays.includes(day.dayOfWeek))
        days.push({ date, dueAt, isException: true, clockChange: 0 });
      continue;
    }
    if (dueAt <= now) continue;
    const offsetThen = offsetMinutes(schedule.zone, dueAt);
    days.push({ date, dueAt, isException: exception !== undefined, clockChange: offsetThen - offset });
    offset = offsetThen;
    sends++;
  }
  return days;
}

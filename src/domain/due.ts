/** What of a newsletter decides when its editions are due. */
export type Schedule = {
  /** IANA name. */
  zone: string;
  /** Wall-clock time, HH:MM or HH:MM:SS. */
  sendAt: string;
  /** ISO weekdays, 1 = Monday. */
  weekdays: readonly number[];
  /** By date (YYYY-MM-DD): another hour, or null for no edition that day. */
  exceptions: ReadonlyMap<string, string | null>;
};

/**
 * The instant of a wall-clock time. On the night when the clocks go forward, a time that does not exist moves
 * to the next that does (02:30 becomes 03:00); on the night when they go back, a time that comes twice is the
 * first of the two.
 */
export function instantOf(date: string, time: string, zone: string): Date {
  const wall = Temporal.PlainDate.from(date).toPlainDateTime(Temporal.PlainTime.from(time));
  const instant = wall.toZonedDateTime(zone, { disambiguation: 'earlier' });
  const exists = instant.toPlainDateTime().equals(wall);
  // In a gap, `earlier` reads the time with the offset of after the change, and so lies before it.
  const moved = exists ? instant : (instant.getTimeZoneTransition('next') ?? instant);
  return new Date(moved.epochMilliseconds);
}

/** The calendar date in `zone` at `at`, as YYYY-MM-DD. */
export function dateIn(zone: string, at: Date): string {
  return Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(zone).toPlainDate().toString();
}

/** True for a day of the calendar from year 1 on, as YYYY-MM-DD. PostgreSQL has no year 0. */
export function isDay(text: string): boolean {
  if (!/^(?!0000)\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  try {
    return Temporal.PlainDate.from(text, { overflow: 'reject' }).toString() === text;
  } catch {
    return false;
  }
}

/** When the edition of `date` is due, or null where the schedule has none that day. */
export function dueOn(schedule: Schedule, date: string): Date | null {
  const exception = schedule.exceptions.get(date);
  if (exception === null) return null;
  const isWeekday = schedule.weekdays.includes(Temporal.PlainDate.from(date).dayOfWeek);
  if (exception === undefined && !isWeekday) return null;
  return instantOf(date, exception ?? schedule.sendAt, schedule.zone);
}

/**
 * The dates whose editions can have a reader's hour about `now`, by the newsletter's own calendar: between the
 * first zone's midnight and the last one's lie 26 hours, and composing leads by up to a day.
 */
export function datesAround(zone: string, now: Date): string[] {
  const today = Temporal.PlainDate.from(dateIn(zone, now));
  return [-2, -1, 0, 1, 2].map((days) => today.add({ days }).toString());
}

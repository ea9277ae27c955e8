/** A day (YYYY-MM-DD) with weekday in the language's format, for example Tuesday, 24 November 2026. */
export function formatDay(date: string, language: string = 'en'): string {
  return new Intl.DateTimeFormat(language, { dateStyle: 'full', timeZone: 'UTC' }).format(
    new Date(`${date}T00:00:00Z`),
  );
}

/** An instant on the wall clock of `zone`, with the zone's short name. */
export function formatTime(at: Date, zone: string, language: string = 'en'): string {
  const options = { weekday: 'short', day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' } as const;
  return new Intl.DateTimeFormat(language, {
    ...options,
    hourCycle: 'h23',
    timeZone: zone,
    timeZoneName: 'short',
  }).format(at);
}

/**
 * An instant on the wall clock of `zone`, with its full date and the zone's short name, for texts that are read later.
 */
export function formatInstant(at: Date, zone: string, language: string = 'en'): string {
  // The same as dateStyle and timeStyle, which cannot be combined with timeZoneName.
  const day = { year: 'numeric', month: 'long', day: 'numeric' } as const;
  const time = { hour: 'numeric', minute: '2-digit', timeZone: zone, timeZoneName: 'short' } as const;
  return new Intl.DateTimeFormat(language, { ...day, ...time }).format(at);
}

/** A month (YYYY-MM) in the language's format, for example November 2026. */
export function formatMonth(month: string, language: string = 'en'): string {
  return new Intl.DateTimeFormat(language, { month: 'long', year: 'numeric', timeZone: 'UTC' }).format(
    new Date(`${month}-01T00:00:00Z`),
  );
}

/** A short instant on the wall clock of `zone`, for places where the day and the zone are known: Tue 05:30. */
export function formatClock(at: Date, zone: string, language: string = 'en'): string {
  return new Intl.DateTimeFormat(language, {
    weekday: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    timeZone: zone,
  }).format(at);
}

export function formatCount(count: number, language: string = 'en'): string {
  return new Intl.NumberFormat(language).format(count);
}

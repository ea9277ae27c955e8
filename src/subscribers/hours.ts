const TIME = /^([01]\d|2[0-3]):[0-5]\d$/;

/** True for an hour of the day, HH:MM. */
export function isTime(text: string): boolean {
  return TIME.test(text);
}

/** True for an IANA time zone that this Node knows. */
export function isZone(zone: string): boolean {
  try {
    // An offset such as +02:00 passes for a zone, too, and knows no summer time.
    return /^[A-Za-z]/.test(zone) && Boolean(Intl.DateTimeFormat('en', { timeZone: zone }));
  } catch {
    return false;
  }
}

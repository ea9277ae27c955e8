const TIME = /^([01]\d|2[0-3]):[0-5]\d$/;

/** True for an hour of the day, HH:MM. */
export function isTime(text: string): boolean {
  return TIME.test(text);
}

const BOUND = '\u00a0';

/** Keeps a copyright sign on the line of its owner: at the end of a line it would seem to belong to nobody. */
export function bindSigns(text: string): string {
  return text.replaceAll('© ', `©${BOUND}`);
}

/** The most characters that fit in half a phone's line. Longer text must be free to break. */
const MAX_BOUND = 24;

/** Keeps the last two words on one line if they are short: a single word on the last line looks lost. */
export function bindLastWords(text: string): string {
  const last = text.lastIndexOf(' ');
  const before = text.lastIndexOf(' ', last - 1);
  if (last < 0 || text.length - before - 1 > MAX_BOUND) return text;
  return text.slice(0, last) + BOUND + text.slice(last + 1);
}

/** Keeps an hour and what follows it ("5:30 AM GMT") on one line, if that is short. */
export function bindHour(text: string): string {
  return text.replace(/(?<!\d)\d{1,2}[:.]\d\d\s.*$/su, (hour) =>
    hour.length > MAX_BOUND ? hour : hour.replaceAll(/\s/gu, BOUND),
  );
}

/** A dot between parts of one line. It may end a line but never starts one. */
export const SEPARATOR = `${BOUND}· `;

/** Joins the parts of one line, and skips empty ones. */
export function joinParts(parts: readonly (string | null)[]): string {
  return parts.filter(Boolean).join(SEPARATOR);
}

/** Turns non-breaking spaces back into spaces, for fixed-width text. */
export function unbind(text: string): string {
  return text.replaceAll(BOUND, ' ');
}

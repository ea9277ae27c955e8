const BOUND = '\u00a0';

/** The sign of a copyright on one line with its owner: alone at a line's end it belongs to nobody. */
export function bindSigns(text: string): string {
  return text.replaceAll('© ', `©${BOUND}`);
}

/** So many characters have room in half a phone's line; what is longer must be free to break. */
const MAX_BOUND = 24;

/** The last two words on one line, where they are short: one word alone under a line looks lost. */
export function bindLastWords(text: string): string {
  const last = text.lastIndexOf(' ');
  const before = text.lastIndexOf(' ', last - 1);
  if (last < 0 || text.length - before - 1 > MAX_BOUND) return text;
  return text.slice(0, last) + BOUND + text.slice(last + 1);
}

/** A dot between parts of one line: it may end a line, and never begins one. */
export const SEPARATOR = `${BOUND}· `;

/** Parts of one line, without those that are none. */
export function joinParts(parts: readonly (string | null)[]): string {
  return parts.filter(Boolean).join(SEPARATOR);
}

/** As it was before: in a text of fixed width, a space is a space. */
export function unbind(text: string): string {
  return text.replaceAll(BOUND, ' ');
}

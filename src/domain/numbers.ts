/** The largest value of a database's integer: no id is larger. */
export const MAX_ID = 2 ** 31 - 1;

/**
 * The whole number that a person typed, in decimal digits, or null if the text is not a whole number or not from `min`
 * to `max`. Signs, exponents and other notations are refused, unlike by `Number`.
 */
export function readWhole(text: string, { min, max }: { min: number; max: number }): number | null {
  const trimmed = text.trim();
  if (!/^\d{1,15}$/.test(trimmed)) return null;
  const number = Number(trimmed);
  return number >= min && number <= max ? number : null;
}

/** The id or the place that a person or a form gave: a whole number from 1. Null for anything else. */
export function readId(text: string): number | null {
  return readWhole(text, { min: 1, max: MAX_ID });
}

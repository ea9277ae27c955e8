const UNSPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/u;
const ENOUGH = 0.6;

/** Reduces a headline to lower-case letters and digits, so that spellings can be compared. */
export function foldHeadline(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

function termsOf(folded: string): Set<string> {
  if (!UNSPACED.test(folded)) return new Set(folded.split(' '));
  const letters = Array.from(folded.replaceAll(' ', ''));
  return new Set(letters.slice(1).map((letter, at) => `${letters[at]}${letter}`));
}

/**
 * True for two headlines of the same story: equal, one within the other, or with most words of the shorter one shared.
 */
export function headlinesAgree(one: string, other: string): boolean {
  const [shorter, longer] = [foldHeadline(one), foldHeadline(other)].toSorted((a, b) => a.length - b.length);
  if (!shorter || !longer) return false;
  if (shorter === longer || (shorter.length >= 8 && longer.includes(shorter))) return true;
  const [few, many] = [termsOf(shorter), termsOf(longer)];
  const shared = [...few].filter((term) => many.has(term)).length;
  return few.size >= 3 && shared / few.size >= ENOUGH;
}

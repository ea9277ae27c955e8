/** Letters that NFD does not decompose, and how people type them on other keyboards. */
const PLAIN: Readonly<Record<string, string>> = { ı: 'i', ł: 'l', ø: 'o', đ: 'd', ß: 'ss', æ: 'ae', œ: 'oe' };

/** Removes case, accents, spaces and punctuation, for the comparison of headings and status words. */
export function fold(text: string): string {
  return text
    .normalize('NFD')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '')
    .replace(/[ıłøđßæœ]/g, (letter) => PLAIN[letter]!);
}

/** Turns lists of words by meaning into a map from folded word to meaning. The first meaning of a word counts. */
export function foldWords<T extends string>(lists: Readonly<Record<T, string>>): Map<string, T> {
  const meanings = new Map<string, T>();
  for (const [meaning, words] of Object.entries(lists) as [T, string][])
    for (const word of words.split(',')) {
      const folded = fold(word);
      if (folded !== '' && !meanings.has(folded)) meanings.set(folded, meaning);
    }
  return meanings;
}

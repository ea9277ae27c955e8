/** Letters that NFD leaves whole, as people without them on the keyboard write them. */
const PLAIN: Readonly<Record<string, string>> = { ı: 'i', ł: 'l', ø: 'o', đ: 'd', ß: 'ss', æ: 'ae', œ: 'oe' };

/** Text without case, accents, blanks and punctuation, as headings and status words are compared. */
export function fold(text: string): string {
  return text
    .normalize('NFD')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '')
    .replace(/[ıłøđßæœ]/g, (letter) => PLAIN[letter]!);
}

/** Lists of words by what they mean, as one map from the folded word. The first meaning of a word stands. */
export function foldWords<T extends string>(lists: Readonly<Record<T, string>>): Map<string, T> {
  const meanings = new Map<string, T>();
  for (const [meaning, words] of Object.entries(lists) as [T, string][])
    for (const word of words.split(',')) {
      const folded = fold(word);
      if (folded !== '' && !meanings.has(folded)) meanings.set(folded, meaning);
    }
  return meanings;
}

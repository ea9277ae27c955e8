// The scripts of languages that are not written in Latin letters.
const SCRIPTS: Readonly<Record<string, string>> = {
  am: 'Ethiopic',
  ar: 'Arabic',
  be: 'Cyrillic',
  bg: 'Cyrillic',
  bn: 'Bengali',
  el: 'Greek',
  fa: 'Arabic',
  he: 'Hebrew',
  hi: 'Devanagari',
  hy: 'Armenian',
  ja: 'Han Hiragana Katakana',
  ka: 'Georgian',
  kk: 'Cyrillic',
  ko: 'Hangul Han',
  mk: 'Cyrillic',
  mr: 'Devanagari',
  ne: 'Devanagari',
  ru: 'Cyrillic',
  sr: 'Cyrillic Latin',
  ta: 'Tamil',
  te: 'Telugu',
  th: 'Thai',
  uk: 'Cyrillic',
  ur: 'Arabic',
  zh: 'Han',
};
const MIN_READABLE_SHARE = 0.4;

/** The language of a BCP 47 tag without region or script: "es" for "es-MX". Empty if the tag has none. */
export function primarySubtag(language: string): string {
  return language.trim().toLowerCase().split(/[-_]/, 1)[0] ?? '';
}

/**
 * True if a newsletter in `languages` (BCP 47 tags; only the primary subtag counts) accepts an item. An item without a
 * stated language is accepted unless its title is mostly in letters that none of the languages uses.
 */
export function acceptsLanguage(
  languages: readonly string[],
  item: { language: string | null; title: string },
): boolean {
  const wanted = languages.map(primarySubtag).filter((language) => language !== '');
  if (wanted.length === 0) return true;
  const stated = primarySubtag(item.language ?? '');
  // "und" and "mul" state nothing
  if (stated !== '' && stated !== 'und' && stated !== 'mul') return wanted.includes(stated);
  const letters = item.title.match(/\p{L}/gu) ?? [];
  const scripts = new Set(wanted.flatMap((language) => (SCRIPTS[language] ?? 'Latin').split(' ')));
  const readable = new RegExp(`[${[...scripts].map((script) => `\\p{Script=${script}}`).join('')}]`, 'u');
  return letters.filter((letter) => readable.test(letter)).length >= letters.length * MIN_READABLE_SHARE;
}

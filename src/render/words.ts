import english from '../../templates/words/en.json' with { type: 'json' };

/** What a mail says of its own, in one language; `{name}` in a text is filled by fillWords. */
export type Words = typeof english;

// A language gets its line here and its file beside en.json.
const WORDS: Readonly<Record<string, Words>> = { en: english };

/** The words in `language` (a BCP 47 tag), else in English. */
export function wordsIn(language: string): Words {
  return WORDS[language.split('-', 1)[0] ?? ''] ?? english;
}

/** Fills `{name}` in a text of the words; a name without a value stays as it is. */
export function fillWords(text: string, values: Readonly<Record<string, string | number>>): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}

const RIGHT_TO_LEFT = new Set(['Arab', 'Hebr', 'Syrc', 'Thaa', 'Nkoo', 'Adlm', 'Rohg']);

/** The direction in which `language` is written. */
export function directionOf(language: string): 'ltr' | 'rtl' {
  return RIGHT_TO_LEFT.has(new Intl.Locale(language).maximize().script ?? '') ? 'rtl' : 'ltr';
}

/** A day (YYYY-MM-DD) in full, as the language writes it. */
export function formatLongDate(date: string, language: string): string {
  return new Intl.DateTimeFormat(language, { dateStyle: 'full', timeZone: 'UTC' }).format(
    new Date(`${date}T00:00:00Z`),
  );
}

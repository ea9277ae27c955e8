/** Fills `{name}` in a text of the catalogues; a name without a value stays as it is. */
export function fillWords(text: string, values: Readonly<Record<string, string | number>>): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}

/** A text in the forms that a language's plural rules tell apart (CLDR); each may hold `{count}`. */
export type PluralWords = Readonly<{ other: string } & Partial<Record<Intl.LDMLPluralRule, string>>>;

/** The form for `count`, with the number written as the language writes it. */
export function fillPlural(forms: PluralWords, count: number, language: string): string {
  const form = forms[new Intl.PluralRules(language).select(count)] ?? forms.other;
  return fillWords(form, { count: new Intl.NumberFormat(language).format(count) });
}

const RIGHT_TO_LEFT = new Set(['Arab', 'Hebr', 'Syrc', 'Thaa', 'Nkoo', 'Adlm', 'Rohg']);

const directions = new Map<string, 'ltr' | 'rtl'>();

/** The direction in which `language` is written. */
export function directionOf(language: string): 'ltr' | 'rtl' {
  const known = directions.get(language);
  if (known) return known;
  const direction = RIGHT_TO_LEFT.has(new Intl.Locale(language).maximize().script ?? '') ? 'rtl' : 'ltr';
  directions.set(language, direction);
  return direction;
}

const LETTER = /\p{L}/u;
const RIGHT_TO_LEFT_LETTER =
  /[\p{Script=Arab}\p{Script=Hebr}\p{Script=Syrc}\p{Script=Thaa}\p{Script=Nkoo}\p{Script=Adlm}\p{Script=Rohg}]/u;

/** The direction of a text by its first letter, as `dir="auto"` finds it; null without a letter. */
export function directionOfText(text: string): 'ltr' | 'rtl' | null {
  const letter = LETTER.exec(text)?.[0];
  if (letter === undefined) return null;
  return RIGHT_TO_LEFT_LETTER.test(letter) ? 'rtl' : 'ltr';
}

/** A day (YYYY-MM-DD) in full, as the language writes it. */
export function formatLongDate(date: string, language: string): string {
  return new Intl.DateTimeFormat(language, { dateStyle: 'full', timeZone: 'UTC' }).format(
    new Date(`${date}T00:00:00Z`),
  );
}

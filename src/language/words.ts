/** Caches one object per language: constructors of Intl are slower than their use. */
function onceEach<T>(make: (language: string) => T): (language: string) => T {
  const made = new Map<string, T>();
  return (language) => {
    const known = made.get(language);
    if (known !== undefined) return known;
    const fresh = make(language);
    made.set(language, fresh);
    return fresh;
  };
}

/** Fills `{name}` in a catalogue text. A name without a value stays as it is. */
export function fillWords(text: string, values: Readonly<Record<string, string | number>>): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}

/** A text in the plural forms of a language (CLDR). Each may contain `{count}`. */
type PluralWords = Readonly<{ other: string } & Partial<Record<Intl.LDMLPluralRule, string>>>;

const pluralRules = onceEach((language) => new Intl.PluralRules(language));
const numbers = onceEach((language) => new Intl.NumberFormat(language));

/** The plural form for `count`, with the number in the language's format. */
export function fillPlural(forms: PluralWords, count: number, language: string): string {
  const form = forms[pluralRules(language).select(count)] ?? forms.other;
  return fillWords(form, { count: numbers(language).format(count) });
}

const lists = onceEach((language) => new Intl.ListFormat(language));

/** Joins names as the language does. */
export function joinNames(names: readonly string[], language: string): string {
  return lists(language).format(names);
}

const RIGHT_TO_LEFT = new Set(['Arab', 'Hebr', 'Syrc', 'Thaa', 'Nkoo', 'Adlm', 'Rohg']);

/** The canonical form of a language tag (BCP 47), or null if it is invalid. Outlets send many invalid ones. */
export function canonicalLanguage(tag: string): string | null {
  try {
    return Intl.getCanonicalLocales(tag)[0] ?? null;
  } catch {
    return null;
  }
}

/** The direction in which `language` is written. */
export const directionOf = onceEach((language): 'ltr' | 'rtl' =>
  RIGHT_TO_LEFT.has(new Intl.Locale(language).maximize().script ?? '') ? 'rtl' : 'ltr',
);

const longDates = onceEach((language) => new Intl.DateTimeFormat(language, { dateStyle: 'full', timeZone: 'UTC' }));

const LETTER = /\p{L}/u;
const RIGHT_TO_LEFT_LETTER =
  /[\p{Script=Arab}\p{Script=Hebr}\p{Script=Syrc}\p{Script=Thaa}\p{Script=Nkoo}\p{Script=Adlm}\p{Script=Rohg}]/u;

/** The direction of a text by its first letter, as `dir="auto"` determines it. Null without a letter. */
export function directionOfText(text: string): 'ltr' | 'rtl' | null {
  const letter = LETTER.exec(text)?.[0];
  if (letter === undefined) return null;
  return RIGHT_TO_LEFT_LETTER.test(letter) ? 'rtl' : 'ltr';
}

const DAY_AND_HOUR = {
  weekday: 'long',
  month: 'long',
  day: 'numeric',
  hour: 'numeric',
  minute: '2-digit',
  timeZoneName: 'short',
} as const;
const daysAndHours = onceEach((zone) =>
  onceEach((language) => new Intl.DateTimeFormat(language, { ...DAY_AND_HOUR, timeZone: zone })),
);

/** A day and an hour on the wall clock of `zone`, with its short name: "Tuesday, December 1 at 6:30 AM EST". */
export function formatDayAndHour(at: Date, zone: string, language: string): string {
  return daysAndHours(zone)(language).format(at);
}

/** A full date (from YYYY-MM-DD) in the language's format. */
export function formatLongDate(date: string, language: string): string {
  return longDates(language).format(new Date(`${date}T00:00:00Z`));
}

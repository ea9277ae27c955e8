// English comes first, and its names have no other meanings. If a name means two months ("listopad"), the meaning in
// the
// earlier language comes first.
const LANGUAGES = (
  'en de fr es it pt nl pl cs sv nb nn da fi tr ru uk sk hu ro bg hr sr sr-Latn sl et lv lt el ca gl eu is ga cy af sq mk bs be ' +
  'ar he fa hi bn ta te ml mr gu pa ur id ms vi th ko ja zh ka hy az kk uz sw am'
).split(' ');
// Spellings that are not in CLDR.
const OTHERS: Readonly<Record<string, number>> = {
  mrz: 3,
  maer: 3,
  maerz: 3,
  sept: 9,
  okt: 10,
  dez: 12,
  fev: 2,
  ago: 8,
};

type Names = ReadonlyMap<string, readonly number[]>;

/** Folds a name for comparison: lower case, without accents and dots. */
function fold(name: string): string {
  return name
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll('ı', 'i')
    .replace(/[^\p{L}]+/gu, '');
}

function add(into: Map<string, number[]>, name: string, value: number): void {
  const key = fold(name);
  const known = into.get(key);
  if (!key) return;
  if (!known) into.set(key, [value]);
  else if (!known.includes(value)) known.push(value);
}

/** The names of `part` in these languages: standalone and within dates, long and short (CLDR, through Intl). */
function namesOf(part: 'month' | 'weekday', languages: readonly string[]): Map<string, number[]> {
  const names = new Map<string, number[]>();
  const count = part === 'month' ? 12 : 7;
  for (const language of languages)
    for (const style of ['long', 'short'] as const)
      for (const around of [{}, { day: 'numeric' }, { day: 'numeric', month: 'long', year: 'numeric' }] as const) {
        const format = new Intl.DateTimeFormat(`${language}-u-ca-gregory-nu-latn`, {
          ...around,
          [part]: style,
          timeZone: 'UTC',
        });
        for (let value = 0; value < count; value++) {
          // 1 February 2026 is a Sunday.
          const at = part === 'month' ? Date.UTC(2026, value, 15) : Date.UTC(2026, 1, 1 + value);
          const name = format.formatToParts(at).find(({ type }) => type === part)?.value;
          if (name) add(names, name, part === 'month' ? value + 1 : value);
        }
      }
  return names;
}

// Building all names takes about 100 ms, so English ones come first and alone.
const ENGLISH: Names = namesOf('month', ['en']);
let months: Names | null = null;
let weekdays: Names | null = null;

function allMonths(): Names {
  if (months) return months;
  const built = namesOf('month', LANGUAGES);
  for (const [name, month] of Object.entries(OTHERS)) add(built, name, month);
  months = built;
  return built;
}

/** The possible months (1 to 12) of a name in any language, more likely ones first. Empty if it is not a month. */
export function monthsNamed(name: string): readonly number[] {
  const key = fold(name);
  if (key.length === 0) return [];
  const known = ENGLISH.get(key) ?? allMonths().get(key);
  if (known) return known;
  if (key.length < 3) return [];
  const longer = [...allMonths()].filter(([full]) => full.startsWith(key)).flatMap(([, values]) => values);
  return [...new Set(longer)];
}

/** The possible days (0: Sunday) of a weekday's name in any language. Empty if it is not a weekday. */
export function weekdaysNamed(name: string): readonly number[] {
  weekdays ??= namesOf('weekday', LANGUAGES);
  return weekdays.get(fold(name)) ?? [];
}

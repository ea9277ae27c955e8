// English first: what its names mean is asked nowhere else. Where a name means two months ("listopad"), the earlier
// language's comes first.
const LANGUAGES = (
  'en de fr es it pt nl pl cs sv nb nn da fi tr ru uk sk hu ro bg hr sr sr-Latn sl et lv lt el ca gl eu is ga cy af sq mk bs be ' +
  'ar he fa hi bn ta te ml mr gu pa ur id ms vi th ko ja zh ka hy az kk uz sw am'
).split(' ');
// What people write that CLDR does not.
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

/** A name as it is compared: small letters without accents and dots. */
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

/** The names that `part` has in these languages, alone and within a date, long and short (CLDR, through Intl). */
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

// Building all takes some 100 ms: nobody pays for it whose feeds are English.
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

/** The months (1 to 12) that a name may mean in any language, the likelier first; none of what is no month. */
export function monthsNamed(name: string): readonly number[] {
  const key = fold(name);
  if (key.length === 0) return [];
  const known = ENGLISH.get(key) ?? allMonths().get(key);
  if (known) return known;
  if (key.length < 3) return [];
  const longer = [...allMonths()].filter(([full]) => full.startsWith(key)).flatMap(([, values]) => values);
  return [...new Set(longer)];
}

/** The days (0: Sunday) that a weekday's name may mean in any language; none of what is no weekday. */
export function weekdaysNamed(name: string): readonly number[] {
  weekdays ??= namesOf('weekday', LANGUAGES);
  return weekdays.get(fold(name)) ?? [];
}

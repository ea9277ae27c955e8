// Hours east of UTC of the zone names that feeds use (RFC 822, RFC 5322 obs-zone, and what newsrooms add).
const ZONE_HOURS: Record<string, number> = {
  ut: 0,
  utc: 0,
  gmt: 0,
  z: 0,
  wet: 0,
  west: 1,
  bst: 1,
  ist: 5.5,
  cet: 1,
  mez: 1,
  cest: 2,
  mesz: 2,
  eet: 2,
  eest: 3,
  msk: 3,
  sast: 2,
  cat: 2,
  eat: 3,
  wat: 1,
  pkt: 5,
  hkt: 8,
  sgt: 8,
  awst: 8,
  jst: 9,
  kst: 9,
  acst: 9.5,
  acdt: 10.5,
  aest: 10,
  aedt: 11,
  nzst: 12,
  nzdt: 13,
  brt: -3,
  art: -3,
  est: -5,
  edt: -4,
  cst: -6,
  cdt: -5,
  mst: -7,
  mdt: -6,
  pst: -8,
  pdt: -7,
  akst: -9,
  akdt: -8,
  hst: -10,
  ast: -4,
  adt: -3,
  nst: -3.5,
  ndt: -2.5,
};
// What people write without saying whether summer time is meant.
const REGIONS: Record<string, string> = {
  et: 'America/New_York',
  ct: 'America/Chicago',
  mt: 'America/Denver',
  pt: 'America/Los_Angeles',
};
// The first letters of the months' names, in the languages whose newsrooms write them into feeds.
const MONTHS: [RegExp, number][] = [
  [/^jan|^ene|^gen/, 1],
  [/^feb|^f[ée]v|^fev/, 2],
  [/^mar|^mär|^mrz|^maer/, 3],
  [/^apr|^abr|^avr/, 4],
  [/^ma[iyjg]/, 5],
  [/^jun|^juin|^giu/, 6],
  [/^jul|^juil|^lug/, 7],
  [/^aug|^ago|^ao[uû]/, 8],
  [/^se[pt]|^set/, 9],
  [/^o[ck]t|^out|^ott/, 10],
  [/^nov/, 11],
  [/^de[cz]|^d[ée]c|^dic/, 12],
];

type Parts = { year: number; month: number; day: number; hour: number; minute: number; second: number; ms: number };

function monthOf(name: string): number | null {
  const text = name.toLowerCase();
  return MONTHS.find(([pattern]) => pattern.test(text))?.[1] ?? null;
}

/** Minutes east of UTC; nothing and RFC 822's military letters (defined the wrong way round) count as UTC. */
function zoneMinutes(zone: string | undefined): number | null {
  const text = (zone ?? '')
    .trim()
    .replace(/^\(|\)$/g, '')
    .toLowerCase();
  if (!text || /^[a-z]$/.test(text)) return 0;
  const numeric = /^(?:gmt|utc?)?\s*([+-])(\d{1,2}):?(\d{2})?(?:\s*\(.*)?$/.exec(text);
  if (!numeric) {
    const hours = ZONE_HOURS[text.replace(/\s*\(.*$/, '')];
    return hours === undefined ? null : hours * 60;
  }
  const minutes = Number(numeric[2]) * 60 + Number(numeric[3] ?? 0);
  return minutes > 14 * 60 ? null : numeric[1] === '-' ? -minutes : minutes;
}

function regionMinutes(region: string, { year, month, day, hour, minute }: Parts): number | null {
  try {
    const local = Temporal.PlainDateTime.from({ year, month, day, hour, minute }).toZonedDateTime(region);
    return local.offsetNanoseconds / 60e9;
  } catch {
    // An hour 24, a 31 June: what follows judges it.
    return null;
  }
}

function instant(parts: Parts, zone: string | undefined): string | null {
  const region = REGIONS[(zone ?? '').trim().toLowerCase()];
  const offset = region ? regionMinutes(region, parts) : zoneMinutes(zone);
  const { year, month, day, hour, minute, second, ms } = parts;
  if (offset === null || month < 1 || month > 12 || hour > 24 || minute > 59 || second > 60) return null;
  if (year < 1 || year > 9999 || day < 1 || day > new Date(Date.UTC(year, month, 0)).getUTCDate()) return null;
  const time = new Date(Date.UTC(year, month - 1, day, hour, minute - offset, Math.min(second, 59), ms));
  return time.getUTCFullYear() >= 1900 && time.getUTCFullYear() <= 9999 ? time.toISOString() : null;
}

const CLOCK = '(\\d{1,2}):(\\d{2})(?::(\\d{2})(?:[.,](\\d{1,9}))?)?\\s*(am|pm|a\\.m\\.|p\\.m\\.)?';
const ZONE =
  '((?:[a-z]{1,5}|(?:gmt|utc?)?\\s*[+-]\\d{1,2}:?(?:\\d{2})?)(?:\\s*\\([\\w\\s/:+-]{0,40}\\))?|\\([a-z]{1,5}\\))?';
const ISO = new RegExp(`^(\\d{4})(?:-?(\\d{2})(?:-?(\\d{2}))?)?(?:[t\\s]+${CLOCK}\\s*${ZONE})?$`, 'i');
// RFC 822 and 850, with or without weekday, comma, seconds and zone; "3 March 2004", "March 3, 2004 5:10 PM EST".
const WEEKDAY = '^(?:[\\p{L}]{2,12}\\.?,?\\s+)?';
const DAY_FIRST = new RegExp(
  `${WEEKDAY}(\\d{1,2})\\.?(?:st|nd|rd|th)?[\\s-]+([\\p{L}]{3,12})\\.?,?[\\s-]+(\\d{4}|\\d{2}),?(?:\\s+(?:at\\s+)?${CLOCK}\\s*${ZONE})?$`,
  'iu',
);
const MONTH_FIRST = new RegExp(
  `${WEEKDAY}([\\p{L}]{3,12})\\.?\\s+(\\d{1,2})(?:st|nd|rd|th)?,?\\s+(\\d{4}),?(?:\\s+(?:at\\s+|-\\s+)?${CLOCK}\\s*${ZONE})?$`,
  'iu',
);
// asctime: "Thu Jan  1 19:48:21 2004"
const ASCTIME = new RegExp(`${WEEKDAY}([\\p{L}]{3,12})\\s+(\\d{1,2})\\s+${CLOCK}\\s*${ZONE}\\s+(\\d{4})$`, 'iu');
const SLASHED = new RegExp(`^(\\d{4})/(\\d{1,2})/(\\d{1,2})(?:\\s+${CLOCK}\\s*${ZONE})?$`, 'i');

function fullYear(text: string): number {
  const year = Number(text);
  return text.length > 2 ? year : year < 70 ? 2000 + year : 1900 + year;
}

type Clock = (string | undefined)[];

/** The five groups of CLOCK, from group `at` on. */
function clockAt(match: RegExpExecArray, at: number): Clock {
  return [match[at], match[at + 1], match[at + 2], match[at + 3], match[at + 4]];
}

function build(year: string, month: number | null, day: string, clock: Clock, zone: string | undefined): string | null {
  if (month === null) return null;
  const [hour = '0', minute = '0', second = '0', fraction = '', half = ''] = clock;
  const afternoon = /^p/i.test(half);
  const hours = half && Number(hour) <= 12 ? (Number(hour) % 12) + (afternoon ? 12 : 0) : Number(hour);
  const ms = Math.floor(Number(`0.${fraction || 0}`) * 1000);
  return instant(
    { year: fullYear(year), month, day: Number(day), hour: hours, minute: Number(minute), second: Number(second), ms },
    zone,
  );
}

/**
 * The instant that a feed's or page's date means, as ISO 8601 UTC, or null where it means none. Reads ISO 8601
 * and its W3C profile, RFC 822/2822/850, asctime and what people write by hand; a wrong weekday is ignored, two
 * digits of a year count from 1970, a missing zone is UTC.
 */
export function parseDate(value: string | number | null | undefined): string | null {
  const text = String(value ?? '')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, 100);
  const seconds = /^\d{10}$/.test(text) ? Number(text) * 1000 : /^\d{13}$/.test(text) ? Number(text) : null;
  if (seconds !== null) return new Date(seconds).toISOString();
  let m = ISO.exec(text);
  if (m) return build(m[1] ?? '', Number(m[2] ?? 1), m[3] ?? '1', clockAt(m, 4), m[9]);
  m = DAY_FIRST.exec(text);
  if (m) return build(m[3] ?? '', monthOf(m[2] ?? ''), m[1] ?? '', clockAt(m, 4), m[9]);
  m = MONTH_FIRST.exec(text);
  if (m) return build(m[3] ?? '', monthOf(m[1] ?? ''), m[2] ?? '', clockAt(m, 4), m[9]);
  m = ASCTIME.exec(text);
  if (m) return build(m[9] ?? '', monthOf(m[1] ?? ''), m[2] ?? '', clockAt(m, 3), m[8]);
  m = SLASHED.exec(text);
  if (m) return build(m[1] ?? '', Number(m[2]), m[3] ?? '', clockAt(m, 4), m[9]);
  return null;
}

import { monthsNamed, weekdaysNamed } from './names.ts';
import { offsetMinutes, type Parts } from './zones.ts';

const MAX_LENGTH = 100;

function instant(parts: Parts, zone: string | undefined): string | null {
  const { year, month, day, hour, minute, second, ms } = parts;
  const offset = offsetMinutes(zone, parts);
  if (offset === null || month < 1 || month > 12 || hour > 24 || minute > 59 || second > 60) return null;
  if (year < 1 || year > 9999 || day < 1 || day > new Date(Date.UTC(year, month, 0)).getUTCDate()) return null;
  const time = new Date(Date.UTC(year, month - 1, day, hour, minute - offset, Math.min(second, 59), ms));
  return time.getUTCFullYear() >= 1900 && time.getUTCFullYear() <= 9999 ? time.toISOString() : null;
}

const CLOCK =
  '(?:(?<half1>am|pm)\\b)?\\s*(?<hour>\\d{1,2})[:.h](?<minute>\\d{2})(?:[:.](?<second>\\d{2})(?:[.,](?<fraction>\\d{1,9}))?)?\\s*(?<half2>am\\b|pm\\b|a\\.\\s?m\\.|p\\.\\s?m\\.)?(?:\\s*(?:uhr|uur|hrs|h|ч|ore)\\b)?';
const ZONE =
  '(?<zone>(?:[a-z]+/[a-z_/+-]+\\d{0,2}|[a-z]{1,5}|(?:gmt|utc?)?\\s*[+-]\\d{1,2}:?(?:\\d{2})?)(?:\\s*\\([\\w\\s/:+-]{0,40}\\))?|\\([a-z]{1,5}\\))?';
const WORD = "[\\p{L}\\p{M}'’]";
// Words between a day and its time: "at", "um", "kl.", "a las".
const AT =
  '(?:\\s*(?:,|\\||[-–—]|@|at|um|ob|kl\\.?|klo|à|a las|às|alle|ore|om|o|u|в|saat|ώρα|lúc|г\\.?|года|r\\.|р\\.?|d\\.|\\p{L}{3,12}(?=\\s\\d))(?=[\\s\\d,]|$)){0,3}';
const TIME = `(?:${AT}(?:t|\\s)*${CLOCK}\\s*${ZONE})?\\.?$`;
const WEEKDAY = `^(?:(?<weekday>${WORD}{1,15}(?:[\\s-]${WORD}{2,10})?)(?:\\.?,\\s*|\\.?\\s+))?`;
const OF = "(?:(?:de|del|di|da|of|d[’'])\\s*)?";
const MONTH = `(?<name>${WORD}{3,16})\\.?`;

// Patterns from strict to loose, with named groups.
const SHAPES: readonly RegExp[] = [
  // 2026-03-03T10:00:00+01:00, 20260303, 2026/3/3, 2026.03.03, 2026. 3. 3.
  `^(?<year>\\d{4})(?:-?(?<month>\\d{2})(?:-?(?<day>\\d{2}))?)?${TIME}`,
  `^(?<year>\\d{4})\\s?(?<mark>[-/.])\\s?(?<month>\\d{1,2})\\s?\\k<mark>\\s?(?<day>\\d{1,2})${TIME}`,
  `^(?<year>\\d{4})\\.\\s?(?<month>\\d{1,2})\\.\\s?(?<day>\\d{1,2})\\.?${TIME}`,
  // Tue, 03 Mar 2026 10:00:00 GMT; 3 de marzo de 2026; 03-Mar-26
  `${WEEKDAY}(?:den\\s|le\\s|el\\s)?(?<day>\\d{1,2})(?:\\.|st|nd|rd|th|er|º|°)?[\\s-]*${OF}(?<=[\\s\\d.-]|st|nd|rd|th|er|º|°|[’'])${MONTH},?[\\s-]+(?:de\\s|del\\s)?(?<year>\\d{4}|\\d{2})(?!\\d)[.,]?${TIME}`,
  // March 3, 2026 5:10 PM EST
  `${WEEKDAY}${MONTH}\\s+(?<day>\\d{1,2})(?:st|nd|rd|th|\\.)?,?\\s+(?<year>\\d{4}),?${TIME}`,
  // 2026 m. kovo 3 d., 2026. március 3.
  `^(?<year>\\d{4})(?:\\.|\\sm\\.)?\\s+${MONTH}\\s+(?<day>\\d{1,2})\\.?,?${TIME}`,
  // asctime: Thu Jan  1 19:48:21 GMT 2004
  `${WEEKDAY}${MONTH}\\s+(?<day>\\d{1,2})\\s+${CLOCK}\\s*${ZONE}\\s+(?<year>\\d{4})$`,
  // 03.03.2026, 29/6/2016, 6/29/2016
  `${WEEKDAY}(?<first>\\d{1,2})\\s?(?<mark>[-/.])\\s?(?<second2>\\d{1,2})\\s?\\k<mark>\\s?(?<year>\\d{4}|\\d{2}),?${TIME}`,
].map((shape) => new RegExp(shape, 'iu'));

function fullYear(text: string): number {
  const year = Number(text);
  return text.length > 2 ? year : year < 70 ? 2000 + year : 1900 + year;
}

type Found = Readonly<Record<string, string | undefined>>;

/** The possible days and months of a match, more likely ones first. */
function daysOf({
  day = '1',
  month = '1',
  name,
  first,
  second2: second,
  mark,
  half1,
  half2,
}: Found): { day: number; month: number }[] {
  if (name !== undefined) return monthsNamed(name).map((each) => ({ day: Number(day), month: each }));
  if (first === undefined || second === undefined) return [{ day: Number(day), month: Number(month) }];
  const dayFirst = { day: Number(first), month: Number(second) };
  const monthFirst = { day: Number(second), month: Number(first) };
  // With dots, the day comes first everywhere.
  if (mark === '.' || dayFirst.day === dayFirst.month) return [dayFirst];
  if (dayFirst.month > 12) return [monthFirst];
  if (dayFirst.day > 12) return [dayFirst];
  // Both orders are possible, but only American dates combine slashes with AM and PM.
  return (half1 ?? half2) && mark === '/' ? [monthFirst] : [];
}

function instantOf(found: Found): string | null {
  const { year = '', weekday, hour = '0', minute = '0', second = '0', fraction = '', half1, half2, zone } = found;
  const half = half1 ?? half2 ?? '';
  const isAfternoon = /^p/i.test(half);
  const hours = half && Number(hour) <= 12 ? (Number(hour) % 12) + (isAfternoon ? 12 : 0) : Number(hour);
  const clock = {
    year: fullYear(year),
    hour: hours,
    minute: Number(minute),
    second: Number(second),
    ms: Math.floor(Number(`0.${fraction || 0}`) * 1000),
  };
  const days = daysOf(found);
  const named = days.length > 1 && weekday ? weekdaysNamed(weekday) : [];
  // If a name means two months, the weekday decides.
  const fitting = days.filter(({ day, month }) =>
    named.includes(new Date(Date.UTC(clock.year, month - 1, day)).getUTCDay()),
  );
  const [chosen] = fitting.length > 0 ? fitting : days;
  return chosen ? instant({ ...clock, ...chosen }, zone) : null;
}

// The zero of other scripts: Arabic, Persian, Hindi, Bengali.
const ZEROS = [0x660, 0x6f0, 0x966, 0x9e6];

function westernDigit(digit: string): string {
  const code = digit.codePointAt(0)!;
  return String(code - ZEROS.findLast((zero) => zero <= code)!);
}

/** Converts East Asian dates, digits of other scripts and weekdays in brackets to Western form. */
function westernize(text: string): string {
  return text
    .normalize('NFKC')
    .replaceAll(/[\u0660-\u0669\u06f0-\u06f9\u0966-\u096f\u09e6-\u09ef]/gu, westernDigit)
    .replace(/^(\d{8}t\d{2})(\d{2})(\d{2})/iu, '$1:$2:$3')
    .replace(/(\d{4})\s*[年년]\s*(\d{1,2})\s*[月월]\s*(\d{1,2})\s*[日일]?/u, '$1-$2-$3 ')
    .replace(
      /(\d{1,2})\s*[時时點点시]\s*(?:(\d{1,2})\s*[分분]?)?(?:\s*(\d{1,2})\s*[秒초])?/u,
      (_, hour: string, minute = '0', second = '0') => `${hour}:${minute.padStart(2, '0')}:${second.padStart(2, '0')}`,
    )
    .replace(/(?:上午|午前|오전)\s*/u, ' am ')
    .replace(/(?:下午|午後|오후|晚上)\s*/u, ' pm ')
    .replace(
      /\s*[(（](?:[月火水木金土日월화수목금토일]|星期.|周.)[)）]\s*|\s*(?:星期|周|週)[一二三四五六日天]\s*/u,
      ' ',
    )
    .replace(/,?\s+(?:tháng|thg)\s+(\d{1,2}),?\s+(?:năm\s+)?/iu, '.$1.')
    .replaceAll(/\s+/gu, ' ')
    .trim();
}

const ISO_UTC = /^(?:19|2\d)\d\d-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.000)?Z$/;
const RFC_UTC = /^[A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} (?:19|2\d)\d\d \d\d:\d\d:\d\d (?:GMT|\+0000)$/;

/** A date in the two usual spellings in UTC, without an error; else null, and the long way decides. */
function parseUsual(text: string): string | null {
  if (ISO_UTC.test(text)) {
    const at = Date.parse(text);
    const iso = Number.isNaN(at) ? '' : new Date(at).toISOString();
    return iso.slice(0, 19) === text.slice(0, 19) ? iso : null;
  }
  if (!RFC_UTC.test(text)) return null;
  const written = text.replace('+0000', 'GMT');
  const at = new Date(written);
  return at.toUTCString() === written ? at.toISOString() : null;
}

/**
 * Parses a date of a feed or a page to ISO 8601 UTC. Null if it is not a date. It supports ISO 8601 and its W3C
 * profile,
 * RFC 822/2822/850, asctime, and dates written by hand, with month names in some 60 languages (CLDR). A wrong weekday
 * is
 * ignored, two-digit years count from 1970, a missing zone means UTC. Numbers in an ambiguous order give null.
 */
export function parseDate(value: string | number | null | undefined): string | null {
  const written = String(value ?? '').trim();
  const seconds = /^\d{10}$/.test(written) ? Number(written) * 1000 : /^\d{13}$/.test(written) ? Number(written) : null;
  if (seconds !== null) return new Date(seconds).toISOString();
  const usual = parseUsual(written);
  if (usual !== null) return usual;
  const text = westernize(written.slice(0, MAX_LENGTH));
  for (const shape of SHAPES) {
    const found = shape.exec(text)?.groups;
    const at = found ? instantOf(found) : null;
    if (at) return at;
  }
  return null;
}

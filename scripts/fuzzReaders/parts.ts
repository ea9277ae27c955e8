import fc from 'fast-check';
import { decodeBytes } from '../../src/newsroom/ingest/charset.ts';
import { splitCredit } from '../../src/newsroom/ingest/credit.ts';
import { parseDate } from '../../src/newsroom/ingest/dates/dates.ts';
import { httpUrl, linkKey, storyUrl } from '../../src/newsroom/ingest/links.ts';
import { splitOpening } from '../../src/newsroom/ingest/opening.ts';
import { cleanText } from '../../src/newsroom/ingest/text.ts';

/** A part of the readers with the inputs that suit it. `problemOf`: what is wrong with its result, or null. */
export type Part = { name: string; input: fc.Arbitrary<string>; problemOf: (input: string) => string | null };

const noise = fc.string({ unit: 'binary', maxLength: 6 });
const joined = (parts: readonly string[], maxLength: number): fc.Arbitrary<string> =>
  fc
    .array(fc.oneof({ weight: 9, arbitrary: fc.constantFrom(...parts) }, { weight: 1, arbitrary: noise }), {
      maxLength,
    })
    .map((chosen) => chosen.join(''));

const DATES =
  'Tue|Di.|вт|marras|März|Nov|3|03|2026|26|1999|:|08|:59|.|,| | |-|/|T|Z|+0200|-05:30|GMT|EST|MESZ|am|p.m.|年|月|日|午後|٣|kello|de|le|(UTC)|AD|1772526611|99|ε|sept.|4 000'.split(
    '|',
  );
const ADDRESSES = [
  ...'https://|http://|www.|//|gazette.example|/a|?b=1|&amp;|&#038;|&amp;amp;|&|utm_source=x|#c|:8080|user:pw@|%20| |<a href="|">|\\|[::1]|..|.|xn--|javascript:|data:|é|%|http:/|@'.split(
    '|',
  ),
  '\n',
  '\u0000',
];
const TEXTS =
  'LONDON|Madrid|KYIV, Ukraine| (AP)| (Reuters)|/AFP/| — | - |.- |: |By Jo Doe|ABOARD USS NIMITZ|(WASHINGTON)|EDS: |EMBARGOED UNTIL 00:01 GMT, March 29, 2026. |The council met. |Photo: |(Jo Doe/Getty Images)|Jo Doe/AP|©2026 |【東京=共同】|, 3 mar|[|]|(|)|/| |a|B'.split(
    '|',
  );

function dateProblem(input: string): string | null {
  const at = parseDate(input);
  if (at === null) return null;
  if (new Date(at).toISOString() !== at) return `parseDate gives ${at}`;
  return parseDate(at) === at ? null : `parseDate does not read its own ${at}`;
}

function addressProblem(input: string): string | null {
  const base = 'https://gazette.example/news/';
  const [url, story] = [httpUrl(input, base), storyUrl(input, base)];
  if ((url === null) !== (story === null)) return 'httpUrl and storyUrl disagree';
  if (url === null || story === null) return null;
  if (!/^https?:\/\/[^/\s@]/.test(url) || url.length > 2048) return 'httpUrl gives no plain web address';
  if (storyUrl(story, base) !== story) return 'storyUrl changes its own result';
  return linkKey(story) === linkKey(url) ? null : 'two spellings of one address have two keys';
}

function textProblem(input: string): string | null {
  const text = cleanText(input);
  if (cleanText(text) !== text) return 'cleanText changes its own result';
  const { rest, dateline, agency } = splitOpening(text);
  if (rest.length > text.length || !text.endsWith(rest.trim())) return 'splitOpening makes up text';
  if ([dateline, agency].some((part) => part !== null && (part.trim() === '' || part.length > 140)))
    return 'splitOpening gives an empty or endless dateline';
  const { caption, credit } = splitCredit(text);
  return (caption ?? '').length + (credit ?? '').length > text.length + 2 ? 'splitCredit makes up text' : null;
}

const LABELS = ['utf-8', 'UTF-16', 'gb2312', 'windows-1251', 'iso-2022-jp', 'shift_jis', 'x-user-defined', 'none', ''];

function charsetProblem(input: string): string | null {
  const [label = '', ...rest] = input.split('\n');
  const text = rest.join('\n');
  const bytes = Buffer.from(text, 'latin1');
  const options = { xml: true, contentType: `text/xml; charset=${label}` };
  if (typeof decodeBytes(bytes, options) !== 'string') return 'decodeBytes gives no text';
  const utf8 = Buffer.from(text.toWellFormed(), 'utf8');
  // Marks of byte order, and the escapes of ISO-2022, come before the label.
  const isSpecial =
    /^(?:utf-16|iso-2022)/i.test(label) || text.includes('\u001b') || /^[\ufeff\u00fe\u00ff]/u.test(text);
  return isSpecial || decodeBytes(utf8, options) === text.toWellFormed() ? null : `valid UTF-8 is lost under ${label}`;
}

/** The parts that read dates, addresses, openings and captions, and charsets. */
export const PARTS: readonly Part[] = [
  { name: 'date', input: joined(DATES, 14), problemOf: dateProblem },
  { name: 'address', input: joined(ADDRESSES, 10), problemOf: addressProblem },
  { name: 'text', input: joined(TEXTS, 14), problemOf: textProblem },
  {
    name: 'charset',
    input: fc
      .tuple(fc.constantFrom(...LABELS), fc.string({ unit: 'binary', maxLength: 60 }))
      .map(([label, text]) => `${label}\n${text}`),
    problemOf: charsetProblem,
  },
];

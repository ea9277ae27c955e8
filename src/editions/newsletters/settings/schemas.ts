import { z } from 'zod';
import { isReveilleError } from '../../../domain/errors.ts';
import { isDay } from '../../../domain/due.ts';
import { parseKindRules } from '../../../domain/kinds.ts';
import { readWhole } from '../../../domain/numbers.ts';
import { parseSections } from '../../../domain/sections.ts';
import { territoryOf } from '../../../domain/territories.ts';
import { readZone } from '../../../domain/zones.ts';
import { hasVisible } from '../../../language/visible.ts';
import { TOKEN_LENGTH } from '../../../platform/tokens.ts';
import { parseAddress } from '../../../readers/addresses.ts';
import { parseTokenAddress } from '../../../readers/mailedOptOut.ts';
import { RETURN_TOKEN_LENGTH } from '../../../wire/message/returnPath.ts';
import { assertTheme } from '../../themes/choose.ts';
import { parseSender } from '../sender.ts';
import { choose, describeTakes, type ForEach, type Takes } from './takes.ts';

const MAX_TYPED = 20_000;
const LANGUAGE = /^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/;
const TIME = /^([01]\d|2[0-3]):[0-5]\d$/;
const PERCENT = /^\d{1,3}(\.\d{1,4})?$/;
const SITE = /^https?:\/\/[^/?#@]+\/?$/;
const COMMA = /,/;
// Elements of HTML and MJML. "Tours on <Sundays>" is text.
const MARKUP =
  /<!--|<\/?(?:mj-[a-z]+|a|b|br|button|center|div|em|embed|font|form|h[1-6r]|i|iframe|img|input|li|link|meta|object|ol|p|script|small|span|strong|style|su[bp]|svg|table|t[dhr]|u|ul|video)(?=[\s/>])/i;
// Unicode's bidirectional embeddings, overrides and isolates (UAX #9).
const TURNING = /[\u202a-\u202e\u2066-\u2069]/;
const HASH = /^[\da-f]{32}$/;
const SPACES = /[\s,]+/;

/** A value as people type it. A list is joined by commas. The line ends of forms become plain ones. */
const Typed = z
  .union([z.string(), z.number(), z.array(z.union([z.string(), z.number()])).readonly()], 'must be text')
  .transform((input) => (typeof input === 'object' ? input.join(',') : String(input)).replaceAll('\r\n', '\n'))
  .pipe(z.string().max(MAX_TYPED, `must have at most ${MAX_TYPED} characters`));

/** The schema around `read`, which returns undefined for what is wrong. */
function reads(takes: Takes, read: (text: string) => unknown): z.ZodType {
  return z.string().transform((typed, context) => {
    const value = read(typed.trim());
    if (value !== undefined) return value;
    context.addIssue({ code: 'custom', message: `must be ${describeTakes(takes)}` });
    return z.NEVER;
  });
}

/** The schema around a parser that throws a sentence of its own. */
function tries(parse: (text: string) => unknown): z.ZodType {
  return z.string().transform(async (typed, context) => {
    try {
      return await parse(typed.trim());
    } catch (error) {
      if (!isReveilleError(error, 'ADDRESS_INVALID', 'INVALID_INPUT')) throw error;
      context.addIssue({ code: 'custom', message: error.message });
      return z.NEVER;
    }
  });
}

/** The schema around a parser that returns what is wrong as text. */
function says(parse: (text: string) => object | string): z.ZodType {
  return z.string().transform((typed, context) => {
    const parsed = parse(typed.trim());
    if (typeof parsed !== 'string') return parsed;
    context.addIssue({ code: 'custom', message: parsed });
    return z.NEVER;
  });
}

function text({ maxLength, lines, mustShow, plain, empty }: Takes & { is: 'text' }): z.ZodType {
  const some = z
    .string()
    .trim()
    .min(1, 'must not be empty')
    .max(maxLength, `must have at most ${maxLength} characters`)
    // eslint-disable-next-line no-control-regex -- these end up in mail headers
    .regex(/^[^\u0000-\u0008\u000b-\u001f\u007f]*$/, 'must not contain control characters')
    .refine((typed) => lines === 'many' || !typed.includes('\n'), 'must be one line')
    .refine((typed) => !mustShow || hasVisible(typed), 'contains no visible characters')
    .refine((typed) => !plain || !MARKUP.test(typed), 'must be plain text, without markup such as <b>')
    .refine(
      (typed) => !plain || !TURNING.test(typed),
      'must not contain invisible marks that turn the direction of text',
    );
  if (empty === undefined) return some;
  // Only what is empty resets the setting: invisible characters alone are a mistake.
  return z.union([z.literal('').transform(() => (empty === 'null' ? null : '')), some]);
}

/** The distinct parts of a list; undefined where one of them is wrong. */
function readAll<T>(typed: string, separator: RegExp, read: (part: string) => T | null): T[] | undefined {
  const parts = typed.split(separator).filter((part) => part.trim() !== '');
  const values = parts.map((part) => read(part.trim()));
  return values.every((value) => value !== null) ? [...new Set(values)] : undefined;
}

const some = <T>(list: T[] | undefined): T[] | undefined => (list && list.length > 0 ? list : undefined);

const readSite = (part: string): string | null => (URL.canParse(part) && SITE.test(part) ? new URL(part).origin : null);
const readLanguage = (part: string): string | null => (LANGUAGE.test(part) ? part : null);
const readWeekday = (part: string): number | null => readWhole(part, { min: 1, max: 7 });
const isWebAddress = (typed: string): boolean => z.url({ protocol: /^https?$/ }).safeParse(typed).success;

/** A link that readers may see: what is odd in it makes mail filters, and readers, suspicious. */
function isLink(typed: string, maxLength: number): boolean {
  const url = URL.parse(typed);
  if (url === null || typed.length > maxLength || /[\s\p{C}<>"]/u.test(typed)) return false;
  return isWebAddress(typed) && url.username === '' && url.password === '';
}

function parseTerritories(typed: string): string[] | string {
  if (typed === '' || typed === 'all') return [];
  const unknown = typed.split(COMMA).find((name) => territoryOf(name) === null);
  if (unknown !== undefined) return `has "${unknown.trim()}", which is no country such as US or Japan`;
  return readAll(typed, COMMA, territoryOf) ?? [];
}

const SCHEMAS: ForEach<z.ZodType> = {
  text,
  whole: (takes) => reads(takes, (typed) => (typed === takes.none ? null : (readWhole(typed, takes) ?? undefined))),
  percent: (takes) =>
    reads(takes, (typed) => (PERCENT.test(typed) && Number(typed) <= takes.max ? Number(typed) : undefined)),
  weekday: (takes) => reads(takes, (typed) => (typed === takes.none ? null : (readWeekday(typed) ?? undefined))),
  choice: (takes) => reads(takes, (typed) => (typed === takes.none ? null : takes.of.find((each) => each === typed))),
  switch: (takes) => reads(takes, (typed) => (['on', 'off'].includes(typed) ? typed === 'on' : undefined)),
  time: (takes) => reads(takes, (typed) => (TIME.test(typed) ? typed : undefined)),
  zone: (takes) => reads(takes, (typed) => readZone(typed) ?? undefined),
  weekdays: (takes) => reads(takes, (typed) => some(readAll(typed, SPACES, readWeekday))?.toSorted((a, b) => a - b)),
  language: (takes) => reads(takes, (typed) => readLanguage(typed) ?? undefined),
  languages: (takes) => reads(takes, (typed) => some(readAll(typed, SPACES, readLanguage))),
  territories: () => says(parseTerritories),
  sections: () => says((typed) => (typed === 'none' ? [] : parseSections(typed))),
  kinds: () => says((typed) => (typed === 'default' ? {} : parseKindRules(typed))),
  sites: (takes) =>
    reads(takes, (typed) => {
      const sites = readAll(typed, SPACES, readSite);
      return sites && sites.length <= takes.max ? sites : undefined;
    }),
  url: (takes) => reads(takes, (typed) => (typed === '' ? null : isWebAddress(typed) ? typed : undefined)),
  link: (takes) => reads(takes, (typed) => (typed === '' ? null : isLink(typed, takes.maxLength) ? typed : undefined)),
  picture: (takes) => reads(takes, (typed) => (typed === '' ? null : HASH.test(typed) ? typed : undefined)),
  date: (takes) => reads(takes, (typed) => (typed === '' ? null : isDay(typed) ? typed : undefined)),
  sender: () => tries(parseSender),
  address: () => tries((typed) => (typed === '' ? null : parseAddress(typed).email)),
  tokenAddress: ({ token }) =>
    tries((typed) => parseTokenAddress(typed, token === 'return' ? RETURN_TOKEN_LENGTH : TOKEN_LENGTH)),
  theme: () =>
    tries(async (typed) => {
      await assertTheme(typed);
      return typed;
    }),
};

/** The schema of a setting: from what is typed to the value that is stored. Asynchronous: a theme is a file. */
export function schemaOf(takes: Takes): z.ZodType {
  return Typed.pipe(choose(SCHEMAS, takes) as z.ZodType<unknown, string>);
}

import { ReveilleError } from '../errors.ts';
import { parseAddress } from './addresses.ts';

/** What a row of the file asks for; `bounce`, `complaint` and `manual` suppress, `unknown` is a word not understood. */
export type Wish = 'active' | 'pending' | 'unsubscribed' | 'bounce' | 'complaint' | 'manual' | 'unknown';

/** The later of two wishes wins: of what a row (or a list) says of an address, the most cautious. */
const CAUTION: readonly Wish[] = ['active', 'pending', 'unknown', 'unsubscribed', 'bounce', 'manual', 'complaint'];

/** Readers of one row's cells. `hasHeader`: the first row names columns and is no subscriber. */
export type Columns = {
  hasHeader: boolean;
  email: (row: readonly string[]) => string;
  firstName: (row: readonly string[]) => string;
  wish: (row: readonly string[]) => Wish;
};

type Role = 'email' | 'first' | 'full' | 'status' | 'subscribed' | 'left' | 'cleaned';

// Headings without case, blanks and punctuation: of Mailchimp, listmonk, Ghost, Brevo, and of spreadsheets.
const HEADINGS: Readonly<Record<Role, readonly string[]>> = {
  email: 'email emailaddress mail mailaddress emailid subscriberemail correo correoelectronico courriel'.split(' '),
  first: 'firstname fname givenname first forename vorname prenom nombre'.split(' '),
  full: 'name fullname displayname subscribername contactname'.split(' '),
  status: 'status subscriptionstatus emailstatus memberstatus subscriberstatus estado'.split(' '),
  subscribed: 'subscribed subscribedtoemails issubscribed optin optedin emailoptin'.split(' '),
  left: 'unsubscribed isunsubscribed optedout optout emailoptout emaildisabled unsubtime unsubscribedat unsubscribeddate'.split(
    ' ',
  ),
  cleaned: 'cleantime bouncedat bounced hardbounced'.split(' '),
};

const STATUS_WORDS: Readonly<Record<Exclude<Wish, 'unknown'>, readonly string[]>> = {
  active: 'active subscribed confirmed optin optedin'.split(' '),
  pending: 'pending unconfirmed notconfirmed awaitingconfirmation nonsubscribed notsubscribed transactional'.split(' '),
  unsubscribed: 'unsubscribed unsubscribe unsub optout optedout inactive disabled removed deleted archived left'.split(
    ' ',
  ),
  bounce: 'bounce bounced hardbounce hardbounced softbounced cleaned undeliverable invalid'.split(' '),
  complaint: 'complaint complained abuse abused spam junk markedasspam'.split(' '),
  manual: 'blocklisted blacklisted blocked suppressed banned'.split(' '),
};

const YES = new Set(['yes', 'y', 'true', 't', '1', 'on']);
const NO = new Set(['no', 'n', 'false', 'f', '0', 'off', 'never', 'null']);

function fold(text: string): string {
  return text
    .normalize('NFD')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '');
}

function invert(words: Readonly<Record<string, readonly string[]>>): Map<string, string> {
  return new Map(Object.entries(words).flatMap(([key, list]) => list.map((word) => [word, key])));
}
const roleOf = invert(HEADINGS) as Map<string, Role>;
const wishOf = invert(STATUS_WORDS) as Map<string, Wish>;

/** The more cautious of two wishes. */
export function moreCautious(a: Wish, b: Wish): Wish {
  return CAUTION.indexOf(a) >= CAUTION.indexOf(b) ? a : b;
}

/** What one cell says; an empty one says nothing against mailing. */
function readCell(role: Role, cell: string): Wish {
  const word = fold(cell);
  if (word === '') return 'active';
  if (role === 'status')
    return wishOf.get(word) ?? (YES.has(word) ? 'active' : NO.has(word) ? 'unsubscribed' : 'unknown');
  if (role === 'subscribed') return YES.has(word) || wishOf.get(word) === 'active' ? 'active' : 'unsubscribed';
  // Of a flag or a date, anything but a No is a Yes.
  if (NO.has(word)) return 'active';
  return role === 'left' ? 'unsubscribed' : 'bounce';
}

function looksLikeAddress(cell: string | undefined): boolean {
  try {
    return parseAddress(cell ?? '').email !== '';
  } catch {
    return false;
  }
}

/** A cell without blanks around it: an export's own guard against formulas (a leading ') is taken off again. */
function readCellText(cell: string): string {
  const text = cell.trim();
  return /^'[=+\-@]/.test(text) ? text.slice(1) : text;
}

/** A full name's first word, or what follows the comma of "Ruiz, Ana". */
function firstWord(name: string): string {
  const given = name.includes(',') ? name.slice(name.indexOf(',') + 1) : name;
  return given.trim().split(/\s+/u)[0] ?? '';
}

/**
 * Finds the columns by their headings, in any order, or takes a file whose first row has an address as a bare list.
 * Throws INVALID_INPUT where there is no column of addresses, or where the file cannot tell who has left.
 */
export function findColumns(firstRow: readonly string[]): Columns {
  const bare = firstRow.findIndex(looksLikeAddress);
  if (bare >= 0)
    return {
      hasHeader: false,
      email: (row) => readCellText(row[bare] ?? ''),
      firstName: () => '',
      wish: () => 'active',
    };
  const headings = firstRow.map(fold);
  const roles = headings.map((heading) => roleOf.get(heading));
  const email = roles.indexOf('email');
  if (email < 0)
    throw new ReveilleError(
      'INVALID_INPUT',
      'The file has no column of addresses; name one "email" in its first line.',
    );
  // listmonk's plain export: `status` is the person's, and who has left a list is not in it.
  if (
    ['uuid', 'attributes', 'status'].every((heading) => headings.includes(heading)) &&
    !headings.includes('subscriptionstatus')
  )
    throw new ReveilleError(
      'INVALID_INPUT',
      'This export of listmonk does not say who has unsubscribed; export it with the subscription status.',
    );
  const first = roles.indexOf('first');
  const full = roles.indexOf('full');
  const telling = roles.flatMap((role, index) =>
    role === 'status' || role === 'subscribed' || role === 'left' || role === 'cleaned' ? [{ role, index }] : [],
  );
  return {
    hasHeader: true,
    email: (row) => readCellText(row[email] ?? ''),
    firstName: (row) => readCellText(row[first] ?? firstWord(row[full] ?? '')),
    wish: (row) =>
      telling.reduce<Wish>((wish, { role, index }) => moreCautious(wish, readCell(role, row[index] ?? '')), 'active'),
  };
}

/** What a row of a file asks for; `bounce`, `complaint` and `manual` suppress, `unknown` is a word not understood. */
export type Wish = 'active' | 'pending' | 'unknown' | 'unsubscribed' | 'bounce' | 'manual' | 'complaint';

/** From the least cautious to the most: of what a row (or a list) says of an address, the last one wins. */
const BY_CAUTION: readonly Wish[] = ['active', 'pending', 'unknown', 'unsubscribed', 'bounce', 'manual', 'complaint'];

/** A wish as a number that grows with caution, so that `max` is the most cautious. */
export function cautionOf(wish: Wish): number {
  return BY_CAUTION.indexOf(wish);
}

/** The more cautious of two wishes. */
export function moreCautious(a: Wish, b: Wish): Wish {
  return cautionOf(a) >= cautionOf(b) ? a : b;
}

const STATUS_WORDS: Readonly<Record<Exclude<Wish, 'unknown'>, readonly string[]>> = {
  active: 'active subscribed confirmed optin optedin enabled'.split(' '),
  pending: 'pending unconfirmed notconfirmed awaitingconfirmation nonsubscribed notsubscribed transactional'.split(' '),
  unsubscribed: 'unsubscribed unsubscribe unsub optout optedout inactive disabled removed deleted archived left'.split(
    ' ',
  ),
  bounce: 'bounce bounced hardbounce hardbounced softbounced cleaned undeliverable invalid'.split(' '),
  complaint: 'complaint complained abuse abused spam junk markedasspam'.split(' '),
  manual: 'manual blocklisted blacklisted blocked suppressed banned'.split(' '),
};
const wishOf = new Map(
  Object.entries(STATUS_WORDS).flatMap(([wish, words]) => words.map((word) => [word, wish as Wish] as const)),
);

const YES = new Set(['yes', 'y', 'true', 't', '1', 'on']);
const NO = new Set(['no', 'n', 'false', 'f', '0', 'off', 'never', 'null']);

/** Text without case, accents, blanks and punctuation, as headings and status words are compared. */
export function fold(text: string): string {
  return text
    .normalize('NFD')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '');
}

/** Columns that tell whether a reader may be mailed, by how their cells are read. */
export type Telling = 'status' | 'subscribed' | 'left' | 'cleaned' | 'suppressed';

// What senders write of an opt-in: how it was given, or when.
const OPTED_IN = /^(?:single|double|confirmed|email|web|form)(?:optin)?$|^\d{6,17}(?:z|utc)?$/;

function readOptIn(word: string): Wish {
  if (YES.has(word) || OPTED_IN.test(word)) return 'active';
  return NO.has(word) ? 'unsubscribed' : (wishOf.get(word) ?? 'unknown');
}

/** What one cell says; an empty one says nothing against mailing. */
export function readWish(column: Telling, cell: string): Wish {
  const word = cell === '' ? '' : fold(cell);
  if (word === '') return 'active';
  if (column === 'status')
    return wishOf.get(word) ?? (YES.has(word) ? 'active' : NO.has(word) ? 'unsubscribed' : 'unknown');
  if (column === 'subscribed') return readOptIn(word);
  // Of a flag, a reason or a date, anything but a No is a Yes.
  if (NO.has(word)) return 'active';
  if (column === 'suppressed') return moreCautious(wishOf.get(word) ?? 'manual', 'bounce');
  return column === 'left' ? 'unsubscribed' : 'bounce';
}

/** Mailchimp's own name of a part of its export; any other name of a file says nothing about who is in it. */
const MAILCHIMP_NAME = /^(?:subscribed|unsubscribed|nonsubscribed|cleaned)(?:_[a-z]+)*_export_[0-9a-z]+\.csv$/i;

/** True of a file that Mailchimp named, such as cleaned_members_export_1a2b3c.csv. */
export function isMailchimpName(name: string): boolean {
  return MAILCHIMP_NAME.test(name);
}

/** What the name of an export says of everybody in it, such as Mailchimp's unsubscribed_members_export_1a2b3c.csv. */
export function wishOfFileName(name: string): Wish | null {
  const words = name
    .toLowerCase()
    .replace(/\.\w+$/, '')
    .split(/[^a-z]+/);
  const told = words.map((word) => wishOf.get(word)).filter((wish) => wish !== undefined);
  return told.length > 0 ? told.reduce(moreCautious) : null;
}

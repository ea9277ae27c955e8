import { fold } from './fold.ts';
import { readAnswer, wishOf, type Wish } from './statusWords.ts';

/** From the least cautious to the most: of what a row (or a list) says of an address, the last one wins. */
export const BY_CAUTION: readonly Wish[] = [
  'active',
  'pending',
  'unknown',
  'unsubscribed',
  'bounce',
  'manual',
  'complaint',
];

/** A wish as a number that grows with caution, so that `max` is the most cautious. */
export function cautionOf(wish: Wish): number {
  return BY_CAUTION.indexOf(wish);
}

/** The more cautious of two wishes. */
export function moreCautious(a: Wish, b: Wish): Wish {
  return cautionOf(a) >= cautionOf(b) ? a : b;
}

/**
 * Columns that tell whether a reader may be mailed, by how their cells are read. `status` and `state` hold words; `state`
 * may also be a part of a country. `subscribed` and `confirmed` say Yes of who may be mailed, `listed` beside a status says
 * it or names the newsletter; the others say Yes, a reason or a date of who may not.
 */
export type Telling =
  | 'status'
  | 'state'
  | 'subscribed'
  | 'confirmed'
  | 'listed'
  | 'left'
  | 'cleaned'
  | 'suppressed'
  | 'complained'
  | 'held';

/** True of a word that stands in a column of opt-outs and yet says that the reader is subscribed. */
const STAYS = new Set(['subscribed', 'optedin', 'optin', 'notunsubscribed', 'notblacklisted']);

/** How an opt-in was given, which some senders write instead of a Yes. */
const OPT_IN_KINDS = /^(?:single|double|confirmed|email|web|form)(?:optin)?$/;

function readOptIn(cell: string): Wish {
  const answer = readAnswer(cell);
  if (answer === 'empty') return 'pending';
  if (answer === 'word') return OPT_IN_KINDS.test(fold(cell)) ? 'active' : (wishOf(fold(cell)) ?? 'unknown');
  return answer === 'no' ? 'unsubscribed' : 'active';
}

function readConfirmed(cell: string): Wish {
  const wish = readOptIn(cell);
  return wish === 'unsubscribed' && readAnswer(cell) === 'no' ? 'pending' : wish;
}

function readStatus(cell: string): Wish {
  const word = fold(cell);
  const answer = readAnswer(cell);
  if (answer === 'empty') return 'active';
  return wishOf(word) ?? (answer === 'yes' ? 'active' : answer === 'no' ? 'unsubscribed' : 'unknown');
}

/** Of a flag, a reason or a date, anything but a No is a Yes. */
function readRefusal(cell: string, meaning: Wish): Wish {
  const answer = readAnswer(cell);
  if (answer === 'empty' || answer === 'no') return 'active';
  const word = fold(cell);
  if (STAYS.has(word)) return 'active';
  if (meaning === 'bounce') return word.startsWith('soft') ? 'pending' : meaning;
  return meaning === 'manual' ? suppressionOf(word) : meaning;
}

function suppressionOf(word: string): Wish {
  const wish = wishOf(word);
  return wish === undefined || wish === 'active' || wish === 'pending' ? 'manual' : wish;
}

const READERS: Readonly<Record<Telling, (cell: string) => Wish>> = {
  status: readStatus,
  state: (cell) => wishOf(fold(cell)) ?? 'active',
  subscribed: readOptIn,
  confirmed: readConfirmed,
  listed: (cell) => {
    const wish = readOptIn(cell);
    return wish === 'unknown' || wish === 'pending' ? 'active' : wish;
  },
  left: (cell) => readRefusal(cell, 'unsubscribed'),
  cleaned: (cell) => readRefusal(cell, 'bounce'),
  suppressed: (cell) => readRefusal(cell, 'manual'),
  complained: (cell) => readRefusal(cell, 'complaint'),
  held: (cell) => readRefusal(cell, 'pending'),
};

export function isTelling(role: string): role is Telling {
  return role in READERS;
}

/** What one cell says. An empty one says nothing against mailing, unless its column tells who has opted in. */
export function readWish(column: Telling, cell: string): Wish {
  return READERS[column](cell);
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
  const told = words.map((word) => wishOf(word)).filter((wish) => wish !== undefined);
  return told.length > 0 ? told.reduce(moreCautious) : null;
}

import { fold } from './fold.ts';
import { readAnswer, wishOf, type Wish } from './statusWords.ts';

/** From the least cautious to the most. Of several for one address, the last in this order counts. */
export const BY_CAUTION: readonly Wish[] = [
  'active',
  'pending',
  'unknown',
  'unsubscribed',
  'bounce',
  'manual',
  'complaint',
];

/** A wish as a number that grows with caution, so that `max` gives the most cautious. */
export function cautionOf(wish: Wish): number {
  return BY_CAUTION.indexOf(wish);
}

/** The more cautious of two wishes. */
export function moreCautious(a: Wish, b: Wish): Wish {
  return cautionOf(a) >= cautionOf(b) ? a : b;
}

/**
 * The kinds of columns that say whether a reader may be mailed, by how their cells are read. `status` and `state` hold
 * words; `state` may also be a part of a country. `subscribed` and `confirmed` say Yes for readers who may be mailed.
 * `listed` next to a status does so too, or names the newsletter. The others give a Yes, a reason or a date for readers
 * who may not.
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

/** Words in an opt-out column that still mean that the reader is subscribed. */
const STAYS = new Set(['subscribed', 'optedin', 'optin', 'notunsubscribed', 'notblacklisted']);

/** How an opt-in was given. Some senders write this instead of a Yes. */
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

/** In a column of flags, reasons or dates, anything but a No is a Yes. */
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

/** Reads one cell. An empty cell does not prevent mailing, unless its column says who has opted in. */
export function readWish(column: Telling, cell: string): Wish {
  return READERS[column](cell);
}

/** Mailchimp's name for a part of its export. Other file names say nothing about the readers. */
const MAILCHIMP_NAME = /^(?:subscribed|unsubscribed|nonsubscribed|cleaned)(?:_[a-z]+)*_export_[0-9a-z]+\.csv$/i;

/** True for a file name of Mailchimp's, such as cleaned_members_export_1a2b3c.csv. */
export function isMailchimpName(name: string): boolean {
  return MAILCHIMP_NAME.test(name);
}

/** The state that an export's file name gives all its readers, such as unsubscribed_members_export_1a2b3c.csv. */
export function wishOfFileName(name: string): Wish | null {
  const words = name
    .toLowerCase()
    .replace(/\.\w+$/, '')
    .split(/[^a-z]+/);
  const told = words.map((word) => wishOf(word)).filter((wish) => wish !== undefined);
  return told.length > 0 ? told.reduce(moreCautious) : null;
}

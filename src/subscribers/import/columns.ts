import { ReveilleError } from '../../errors.ts';
import { isAddress } from '../addresses.ts';
import { isChoice, readChoice } from './choices.ts';
import { roleOf, type Choice, type Fact, type Role } from './headings.ts';
import { fold, moreCautious, readWish, type Telling, type Wish } from './wishes.ts';

/** What a file says of somebody beside the address: for the reader's choices, and for the record of consent. */
export type Extras = Partial<Record<Choice | Fact, string>>;

/** Readers of one row's cells. `hasHeader`: the first row names columns and is no subscriber. */
export type Columns = {
  hasHeader: boolean;
  email: (row: readonly string[]) => string;
  firstName: (row: readonly string[]) => string;
  wish: (row: readonly string[]) => Wish;
  extras: (row: readonly string[]) => Extras | null;
  /** The newsletter that a row of Reveille's own export belongs to; '' in other files. */
  newsletter: (row: readonly string[]) => string;
};

type Column<R extends Role> = { role: R; index: number };

const MAX_FACT_CHARACTERS = 500;
const TELLING: readonly Role[] = ['status', 'subscribed', 'left', 'cleaned', 'suppressed'] satisfies Telling[];
const FACTS: readonly Role[] = ['signedUpAt', 'confirmedAt', 'consentText'] satisfies Fact[];

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

function keepFact(cell: string): string {
  return readCellText(cell).replaceAll('\0', '').slice(0, MAX_FACT_CHARACTERS);
}

/** Reads choices and facts, and for whom left the time at which they did. */
function extrasReader(roles: readonly (Role | undefined)[]): Columns['extras'] {
  const columns = roles.flatMap((role, index) => (role ? [{ role, index }] : []));
  const choices = columns.filter((each): each is Column<Choice> => isChoice(each.role));
  const facts = columns.flatMap(({ role, index }) =>
    role === 'left' ? [{ role: 'leftAt', index }] : FACTS.includes(role) ? [{ role, index }] : [],
  ) as Column<Fact>[];
  if (choices.length + facts.length === 0) return () => null;
  return (row) => {
    const extras: Extras = {};
    for (const { role, index } of choices) {
      const choice = readChoice(role, readCellText(row[index] ?? ''));
      if (choice !== null) extras[role] = choice;
    }
    for (const { role, index } of facts) {
      const fact = keepFact(row[index] ?? '');
      // Of a mere flag there is no time to keep.
      if (fact !== '' && (role !== 'leftAt' || /\d{4}/.test(fact))) extras[role] = fact;
    }
    return Object.keys(extras).length > 0 ? extras : null;
  };
}

function bareList(index: number): Columns {
  return {
    hasHeader: false,
    email: (row) => readCellText(row[index] ?? ''),
    firstName: () => '',
    wish: () => 'active',
    extras: () => null,
    newsletter: () => '',
  };
}

/**
 * Finds the columns by their headings, in any order, or takes a file whose first row has an address as a bare list.
 * `tellsWhoLeft`: that comes from elsewhere, and this file need not say it. Throws INVALID_INPUT where there is no
 * column of addresses, or where the file cannot tell who has left.
 */
export function findColumns(firstRow: readonly string[], { tellsWhoLeft }: { tellsWhoLeft: boolean }): Columns {
  const bare = firstRow.findIndex((cell) => isAddress(readCellText(cell)));
  if (bare >= 0) return bareList(bare);
  const headings = firstRow.map(fold);
  const roles = headings.map(roleOf);
  const email = roles.indexOf('email');
  if (email < 0)
    throw new ReveilleError(
      'INVALID_INPUT',
      'The file has no column of addresses; name one "email" in its first line.',
    );
  // listmonk's plain export: `status` is the person's, and who has left a list is not in it.
  const isListmonk = ['uuid', 'attributes', 'status'].every((heading) => headings.includes(heading));
  if (isListmonk && !headings.includes('subscriptionstatus') && !tellsWhoLeft)
    throw new ReveilleError(
      'INVALID_INPUT',
      'This export of listmonk does not say who has unsubscribed; export it with the subscription status, or give ' +
        'those who have with --unsubscribed.',
    );
  const isOwn = ['newsletter', 'status', 'confirmedat'].every((heading) => headings.includes(heading));
  const [first, full, newsletter] = (['first', 'full', 'newsletter'] as const).map((role) => roles.indexOf(role));
  const telling = roles.flatMap((role, index) =>
    role && TELLING.includes(role) ? [{ role: role as Telling, index }] : [],
  );
  return {
    hasHeader: true,
    email: (row) => readCellText(row[email] ?? ''),
    firstName: (row) => readCellText(row[first!] ?? firstWord(row[full!] ?? '')),
    wish: (row) =>
      telling.reduce<Wish>((wish, { role, index }) => moreCautious(wish, readWish(role, row[index] ?? '')), 'active'),
    extras: extrasReader(roles),
    newsletter: (row) => (isOwn ? readCellText(row[newsletter!] ?? '') : ''),
  };
}

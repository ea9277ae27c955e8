import { ReveilleError } from '../../domain/errors.ts';
import { isAddress } from '../addresses.ts';
import { isChoice, readChoice } from './importedChoices.ts';
import { isDate } from './dates.ts';
import { countCell, type Findings } from './findings.ts';
import { fold } from './fold.ts';
import type { Choice, Fact, ColumnRole } from './headings.ts';
import { nameColumns, nameOf, type Column } from './namedColumns.ts';
import type { Wish } from './statusWords.ts';
import { watchColumn, type Watch } from './suspicion.ts';
import { readWishes } from './tellingColumns.ts';

/** A row's data beside the address: for the reader's choices, and for the consent record. */
export type Extras = Partial<Record<Choice | Fact, string>>;

/** Functions that read one row's cells, and one that ends the file. */
export type Columns = {
  email: (row: readonly string[]) => string;
  firstName: (row: readonly string[]) => string;
  wish: (row: readonly string[]) => Wish;
  extras: (row: readonly string[]) => Extras | null;
  /** The newsletter of a row of Reveille's own export. '' in other files. */
  newsletter: (row: readonly string[]) => string;
  /** Checks the cells of columns that are not imported. */
  watch: (row: readonly string[]) => void;
  /** Adds the names of ignored and suspicious columns to the findings. */
  end: () => void;
};

export type ColumnOptions = {
  /** Another file of the list says who has unsubscribed. */
  tellsWhoLeft: boolean;
  /** Folded names of columns to ignore. */
  ignore: ReadonlySet<string>;
  /** What columns mean by folded name, where staff chose it. */
  chosen: ReadonlyMap<string, ColumnRole>;
  findings: Findings;
};

const MAX_FACT_CHARACTERS = 500;
const FACTS: readonly ColumnRole[] = [
  'signedUpAt',
  'confirmedAt',
  'consentText',
  'consentAt',
  'consentSource',
] satisfies Fact[];

/** Trims a cell, and removes the ' with which an export guards against formulas. */
function readCellText(cell: string): string {
  const text = cell.trim();
  return /^'[=+\-@]/.test(text) ? text.slice(1) : text;
}

/** The first word of a full name, or the first word after the comma of "Ruiz, Ana". */
function firstWord(name: string): string {
  const given = name.includes(',') ? name.slice(name.indexOf(',') + 1) : name;
  return given.trim().split(/\s+/u)[0] ?? '';
}

function keepFact(cell: string): string {
  return readCellText(cell).replaceAll('\0', '').slice(0, MAX_FACT_CHARACTERS);
}

/** Reads choices and facts and, for readers who left, the time. */
function extrasReader(columns: readonly Column[], { unknownZones }: Findings): Columns['extras'] {
  const choices = columns.flatMap(({ role, index }) => (role && isChoice(role) ? [{ role, index }] : []));
  const facts = columns.flatMap(({ role, index }) =>
    role === 'left' ? [{ role: 'leftAt', index }] : role && FACTS.includes(role) ? [{ role, index }] : [],
  ) as { role: Fact; index: number }[];
  if (choices.length + facts.length === 0) return () => null;
  return (row) => {
    const extras: Extras = {};
    for (const { role, index } of choices) {
      const cell = readCellText(row[index] ?? '');
      const choice = readChoice(role, cell);
      if (choice !== null) extras[role] ??= choice;
      else if (role === 'zone' && cell !== '') countCell(unknownZones, cell);
    }
    for (const { role, index } of facts) {
      const fact = keepFact(row[index] ?? '');
      // A plain flag has no time to keep.
      if (fact !== '' && (role !== 'leftAt' || isDate(fact))) extras[role] ??= fact;
    }
    return Object.keys(extras).length > 0 ? extras : null;
  };
}

/** Watches the columns that are not imported, including cells beyond the headings. */
function watcher(columns: readonly Column[], findings: Findings): Pick<Columns, 'watch' | 'end'> {
  const passedOver = columns.filter(({ role }) => role === undefined || role === 'ordinary' || role === 'otherEmail');
  const watched = columns
    .filter(({ role, isIgnored }) => !isIgnored && (role === undefined || role === 'state'))
    .map(({ index, name, role }) => ({ index, name, role, watch: watchColumn(role === 'state' ? '' : name) }));
  const beyond = new Map<number, Watch>();
  return {
    watch: (row) => {
      for (const { index, watch } of watched) watch.look(row[index] ?? '');
      for (let index = columns.length; index < row.length; index++) {
        if (row[index] === '') continue;
        const watch = beyond.get(index) ?? watchColumn('');
        beyond.set(index, watch);
        watch.look(row[index]!);
      }
    },
    end: () => {
      for (const { name } of passedOver) findings.ignoredColumns.add(name);
      for (const { name, isIgnored } of columns) if (isIgnored) findings.ignoredColumns.add(name);
      for (const [index, watch] of beyond) {
        findings.ignoredColumns.add(nameOf('', index));
        if (watch.isSuspicious()) findings.suspicious.add(nameOf('', index));
      }
      for (const { name, role, watch } of watched)
        if (role === 'state' ? watch.isMixed() : watch.isSuspicious()) findings.suspicious.add(name);
    },
  };
}

/** Columns of a file without headings: only the first cell with an address is used, and what staff chose by number. */
export function bareColumns(firstRow: readonly string[], options: ColumnOptions): Columns {
  const { chosen, findings } = options;
  const index = firstRow.findIndex((cell) => isAddress(readCellText(cell)));
  if (chosen.size > 0) {
    const hasAddress = [...chosen.values()].includes('email');
    const all = hasAddress ? chosen : new Map(chosen).set(fold(nameOf('', index)), 'email');
    return findColumns(
      firstRow.map(() => ''),
      { ...options, chosen: all },
    );
  }
  const columns = firstRow.map((_, n): Column => ({
    index: n,
    name: nameOf('', n),
    role: n === index ? 'email' : undefined,
    isIgnored: false,
  }));
  return {
    email: (row) => readCellText(row[index] ?? ''),
    firstName: () => '',
    wish: () => 'active',
    extras: () => null,
    newsletter: () => '',
    ...watcher(columns, findings),
  };
}

/**
 * Finds the columns by their headings, in any order. Throws INVALID_INPUT if the file cannot say who has unsubscribed.
 */
export function findColumns(headings: readonly string[], options: ColumnOptions): Columns {
  const folded = new Set(headings.map(fold));
  // In listmonk's plain export `status` is the person's, and it does not say who has unsubscribed from a list.
  const isListmonk = ['uuid', 'attributes', 'status'].every((heading) => folded.has(heading));
  if (isListmonk && !folded.has('subscriptionstatus') && !options.tellsWhoLeft)
    throw new ReveilleError(
      'INVALID_INPUT',
      'This listmonk export does not say who has unsubscribed. Export it with the subscription status, or name a file of ' +
        'unsubscribed addresses with --unsubscribed.',
    );
  const columns = nameColumns(headings, options.ignore, options.chosen);
  const at = (role: ColumnRole): number => columns.find((column) => column.role === role)?.index ?? -1;
  const [email, first, full, newsletter] = [at('email'), at('first'), at('full'), at('newsletter')];
  return {
    email: (row) => readCellText(row[email] ?? ''),
    firstName: (row) => readCellText(row[first] ?? firstWord(row[full] ?? '')),
    wish: readWishes(columns, options.findings),
    extras: extrasReader(columns, options.findings),
    newsletter: (row) => readCellText(row[newsletter] ?? ''),
    ...watcher(columns, options.findings),
  };
}

import { isReveilleError, messageOf, ReveilleError } from '../../domain/errors.ts';
import type { Keys } from '../../platform/keys.ts';
import { hashAddress, isAddress, parseAddress } from '../addresses.ts';
import { cleanFirstName } from '../names.ts';
import { bareColumns, findColumns, type ColumnOptions, type Columns, type Extras } from './columns.ts';
import { readCsvRows, type CsvRow } from './csvRows.ts';
import { findAddressColumn, findHeadings, HEAD_ROWS, isEmailHeading } from './firstLines.ts';
import { noteEmptied, type Findings } from './findings.ts';
import { fold } from './fold.ts';
import { nameOf } from './namedColumns.ts';
import type { Wish } from './statusWords.ts';
import { moreCautious } from './wishes.ts';

/** One file of a list. `wish` applies to all its readers. A row may be more cautious, never less. */
export type ListFile = { name: string; bytes: AsyncIterable<Uint8Array | string>; wish: Wish };

/** The request of one row, and its reader. */
export type ListRow = {
  email: string;
  emailKey: string;
  hash: Buffer;
  firstName: string;
  wish: Wish;
  extras: Extras | null;
};

/** A row that is not imported, with a reason that does not repeat its content. `line`: where the row ends. */
export type InvalidRow = { file: string; line: number; reason: string };

type Row = ListRow | { reason: string };

/** A file's columns, the rows below its headings, and the rows above them that contain an address. */
type Start = { columns: Columns; headings: readonly string[] | null; rows: CsvRow[]; above: CsvRow[] };

const MAX_SHOWN = 10;
const MAX_HEADING_CHARACTERS = 30;

function readRow(columns: Columns, keys: Keys, file: ListFile, { cells, line }: CsvRow, findings: Findings): Row {
  const wish = moreCautious(columns.wish(cells), file.wish);
  columns.watch(cells);
  try {
    const { email, emailKey } = parseAddress(columns.email(cells));
    if (wish === 'unknown') return { reason: 'The row has a status that is not understood; it is not imported.' };
    const typed = columns.firstName(cells);
    const firstName = cleanFirstName(typed);
    if (firstName === '' && typed.trim() !== '') noteEmptied(findings.emptiedNames, { file: file.name, line });
    return { email, emailKey, hash: hashAddress(keys, emailKey), firstName, wish, extras: columns.extras(cells) };
  } catch (error) {
    if (!isReveilleError(error, 'ADDRESS_INVALID')) throw error;
    return { reason: messageOf(error) };
  }
}

function isBlank(cells: readonly string[]): boolean {
  return cells.every((cell) => cell === '' || cell.trim() === '');
}

const holdsAddress = (cells: readonly string[]): boolean => cells.some((cell) => isAddress(cell.trim()));

/** The found headings, for an error message. */
function showHeadings(rows: readonly CsvRow[]): string {
  const filled = rows.map(({ cells }) => cells.filter((cell) => cell.trim() !== ''));
  const most = Math.max(0, ...filled.map((cells) => cells.length));
  const headings = filled.find((cells) => cells.length === most) ?? [];
  const shown = headings.slice(0, MAX_SHOWN).map((cell) => {
    const text = cell.replaceAll(/[\p{C}\s]+/gu, ' ').trim();
    return `"${text.length > MAX_HEADING_CHARACTERS ? `${text.slice(0, MAX_HEADING_CHARACTERS)}…` : text}"`;
  });
  return `${shown.join(', ')}${headings.length > MAX_SHOWN ? ' …' : ''}`;
}

/** The row of headings with the name that staff chose as the column of addresses. Null if there is none. */
function findChosen(head: readonly string[][], chosen: ColumnOptions['chosen']): number | null {
  const name = [...chosen].find(([, role]) => role === 'email')?.[0];
  const place = head.findIndex((cells) => cells.some((cell) => cell.trim() !== '' && fold(nameOf(cell, 0)) === name));
  return place < 0 ? null : place;
}

/** Finds the first row of a file, and its columns. */
function start(first: CsvRow[], options: ColumnOptions): Start {
  const rows = first.filter(({ cells }) => !isBlank(cells));
  const head = rows.slice(0, HEAD_ROWS).map(({ cells }) => cells);
  const place = findHeadings(head) ?? findChosen(head, options.chosen);
  if (place !== null) {
    const headings = rows[place]!.cells;
    const isChosen = [...options.chosen.values()].includes('email');
    const address = isChosen ? -1 : findAddressColumn(headings, head.slice(place + 1));
    const named = address < 0 ? headings : headings.with(address, 'email');
    options.findings.linesAbove += place;
    const above = rows.slice(0, place).filter(({ cells }) => holdsAddress(cells));
    return { columns: findColumns(named, options), headings, rows: rows.slice(place + 1), above };
  }
  if (rows[0] && holdsAddress(rows[0].cells))
    return { columns: bareColumns(rows[0].cells, options), headings: null, rows, above: [] };
  const shown = showHeadings(rows.slice(0, HEAD_ROWS).filter(({ cells }) => !holdsAddress(cells)));
  throw new ReveilleError(
    'INVALID_INPUT',
    `The file has no column of addresses. Its headings are ${shown}. Rename the column of addresses to "email".`,
  );
}

/** Detects repeated headings, as in joined files. They are no row. Different headings cannot be read. */
function isHeadingAgain(email: string, { cells, line }: CsvRow, headings: readonly string[] | null): boolean {
  if (headings === null || email.includes('@')) return false;
  if (headings.every((heading, index) => heading === (cells[index] ?? ''))) return true;
  if (!isEmailHeading(email)) return false;
  throw new ReveilleError(
    'INVALID_INPUT',
    `Line ${line} has a second, different row of headings. Import the files that were joined one by one.`,
  );
}

/**
 * Reads the rows of one file of a list in batches, without blank rows. Throws INVALID_INPUT (no address column,
 * unreadable CSV, an empty file, several newsletters, different headings further down).
 */
export async function* readListRows(
  { keys }: { keys: Keys },
  file: ListFile,
  options: ColumnOptions,
): AsyncGenerator<(ListRow | InvalidRow)[]> {
  let begun: Start | null = null;
  let newsletter = '';

  function* read({ columns, headings }: Start, batch: readonly CsvRow[]): Generator<ListRow | InvalidRow> {
    for (const csvRow of batch) {
      const { cells, line } = csvRow;
      if (isBlank(cells) || isHeadingAgain(columns.email(cells), csvRow, headings)) continue;
      const slug = columns.newsletter(cells);
      if (newsletter !== '' && slug !== newsletter)
        throw new ReveilleError(
          'INVALID_INPUT',
          'The file contains readers of several newsletters. Export one of them with --newsletter.',
        );
      newsletter = slug;
      const row = readRow(columns, keys, file, csvRow, options.findings);
      yield 'reason' in row ? { file: file.name, line, reason: row.reason } : row;
    }
  }

  function* begin(first: CsvRow[]): Generator<ListRow | InvalidRow> {
    begun = start(first, options);
    const reason = 'The row is above the headings; it is not imported.';
    for (const { line } of begun.above) yield { file: file.name, line, reason };
    yield* read(begun, begun.rows);
  }

  const first: CsvRow[] = [];
  for await (const batch of readCsvRows(file.bytes)) {
    if (begun !== null) yield [...read(begun, batch)];
    else {
      for (const row of batch) first.push(row);
      if (first.length >= HEAD_ROWS) yield [...begin(first)];
    }
  }
  if (begun === null) {
    if (first.every(({ cells }) => isBlank(cells)))
      throw new ReveilleError('INVALID_INPUT', `${file.name || 'The file'} is empty.`);
    yield [...begin(first)];
  }
  (begun as Start | null)?.columns.end();
}

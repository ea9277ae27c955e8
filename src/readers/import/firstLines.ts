import { isAddress } from '../addresses.ts';
import { roleOf } from './headings.ts';

const DELIMITERS = [',', ';', '\t', '|'] as const;

/** The number of filled rows that are searched for headings. Titles and notes above them take fewer. */
export const HEAD_ROWS = 20;

/** True for a heading of an address column, the main one or another ("Work email"). */
export function isEmailHeading(cell: string): boolean {
  const role = roleOf(cell);
  return role === 'email' || role === 'otherEmail';
}

/** True for a row of column names that include an address column. */
function namesAddresses(row: readonly string[]): boolean {
  return row.some(isEmailHeading) && !row.some((cell) => isAddress(cell.trim()));
}

/**
 * The index of the headings among a file's first rows. Candidates name an address column and stand above the first
 * address; the one with the most known names wins. Null if there is none.
 */
export function findHeadings(rows: readonly (readonly string[])[]): number | null {
  let best: { place: number; known: number } | null = null;
  for (const [place, row] of rows.entries()) {
    if (best !== null && row.some((cell) => isAddress(cell.trim()))) break;
    if (!namesAddresses(row)) continue;
    const known = row.filter((cell) => roleOf(cell) !== undefined).length;
    if (best === null || known > best.known) best = { place, known };
  }
  return best?.place ?? null;
}

/** Splits the first rows of a text at a delimiter, accurately enough to choose the delimiter. */
function cut(head: string, delimiter: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let cell = '';
  let isQuoted = false;
  const endRow = (): void => {
    row.push(cell);
    if (row.some((each) => each.trim() !== '')) rows.push(row);
    row = [];
    cell = '';
  };
  for (const char of head) {
    if (char === '"') isQuoted = !isQuoted;
    else if (isQuoted) cell += char;
    else if (char === delimiter) {
      row.push(cell);
      cell = '';
    } else if (char === '\n' || char === '\r') {
      endRow();
      if (rows.length === HEAD_ROWS) return rows;
    } else cell += char;
  }
  endRow();
  return rows;
}

/** Scores a delimiter: by known headings, then by cells with addresses, then by the number of cells. */
function weigh(head: string, delimiter: string): readonly [known: number, addresses: number, cells: number] {
  const rows = cut(head, delimiter);
  const headings = rows[findHeadings(rows) ?? -1] ?? [];
  const known = headings.filter((cell) => roleOf(cell) !== undefined).length;
  const addresses = rows.filter((row) => row.some((cell) => isAddress(cell.trim()))).length;
  return [known, addresses, known > 0 ? headings.length : Math.max(0, ...rows.map((row) => row.length))];
}

/** A spreadsheet's separator line: sep=; or "sep=,", a tab also as \t. */
const SEPARATOR = /^\s*"?sep=(\\t|[^"\r\n])"?[\s,;|]*(?=[\r\n]|$)/i;

/** Finds a file's delimiter from its first lines. `body` is the text, with an emptied first line if that named it. */
export function findDelimiter(head: string): { delimiter: string; body: string } {
  const told = SEPARATOR.exec(head);
  if (told) {
    const delimiter = told[1] === '\\t' ? '\t' : told[1]!;
    // The line end stays, so that line numbers match the file.
    return { delimiter, body: head.slice(told[0].length) };
  }
  let best = { delimiter: ',', weight: weigh(head, ',') };
  for (const delimiter of DELIMITERS.slice(1)) {
    const weight = weigh(head, delimiter);
    const place = weight.findIndex((part, n) => part !== best.weight[n]);
    if (place >= 0 && weight[place]! > best.weight[place]!) best = { delimiter, weight };
  }
  return { delimiter: best.delimiter, body: head };
}

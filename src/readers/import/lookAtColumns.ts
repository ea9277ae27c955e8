import { readCsvRows, type CsvRow } from './csvRows.ts';
import { findAddressColumn, findHeadings, HEAD_ROWS } from './firstLines.ts';
import type { ColumnRole } from './headings.ts';
import type { ListFile } from './listRows.ts';
import { nameColumns } from './namedColumns.ts';

/** A column for staff to look at: its name, what an import takes it for, and some of its cells. */
export type SeenColumn = { name: string; role: ColumnRole | undefined; samples: string[] };

/** What an import can be told that a column means, in the order of a list of choices. */
export const CHOOSABLE_ROLES = [
  'email',
  'first',
  'full',
  'status',
  'subscribed',
  'confirmed',
  'left',
  'cleaned',
  'suppressed',
  'complained',
  'held',
  'language',
  'zone',
  'frequency',
  'format',
  'sendAt',
  'pausedUntil',
  'signedUpAt',
  'confirmedAt',
  'consentText',
  'consentAt',
  'consentSource',
] as const satisfies readonly ColumnRole[];
export type ChoosableRole = (typeof CHOOSABLE_ROLES)[number];

const SAMPLES = 3;
const MAX_SAMPLE = 40;
const MAX_COLUMNS = 100;

async function readFirst({ bytes }: ListFile): Promise<CsvRow[]> {
  const first: CsvRow[] = [];
  for await (const batch of readCsvRows(bytes)) {
    first.push(...batch.filter(({ cells }) => cells.some((cell) => cell.trim() !== '')));
    if (first.length >= HEAD_ROWS) break;
  }
  return first.slice(0, HEAD_ROWS);
}

function samplesOf(rows: readonly string[][], index: number): string[] {
  const cells = rows
    .map((row) => (row[index] ?? '').replaceAll(/[\p{C}\s]+/gu, ' ').trim())
    .filter((cell) => cell !== '');
  return [...new Set(cells)]
    .slice(0, SAMPLES)
    .map((cell) => (cell.length > MAX_SAMPLE ? `${cell.slice(0, MAX_SAMPLE)}…` : cell));
}

/**
 * The columns of a list's first file, as an import reads them by their headings, with the first different cells of each.
 * Without a row of headings they are numbered; without a column of addresses the fullest of the first rows counts as
 * the headings. Reads the first rows only. Throws INVALID_INPUT if they are no CSV.
 */
export async function lookAtColumns(file: ListFile): Promise<SeenColumn[]> {
  const head = (await readFirst(file)).map(({ cells }) => cells);
  const found = findHeadings(head);
  const hasAddresses = head[0]?.some((cell) => cell.includes('@')) ?? false;
  const fullest = Math.max(0, ...head.map((row) => row.filter((cell) => cell.trim() !== '').length));
  const place =
    found ?? (hasAddresses ? -1 : head.findIndex((row) => row.filter((cell) => cell.trim() !== '').length === fullest));
  const below = head.slice(place + 1);
  const headings = place < 0 ? (head[0] ?? []).map(() => '') : head[place]!;
  const address = place < 0 ? below[0]?.findIndex((cell) => cell.includes('@')) : findAddressColumn(headings, below);
  const columns = nameColumns(headings, new Set(), new Map());
  return columns.slice(0, MAX_COLUMNS).map(({ index, name, role }) => ({
    name,
    role: index === address ? 'email' : role,
    samples: samplesOf(below, index),
  }));
}

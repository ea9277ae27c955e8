import { isReveilleError, messageOf, ReveilleError } from '../../errors.ts';
import type { Keys } from '../../keys.ts';
import { hashAddress, parseAddress } from '../addresses.ts';
import { cleanFirstName } from '../names.ts';
import { findColumns, type Columns, type Extras } from './columns.ts';
import { readCsvRows } from './csvRows.ts';
import { moreCautious, type Wish } from './wishes.ts';

/** One file of a list. `wish` is what it says of everybody in it; a row may be more cautious, never less. */
export type ListFile = { name: string; bytes: AsyncIterable<Uint8Array | string>; wish: Wish };

/** What a row asks for, of whom. */
export type ListRow = {
  email: string;
  emailKey: string;
  hash: Buffer;
  firstName: string;
  wish: Wish;
  extras: Extras | null;
};

/** A row that is not imported, with a reason that does not repeat what it holds. `line`: where the row ends. */
export type InvalidRow = { file: string; line: number; reason: string };

function readRow(columns: Columns, keys: Keys, file: ListFile, cells: string[]): ListRow | { reason: string } {
  const wish = moreCautious(columns.wish(cells), file.wish);
  try {
    const { email, emailKey } = parseAddress(columns.email(cells));
    if (wish === 'unknown') return { reason: 'The row has a status that is not known; it is not imported.' };
    const firstName = cleanFirstName(columns.firstName(cells));
    return { email, emailKey, hash: hashAddress(keys, emailKey), firstName, wish, extras: columns.extras(cells) };
  } catch (error) {
    if (!isReveilleError(error, 'ADDRESS_INVALID')) throw error;
    return { reason: messageOf(error) };
  }
}

function isBlank(cells: readonly string[]): boolean {
  return cells.every((cell) => cell === '' || cell.trim() === '');
}

/**
 * Reads the rows of one file of a list, in batches, blank ones left out. `tellsWhoLeft`: another file of the list says
 * who has unsubscribed. Throws INVALID_INPUT (no column of addresses, unreadable CSV, an empty file, several newsletters).
 */
export async function* readListRows(
  { keys }: { keys: Keys },
  file: ListFile,
  { tellsWhoLeft }: { tellsWhoLeft: boolean },
): AsyncGenerator<(ListRow | InvalidRow)[]> {
  let columns: Columns | null = null;
  let newsletter = '';
  for await (const batch of readCsvRows(file.bytes)) {
    const rows: (ListRow | InvalidRow)[] = [];
    for (const { cells, line } of batch) {
      if (columns === null) {
        columns = findColumns(cells, { tellsWhoLeft });
        if (columns.hasHeader) continue;
      }
      if (isBlank(cells)) continue;
      const slug = columns.newsletter(cells);
      if (newsletter !== '' && slug !== newsletter)
        throw new ReveilleError(
          'INVALID_INPUT',
          'The file holds readers of more than one newsletter; export one of them with --newsletter.',
        );
      newsletter = slug;
      const row = readRow(columns, keys, file, cells);
      rows.push('reason' in row ? { file: file.name, line, reason: row.reason } : row);
    }
    yield rows;
  }
  if (columns === null) throw new ReveilleError('INVALID_INPUT', `${file.name || 'The file'} is empty.`);
}

import { countCell, type Findings } from './findings.ts';
import type { Column } from './namedColumns.ts';
import type { Wish } from './statusWords.ts';
import { cautionOf, isTelling, moreCautious, readWish } from './wishes.ts';

/** Status columns have few different cells. Others come from strangers, and are not remembered. */
const MAX_REMEMBERED = 1000;

/**
 * Combines all status columns of a row: the most cautious one counts. An ignored column counts only for a plain opt-out,
 * bounce or complaint. Cells that are not understood are counted in the findings.
 */
export function readWishes(columns: readonly Column[], { unknownValues }: Findings): (row: readonly string[]) => Wish {
  const telling = columns.flatMap(({ index, name, role, isIgnored }) =>
    role && isTelling(role) ? [{ index, name, role, isIgnored, read: new Map<string, Wish>() }] : [],
  );

  function readCell({ name, role, isIgnored, read }: (typeof telling)[number], cell: string): Wish {
    const known = read.get(cell);
    const wish = known ?? readWish(role, cell);
    if (known === undefined && read.size < MAX_REMEMBERED) read.set(cell, wish);
    if (isIgnored) return cautionOf(wish) > cautionOf('unknown') ? wish : 'active';
    if (wish === 'unknown') {
      const counts = unknownValues.get(name) ?? new Map<string, number>();
      unknownValues.set(name, counts);
      countCell(counts, cell);
    }
    return wish;
  }

  return (row) => {
    let wish: Wish = 'active';
    for (const column of telling) wish = moreCautious(wish, readCell(column, row[column.index] ?? ''));
    return wish;
  };
}

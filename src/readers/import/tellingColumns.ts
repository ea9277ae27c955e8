import { countCell, type Findings } from './findings.ts';
import type { Column } from './namedColumns.ts';
import type { Wish } from './statusWords.ts';
import { cautionOf, isTelling, moreCautious, readWish } from './wishes.ts';

/** Columns that tell hold few different cells; what else there is comes from strangers and is not remembered. */
const MAX_REMEMBERED = 1000;

/**
 * What all columns that tell say of a row together: the most cautious of them. Of a column that is ignored only a plain
 * opt-out, bounce or complaint counts. Cells that are not understood are counted in the findings.
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

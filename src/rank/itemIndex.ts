import { compareEntries, isCopy, isSameTitle, isSeries, NEGLIGIBLE } from './compare.ts';
import { createVocabulary, readEntry, weighEntry, type Entry, type IndexItem, type Weights } from './weigh.ts';

/** An item near another: `similarity` from 0; `isCopy` where both carry one text. */
export type Neighbour = { position: number; similarity: number; isCopy: boolean };

/** An inverted index over a window of items. Positions are given in the order of adding, from 0. */
export type ItemIndex = {
  add: (item: IndexItem) => number;
  neighbours: (position: number) => Neighbour[];
  size: () => number;
};

// Terms in more items than this find no candidates (they still count in the comparison).
const MAX_POSTINGS = 200;
const MAX_POSTINGS_SHARE = 0.02;
const MAX_CANDIDATES = 200;
const MAX_SAME_TITLE = 20;
// A weight is a logarithm of the window's size: while that grows by less than this, the old one will do.
const STALE_GROWTH = 1.02;
// Below this a pair is too unlike to be worth the comparison of shingles.
const COPY_MIN_SIMILARITY = 0.15;

function titleOf(entry: Entry): string {
  return entry.sequence.slice(0, entry.titleLength).join(' ');
}

/**
 * Makes an empty index. Adding is linear in the item's words; `neighbours` reads the short posting lists only:
 * about 2 ms an item at 20,000 items (scripts/evaluateClustering.ts --cost). Weights follow the window: rarity is
 * counted over all items present when `neighbours` is asked.
 */
export function createItemIndex(): ItemIndex {
  const vocabulary = createVocabulary();
  const entries: Entry[] = [];
  const postings: number[][] = [];
  const titles = new Map<string, number[]>();
  const weights: { of: Weights; size: number }[] = [];

  function weightsOf(entry: Entry): Weights {
    const known = weights[entry.position];
    if (known !== undefined && entries.length <= known.size * STALE_GROWTH) return known.of;
    const of = weighEntry(vocabulary, entry, entries.length);
    weights[entry.position] = { of, size: entries.length };
    return of;
  }

  function candidatesOf(entry: Entry): number[] {
    const longest = Math.max(MAX_POSTINGS, entries.length * MAX_POSTINGS_SHARE);
    const overlaps = new Map<number, number>();
    for (const [term, weight] of weightsOf(entry).byTerm) {
      const list = postings[term];
      if (list === undefined || list.length > longest) continue;
      for (const other of list) overlaps.set(other, (overlaps.get(other) ?? 0) + weight);
    }
    // The latest with the same headline, whose words may all be common by now.
    for (const other of titles.get(titleOf(entry)) ?? []) overlaps.set(other, Infinity);
    overlaps.delete(entry.position);
    if (overlaps.size <= MAX_CANDIDATES) return [...overlaps.keys()];
    return [...overlaps]
      .toSorted((a, b) => (a[1] === b[1] ? a[0] - b[0] : b[1] - a[1]))
      .slice(0, MAX_CANDIDATES)
      .map(([other]) => other);
  }

  function compare(entry: Entry, position: number): Neighbour | null {
    const other = entries[position];
    if (other === undefined || isSeries(entry, other)) return null;
    const similarity = compareEntries(entry, other, weightsOf(entry), weightsOf(other));
    if (similarity < NEGLIGIBLE && !isSameTitle(entry, other)) return null;
    const mayBeCopy = similarity >= COPY_MIN_SIMILARITY || isSameTitle(entry, other);
    return { position, similarity, isCopy: mayBeCopy && isCopy(entry, other) };
  }

  return {
    size: () => entries.length,
    add: (item) => {
      const entry = readEntry(vocabulary, item, entries.length);
      entries.push(entry);
      for (const term of entry.counts.keys()) {
        const list = (postings[term] ??= []);
        list.push(entry.position);
      }
      titles.set(titleOf(entry), [...(titles.get(titleOf(entry)) ?? []), entry.position].slice(-MAX_SAME_TITLE));
      return entry.position;
    },
    neighbours: (position) => {
      const entry = entries[position];
      if (entry === undefined) return [];
      return candidatesOf(entry)
        .map((other) => compare(entry, other))
        .filter((neighbour) => neighbour !== null);
    },
  };
}

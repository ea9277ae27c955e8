import { compareEntries, isCopy, isSameTitle, isSeries, NEGLIGIBLE } from './compare.ts';
import { supportBetween } from './support.ts';
import { createVocabulary, readEntry, weighEntry, type Entry, type IndexItem, type Weights } from './weigh.ts';

/**
 * An item that is similar to another. `similarity` from 0; `support`: agreement beyond one thing; `isCopy`: same text.
 */
export type Neighbour = { position: number; similarity: number; support: number; isCopy: boolean };

/** An inverted index over a window of items. Positions count from 0 in the order of adding, and are never reused. */
type ItemIndex = {
  add: (item: IndexItem) => number;
  /** Removes an item from all later results. */
  remove: (position: number) => void;
  /** Items with at least the similarity `floor`, or with the same headline. Default: all related items. */
  neighbours: (position: number, floor?: number) => Neighbour[];
  /** The similarity of two items; null if they are unrelated. */
  compare: (a: number, b: number) => Neighbour | null;
  size: () => number;
};

// Terms in more items than this are not used to find candidates. They still count in the comparison.
const MAX_POSTINGS = 200;
const MAX_POSTINGS_SHARE = 0.02;
const MAX_CANDIDATES = 40;
const MAX_SAME_TITLE = 20;
// The minimum overlap of rarer words, as a cosine. Below it, a full comparison is not worth its time.
const MIN_OVERLAP = 0.05;
// A weight depends on the logarithm of the window's size. Until the window grows by this factor, the old weight is
// kept.
const STALE_GROWTH = 1.05;
// Below this similarity, a comparison of shingles is not worth its time.
export const COPY_MIN_SIMILARITY = 0.15;
const SPARE_POSTINGS = 16;

function titleOf(entry: Entry): string {
  return entry.sequence.subarray(0, entry.titleLength).join(' ');
}

/**
 * Creates an empty index. Adding is linear in the item's words. `neighbours` reads only the short posting lists
 * (scripts/benchNewsroom/window.ts measures both). Weights follow the window: rarity is counted over all items that are
 * present when `neighbours` is called.
 */
export function createItemIndex(): ItemIndex {
  const vocabulary = createVocabulary();
  const entries: (Entry | undefined)[] = [];
  const postings: number[][] = [];
  const titles = new Map<string, number[]>();
  const weights: ({ of: Weights; size: number } | undefined)[] = [];
  let size = 0;
  // The overlap of each candidate, by position. It is reset to zero after each query.
  let overlaps = new Float64Array(1_024);
  // The vector length of each item by position, 0 if not known yet. It is cached because a query needs thousands.
  let norms = new Float64Array(1_024);

  function weightsOf(entry: Entry): Weights {
    const known = weights[entry.position];
    if (known !== undefined && size <= known.size * STALE_GROWTH && known.size <= size * STALE_GROWTH) return known.of;
    const of = weighEntry(vocabulary, entry, size);
    weights[entry.position] = { of, size };
    growTables();
    norms[entry.position] = of.norm;
    return of;
  }

  function growTables(): void {
    if (entries.length <= overlaps.length) return;
    const grown = new Float64Array(2 * entries.length);
    grown.set(norms);
    norms = grown;
    overlaps = new Float64Array(2 * entries.length);
  }

  function candidatesOf(entry: Entry): number[] {
    growTables();
    const longest = Math.max(MAX_POSTINGS, size * MAX_POSTINGS_SHARE);
    const { values, norm } = weightsOf(entry);
    const touched: number[] = [];
    for (let at = 0; at < values.length; at++) {
      const [term, weight] = [entry.terms[at]!, values[at]!];
      if ((vocabulary.itemCounts[term] ?? 0) > longest) continue;
      for (const other of postings[term] ?? []) {
        if (overlaps[other] === 0) touched.push(other);
        overlaps[other]! += weight * weight;
      }
    }
    const least = MIN_OVERLAP * norm;
    const found = touched.filter(
      (other) =>
        overlaps[other]! >= least * (norms[other]! || norm) && other !== entry.position && entries[other] !== undefined,
    );
    if (found.length > MAX_CANDIDATES) {
      found.sort((a, b) => overlaps[b]! - overlaps[a]! || a - b);
      found.length = MAX_CANDIDATES;
    }
    for (const other of touched) overlaps[other] = 0;
    // The latest items with the same headline are candidates too, because all of its words may be common by now.
    for (const other of titles.get(titleOf(entry)) ?? [])
      if (other !== entry.position && !found.includes(other)) found.push(other);
    return found;
  }

  function compare(a: number, b: number, floor = NEGLIGIBLE): Neighbour | null {
    const [entry, other] = [entries[a], entries[b]];
    if (entry === undefined || other === undefined || isSeries(entry, other)) return null;
    const similarity = compareEntries(entry, other, weightsOf(entry), weightsOf(other), floor);
    const hasSameTitle = isSameTitle(entry, other);
    if (similarity < floor && !hasSameTitle) return null;
    const mayBeCopy = similarity >= COPY_MIN_SIMILARITY || hasSameTitle;
    const support = supportBetween(entry, other, vocabulary.strengths);
    return { position: b, similarity, support, isCopy: mayBeCopy && isCopy(entry, other) };
  }

  /** Removes deleted items from a posting list when they are more than half of it. */
  function tidy(term: number): void {
    const list = postings[term]!;
    if (list.length <= 2 * (vocabulary.itemCounts[term] ?? 0) + SPARE_POSTINGS) return;
    postings[term] = list.filter((position) => entries[position] !== undefined);
  }

  return {
    size: () => size,
    compare: (a, b) => compare(a, b),
    add: (item) => {
      const entry = readEntry(vocabulary, item, entries.length);
      entries.push(entry);
      size++;
      for (const term of entry.terms) (postings[term] ??= []).push(entry.position);
      const title = titleOf(entry);
      const twins = titles.get(title) ?? [];
      twins.push(entry.position);
      if (twins.length > MAX_SAME_TITLE) twins.shift();
      titles.set(title, twins);
      return entry.position;
    },
    remove: (position) => {
      const entry = entries[position];
      if (entry === undefined) return;
      entries[position] = undefined;
      weights[position] = undefined;
      size--;
      for (const term of entry.terms) {
        vocabulary.itemCounts[term]!--;
        tidy(term);
      }
      const title = titleOf(entry);
      const twins = (titles.get(title) ?? []).filter((other) => other !== position);
      if (twins.length > 0) titles.set(title, twins);
      else titles.delete(title);
    },
    neighbours: (position, floor) => {
      const entry = entries[position];
      if (entry === undefined) return [];
      return candidatesOf(entry)
        .map((other) => compare(position, other, floor))
        .filter((neighbour) => neighbour !== null);
    },
  };
}

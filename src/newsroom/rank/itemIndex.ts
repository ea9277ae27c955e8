import { COPY_MIN_SIMILARITY, createComparer, NEGLIGIBLE } from './compare.ts';
import { isCopy, isSameTitle, isSeries } from './copies.ts';
import { clearMarks } from './marks.ts';
import {
  createFactors,
  createVocabulary,
  readEntry,
  weighEntry,
  type Entry,
  type IndexItem,
  type Weights,
} from './weigh.ts';

/**
 * An item that is similar to another. `similarity` from 0; `support`: agreement beyond one thing; `isCopy`: same text.
 */
export type Neighbour = { position: number; similarity: number; support: number; isCopy: boolean };

/** An inverted index over a window of items. Positions count from 0 in the order of adding, and are never reused. */
type ItemIndex = {
  add: (item: IndexItem) => number;
  /** Removes an item from all later results. */
  remove: (position: number) => void;
  /** All related items. */
  neighbours: (position: number) => Neighbour[];
  /** The positions of items with at least the similarity `floor`, and of copies. */
  near: (position: number, floor: number) => number[];
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
const SPARE_POSTINGS = 16;

function titleOf(entry: Entry): string {
  return entry.sequence.slice(0, entry.titleLength).join(' ');
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
  const weights: (Weights | undefined)[] = [];
  const factors = createFactors();
  let size = 0;
  // The overlap of each candidate, by position. It is reset to zero after each query.
  let overlaps = new Float64Array(1_024);
  // The vector length of each item by position, 0 if not known yet. It is cached because a query needs thousands.
  let norms = new Float64Array(1_024);
  const comparer = createComparer(vocabulary);
  let focus: Weights | null = null;

  function weightsOf(entry: Entry): Weights {
    const known = weights[entry.position];
    if (known !== undefined && size <= known.itemCount * STALE_GROWTH && known.itemCount <= size * STALE_GROWTH)
      return known;
    const own = known ?? { values: [], norm: 1, itemCount: 0 };
    weighEntry(vocabulary, entry, { weights: own, itemCount: size, factors });
    weights[entry.position] = own;
    if (focus === own) focus = null;
    growTables();
    norms[entry.position] = own.norm;
    return own;
  }

  /** What was worked out for this state of the index holds no longer. */
  function expire(): void {
    // The comparer has no room for new terms.
    focus = null;
    clearMarks(factors.known, vocabulary.shares.length);
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

  function focusOn(entry: Entry): void {
    const of = weightsOf(entry);
    if (focus === of) return;
    comparer.focus(entry, of);
    focus = of;
  }

  function compare(a: number, b: number): Neighbour | null {
    const [entry, other] = [entries[a], entries[b]];
    if (entry === undefined || other === undefined || isSeries(entry, other)) return null;
    focusOn(entry);
    const similarity = comparer.similarityTo(other, weightsOf(other), NEGLIGIBLE);
    const hasSameTitle = isSameTitle(entry, other);
    if (similarity < NEGLIGIBLE && !hasSameTitle) return null;
    const mayBeCopy = similarity >= COPY_MIN_SIMILARITY || hasSameTitle;
    return {
      position: b,
      similarity,
      support: comparer.supportTo(other),
      isCopy: mayBeCopy && isCopy(entry, other),
    };
  }

  /** Removes deleted items from a posting list when they are more than half of it. */
  function tidy(term: number): void {
    const list = postings[term]!;
    if (list.length <= 2 * (vocabulary.itemCounts[term] ?? 0) + SPARE_POSTINGS) return;
    postings[term] = list.filter((position) => entries[position] !== undefined);
  }

  return {
    size: () => size,
    compare,
    add: (item) => {
      const entry = readEntry(vocabulary, item, entries.length);
      entries.push(entry);
      size++;
      expire();
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
      expire();
      const title = titleOf(entry);
      const twins = (titles.get(title) ?? []).filter((other) => other !== position);
      if (twins.length > 0) titles.set(title, twins);
      else titles.delete(title);
    },
    neighbours: (position) => {
      const entry = entries[position];
      if (entry === undefined) return [];
      return candidatesOf(entry)
        .map((other) => compare(position, other))
        .filter((neighbour) => neighbour !== null);
    },
    near: (position, floor) => {
      const entry = entries[position];
      if (entry === undefined) return [];
      const candidates = candidatesOf(entry);
      focusOn(entry);
      return candidates.filter((at) => {
        const other = entries[at]!;
        if (isSeries(entry, other)) return false;
        const similarity = comparer.similarityTo(other, weightsOf(other), floor);
        if (similarity >= floor) return true;
        return isSameTitle(entry, other) && isCopy(entry, other);
      });
    },
  };
}

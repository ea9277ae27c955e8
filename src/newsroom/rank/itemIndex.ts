import { COPY_MIN_SIMILARITY, createComparer, NEGLIGIBLE } from './compare.ts';
import { createBest } from './best.ts';
import { createPairFinder } from './closePairs.ts';
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
export type ItemIndex = {
  add: (item: IndexItem) => number;
  /** Removes an item from all later results. */
  remove: (position: number) => void;
  /** All related items. */
  neighbours: (position: number) => Neighbour[];
  /**
   * Calls `onNear` for items with at least the similarity `floor`, and for copies. An item of which `isKnown` is true is
   * passed over.
   */
  near: (
    position: number,
    floor: number,
    to: { isKnown: (at: number) => boolean; onNear: (at: number) => void },
  ) => void;
  /** The similarity of two items; null if they are unrelated, or if it is below `floor` under different headlines. */
  compare: (a: number, b: number, floor?: number) => Neighbour | null;
  /** A similarity that `compare` does not exceed; cheaper. */
  bound: (a: number, b: number) => number;
  /** True if two items have the same headline. */
  haveSameTitle: (a: number, b: number) => boolean;
  /** The pairs among these positions, as places in them (the second is lower), that may reach `floor` or be copies. */
  closePairs: (positions: readonly number[], floor: number) => [number, number][];
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
  // By position. The overlap of each candidate is reset to zero after each query; those that a query touched are listed.
  let overlaps = new Float64Array(1_024);
  let touched = new Int32Array(1_024);
  // The vector length of each item, and among how many items it was weighed; 0 if not known yet. They stand apart from the
  // weights, because a query needs thousands.
  let norms = new Float64Array(1_024);
  let weighedAmong = new Float64Array(1_024);
  const best = createBest(MAX_CANDIDATES);
  const comparer = createComparer(vocabulary);
  const pairFinder = createPairFinder();
  let focus: Weights | null = null;

  function weightsOf({ position }: { position: number }): Weights {
    const among = weighedAmong[position]!;
    if (among > 0 && size <= among * STALE_GROWTH && among <= size * STALE_GROWTH) return weights[position]!;
    const own = weights[position] ?? { values: [], norm: 1 };
    weighEntry(vocabulary, entries[position]!, { weights: own, itemCount: size, factors });
    weights[position] = own;
    if (focus === own) focus = null;
    norms[position] = own.norm;
    weighedAmong[position] = size;
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
    const length = 2 * entries.length;
    const grow = (table: Float64Array): Float64Array<ArrayBuffer> => {
      const grown = new Float64Array(length);
      grown.set(table);
      return grown;
    };
    norms = grow(norms);
    weighedAmong = grow(weighedAmong);
    overlaps = new Float64Array(length);
    touched = new Int32Array(length);
  }

  function candidatesOf(entry: Entry): number[] {
    const longest = Math.max(MAX_POSTINGS, size * MAX_POSTINGS_SHARE);
    const { values, norm } = weightsOf(entry);
    let count = 0;
    for (let at = 0; at < values.length; at++) {
      const [term, weight] = [entry.terms[at]!, values[at]!];
      if ((vocabulary.itemCounts[term] ?? 0) > longest) continue;
      const list = postings[term];
      if (list === undefined) continue;
      const part = weight * weight;
      for (let i = 0; i < list.length; i++) {
        const other = list[i]!;
        const known = overlaps[other]!;
        if (known === 0) touched[count++] = other;
        overlaps[other] = known + part;
      }
    }
    const least = MIN_OVERLAP * norm;
    best.clear();
    for (let i = 0; i < count; i++) {
      const other = touched[i]!;
      const overlap = overlaps[other]!;
      overlaps[other] = 0;
      if (overlap >= least * (norms[other]! || norm) && other !== entry.position && entries[other] !== undefined)
        best.offer(other, overlap);
    }
    const found = best.list();
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

  function compare(a: number, b: number, floor = NEGLIGIBLE): Neighbour | null {
    const [entry, other] = [entries[a], entries[b]];
    if (entry === undefined || other === undefined || isSeries(entry, other)) return null;
    focusOn(entry);
    const similarity = comparer.similarityTo(other, weightsOf(other), floor);
    const hasSameTitle = isSameTitle(entry, other);
    if (similarity < floor && !hasSameTitle) return null;
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
      growTables();
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
      weighedAmong[position] = 0;
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
    near: (position, floor, { isKnown, onNear }) => {
      const entry = entries[position];
      if (entry === undefined) return;
      const candidates = candidatesOf(entry);
      focusOn(entry);
      for (const at of candidates) {
        const other = entries[at]!;
        // Every candidate is weighed now, so that its weights do not depend on what is known.
        const others = weightsOf(other);
        if (isKnown(at) || isSeries(entry, other)) continue;
        const isNear =
          comparer.similarityTo(other, others, floor) >= floor || (isSameTitle(entry, other) && isCopy(entry, other));
        if (isNear) onNear(at);
      }
    },
    bound: (a, b) => {
      focusOn(entries[a]!);
      return comparer.boundTo(entries[b]!, weightsOf(entries[b]!));
    },
    haveSameTitle: (a, b) => isSameTitle(entries[a]!, entries[b]!),
    closePairs: (positions, floor) => {
      const items = positions.map((position) => ({
        entry: entries[position]!,
        weights: weightsOf(entries[position]!),
      }));
      return pairFinder.find(items, floor);
    },
  };
}

import { parseTerms } from './terms.ts';
import { COMMON_NEWS_WORDS } from './stopWords.ts';

/** What the index holds of an item. `at` in milliseconds since 1970, or null where nobody knows. */
export type IndexItem = { title: string; summary: string; at: number | null; outlet: string | null };

/** An item as numbers: its terms in order (GAP between title and summary), and how much each weighs before rarity. */
export type Entry = {
  position: number;
  item: IndexItem;
  sequence: readonly number[];
  counts: ReadonlyMap<number, number>;
  /** For each term the terms that stand right before it: two words that go together are one thing, not two. */
  before: ReadonlyMap<number, readonly number[]>;
  titleLength: number;
  hasSummary: boolean;
};

/** Weights of an entry's terms (count × rarity), with their length as a vector. */
export type Weights = { byTerm: ReadonlyMap<number, number>; norm: number };

export const GAP = -1;
const TITLE_WEIGHT = 2;
const SUMMARY_WEIGHT = 1;
// The news that the index has not seen: as if this many items stood behind it, in which a common word is in
// one of fifty. Without it every word of a small window looks rare.
const UNSEEN_ITEMS = 1_000;
const COMMON_SHARE = 0.02;
// A word that most of a large window uses is a formula ("Quiz of the day: …") and tells nothing apart; in a window
// much smaller than this it may as well be the day's one event.
const FORMULA_ITEMS = 100;

/** Terms as small numbers, and in how many items each occurs. */
export type Vocabulary = { ids: Map<string, number>; isCommon: boolean[]; itemCounts: number[] };

/** A vocabulary without words. */
export function createVocabulary(): Vocabulary {
  return { ids: new Map(), isCommon: [], itemCounts: [] };
}

function idOf(vocabulary: Vocabulary, term: string): number {
  const known = vocabulary.ids.get(term);
  if (known !== undefined) return known;
  const id = vocabulary.ids.size;
  vocabulary.ids.set(term, id);
  vocabulary.isCommon.push(COMMON_NEWS_WORDS.has(term));
  vocabulary.itemCounts.push(0);
  return id;
}

/** Reads an item into an entry; `vocabulary` learns its terms, and counts them once. */
export function readEntry(vocabulary: Vocabulary, item: IndexItem, position: number): Entry {
  const title = parseTerms(item.title).map((term) => idOf(vocabulary, term));
  const summary = parseTerms(item.summary).map((term) => idOf(vocabulary, term));
  const sequence = [...title, GAP, ...summary];
  const counts = new Map<number, number>();
  for (const term of title) counts.set(term, TITLE_WEIGHT);
  for (const term of new Set(summary)) counts.set(term, (counts.get(term) ?? 0) + SUMMARY_WEIGHT);
  const before = new Map<number, number[]>();
  sequence.forEach((term, at) => {
    const previous = sequence[at - 1];
    if (term === GAP || previous === undefined || previous === GAP) return;
    const list = before.get(term);
    if (list === undefined) before.set(term, [previous]);
    else if (!list.includes(previous)) list.push(previous);
  });
  for (const term of counts.keys()) vocabulary.itemCounts[term] = (vocabulary.itemCounts[term] ?? 0) + 1;
  return { position, item, sequence, counts, before, titleLength: title.length, hasSummary: summary.length > 0 };
}

/** TF-IDF weights of an entry among `itemCount` items (smoothed inverse document frequency, natural logarithm). */
export function weighEntry(vocabulary: Vocabulary, entry: Entry, itemCount: number): Weights {
  const byTerm = new Map<number, number>();
  let squares = 0;
  for (const [term, count] of entry.counts) {
    const seen = vocabulary.itemCounts[term] ?? 0;
    const unseen = vocabulary.isCommon[term] ? COMMON_SHARE * UNSEEN_ITEMS : 1;
    const rarity = Math.log((itemCount + UNSEEN_ITEMS) / (seen + unseen));
    const weight = count * Math.max(0.1, rarity) * (1 - seen / (itemCount + FORMULA_ITEMS));
    byTerm.set(term, weight);
    squares += weight * weight;
  }
  return { byTerm, norm: Math.sqrt(squares) || 1 };
}

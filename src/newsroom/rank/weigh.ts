import { parsePhrases } from '../../language/terms.ts';
import { createMarks, isMarked, mark, type Marks } from './marks.ts';
import { pairsOf } from './pairs.ts';
import { estimateShare, strengthOf } from './rarity.ts';

/** The fields that items are compared by. `at` is in milliseconds since 1970, or null if unknown. */
export type IndexItem = { title: string; summary: string; at: number | null; outlet: string | null };

/**
 * An item as numbers. `sequence` has its terms in order, with GAP between title and summary. `terms` has each term once,
 * ascending; `counts` has their weights before rarity. `pairs` has the adjacent terms as keys of pairs.ts, ascending,
 * because two adjacent words are one thing, not two. A window holds twenty thousand entries: plain arrays of forty numbers
 * take less memory than typed ones.
 */
export type Entry = {
  position: number;
  at: number | null;
  outlet: string | null;
  /** Equal for equal headlines; a different one proves that two headlines differ. */
  titleHash: number;
  sequence: readonly number[];
  terms: readonly number[];
  counts: readonly number[];
  pairs: readonly number[];
  titleLength: number;
  hasSummary: boolean;
};

/**
 * The weights of an entry's terms (count × rarity) in the order of `terms`, and their length as a vector.
 */
export type Weights = { values: number[]; norm: number };

// No term has this number.
const GAP = 0;
const TITLE_WEIGHT = 2;
const SUMMARY_WEIGHT = 1;
// Stands for news outside of the index: this many items with the words of all news. Without it, every word of a small
// window would look rare.
const UNSEEN_ITEMS = 10_000;
// A word in most items of a large window is a formula ("Quiz of the day: …") and distinguishes nothing. In a window
// much
// smaller than this, it may be the main event of the day.
const FORMULA_ITEMS = 100;

/**
 * Terms as small numbers. `shares`: the share of all news with the term. `strengths`: how much the term proves if two
 * items have it. `itemCounts`: the number of items in the index with the term.
 */
export type Vocabulary = { ids: Map<string, number>; shares: number[]; strengths: number[]; itemCounts: number[] };

/** A vocabulary without words. Its first number is GAP's. */
export function createVocabulary(): Vocabulary {
  return { ids: new Map(), shares: [0], strengths: [0], itemCounts: [0] };
}

function idOf(vocabulary: Vocabulary, term: string): number {
  const known = vocabulary.ids.get(term);
  if (known !== undefined) return known;
  const id = vocabulary.shares.length;
  vocabulary.ids.set(term, id);
  const share = estimateShare(term);
  vocabulary.shares.push(share);
  vocabulary.strengths.push(strengthOf(share));
  vocabulary.itemCounts.push(0);
  return id;
}

function hashOf(terms: readonly number[]): number {
  return terms.reduce((hash, term) => Math.imul(hash ^ term, 0x01000193), terms.length);
}

/** Converts an item to an entry. Adds its terms to `vocabulary` and counts each once. */
export function readEntry(vocabulary: Vocabulary, item: IndexItem, position: number): Entry {
  const read = (text: string): number[][] =>
    parsePhrases(text).map((phrase) => phrase.map((term) => idOf(vocabulary, term)));
  const [titlePhrases, summaryPhrases] = [read(item.title), read(item.summary)];
  const [title, summary] = [titlePhrases.flat(), summaryPhrases.flat()];
  const sequence = [...title, GAP, ...summary];
  const counts = new Map<number, number>();
  for (const term of title) counts.set(term, TITLE_WEIGHT);
  for (const term of new Set(summary)) counts.set(term, (counts.get(term) ?? 0) + SUMMARY_WEIGHT);
  const terms = [...counts.keys()].toSorted((a, b) => a - b);
  for (const term of terms) vocabulary.itemCounts[term] = (vocabulary.itemCounts[term] ?? 0) + 1;
  return {
    position,
    at: item.at,
    outlet: item.outlet,
    titleHash: hashOf(title),
    sequence,
    terms,
    counts: terms.map((term) => counts.get(term)!),
    pairs: pairsOf([...titlePhrases, ...summaryPhrases]),
    titleLength: title.length,
    hasSummary: summary.length > 0,
  };
}

/**
 * Writes the TF-IDF weights of an entry among `itemCount` items (smoothed inverse document frequency, natural logarithm)
 * over its earlier ones. `factors` are those of terms that were weighed in this state of the vocabulary.
 */
export function weighEntry(
  vocabulary: Vocabulary,
  { terms, counts }: Entry,
  { weights, itemCount, factors }: { weights: Weights; itemCount: number; factors: Factors },
): void {
  const { values } = weights;
  let squares = 0;
  for (let at = 0; at < terms.length; at++) {
    const term = terms[at]!;
    if (!isMarked(factors.known, term)) {
      const seen = vocabulary.itemCounts[term]!;
      const unseen = vocabulary.shares[term]! * UNSEEN_ITEMS;
      factors.rarities[term] = Math.max(0.1, Math.log((itemCount + UNSEEN_ITEMS) / (seen + unseen)));
      factors.distinctions[term] = 1 - seen / (itemCount + FORMULA_ITEMS);
      mark(factors.known, term);
    }
    const weight = counts[at]! * factors.rarities[term]! * factors.distinctions[term]!;
    values[at] = weight;
    squares += weight * weight;
  }
  weights.norm = Math.sqrt(squares) || 1;
}

/** What the weight of a term depends on, by term. It holds until an item is added or removed. */
export type Factors = { known: Marks; rarities: number[]; distinctions: number[] };

/** Factors of no term. */
export function createFactors(): Factors {
  return { known: createMarks(), rarities: [], distinctions: [] };
}

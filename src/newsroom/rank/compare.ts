import { clearMarks, createMarks, isMarked, mark, type Marks } from './marks.ts';
import { listSharedSeconds } from './pairs.ts';
import { supportBetween } from './support.ts';
import type { Entry, Vocabulary, Weights } from './weigh.ts';

const DAY_MS = 86_400_000;

// "Elena Voss" is one shared thing, not two. The second word of a shared pair counts only this much.
const PAIR_DISCOUNT = 0.3;
// A single shared name is not one event ("Elena Voss wins …", "Elena Voss divorces …"). A longer phrase may be one.
const SINGLE_NAME = 0.45;
const SINGLE_PHRASE = 0.7;
// Headlines without summaries are short, so they share fewer words, and their similarity is raised. If they share only
// one name of several words, it counts less, because people are in the news for many reasons. A single word, for
// example
// a country, counts even less.
export const HEADLINES_ONLY = 1.7;
const HEADLINES_ONLY_NAME = 1.4;
const HEADLINES_ONLY_WORD = 0.75;
/** Two items with less similarity than this are unrelated. */
export const NEGLIGIBLE = 0.02;
/** Below this similarity, a comparison of shingles is not worth its time. */
export const COPY_MIN_SIMILARITY = 0.15;
const GAP_PENALTY = 0.05;
const GAP_DAYS = 2;

/**
 * Compares one item, the focus, with others. The focus is laid out by term once, so that each comparison reads only the
 * other item's terms.
 */
export type Comparer = {
  focus: (entry: Entry, weights: Weights) => void;
  /**
   * The similarity of the focus and another item, from 0 (nothing shared) to about 1: a cosine of weights, lowered for
   * weak evidence. If the result is certain to be below `floor`, it may be 0, because the comparison then ends early.
   */
  similarityTo: (other: Entry, weights: Weights, floor: number) => number;
  /** A similarity that `similarityTo` does not exceed: the cosine alone. */
  boundTo: (other: Entry, weights: Weights) => number;
  /** The support (see support.ts) between the focus and the item of the last `similarityTo`. */
  supportTo: (other: Entry) => number;
};

/**
 * Finds the separate runs of shared terms in `sequence`; a term counts at its first position. Returns the number of
 * runs and the length of the longest.
 */
function findSharedThings(
  { sequence }: Entry,
  { shared, seen }: { shared: Marks; seen: Marks },
): { count: number; longest: number } {
  clearMarks(seen, shared.rounds.length);
  let [count, longest, length] = [0, 0, 0];
  for (let at = 0; at < sequence.length; at++) {
    const term = sequence[at]!;
    if (!isMarked(shared, term)) {
      length = 0;
      continue;
    }
    if (length === 0 && !isMarked(seen, term)) count++;
    mark(seen, term);
    if (++length > longest) longest = length;
  }
  return { count, longest };
}

/**
 * Time between two items slowly lowers their similarity. It is slow because dates in feeds are often wrong. Unknown
 * times have no effect.
 */
function timeFactor(a: Entry, b: Entry): number {
  if (a.at === null || b.at === null) return 1;
  const gapDays = Math.abs(a.at - b.at) / DAY_MS;
  return 1 / (1 + GAP_PENALTY * Math.log2(1 + gapDays / GAP_DAYS));
}

/** Creates a comparer of items with this vocabulary. */
export function createComparer(vocabulary: Vocabulary): Comparer {
  let entry: Entry | null = null;
  let norm = 1;
  // The weight of each term in the focus, 0 for all others.
  let weightOf = new Float64Array(1_024);
  // The terms that both items have. These are reused, because this is the hot path.
  const terms: number[] = [];
  const products: number[] = [];
  const seconds: number[] = [];
  const [shared, seen] = [createMarks(), createMarks()];

  /**
   * How strong the shared terms of two items are as evidence of one event, from 0 to 1, and whether both have two of
   * them side by side.
   */
  function weighEvidence(a: Entry, b: Entry): { evidence: number; mayShareNames: boolean } {
    const one = findSharedThings(a, { shared, seen });
    const other = findSharedThings(b, { shared, seen });
    const longest = Math.min(one.longest, other.longest);
    const single = longest < 3 ? SINGLE_NAME : SINGLE_PHRASE;
    return { evidence: one.count > 1 && other.count > 1 ? 1 : single, mayShareNames: longest > 1 };
  }

  function markShared(): void {
    clearMarks(shared, vocabulary.shares.length);
    for (let at = 0; at < terms.length; at++) mark(shared, terms[at]!);
  }

  function withoutPairs(other: Entry, product: number): number {
    listSharedSeconds(entry!, other, seconds);
    if (seconds.length === 0) return product;
    clearMarks(seen, vocabulary.shares.length);
    for (let at = 0; at < seconds.length; at++) mark(seen, seconds[at]!);
    let rest = product;
    for (let at = 0; at < terms.length; at++)
      if (isMarked(seen, terms[at]!)) rest -= (1 - PAIR_DISCOUNT) * products[at]!;
    return rest;
  }

  return {
    focus: (next, weights) => {
      for (const term of entry?.terms ?? []) weightOf[term] = 0;
      if (vocabulary.shares.length > weightOf.length) weightOf = new Float64Array(2 * vocabulary.shares.length);
      for (let at = 0; at < next.terms.length; at++) weightOf[next.terms[at]!] = weights.values[at]!;
      entry = next;
      norm = weights.norm;
    },
    similarityTo: (other, weights, floor) => {
      let product = 0;
      let count = 0;
      const { terms: others } = other;
      for (let at = 0; at < others.length; at++) {
        const weight = weightOf[others[at]!]!;
        if (weight === 0) continue;
        const both = weight * weights.values[at]!;
        terms[count] = others[at]!;
        products[count++] = both;
        product += both;
      }
      terms.length = count;
      const scale = 1 / (norm * weights.norm);
      const hasText = entry!.hasSummary || other.hasSummary;
      // The next steps can only lower the similarity, and they cost more.
      if (product * scale * (hasText ? 1 : HEADLINES_ONLY) < floor) return 0;
      markShared();
      const { evidence, mayShareNames } = weighEvidence(entry!, other);
      const forHeadlines =
        evidence !== SINGLE_NAME ? HEADLINES_ONLY : count > 1 ? HEADLINES_ONLY_NAME : HEADLINES_ONLY_WORD;
      const raised = hasText ? 1 : forHeadlines;
      if (floor > NEGLIGIBLE && product * scale * raised * evidence < floor) return 0;
      const distinct = mayShareNames ? withoutPairs(other, product) : product;
      const similarity = distinct * scale * raised * timeFactor(entry!, other);
      return similarity < NEGLIGIBLE ? 0 : similarity * evidence;
    },
    boundTo: ({ terms: others, hasSummary }, { values, norm: length }) => {
      let product = 0;
      for (let at = 0; at < others.length; at++) product += weightOf[others[at]!]! * values[at]!;
      return (product / (norm * length)) * (entry!.hasSummary || hasSummary ? 1 : HEADLINES_ONLY);
    },
    supportTo: (other) => {
      markShared();
      return supportBetween(entry!, other, { terms, shared, seen, strengths: vocabulary.strengths });
    },
  };
}

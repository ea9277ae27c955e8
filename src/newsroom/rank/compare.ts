import { secondOfPair, type Entry, type Weights } from './weigh.ts';

const DAY_MS = 86_400_000;

// "Elena Voss" is one thing two items share, not two: the second word of a shared pair counts this much.
const PAIR_DISCOUNT = 0.3;
// One shared name alone makes no event ("Elena Voss wins …", "Elena Voss divorces …"); a longer phrase may.
const SINGLE_NAME = 0.45;
const SINGLE_PHRASE = 0.7;
// Two bare headlines share fewer words by their length alone. Where all they share is one name of several words, that
// counts for less: people are in the news for many things. One word alone, a country's, is lowered further.
const HEADLINES_ONLY = 1.7;
const HEADLINES_ONLY_NAME = 1.4;
const HEADLINES_ONLY_WORD = 0.75;
/** Below this similarity two items say nothing of one another. */
export const NEGLIGIBLE = 0.02;
const GAP_PENALTY = 0.05;
const GAP_DAYS = 2;

const SHINGLE = 3;
const COPY_SHARE = 0.6;
const COPY_MIN_SHINGLES = 5;
const COPY_MIN_TITLE_TERMS = 4;
// Texts that have so many shingles in common have more pairs of words in common than this.
const COPY_MIN_PAIRS = 4;
const SERIES_MS = 18 * 3_600_000;

/** The terms that both have right after one and the same other term, ascending. */
function sharedSeconds({ pairs: a }: Entry, { pairs: b }: Entry): number[] {
  const seconds: number[] = [];
  for (let i = 0, j = 0; i < a.length && j < b.length;) {
    const difference = a[i]! - b[j]!;
    if (difference === 0) seconds.push(secondOfPair(a[i]!));
    if (difference <= 0) i++;
    if (difference >= 0) j++;
  }
  return seconds;
}

/**
 * The separate stretches of `sequence` that consist of `shared` terms (a term counts where it first stands): how many
 * there are, and the length of the longest.
 */
function findSharedThings({ sequence }: Entry, shared: readonly number[]): { count: number; longest: number } {
  const seen: number[] = [];
  let [count, longest, length] = [0, 0, 0];
  for (const term of sequence) {
    if (!shared.includes(term)) {
      length = 0;
      continue;
    }
    if (length === 0 && !seen.includes(term)) count++;
    seen.push(term);
    longest = Math.max(longest, ++length);
  }
  return { count, longest };
}

/** How far the terms that two items share are evidence of one event, from 0 to 1. */
function weighEvidence(a: Entry, b: Entry, shared: readonly number[]): number {
  const [one, other] = [findSharedThings(a, shared), findSharedThings(b, shared)];
  if (one.count > 1 && other.count > 1) return 1;
  return Math.min(one.longest, other.longest) < 3 ? SINGLE_NAME : SINGLE_PHRASE;
}

/** The time between two items makes them less alike, slowly: dates in feeds are often wrong. Unknown: no penalty. */
function timeFactor(a: Entry, b: Entry): number {
  if (a.at === null || b.at === null) return 1;
  const gapDays = Math.abs(a.at - b.at) / DAY_MS;
  return 1 / (1 + GAP_PENALTY * Math.log2(1 + gapDays / GAP_DAYS));
}

// What a comparison writes down of the terms that two items share; used anew by each, for it is the hot path.
const shared: number[] = [];
const products: number[] = [];

/**
 * How alike two items are: 0 (nothing shared) to about 1; a cosine of weights, lowered for what proves little. Where
 * it must be below `floor` it may come out as 0: that is seen early.
 */
export function compareEntries(a: Entry, b: Entry, weightsA: Weights, weightsB: Weights, floor = NEGLIGIBLE): number {
  const [termsA, termsB] = [a.terms, b.terms];
  let product = 0;
  shared.length = 0;
  products.length = 0;
  for (let i = 0, j = 0; i < termsA.length && j < termsB.length;) {
    const [one, other] = [termsA[i]!, termsB[j]!];
    if (one === other) {
      const both = weightsA.values[i]! * weightsB.values[j]!;
      shared.push(one);
      products.push(both);
      product += both;
    }
    if (one <= other) i++;
    if (other <= one) j++;
  }
  const scale = 1 / (weightsA.norm * weightsB.norm);
  const hasText = a.hasSummary || b.hasSummary;
  // What follows raises it no further, and is dearer to weigh.
  if (product * scale * (hasText ? 1 : HEADLINES_ONLY) < floor) return 0;
  const seconds = shared.length > 1 ? sharedSeconds(a, b) : [];
  if (seconds.length > 0)
    for (const [at, term] of shared.entries())
      if (seconds.includes(term)) product -= (1 - PAIR_DISCOUNT) * products[at]!;
  const evidence = weighEvidence(a, b, shared);
  const forHeadlines =
    evidence !== SINGLE_NAME ? HEADLINES_ONLY : shared.length > 1 ? HEADLINES_ONLY_NAME : HEADLINES_ONLY_WORD;
  const similarity = product * scale * (hasText ? 1 : forHeadlines) * timeFactor(a, b);
  return similarity < NEGLIGIBLE ? 0 : similarity * evidence;
}

function shinglesOf(terms: Int32Array): Set<string> {
  const shingles = new Set<string>();
  for (let at = 0; at + SHINGLE <= terms.length; at++) shingles.add(terms.slice(at, at + SHINGLE).join(' '));
  return shingles;
}

function shareOf(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  if (Math.min(a.size, b.size) < COPY_MIN_SHINGLES) return 0;
  let both = 0;
  for (const shingle of a) if (b.has(shingle)) both++;
  return both / (a.size + b.size - both);
}

function isSameStretch(a: Int32Array, b: Int32Array, length: number): boolean {
  for (let at = 0; at < length; at++) if (a[at] !== b[at]) return false;
  return true;
}

/** True where both headlines have the same terms in the same order. */
export function isSameTitle(a: Entry, b: Entry): boolean {
  return a.titleLength === b.titleLength && isSameStretch(a.sequence, b.sequence, a.titleLength);
}

/**
 * True for two parts of a column that returns under one headline ("Morning briefing"): one outlet, the same
 * title, on different days. They are two events however alike they look.
 */
export function isSeries(a: Entry, b: Entry): boolean {
  if (a.outlet === null || a.outlet !== b.outlet || a.at === null || b.at === null) return false;
  if (Math.abs(a.at - b.at) <= SERIES_MS || !isSameTitle(a, b)) return false;
  return a.sequence.length !== b.sequence.length || !isSameStretch(a.sequence, b.sequence, a.sequence.length);
}

/**
 * True where two items carry one text (an agency's, printed by several papers): the same headline of four words
 * or more, or most three-word shingles in common (Broder 1997), of both texts or of the summaries.
 */
export function isCopy(a: Entry, b: Entry): boolean {
  if (isSeries(a, b)) return false;
  if (isSameTitle(a, b) && new Set(a.sequence.subarray(0, a.titleLength)).size >= COPY_MIN_TITLE_TERMS) return true;
  if (sharedSeconds(a, b).length < COPY_MIN_PAIRS) return false;
  if (shareOf(shinglesOf(a.sequence), shinglesOf(b.sequence)) >= COPY_SHARE) return true;
  // Within one outlet the same summary under two headlines is boilerplate rather than a copy.
  if (a.outlet !== null && a.outlet === b.outlet) return false;
  const summaryA = a.sequence.subarray(a.titleLength + 1);
  const summaryB = b.sequence.subarray(b.titleLength + 1);
  return shareOf(shinglesOf(summaryA), shinglesOf(summaryB)) >= COPY_SHARE;
}

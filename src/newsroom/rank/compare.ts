import { secondOfPair, type Entry, type Weights } from './weigh.ts';

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
const HEADLINES_ONLY = 1.7;
const HEADLINES_ONLY_NAME = 1.4;
const HEADLINES_ONLY_WORD = 0.75;
/** Two items with less similarity than this are unrelated. */
export const NEGLIGIBLE = 0.02;
const GAP_PENALTY = 0.05;
const GAP_DAYS = 2;

const SHINGLE = 3;
const COPY_SHARE = 0.6;
const COPY_MIN_SHINGLES = 5;
const COPY_MIN_TITLE_TERMS = 4;
// Texts with enough common shingles to be copies share more pairs of words than this.
const COPY_MIN_PAIRS = 4;
const SERIES_MS = 18 * 3_600_000;

/** The terms that follow the same term in both entries, ascending. */
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
 * Finds the separate runs of `shared` terms in `sequence`; a term counts at its first position. Returns the number of
 * runs and the length of the longest.
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

/** How strong the shared terms of two items are as evidence of one event, from 0 to 1. */
function weighEvidence(a: Entry, b: Entry, shared: readonly number[]): number {
  const [one, other] = [findSharedThings(a, shared), findSharedThings(b, shared)];
  if (one.count > 1 && other.count > 1) return 1;
  return Math.min(one.longest, other.longest) < 3 ? SINGLE_NAME : SINGLE_PHRASE;
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

// The shared terms of the current comparison. The array is reused, because this is the hot path.
const shared: number[] = [];
const products: number[] = [];

/**
 * The similarity of two items, from 0 (nothing shared) to about 1: a cosine of weights, lowered for weak evidence. If
 * the
 * result is certain to be below `floor`, it may be 0, because the comparison then ends early.
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
  // The next steps can only lower the similarity, and they cost more.
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

/** True if both headlines have the same terms in the same order. */
export function isSameTitle(a: Entry, b: Entry): boolean {
  return a.titleLength === b.titleLength && isSameStretch(a.sequence, b.sequence, a.titleLength);
}

/**
 * True for two parts of a column with a recurring headline ("Morning briefing"): same outlet, same title, different
 * days. They are two events, even if they are similar.
 */
export function isSeries(a: Entry, b: Entry): boolean {
  if (a.outlet === null || a.outlet !== b.outlet || a.at === null || b.at === null) return false;
  if (Math.abs(a.at - b.at) <= SERIES_MS || !isSameTitle(a, b)) return false;
  return a.sequence.length !== b.sequence.length || !isSameStretch(a.sequence, b.sequence, a.sequence.length);
}

/**
 * True if two items have the same text (of an agency, printed by several papers): the same headline of four or more
 * words, or most three-word shingles in common (Broder 1997), in the whole texts or in the summaries.
 */
export function isCopy(a: Entry, b: Entry): boolean {
  if (isSeries(a, b)) return false;
  if (isSameTitle(a, b) && new Set(a.sequence.subarray(0, a.titleLength)).size >= COPY_MIN_TITLE_TERMS) return true;
  if (sharedSeconds(a, b).length < COPY_MIN_PAIRS) return false;
  if (shareOf(shinglesOf(a.sequence), shinglesOf(b.sequence)) >= COPY_SHARE) return true;
  // The same summary below two headlines of one outlet is more likely boilerplate than a copy.
  if (a.outlet !== null && a.outlet === b.outlet) return false;
  const summaryA = a.sequence.subarray(a.titleLength + 1);
  const summaryB = b.sequence.subarray(b.titleLength + 1);
  return shareOf(shinglesOf(summaryA), shinglesOf(summaryB)) >= COPY_SHARE;
}

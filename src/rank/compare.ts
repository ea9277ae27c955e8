import { GAP, type Entry, type Weights } from './weigh.ts';

const DAY_MS = 86_400_000;

// "Elena Voss" is one thing two items share, not two: the second word of a shared pair counts this much.
const PAIR_DISCOUNT = 0.3;
// One shared name alone makes no event ("Elena Voss wins …", "Elena Voss divorces …"); a longer phrase may.
const SINGLE_NAME = 0.45;
const SINGLE_PHRASE = 0.7;
// Two bare headlines share fewer words by their length alone.
const HEADLINES_ONLY = 1.3;
/** Below this similarity two items say nothing of one another. */
export const NEGLIGIBLE = 0.02;
const GAP_PENALTY = 0.05;
const GAP_DAYS = 2;

const SHINGLE = 3;
const COPY_SHARE = 0.6;
const COPY_MIN_SHINGLES = 5;
const COPY_MIN_TITLE_TERMS = 4;
const SERIES_MS = 18 * 3_600_000;

function isPairInBoth(a: Entry, b: Entry, term: number): boolean {
  const theirs = b.before.get(term);
  return theirs !== undefined && (a.before.get(term)?.some((previous) => theirs.includes(previous)) ?? false);
}

/**
 * The separate stretches of `a` that consist of terms that `b` has too (a term counts where it first stands):
 * how many there are, and the length of the longest.
 */
function findSharedThings(a: Entry, b: Entry): { count: number; longest: number } {
  const seen = new Set<number>();
  let [count, longest, length] = [0, 0, 0];
  for (const term of a.sequence) {
    const isShared = term !== GAP && b.counts.has(term);
    if (isShared && length === 0 && !seen.has(term)) count++;
    if (isShared) seen.add(term);
    length = isShared ? length + 1 : 0;
    longest = Math.max(longest, length);
  }
  return { count, longest };
}

/** How far what two items share is evidence of one event, from 0 to 1. */
function weighEvidence(a: Entry, b: Entry): number {
  const [one, other] = [findSharedThings(a, b), findSharedThings(b, a)];
  if (one.count > 1 && other.count > 1) return 1;
  return Math.min(one.longest, other.longest) < 3 ? SINGLE_NAME : SINGLE_PHRASE;
}

/** The time between two items makes them less alike, slowly: dates in feeds are often wrong. Unknown: no penalty. */
function timeFactor(a: Entry, b: Entry): number {
  if (a.item.at === null || b.item.at === null) return 1;
  const gapDays = Math.abs(a.item.at - b.item.at) / DAY_MS;
  return 1 / (1 + GAP_PENALTY * Math.log2(1 + gapDays / GAP_DAYS));
}

/** How alike two items are: 0 (nothing shared) to about 1; a cosine of weights, lowered for what proves little. */
export function compareEntries(a: Entry, b: Entry, weightsA: Weights, weightsB: Weights): number {
  const [few, many] = weightsA.byTerm.size <= weightsB.byTerm.size ? [weightsA, weightsB] : [weightsB, weightsA];
  let product = 0;
  for (const [term, weight] of few.byTerm) {
    const other = many.byTerm.get(term);
    if (other !== undefined) product += weight * other * (isPairInBoth(a, b, term) ? PAIR_DISCOUNT : 1);
  }
  if (product === 0) return 0;
  const lengths = a.hasSummary || b.hasSummary ? 1 : HEADLINES_ONLY;
  const similarity = (product / (weightsA.norm * weightsB.norm)) * lengths * timeFactor(a, b);
  // The evidence, dearer to weigh than all before, only lowers it.
  return similarity < NEGLIGIBLE ? 0 : similarity * weighEvidence(a, b);
}

function shinglesOf(terms: readonly number[]): Set<string> {
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

/** True where both headlines have the same terms in the same order. */
export function isSameTitle(a: Entry, b: Entry): boolean {
  return a.titleLength === b.titleLength && a.sequence.slice(0, a.titleLength).every((t, at) => t === b.sequence[at]);
}

/**
 * True for two parts of a column that returns under one headline ("Morning briefing"): one outlet, the same
 * title, on different days. They are two events however alike they look.
 */
export function isSeries(a: Entry, b: Entry): boolean {
  if (a.item.outlet === null || a.item.outlet !== b.item.outlet || a.item.at === null || b.item.at === null)
    return false;
  return Math.abs(a.item.at - b.item.at) > SERIES_MS && isSameTitle(a, b) && a.item.summary !== b.item.summary;
}

/**
 * True where two items carry one text (an agency's, printed by several papers): the same headline of four words
 * or more, or most three-word shingles in common (Broder 1997), of both texts or of the summaries.
 */
export function isCopy(a: Entry, b: Entry): boolean {
  if (isSeries(a, b)) return false;
  if (isSameTitle(a, b) && new Set(a.sequence.slice(0, a.titleLength)).size >= COPY_MIN_TITLE_TERMS) return true;
  if (shareOf(shinglesOf(a.sequence), shinglesOf(b.sequence)) >= COPY_SHARE) return true;
  // Within one outlet the same summary under two headlines is boilerplate rather than a copy.
  if (a.item.outlet !== null && a.item.outlet === b.item.outlet) return false;
  const summaryA = a.sequence.slice(a.titleLength + 1);
  const summaryB = b.sequence.slice(b.titleLength + 1);
  return shareOf(shinglesOf(summaryA), shinglesOf(summaryB)) >= COPY_SHARE;
}

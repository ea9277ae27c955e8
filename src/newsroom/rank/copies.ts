import { listSharedSeconds } from './pairs.ts';
import type { Entry } from './weigh.ts';

const SHINGLE = 3;
const COPY_SHARE = 0.6;
const COPY_MIN_SHINGLES = 5;
const COPY_MIN_TITLE_TERMS = 4;
// Texts with enough common shingles to be copies share more pairs of words than this.
const COPY_MIN_PAIRS = 4;
const SERIES_MS = 18 * 3_600_000;

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

function isSameStretch(a: readonly number[], b: readonly number[], length: number): boolean {
  for (let at = 0; at < length; at++) if (a[at] !== b[at]) return false;
  return true;
}

/** True if both headlines have the same terms in the same order. */
export function isSameTitle(a: Entry, b: Entry): boolean {
  if (a.titleHash !== b.titleHash || a.titleLength !== b.titleLength) return false;
  return isSameStretch(a.sequence, b.sequence, a.titleLength);
}

/**
 * True for two parts of a column with a recurring headline ("Morning briefing"): same outlet, same title, different
 * days. They are two events, even if they are similar.
 */
export function isSeries(a: Entry, b: Entry): boolean {
  if (a.titleHash !== b.titleHash || a.at === null || b.at === null) return false;
  if (Math.abs(a.at - b.at) <= SERIES_MS || a.outlet === null || a.outlet !== b.outlet) return false;
  if (!isSameTitle(a, b)) return false;
  return a.sequence.length !== b.sequence.length || !isSameStretch(a.sequence, b.sequence, a.sequence.length);
}

const seconds: number[] = [];

/**
 * True if two items have the same text (of an agency, printed by several papers): the same headline of four or more
 * words, or most three-word shingles in common (Broder 1997), in the whole texts or in the summaries.
 */
export function isCopy(a: Entry, b: Entry): boolean {
  if (isSeries(a, b)) return false;
  if (isSameTitle(a, b) && new Set(a.sequence.slice(0, a.titleLength)).size >= COPY_MIN_TITLE_TERMS) return true;
  listSharedSeconds(a, b, seconds);
  if (seconds.length < COPY_MIN_PAIRS) return false;
  if (shareOf(shinglesOf(a.sequence), shinglesOf(b.sequence)) >= COPY_SHARE) return true;
  // The same summary below two headlines of one outlet is more likely boilerplate than a copy.
  if (a.outlet !== null && a.outlet === b.outlet) return false;
  const summaryA = a.sequence.slice(a.titleLength + 1);
  const summaryB = b.sequence.slice(b.titleLength + 1);
  return shareOf(shinglesOf(summaryA), shinglesOf(summaryB)) >= COPY_SHARE;
}

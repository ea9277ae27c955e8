import { hasPair, type Entry } from './weigh.ts';

// Adjacent words ("Elena Voss") are one thing. Each further word adds this share of the weaker strength.
const FURTHER_WORD = 0.3;
// A headline with this many terms, all of them in the other item, is no coincidence.
const WHOLE_TITLE = 3;

/** The terms that both items have, ascending. */
function sharedTerms({ terms: a }: Entry, { terms: b }: Entry): number[] {
  const shared: number[] = [];
  for (let i = 0, j = 0; i < a.length && j < b.length;) {
    const difference = a[i]! - b[j]!;
    if (difference === 0) shared.push(a[i]!);
    if (difference <= 0) i++;
    if (difference >= 0) j++;
  }
  return shared;
}

/** The strength of the separate runs of shared terms in one item, without the strongest term. */
function weighStretches(
  { sequence }: Entry,
  other: Entry,
  shared: readonly number[],
  strengths: readonly number[],
): number {
  const seen: number[] = [];
  const things: number[] = [];
  let isOpen = false;
  for (const [at, term] of sequence.entries()) {
    if (!shared.includes(term)) {
      isOpen = false;
      continue;
    }
    // The other item has both phrases in another order: "Port Amsel warehouse fire", "Warehouse fire in Port Amsel".
    if (isOpen && !hasPair(other, sequence[at - 1]!, term) && hasPair(other, term, sequence[at + 1])) isOpen = false;
    if (!seen.includes(term)) {
      const strength = strengths[term]!;
      const last = isOpen ? (things.pop() ?? 0) : 0;
      things.push(isOpen ? Math.max(last, strength) + FURTHER_WORD * Math.min(last, strength) : strength);
      seen.push(term);
    }
    isOpen = true;
  }
  return things.reduce((sum, each) => sum + each, 0) - Math.min(1, Math.max(0, ...things));
}

/** True if the other item has every term of this headline. */
function isTitleShared({ sequence, titleLength }: Entry, shared: readonly number[]): boolean {
  if (shared.length < WHOLE_TITLE || titleLength < WHOLE_TITLE) return false;
  for (let at = 0; at < titleLength; at++) if (!shared.includes(sequence[at]!)) return false;
  return new Set(sequence.subarray(0, titleLength)).size >= WHOLE_TITLE;
}

/**
 * The agreement of two items beyond a single thing, from 0: the sum of strengths (rarity.ts) of the separate things in
 * both, without the strongest one. All count if one item has the whole headline of the other. A single word gives 0,
 * even
 * a rare one, and so do common words: two reports about museums are not one event.
 */
export function supportBetween(a: Entry, b: Entry, strengths: readonly number[]): number {
  const shared = sharedTerms(a, b);
  if (shared.length < 2) return 0;
  if (isTitleShared(a, shared) || isTitleShared(b, shared))
    return shared.reduce((sum, term) => sum + strengths[term]!, 0);
  return Math.min(weighStretches(a, b, shared, strengths), weighStretches(b, a, shared, strengths));
}

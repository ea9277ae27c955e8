import { hasPair, type Entry } from './weigh.ts';

// Words that stand together ("Elena Voss") are one thing, to which each further one adds this much of the weaker.
const FURTHER_WORD = 0.3;
// A headline of so many terms that the other item has, all of them, is no chance.
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

/** How much the separate stretches of shared terms in the one prove, without the strongest term of all. */
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
    // The other says both phrases, and not in this order: "Port Amsel warehouse fire", "Warehouse fire in Port Amsel".
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

/** True where the other item has every term of this one's headline. */
function isTitleShared({ sequence, titleLength }: Entry, shared: readonly number[]): boolean {
  if (shared.length < WHOLE_TITLE || titleLength < WHOLE_TITLE) return false;
  for (let at = 0; at < titleLength; at++) if (!shared.includes(sequence[at]!)) return false;
  return new Set(sequence.subarray(0, titleLength)).size >= WHOLE_TITLE;
}

/**
 * What two items agree on besides one thing, from 0: the strengths (rarity.ts) of the separate things that both
 * speak of, less the strongest; all of them where one has the other's whole headline. One word, however rare, and what
 * all news uses give 0: two museums are no event.
 */
export function supportBetween(a: Entry, b: Entry, strengths: readonly number[]): number {
  const shared = sharedTerms(a, b);
  if (shared.length < 2) return 0;
  if (isTitleShared(a, shared) || isTitleShared(b, shared))
    return shared.reduce((sum, term) => sum + strengths[term]!, 0);
  return Math.min(weighStretches(a, b, shared, strengths), weighStretches(b, a, shared, strengths));
}

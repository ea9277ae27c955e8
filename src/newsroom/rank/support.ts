import { clearMarks, isMarked, mark, type Marks } from './marks.ts';
import { hasPair } from './pairs.ts';
import type { Entry } from './weigh.ts';

// Adjacent words ("Elena Voss") are one thing. Each further word adds this share of the weaker strength.
const FURTHER_WORD = 0.3;
// A headline with this many terms, all of them in the other item, is no coincidence.
const WHOLE_TITLE = 3;
// "Man arrested after stabbing in Leeds", "… in Bristol": headlines that differ in three words at most, a strong one in
// each, follow one formula. They tell of one event only if what they share is a name.
const FORMULA_TERMS = 3;
const FORMULA_STRENGTH = 0.5;
const NAME_STRENGTH = 1;
// Longer texts share many things by chance: the strongest is to be about as strong as what each headline has alone.
const ALONE_MARGIN = 0.1;

/** The terms that two items share, and the strength of every term. `seen` is free to use. */
type Shared = { terms: readonly number[]; shared: Marks; seen: Marks; strengths: readonly number[] };

/** The strength of the separate runs of shared terms in one item: the sum, and the strongest (1 at most). */
function weighStretches(
  own: Entry,
  other: Entry,
  { shared, seen, strengths }: Shared,
): { sum: number; strongest: number } {
  const { sequence } = own;
  clearMarks(seen, shared.rounds.length);
  let [sum, strongest, last] = [0, 0, 0];
  let isOpen = false;
  for (let at = 0; at < sequence.length; at++) {
    const term = sequence[at]!;
    if (!isMarked(shared, term)) {
      isOpen = false;
      continue;
    }
    if (isOpen && !hasPair(own, sequence[at - 1]!, term)) isOpen = false;
    // The other item has both phrases in another order: "Port Amsel warehouse fire", "Warehouse fire in Port Amsel".
    if (isOpen && !hasPair(other, sequence[at - 1]!, term) && hasPair(other, term, sequence[at + 1])) isOpen = false;
    if (!isMarked(seen, term)) {
      const strength = strengths[term]!;
      if (isOpen) last = Math.max(last, strength) + FURTHER_WORD * Math.min(last, strength);
      else {
        sum += last;
        strongest = Math.max(strongest, last);
        last = strength;
      }
      mark(seen, term);
    }
    isOpen = true;
  }
  return { sum: sum + last, strongest: Math.min(1, Math.max(strongest, last)) };
}

/** The terms of a headline that the other item does not have: how many, and the strength of the strongest. */
function findAlone(
  { sequence, titleLength }: Entry,
  { shared, strengths }: Shared,
): { count: number; strongest: number } {
  let [count, strongest] = [0, 0];
  for (let at = 0; at < titleLength; at++) {
    const term = sequence[at]!;
    if (isMarked(shared, term)) continue;
    count++;
    strongest = Math.max(strongest, strengths[term]!);
  }
  return { count, strongest };
}

/** True if the other item has every term of this headline. */
function isTitleShared({ sequence, titleLength }: Entry, { terms, shared }: Shared): boolean {
  if (terms.length < WHOLE_TITLE || titleLength < WHOLE_TITLE) return false;
  for (let at = 0; at < titleLength; at++) if (!isMarked(shared, sequence[at]!)) return false;
  return new Set(sequence.slice(0, titleLength)).size >= WHOLE_TITLE;
}

/**
 * The agreement of two items beyond a single thing, from 0: the sum of strengths (rarity.ts) of the separate things in
 * both, without the strongest one. All count if one item has the whole headline of the other. A single word gives 0, even
 * a rare one, and so do common words and one formula with two names: two reports about museums are not one event.
 */
export function supportBetween(a: Entry, b: Entry, both: Shared): number {
  const { terms, strengths } = both;
  if (terms.length < 2) return 0;
  if (isTitleShared(a, both) || isTitleShared(b, both)) return terms.reduce((sum, term) => sum + strengths[term]!, 0);
  const [one, other] = [weighStretches(a, b, both), weighStretches(b, a, both)];
  const support = Math.min(one.sum - one.strongest, other.sum - other.strongest);
  if (support <= 0) return 0;
  const strongest = Math.min(one.strongest, other.strongest);
  const [ofA, ofB] = [findAlone(a, both), findAlone(b, both)];
  const alone = Math.min(ofA.strongest, ofB.strongest);
  const isFormula = Math.max(ofA.count, ofB.count) <= FORMULA_TERMS && alone > FORMULA_STRENGTH;
  const name = terms.reduce((most, term) => Math.max(most, strengths[term]!), 0);
  if (isFormula && name < NAME_STRENGTH) return 0;
  if (a.hasSummary && b.hasSummary && alone - strongest > ALONE_MARGIN) return 0;
  return support;
}

import type { Entry } from './weigh.ts';

// More than the number of terms in any vocabulary, and small enough that keys of pairs are exact integers.
const PAIR_BASE = 2 ** 24;

/** The keys of adjacent terms in phrases, each once, ascending. */
export function pairsOf(phrases: readonly (readonly number[])[]): number[] {
  const pairs = new Set<number>();
  for (const phrase of phrases)
    for (let at = 1; at < phrase.length; at++) pairs.add(phrase[at]! * PAIR_BASE + phrase[at - 1]!);
  return [...pairs].toSorted((a, b) => a - b);
}

/** True if `second` follows `first` in the item. */
export function hasPair({ pairs }: Entry, first: number, second: number | undefined): boolean {
  if (second === undefined) return false;
  const wanted = second * PAIR_BASE + first;
  let [from, to] = [0, pairs.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    if (pairs[middle]! < wanted) from = middle + 1;
    else to = middle;
  }
  return pairs[from] === wanted;
}

/** Writes the terms that follow the same term in both entries to `seconds`, ascending. */
export function listSharedSeconds({ pairs: a }: Entry, { pairs: b }: Entry, seconds: number[]): void {
  seconds.length = 0;
  for (let i = 0, j = 0; i < a.length && j < b.length;) {
    const difference = a[i]! - b[j]!;
    if (difference === 0) seconds.push(Math.floor(a[i]! / PAIR_BASE));
    if (difference <= 0) i++;
    if (difference >= 0) j++;
  }
}

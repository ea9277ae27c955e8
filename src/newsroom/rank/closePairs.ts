import { HEADLINES_ONLY } from './compare.ts';
import { isSameTitle } from './copies.ts';
import type { Entry, Weights } from './weigh.ts';

type Weighed = { entry: Entry; weights: Weights };

/** Finds the pairs of a few items whose similarity may reach a floor, and those with the same headline. */
export type PairFinder = { find: (items: readonly Weighed[], floor: number) => [number, number][] };

/**
 * Creates a finder. Its posting lists are reused. It adds up the products of shared terms only, while a comparison of each
 * pair reads every term of the other item.
 */
export function createPairFinder(): PairFinder {
  // The items with a term, by their places, and the weights that it has there.
  const places: (number[] | undefined)[] = [];
  const weightsAt: (number[] | undefined)[] = [];
  const used: number[] = [];

  function addTo(products: Float64Array, { entry, weights }: Weighed, place: number): void {
    for (let at = 0; at < entry.terms.length; at++) {
      const term = entry.terms[at]!;
      const weight = weights.values[at]!;
      const [others, theirs] = [(places[term] ??= []), (weightsAt[term] ??= [])];
      for (let i = 0; i < others.length; i++) products[others[i]!]! += weight * theirs[i]!;
      if (others.length === 0) used.push(term);
      others.push(place);
      theirs.push(weight);
    }
  }

  return {
    find: (items, floor) => {
      const found: [number, number][] = [];
      const products = new Float64Array(items.length);
      items.forEach((item, a) => {
        products.fill(0, 0, a);
        addTo(products, item, a);
        for (let b = 0; b < a; b++) {
          const { entry, weights } = items[b]!;
          const raised = item.entry.hasSummary || entry.hasSummary ? 1 : HEADLINES_ONLY;
          const bound = products[b]! * (1 / (item.weights.norm * weights.norm)) * raised;
          if (bound >= floor || isSameTitle(item.entry, entry)) found.push([a, b]);
        }
      });
      for (const term of used) {
        places[term]!.length = 0;
        weightsAt[term]!.length = 0;
      }
      used.length = 0;
      return found;
    },
  };
}

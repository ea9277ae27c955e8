import type { Arrival, HeldItems } from './heldItems.ts';

/** Related arrivals, and the stories that they touch, each with the arrivals that touch it. */
export type Knot = { fresh: number[]; stories: Map<number, number[]> };

/** The root of an element's set (union-find). Sets are joined by pointing one root at another. */
function findRoot(parents: Map<string, string>, of: string): string {
  let root = of;
  for (let next = parents.get(root); next !== undefined && next !== root; next = parents.get(root)) root = next;
  parents.set(of, root);
  return root;
}

/** Divides arrivals, which must all be held, and the stories that they touch into unrelated sets. */
export function findKnots(held: HeldItems, arrivals: readonly Arrival[]): Knot[] {
  const parents = new Map<string, string>();
  const join = (a: string, b: string): void => void parents.set(findRoot(parents, a), findRoot(parents, b));
  const touched = new Map<number, Set<number>>();
  for (const { id } of arrivals) {
    findRoot(parents, `item ${id}`);
    const stories = new Set<number>();
    touched.set(id, stories);
    for (const item of held.neighboursOf(id)) {
      join(`item ${id}`, item.story === null ? `item ${item.id}` : `story ${item.story}`);
      if (item.story !== null) stories.add(item.story);
    }
  }
  const knots = Map.groupBy(arrivals, ({ id }) => findRoot(parents, `item ${id}`));
  return [...knots.values()].map((items) => {
    const stories = new Map<number, number[]>();
    for (const { id } of items)
      for (const story of touched.get(id)!) stories.set(story, [...(stories.get(story) ?? []), id]);
    return { fresh: items.map(({ id }) => id), stories };
  });
}

import type { Arrival, HeldItems } from './heldItems.ts';

/** Related arrivals, and the stories that they touch, each with the arrivals that touch it. */
export type Knot = { fresh: number[]; stories: Map<number, number[]> };

/** The root of an element's set (union-find). Sets are joined by pointing one root at another. */
export function findRoot(parents: number[], of: number): number {
  let root = of;
  while (parents[root] !== root) root = parents[root]!;
  parents[of] = root;
  return root;
}

/** Divides arrivals, which must all be held, and the stories that they touch into unrelated sets. */
export function findKnots(held: HeldItems, arrivals: readonly Arrival[]): Knot[] {
  const parents: number[] = [];
  const [ofItem, ofStory] = [new Map<number, number>(), new Map<number, number>()];
  const elementOf = (known: Map<number, number>, key: number): number => {
    const element = known.get(key) ?? parents.push(parents.length) - 1;
    known.set(key, element);
    return element;
  };
  const touched = arrivals.map(({ id }) => {
    const own = elementOf(ofItem, id);
    const stories = new Set<number>();
    const elementFor = ({ id: other, story }: Arrival): number =>
      story === null ? elementOf(ofItem, other) : elementOf(ofStory, story);
    held.visitNeighbours(id, {
      isKnown: (item) =>
        item.story === null
          ? findRoot(parents, own) === findRoot(parents, elementOf(ofItem, item.id))
          : stories.has(item.story),
      onNear: (item) => {
        parents[findRoot(parents, own)] = findRoot(parents, elementFor(item));
        if (item.story !== null) stories.add(item.story);
      },
    });
    return stories;
  });
  const knots = Map.groupBy(arrivals.keys(), (at) => findRoot(parents, ofItem.get(arrivals[at]!.id)!));
  return [...knots.values()].map((places) => {
    const stories = new Map<number, number[]>();
    for (const at of places)
      for (const story of touched[at]!) {
        const touching = stories.get(story);
        if (touching) touching.push(arrivals[at]!.id);
        else stories.set(story, [arrivals[at]!.id]);
      }
    return { fresh: places.map((at) => arrivals[at]!.id), stories };
  });
}

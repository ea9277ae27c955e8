import type { Edge } from './agglomerate.ts';
import { THRESHOLD } from './cluster.ts';
import { COPY_MIN_SIMILARITY } from './compare.ts';
import type { HeldItems } from './heldItems.ts';
import { findRoot, type Knot } from './knots.ts';

// Sums of similarities are rounded. A pair this close below the threshold counts as reaching it.
const FLOOR = THRESHOLD * (1 - 1e-9);
const MAY_BE_COPY = COPY_MIN_SIMILARITY * (1 - 1e-9);

/**
 * Items for grouping (arrivals first, then those of stories, story by story) and the pairs of them, by their places in
 * `ids`.
 */
type Links = { ids: number[]; edges: Edge[] };

/** A story that stays whole: its items by their places, from `from` to before `to`. */
type Whole = { from: number; to: number };

/**
 * The items and pairs of a knot that decide how it is grouped. Two groups are joined only if they are copies or their average
 * similarity reaches the threshold, and then that of two of their parts does: of two items, or of an item and a story that
 * stays whole. So pairs are left out whose parts no chain of such pairs connects, and stories that none connects with an
 * arrival. The groups are the same as with all pairs.
 */
export function linkItems(
  held: HeldItems,
  { fresh, stories }: Knot,
  old: ReadonlyMap<number, number[]>,
  isLoose: (story: number) => boolean,
): Links {
  const ids = fresh.concat(...old.values());
  const positions = ids.map(held.positionOf);
  const placeOf = new Map(fresh.map((id, place) => [id, place]));
  // Each item is a part, but all items of a story that stays whole are one.
  const parents = ids.map((_, place) => place);
  const areJoined = (a: number, b: number): boolean => findRoot(parents, a) === findRoot(parents, b);
  const join = (a: number, b: number): void => void (parents[findRoot(parents, a)] = findRoot(parents, b));
  const edges: Edge[] = [];

  function link(a: number, b: number): Edge | null {
    const near = held.compare(positions[a]!, positions[b]!);
    if (near === null) return null;
    const { similarity, support, isCopy } = near;
    const edge = { a, b, similarity, support, isCopy };
    edges.push(edge);
    return edge;
  }

  function linkParts(a: number, b: number): void {
    const edge = link(a, b);
    if (edge !== null && (edge.similarity >= FLOOR || edge.isCopy)) join(a, b);
  }

  function linkWhole(a: number, { from, to }: Whole): void {
    let sum = 0;
    let hasCopy = false;
    for (let b = from; b < to; b++) {
      const edge = link(a, b);
      sum += edge?.similarity ?? 0;
      hasCopy ||= edge?.isCopy ?? false;
    }
    if (hasCopy || sum >= FLOOR * (to - from)) join(a, from);
  }

  /** True if the average of an arrival and a story may reach the threshold, or one of its items may be a copy. */
  function mayJoin(a: number, { from, to }: Whole): boolean {
    let missing = FLOOR * (to - from);
    for (let b = from; b < to; b++) {
      const bound = held.bound(positions[a]!, positions[b]!);
      missing -= bound;
      if (missing <= 0 || bound >= MAY_BE_COPY || held.haveSameTitle(positions[a]!, positions[b]!)) return true;
    }
    return false;
  }

  const linked = new Set<number>();
  for (const [a, b] of held.closePairs(positions.slice(0, fresh.length), FLOOR)) {
    linkParts(a, b);
    linked.add(a * ids.length + b);
  }
  const loose: number[] = [];
  const wholes: Whole[] = [];
  const waiting: [number, Whole][] = [];
  let from = fresh.length;
  for (const [story, its] of old) {
    const to = from + its.length;
    const whole = { from, to };
    const touching = stories.get(story)!.map((id) => placeOf.get(id)!);
    if (isLoose(story)) {
      for (const a of touching) for (let b = from; b < to; b++) linkParts(a, b);
      for (let place = from; place < to; place++) loose.push(place);
    } else {
      parents.fill(from, from, to);
      wholes.push(whole);
      for (const a of touching)
        if (mayJoin(a, whole)) linkWhole(a, whole);
        else waiting.push([a, whole]);
    }
    from = to;
  }
  for (let a = 1; a < loose.length; a++) for (let b = 0; b < a; b++) linkParts(loose[a]!, loose[b]!);
  // Now it is known which parts are connected. Nothing below can connect more of them.
  for (const [a, whole] of waiting)
    if (areJoined(a, whole.from)) for (let b = whole.from; b < whole.to; b++) link(a, b);
  for (let a = 1; a < fresh.length; a++)
    for (let b = 0; b < a; b++) if (areJoined(a, b) && !linked.has(a * ids.length + b)) link(a, b);
  const roots = new Set([...fresh.keys(), ...loose].map((place) => findRoot(parents, place)));
  const isLeftOut = new Uint8Array(ids.length);
  for (const whole of wholes) if (!roots.has(findRoot(parents, whole.from))) isLeftOut.fill(1, whole.from, whole.to);
  return without(isLeftOut, { ids, edges });
}

/** The links without some items, which have no edges to others. */
function without(isLeftOut: Uint8Array, { ids, edges }: Links): Links {
  const kept: number[] = [];
  const places = ids.map((id, place) => (isLeftOut[place] === 1 ? -1 : kept.push(id) - 1));
  const left = edges.filter(({ b }) => places[b] !== -1);
  for (const edge of left) {
    edge.a = places[edge.a]!;
    edge.b = places[edge.b]!;
  }
  return { ids: kept, edges: left };
}

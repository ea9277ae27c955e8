import { agglomerate } from './agglomerate.ts';
import { THRESHOLD } from './cluster.ts';
import { createHeldItems, type Arrival, type HeldItems } from './heldItems.ts';
import { findKnots, type Knot } from './knots.ts';
import { linkItems } from './linkItems.ts';
import { nameGroups } from './nameGroups.ts';

/** The place of an item. `voice` is the id of the item whose text it prints, or its own id. */
export type Placement = { id: number; story: number; voice: number };

/** The recent items of a newsletter in memory. The rows of `items` are the source of truth. */
export type Window = {
  /** Adds an item with its story, or replaces it. */
  put: (item: Arrival) => void;
  remove: (id: number) => void;
  /** Removes stories whose newest item is older than this. */
  forget: (beforeMs: number) => void;
  /** Places arrivals, and returns every item whose story or voice changed. */
  place: (arrivals: readonly Arrival[], stories: StoryIds) => Placement[];
  /** Gives a story another id. */
  rename: (story: number, to: number) => void;
  /** When an item that it holds counts as published. */
  timeOf: (id: number) => number;
  outlets: () => ReadonlyMap<number, ReadonlySet<number>>;
  size: () => number;
};

/** `isSettled`: true for a story that was shown to readers and must not change. `take`: returns an unused id. */
type StoryIds = { isSettled: (story: number) => boolean; take: () => number };

// Removal checks every item, so it does not run at each arrival.
const FORGET_EVERY_MS = 600_000;
// Stories with up to this many items together are grouped again when an item arrives. With more, the item joins one
// story or none.
const MAX_LOOSE = 30;

function keptStory({ story }: Arrival, { isSettled }: StoryIds): number | null {
  return story !== null && isSettled(story) ? story : null;
}

/** The voice of each arrival: the voice of an earlier item of its story with the same text, else its own. */
function chooseVoices(
  held: HeldItems,
  { ids, fresh }: { ids: readonly number[]; fresh: readonly number[] },
  storyOf: ReadonlyMap<number, number>,
  copies: readonly (readonly [number, number])[],
): Map<number, number> {
  const arrived = new Set(fresh);
  const isEarlier = (a: number, b: number): boolean => {
    const gap = held.get(a).at - held.get(b).at;
    return gap < 0 || (gap === 0 && a < b);
  };
  const voices = new Map(ids.map((id) => [id, held.get(id).voice ?? id]));
  for (const id of fresh.toSorted((a, b) => (isEarlier(a, b) ? -1 : 1))) {
    const twins = copies.flatMap(([a, b]) => (a === id ? [b] : b === id ? [a] : []));
    const told = twins.filter(
      (other) => storyOf.get(other) === storyOf.get(id) && (!arrived.has(other) || isEarlier(other, id)),
    );
    const first = told.toSorted((a, b) => (isEarlier(a, b) ? -1 : 1))[0];
    voices.set(id, first === undefined ? id : voices.get(first)!);
  }
  return voices;
}

/** Places an arrival that has no neighbours: in the story that it had, if that is empty now, else in a new one. */
function placeAlone(
  held: HeldItems,
  id: number,
  take: () => number,
  before: ReadonlyMap<number, number | null>,
): Placement {
  const former = before.get(id) ?? null;
  const story = former === null || held.hasStory(former) ? take() : former;
  held.move(id, { story, voice: id });
  return { id, story, voice: id };
}

function placeKnot(
  held: HeldItems,
  knot: Knot,
  { isSettled, take }: StoryIds,
  before: ReadonlyMap<number, number | null>,
): Placement[] {
  const { fresh } = knot;
  if (fresh.length === 1 && knot.stories.size === 0) return [placeAlone(held, fresh[0]!, take, before)];
  const old = new Map([...knot.stories.keys()].map((story) => [story, held.membersOf(story)]));
  const oldCount = [...old.values()].reduce((sum, ids) => sum + ids.length, 0);
  const isLoose = (story: number): boolean => oldCount <= MAX_LOOSE && !isSettled(story);
  const { ids, edges } = linkItems(held, knot, old, isLoose);
  const fixed = new Map<number, number>();
  ids.forEach((id, place) => {
    const { story } = held.get(id);
    if (story !== null && old.has(story) && !isLoose(story)) fixed.set(place, story);
  });
  const groups = Map.groupBy(
    agglomerate(ids.length, edges, THRESHOLD, fixed).map((group, place) => ({ group, id: ids[place]! })),
    ({ group }) => group,
  );
  const claimant = ({ id }: { id: number }) => {
    const former = before.get(id) ?? null;
    return { id, story: held.get(id).story, former: former !== null && held.hasStory(former) ? null : former };
  };
  const storyOf = nameGroups(
    [...groups.values()].map((group) => group.map(claimant)),
    { isLoose, take },
  );
  const copies = edges.filter(({ isCopy }) => isCopy).map(({ a, b }) => [ids[a]!, ids[b]!] as const);
  const voices = chooseVoices(held, { ids, fresh }, storyOf, copies);
  const arrived = new Set(fresh);
  return ids.flatMap((id) => {
    const item = held.get(id);
    const [story, voice] = [storyOf.get(id)!, voices.get(id)!];
    if (!arrived.has(id) && item.story === story && item.voice === voice) return [];
    held.move(id, { story, voice });
    return [{ id, story, voice }];
  });
}

/**
 * Creates an empty window. An arrival is compared only with its neighbours. Stories that it touches and that no reader
 * has seen are grouped again together with it (by average link, as groupItems does for all items). So the order of
 * arrival matters little. Settled stories keep their items and are never joined.
 */
export function createWindow(): Window {
  const held = createHeldItems();
  let forgottenMs = -Infinity;
  return {
    put: held.put,
    remove: held.remove,
    forget: (beforeMs) => {
      if (beforeMs < forgottenMs + FORGET_EVERY_MS) return;
      forgottenMs = beforeMs;
      held.forget(beforeMs);
    },
    place: (arrivals, ids) => {
      // A changed item may leave its story, unless readers have seen that story.
      const again = arrivals.map((item) => ({ ...item, story: keptStory(item, ids) }));
      const before = new Map(arrivals.map(({ id, story }) => [id, story]));
      for (const item of again) held.put(item);
      const open = again.filter(({ story }) => story === null);
      const kept = again.filter(({ story }) => story !== null);
      return [
        ...findKnots(held, open).flatMap((knot) => placeKnot(held, knot, ids, before)),
        ...kept.map(({ id, story, voice }) => ({ id, story: story!, voice: voice ?? id })),
      ];
    },
    rename: held.rename,
    timeOf: (id) => held.get(id).at,
    outlets: held.outlets,
    size: held.size,
  };
}

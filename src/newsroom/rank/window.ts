import { agglomerate, type Edge } from './agglomerate.ts';
import { THRESHOLD } from './cluster.ts';
import { createHeldItems, type Arrival, type HeldItems } from './heldItems.ts';
import { findKnots, type Knot } from './knots.ts';
import { nameGroups } from './nameGroups.ts';

/** Where an item belongs. `voice`: the item whose text it prints, by its id; its own: a text of its own. */
export type Placement = { id: number; story: number; voice: number };

/** The recent items of a newsletter, held in memory; the rows of `items` are the truth that it is read from. */
export type Window = {
  /** Takes an item as it stands, story and all; one that is known is replaced. */
  put: (item: Arrival) => void;
  remove: (id: number) => void;
  /** Forgets stories whose newest item is older than this. */
  forget: (beforeMs: number) => void;
  /** Gives arrivals their stories, and says of every item whose story or voice differs from before. */
  place: (arrivals: readonly Arrival[], stories: StoryIds) => Placement[];
  /** Gives a story another id. */
  rename: (story: number, to: number) => void;
  /** When an item that it holds counts as published. */
  timeOf: (id: number) => number;
  outlets: () => ReadonlyMap<number, ReadonlySet<number>>;
  size: () => number;
};

/** `isSettled`: a story that readers were shown, which stays what it is. `take`: an id of no story's. */
export type StoryIds = { isSettled: (story: number) => boolean; take: () => number };

// Forgetting looks at every item held: not at each arrival.
const FORGET_EVERY_MS = 600_000;
// Stories of so many items together are grouped afresh around an arrival; with more, it joins one or none.
const MAX_LOOSE = 30;

function keptStory({ story }: Arrival, { isSettled }: StoryIds): number | null {
  return story !== null && isSettled(story) ? story : null;
}

/** The pairs to group by: each arrival with the others and with the stories that it touches, and `loose` items among themselves. */
function linkItems(
  held: HeldItems,
  { fresh, stories }: Knot,
  old: ReadonlyMap<number, number[]>,
  { loose, ids }: { loose: readonly number[]; ids: readonly number[] },
): Edge[] {
  const placeOf = new Map(ids.map((id, place) => [id, place]));
  const edges: Edge[] = [];
  const link = (a: number, b: number): void => {
    const near = held.compare(a, b);
    if (near) edges.push({ ...near, a: placeOf.get(a)!, b: placeOf.get(b)! });
  };
  fresh.forEach((a, at) => fresh.slice(0, at).forEach((b) => link(a, b)));
  for (const [story, touching] of stories) for (const a of touching) for (const b of old.get(story)!) link(a, b);
  loose.forEach((a, at) => loose.slice(0, at).forEach((b) => link(a, b)));
  return edges;
}

/** The voice of each: of an arrival that prints what an earlier item of its story prints, that item's; else its own. */
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

function placeKnot(
  held: HeldItems,
  knot: Knot,
  { isSettled, take }: StoryIds,
  before: ReadonlyMap<number, number | null>,
): Placement[] {
  const { fresh } = knot;
  const old = new Map([...knot.stories.keys()].map((story) => [story, held.membersOf(story)]));
  const oldCount = [...old.values()].reduce((sum, ids) => sum + ids.length, 0);
  const isLoose = (story: number): boolean => oldCount <= MAX_LOOSE && !isSettled(story);
  const ids = [...fresh, ...[...old.values()].flat()];
  const loose = [...old].filter(([story]) => isLoose(story)).flatMap(([, its]) => its);
  const edges = linkItems(held, knot, old, { loose, ids });
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
 * Makes an empty window. An arrival is compared with its neighbours only; where it touches stories that no reader was
 * shown, these few are grouped afresh together with it (average link, as groupItems does with all items), so that the
 * order of arrival matters little. Stories that are settled keep their items and are never joined.
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
      // Unless readers were shown its story, an item whose text changed may leave it.
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

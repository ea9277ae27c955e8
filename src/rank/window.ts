import { hash } from 'node:crypto';
import { agglomerate, type Edge } from './agglomerate.ts';
import { BOILERPLATE_TITLES, THRESHOLD } from './cluster.ts';
import { COPY_MIN_SIMILARITY, createItemIndex, type Neighbour } from './itemIndex.ts';

/** An item as it arrives. `at` in milliseconds since 1970. `story`, `voice`: where it was put before; null: nowhere. */
export type Arrival = {
  id: number;
  title: string;
  summary: string;
  at: number;
  outletId: number;
  story: number | null;
  voice: number | null;
};

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

type Held = { item: Arrival; position: number; summaryKey: string | null };

// Forgetting looks at every item held: not at each arrival.
const FORGET_EVERY_MS = 600_000;
// Of a long story the latest items stand for all: what lies beyond hardly moves an average.
const MAX_COMPARED = 40;
// Stories of so many items together are grouped afresh around an arrival; with more, it joins one or none.
const MAX_LOOSE = 30;
// Two items less alike neither meet in one story nor carry one text.
const MEETING = Math.min(THRESHOLD, COPY_MIN_SIMILARITY);

function push<K>(map: Map<K, Set<number>>, key: K, value: number): Set<number> {
  const set = map.get(key) ?? new Set();
  map.set(key, set.add(value));
  return set;
}

/** The first of an element's set; sets are joined by pointing one first at another. */
function findRoot(parents: Map<string, string>, of: string): string {
  let root = of;
  for (let next = parents.get(root); next !== undefined && next !== root; next = parents.get(root)) root = next;
  parents.set(of, root);
  return root;
}

/**
 * Makes an empty window. An arrival is compared with its neighbours only; where it touches stories that no reader was
 * shown, these few are grouped afresh together with it (average link, as groupItems does with all items), so that the
 * order of arrival matters little. Stories that are settled keep their items and are never joined.
 */
export function createWindow(): Window {
  const index = createItemIndex();
  const byId = new Map<number, Held>();
  const idAt = new Map<number, number>();
  const members = new Map<number, Set<number>>();
  const byOutlet = new Map<number, Set<number>>();
  const bySummary = new Map<string, Set<number>>();
  let forgottenMs = -Infinity;

  function addToIndex(item: Arrival, isBoilerplate: boolean): number {
    const { title, summary, at, outletId } = item;
    const position = index.add({ title, summary: isBoilerplate ? '' : summary, at, outlet: String(outletId) });
    idAt.set(position, item.id);
    return position;
  }

  /** The items of an outlet with this summary; at the third headline all of them lose it. */
  function learnSummary(item: Arrival, key: string): boolean {
    const same = push(bySummary, key, item.id);
    const titles = new Set([...same].map((id) => byId.get(id)?.item.title ?? item.title)).add(item.title);
    if (titles.size < BOILERPLATE_TITLES) return false;
    if (titles.size === BOILERPLATE_TITLES)
      for (const id of same) {
        const held = byId.get(id);
        if (held === undefined) continue;
        index.remove(held.position);
        idAt.delete(held.position);
        held.position = addToIndex(held.item, true);
      }
    return true;
  }

  function remove(id: number): void {
    const held = byId.get(id);
    if (held === undefined) return;
    const { item, position, summaryKey } = held;
    index.remove(position);
    idAt.delete(position);
    byId.delete(id);
    byOutlet.get(item.outletId)?.delete(id);
    if (summaryKey !== null) bySummary.get(summaryKey)?.delete(id);
    if (summaryKey !== null && bySummary.get(summaryKey)?.size === 0) bySummary.delete(summaryKey);
    leaveStory(item);
  }

  function leaveStory({ id, story }: Arrival): void {
    if (story === null) return;
    members.get(story)?.delete(id);
    if (members.get(story)?.size === 0) members.delete(story);
  }

  function put(item: Arrival): void {
    remove(item.id);
    const summaryKey = item.summary === '' ? null : hash('sha1', `${item.outletId}\n${item.summary}`, 'base64');
    const isBoilerplate = summaryKey !== null && learnSummary(item, summaryKey);
    byId.set(item.id, { item, position: addToIndex(item, isBoilerplate), summaryKey });
    push(byOutlet, item.outletId, item.id);
    if (item.story !== null) push(members, item.story, item.id);
  }

  function compare(a: number, b: number): Neighbour | null {
    return index.compare(byId.get(a)!.position, byId.get(b)!.position);
  }

  /** The latest items of a story. */
  function membersOf(story: number): number[] {
    const ids = [...(members.get(story) ?? [])];
    if (ids.length <= MAX_COMPARED) return ids;
    const at = (id: number): number => byId.get(id)!.item.at;
    return ids.toSorted((a, b) => at(b) - at(a) || b - a).slice(0, MAX_COMPARED);
  }

  /** Arrivals with the stories that each touches, in sets that have nothing to do with one another. */
  function findKnots(arrivals: readonly Arrival[]): { fresh: number[]; stories: Map<number, number[]> }[] {
    const parents = new Map<string, string>();
    const join = (a: string, b: string): void => void parents.set(findRoot(parents, a), findRoot(parents, b));
    const touched = new Map<number, Set<number>>();
    for (const { id } of arrivals) {
      findRoot(parents, `item ${id}`);
      touched.set(id, new Set());
      for (const { position, similarity, isCopy } of index.neighbours(byId.get(id)!.position, MEETING)) {
        // Two groups meet on average only where two of their items do.
        if (similarity < THRESHOLD && !isCopy) continue;
        const other = byId.get(idAt.get(position)!)!.item;
        join(`item ${id}`, other.story === null ? `item ${other.id}` : `story ${other.story}`);
        if (other.story !== null) touched.get(id)!.add(other.story);
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

  function placeKnot(
    { fresh, stories }: { fresh: number[]; stories: Map<number, number[]> },
    { isSettled, take }: StoryIds,
    before: ReadonlyMap<number, number | null>,
  ): Placement[] {
    const old = new Map([...stories.keys()].map((story) => [story, membersOf(story)]));
    const oldCount = [...old.values()].reduce((sum, ids) => sum + ids.length, 0);
    const isLoose = (story: number): boolean => oldCount <= MAX_LOOSE && !isSettled(story);
    const ids = [...fresh, ...[...old.values()].flat()];
    const placeOf = new Map(ids.map((id, place) => [id, place]));
    const edges: Edge[] = [];
    const link = (a: number, b: number): void => {
      const near = compare(a, b);
      if (near)
        edges.push({ a: placeOf.get(a)!, b: placeOf.get(b)!, similarity: near.similarity, isCopy: near.isCopy });
    };
    fresh.forEach((a, at) => fresh.slice(0, at).forEach((b) => link(a, b)));
    for (const [story, touching] of stories) for (const a of touching) for (const b of old.get(story)!) link(a, b);
    const loose = [...old].filter(([story]) => isLoose(story)).flatMap(([, story]) => story);
    loose.forEach((a, at) => loose.slice(0, at).forEach((b) => link(a, b)));
    const fixed = new Map<number, number>();
    for (const [story, its] of old) if (!isLoose(story)) for (const id of its) fixed.set(placeOf.get(id)!, story);
    const groups = Map.groupBy(
      agglomerate(ids.length, edges, THRESHOLD, fixed).map((group, place) => ({ group, id: ids[place]! })),
      ({ group }) => group,
    );
    const storyOf = nameGroups(
      [...groups.values()].map((group) => group.map(({ id }) => id)),
      { isLoose, take, before },
    );
    const copies = edges.filter(({ isCopy }) => isCopy).map(({ a, b }) => [ids[a]!, ids[b]!] as const);
    return settle(ids, fresh, storyOf, copies);
  }

  /** Each group's story: the one that it is, else the one that most of its items had, else a new one. */
  function nameGroups(
    groups: number[][],
    {
      isLoose,
      take,
      before,
    }: { isLoose: (story: number) => boolean; take: () => number; before: ReadonlyMap<number, number | null> },
  ): Map<number, number> {
    const claims = groups.flatMap((ids, group) => {
      const counts = new Map<number, number>();
      for (const id of ids) {
        const { story } = byId.get(id)!.item;
        if (story !== null) counts.set(story, (counts.get(story) ?? 0) + (isLoose(story) ? 1 : Infinity));
        // A story that held the item alone is still its own.
        const former = before.get(id) ?? null;
        if (story === null && former !== null && !members.has(former)) counts.set(former, 0.5);
      }
      return [...counts].map(([story, count]) => ({ group, story, count }));
    });
    const named = new Map<number, number>();
    const given = new Set<number>();
    for (const { group, story } of claims.toSorted((a, b) => b.count - a.count || a.story - b.story)) {
      if (named.has(group) || given.has(story)) continue;
      named.set(group, story);
      given.add(story);
    }
    return new Map(
      groups.flatMap((ids, group) => {
        const story = named.get(group) ?? take();
        return ids.map((id) => [id, story] as const);
      }),
    );
  }

  function settle(
    ids: readonly number[],
    fresh: readonly number[],
    storyOf: ReadonlyMap<number, number>,
    copies: readonly (readonly [number, number])[],
  ): Placement[] {
    const arrived = new Set(fresh);
    const isEarlier = (a: number, b: number): boolean => {
      const gap = byId.get(a)!.item.at - byId.get(b)!.item.at;
      return gap < 0 || (gap === 0 && a < b);
    };
    const voices = new Map(ids.map((id) => [id, byId.get(id)!.item.voice ?? id]));
    const ordered = fresh.toSorted((a, b) => (isEarlier(a, b) ? -1 : 1));
    for (const id of ordered) {
      const twins = copies.flatMap(([a, b]) => (a === id ? [b] : b === id ? [a] : []));
      const told = twins.filter(
        (other) => storyOf.get(other) === storyOf.get(id) && (!arrived.has(other) || isEarlier(other, id)),
      );
      const first = told.toSorted((a, b) => (isEarlier(a, b) ? -1 : 1))[0];
      voices.set(id, first === undefined ? id : voices.get(first)!);
    }
    return ids.flatMap((id) => {
      const { item } = byId.get(id)!;
      const [story, voice] = [storyOf.get(id)!, voices.get(id)!];
      if (!arrived.has(id) && item.story === story && item.voice === voice) return [];
      leaveStory(item);
      item.story = story;
      item.voice = voice;
      push(members, story, id);
      return [{ id, story, voice }];
    });
  }

  return {
    put,
    remove,
    forget: (beforeMs) => {
      if (beforeMs < forgottenMs + FORGET_EVERY_MS) return;
      forgottenMs = beforeMs;
      for (const ids of members.values())
        if ([...ids].every((id) => byId.get(id)!.item.at < beforeMs)) for (const id of ids) remove(id);
      for (const [id, { item }] of byId) if (item.story === null && item.at < beforeMs) remove(id);
    },
    place: (arrivals, ids) => {
      // Unless readers were shown its story, an item whose text changed may leave it.
      const again = arrivals.map((item) => ({ ...item, story: keptStory(item, ids) }));
      const before = new Map(arrivals.map(({ id, story }) => [id, story]));
      for (const item of again) put(item);
      const open = again.filter(({ story }) => story === null);
      const kept = again.filter(({ story }) => story !== null);
      return [
        ...findKnots(open).flatMap((knot) => placeKnot(knot, ids, before)),
        ...kept.map(({ id, story, voice }) => ({ id, story: story!, voice: voice ?? id })),
      ];
    },
    rename: (story, to) => {
      const its = members.get(story);
      if (its === undefined) return;
      members.delete(story);
      members.set(to, its);
      for (const id of its) byId.get(id)!.item.story = to;
    },
    timeOf: (id) => byId.get(id)!.item.at,
    outlets: () => byOutlet,
    size: () => index.size(),
  };
}

function keptStory({ story }: Arrival, { isSettled }: StoryIds): number | null {
  return story !== null && isSettled(story) ? story : null;
}

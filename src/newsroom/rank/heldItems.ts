import { hash } from 'node:crypto';
import { BOILERPLATE_TITLES, THRESHOLD } from './cluster.ts';
import { createItemIndex, type ItemIndex } from './itemIndex.ts';

/** An arriving item. `at` is in milliseconds since 1970. `story` and `voice` are its earlier placement, or null. */
export type Arrival = {
  id: number;
  title: string;
  summary: string;
  at: number;
  outletId: number;
  story: number | null;
  voice: number | null;
};

/** The items of a window by id, with their stories and an index that compares them. */
export type HeldItems = {
  /** Adds an item with its story, or replaces it. */
  put: (item: Arrival) => void;
  remove: (id: number) => void;
  /** Returns an item that is held. */
  get: (id: number) => Arrival;
  /**
   * Calls `onNear` for items that are similar enough to share a story or a text with this one. An item of which `isKnown`
   * is true is passed over.
   */
  visitNeighbours: (id: number, to: { isKnown: (item: Arrival) => boolean; onNear: (item: Arrival) => void }) => void;
  /** The position of an item that is held, for `compare`. It changes when the item is put again. */
  positionOf: (id: number) => number;
  /** Compares the items at positions. */
  compare: ItemIndex['compare'];
  bound: ItemIndex['bound'];
  haveSameTitle: ItemIndex['haveSameTitle'];
  closePairs: ItemIndex['closePairs'];
  hasStory: (story: number) => boolean;
  /** The latest items of a story. */
  membersOf: (story: number) => number[];
  move: (id: number, to: { story: number; voice: number }) => void;
  /** Gives a story another id. */
  rename: (story: number, to: number) => void;
  /** Removes stories whose newest item is older than this, and older items without a story. */
  forget: (beforeMs: number) => void;
  outlets: () => ReadonlyMap<number, ReadonlySet<number>>;
  size: () => number;
};

type Held = { item: Arrival; position: number; summaryKey: string | null };

// The latest items represent a long story. More of them would hardly change the average.
const MAX_COMPARED = 40;

function push<K>(map: Map<K, Set<number>>, key: K, value: number): Set<number> {
  const set = map.get(key) ?? new Set();
  map.set(key, set.add(value));
  return set;
}

/** Creates an empty collection. */
export function createHeldItems(): HeldItems {
  const index = createItemIndex();
  const byId = new Map<number, Held>();
  const heldAt: (Arrival | undefined)[] = [];
  const members = new Map<number, Set<number>>();
  const byOutlet = new Map<number, Set<number>>();
  const bySummary = new Map<string, Set<number>>();

  function addToIndex(item: Arrival, isBoilerplate: boolean): number {
    const { title, summary, at, outletId } = item;
    const position = index.add({ title, summary: isBoilerplate ? '' : summary, at, outlet: String(outletId) });
    heldAt[position] = item;
    return position;
  }

  /** Counts an outlet's headlines with this summary. At the third headline, all of these items lose the summary. */
  function learnSummary(item: Arrival, key: string): boolean {
    const same = push(bySummary, key, item.id);
    const titles = new Set([...same].map((id) => byId.get(id)?.item.title ?? item.title)).add(item.title);
    if (titles.size < BOILERPLATE_TITLES) return false;
    if (titles.size === BOILERPLATE_TITLES)
      for (const id of same) {
        const held = byId.get(id);
        if (held === undefined) continue;
        index.remove(held.position);
        heldAt[held.position] = undefined;
        held.position = addToIndex(held.item, true);
      }
    return true;
  }

  function remove(id: number): void {
    const held = byId.get(id);
    if (held === undefined) return;
    const { item, position, summaryKey } = held;
    index.remove(position);
    heldAt[position] = undefined;
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

  function membersOf(story: number): number[] {
    const ids = [...(members.get(story) ?? [])];
    if (ids.length <= MAX_COMPARED) return ids;
    const at = (id: number): number => byId.get(id)!.item.at;
    return ids.toSorted((a, b) => at(b) - at(a) || b - a).slice(0, MAX_COMPARED);
  }

  return {
    put,
    remove,
    get: (id) => byId.get(id)!.item,
    // The average of two groups reaches the threshold only if one of their pairs does.
    visitNeighbours: (id, { isKnown, onNear }) => {
      index.near(byId.get(id)!.position, THRESHOLD, {
        isKnown: (position) => isKnown(heldAt[position]!),
        onNear: (position) => onNear(heldAt[position]!),
      });
    },
    positionOf: (id) => byId.get(id)!.position,
    compare: index.compare,
    bound: index.bound,
    haveSameTitle: index.haveSameTitle,
    closePairs: index.closePairs,
    hasStory: (story) => members.has(story),
    membersOf,
    move: (id, { story, voice }) => {
      const { item } = byId.get(id)!;
      leaveStory(item);
      item.story = story;
      item.voice = voice;
      push(members, story, id);
    },
    rename: (story, to) => {
      const its = members.get(story);
      if (its === undefined) return;
      members.delete(story);
      members.set(to, its);
      for (const id of its) byId.get(id)!.item.story = to;
    },
    forget: (beforeMs) => {
      for (const ids of members.values())
        if ([...ids].every((id) => byId.get(id)!.item.at < beforeMs)) for (const id of ids) remove(id);
      for (const [id, { item }] of byId) if (item.story === null && item.at < beforeMs) remove(id);
    },
    outlets: () => byOutlet,
    size: () => index.size(),
  };
}

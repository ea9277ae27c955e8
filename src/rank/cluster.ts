import { agglomerate, type Edge } from './agglomerate.ts';
import { createItemIndex } from './itemIndex.ts';

/** An item to be grouped. `at` in milliseconds since 1970 or null; `story` where it already has one. */
export type GroupItem = {
  id: string;
  title: string;
  summary: string;
  at: number | null;
  outlet: string | null;
  story: number | null;
};

// The average similarity that holds a story together. Tuned on one half of a labelled set of news (B-cubed F1 0.93;
// 0.97 on the other half); from 0.09 to 0.1 F1 on all of it stays between 0.93 and 0.95.
const THRESHOLD = 0.095;
const BOILERPLATE_TITLES = 3;

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function compareItems(a: GroupItem, b: GroupItem): number {
  return (
    (a.at ?? Infinity) - (b.at ?? Infinity) ||
    compareText(a.id, b.id) ||
    compareText(a.title, b.title) ||
    compareText(a.summary, b.summary)
  );
}

/** Empties summaries that one outlet puts under three headlines or more: "Read all the latest here". */
function dropBoilerplate(items: readonly GroupItem[]): GroupItem[] {
  const titles = new Map<string, Set<string>>();
  const keyOf = (item: GroupItem): string => JSON.stringify([item.outlet, item.summary]);
  for (const item of items) {
    if (item.summary === '' || item.outlet === null) continue;
    const known = titles.get(keyOf(item)) ?? new Set();
    titles.set(keyOf(item), known.add(item.title));
  }
  return items.map((item) =>
    (titles.get(keyOf(item))?.size ?? 0) >= BOILERPLATE_TITLES ? { ...item, summary: '' } : item,
  );
}

/**
 * Groups items that report one event. Items with a `story` keep it, two stories never become one, and the others
 * join a story or make new groups. Returns groups of ids, each with its story or null, in order of their earliest
 * item. Pure and deterministic; the order of `items` does not matter.
 */
export function groupItems(items: readonly GroupItem[]): { story: number | null; ids: string[] }[] {
  const ordered = dropBoilerplate(items).toSorted(compareItems);
  const index = createItemIndex();
  for (const item of ordered) index.add(item);
  const edges: Edge[] = [];
  const fixed = new Map<number, number>();
  ordered.forEach((item, a) => {
    // Two items that both have a story are settled: only what is new asks for its neighbours.
    if (item.story !== null) fixed.set(a, item.story);
    else
      for (const { position: b, similarity, isCopy } of index.neighbours(a)) edges.push({ a, b, similarity, isCopy });
  });
  const groups = new Map<number, { story: number | null; ids: string[] }>();
  agglomerate(ordered.length, edges, THRESHOLD, fixed).forEach((group, at) => {
    const item = ordered[at]!;
    const known = groups.get(group) ?? { story: null, ids: [] };
    known.ids.push(item.id);
    known.story ??= item.story;
    groups.set(group, known);
  });
  return [...groups.values()];
}

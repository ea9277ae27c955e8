import { agglomerate, type Edge } from './agglomerate.ts';
import { createItemIndex } from './itemIndex.ts';

/** An item to group. `at` is in milliseconds since 1970, or null. */
type GroupItem = {
  id: string;
  title: string;
  summary: string;
  at: number | null;
  outlet: string | null;
};

// The minimum average similarity within a story. From 0.07 to 0.09, B-cubed F1 on labelled news stays between 0.95 and
// 0.97 (docs/benchmarks.md).
export const THRESHOLD = 0.08;
/** A summary that an outlet uses for this many headlines ("Read all the latest here") says nothing about them. */
export const BOILERPLATE_TITLES = 3;

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

/** Empties summaries that one outlet uses for three or more headlines. */
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
 * Groups all given items that report one event. Returns groups of ids, in the order of their earliest items. Pure and
 * deterministic; the order of `items` does not matter. Items that arrive one by one are placed by
 * src/newsroom/rank/window.ts.
 */
export function groupItems(items: readonly GroupItem[]): string[][] {
  const ordered = dropBoilerplate(items).toSorted(compareItems);
  const index = createItemIndex();
  for (const item of ordered) index.add(item);
  const edges: Edge[] = ordered.flatMap((_, a) =>
    index.neighbours(a).map(({ position: b, similarity, support, isCopy }) => ({ a, b, similarity, support, isCopy })),
  );
  const groups = new Map<number, string[]>();
  agglomerate(ordered.length, edges, THRESHOLD).forEach((group, at) => {
    const ids = groups.get(group) ?? [];
    ids.push(ordered[at]!.id);
    groups.set(group, ids);
  });
  return [...groups.values()];
}

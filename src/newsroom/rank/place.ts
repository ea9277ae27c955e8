import type { Db, Tx } from '../../platform/db/client.ts';
import { acceptsLanguage } from '../../language/languages.ts';
import { loadWork, lockForPlacing, NEW_STORY, savePlacements, WINDOW_HOURS } from './placeRows.ts';
import { createWindow, type Placement, type Window } from './window.ts';

/** The windows of a process, by newsletter: copies of rows that are loaded once and then updated. */
export type Windows = Map<number, { window: Window; last: number }>;

// The number of items in one transaction. Other processes wait for its lock.
const AT_ONCE = 1_000;
// The number of items that are placed together. Fewer would group the same stories again more often.
const LOT = 200;
const HOUR_MS = 3_600_000;

/** Creates an empty set of windows. The first placing of a newsletter loads its items, later ones load only changes. */
export function openWindows(): Windows {
  return new Map();
}

async function placeSome(tx: Tx, windows: Windows, newsletterId: number, now: Date): Promise<number> {
  const languages = await lockForPlacing(tx, newsletterId);
  const since = new Date(now.getTime() - WINDOW_HOURS * HOUR_MS);
  const held = windows.get(newsletterId) ?? { window: createWindow(), last: 0 };
  windows.set(newsletterId, held);
  const { window } = held;
  const wanted = { last: held.last, since, now, limit: AT_ONCE };
  const { waiting, placed, outletIds, settled } = await loadWork(tx, newsletterId, wanted);
  if (waiting.length === 0) return 0;
  // Other processes have stored these.
  for (const item of placed.items) window.put(item);
  held.last = placed.last;
  for (const [outletId, ids] of window.outlets()) if (!outletIds.has(outletId)) ids.forEach(window.remove);
  window.forget(since.getTime());
  const taken = waiting.filter(
    (item) => item.isHeld || (acceptsLanguage(languages, item) && item.at >= since.getTime()),
  );
  const takenIds = new Set(taken.map(({ id }) => id));
  for (const { id } of waiting) if (!takenIds.has(id)) window.remove(id);
  // The number of new stories is known only at the end, because a story that no reader has seen may split.
  let next = NEW_STORY;
  const ids = { isSettled: (story: number) => settled.has(story), take: () => next++ };
  const placements = new Map<number, Placement>();
  for (let from = 0; from < taken.length; from += LOT)
    for (const placement of window.place(taken.slice(from, from + LOT), ids)) {
      placements.delete(placement.id);
      placements.set(placement.id, placement);
    }
  const dated = [...placements.values()].map(({ id, story, voice }) => ({
    id,
    story,
    voice,
    at: new Date(window.timeOf(id)),
  }));
  const processed = waiting.map(({ id, changedAt }) => ({ id, changedAt, isPlaced: takenIds.has(id) }));
  const { last, made } = await savePlacements(tx, newsletterId, { placements: dated, processed }, now);
  for (const [temporary, story] of made) window.rename(temporary, story);
  held.last = last ?? held.last;
  return waiting.length;
}

/**
 * Places new and changed items in stories. It compares them only with their neighbours, so few items cost little.
 * Several processes take turns, and each sees what the others placed. Returns the number of processed items. Throws
 * NOT_FOUND.
 */
export async function placeArrivals(
  { db, now, windows }: { db: Db; now: () => Date; windows: Windows },
  newsletterId: number,
): Promise<number> {
  let total = 0;
  try {
    for (;;) {
      const placed = await db.transaction().execute((tx) => placeSome(tx, windows, newsletterId, now()));
      total += placed;
      if (placed < AT_ONCE) return total;
    }
  } catch (error) {
    // The window may contain changes that were rolled back.
    windows.delete(newsletterId);
    throw error;
  }
}

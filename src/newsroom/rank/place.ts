import type { Db, Tx } from '../../platform/db/client.ts';
import { acceptsLanguage } from '../../language/languages.ts';
import {
  loadOutletIds,
  loadPlaced,
  loadSettled,
  loadWaiting,
  lockRanking,
  markPlaced,
  savePlacements,
  takeStoryIds,
  WINDOW_HOURS,
} from './placeRows.ts';
import { createWindow, type Window } from './window.ts';

/** The windows of a process, by newsletter: copies of rows that are loaded once and then updated. */
export type Windows = Map<number, { window: Window; last: number }>;

// The number of items in one transaction. Other processes wait for its lock.
const AT_ONCE = 200;
const HOUR_MS = 3_600_000;

/** Creates an empty set of windows. The first placing of a newsletter loads its items, later ones load only changes. */
export function openWindows(): Windows {
  return new Map();
}

/** Updates a window with what any process has stored. */
async function refresh(tx: Tx, windows: Windows, newsletterId: number, since: Date, now: Date) {
  const held = windows.get(newsletterId) ?? { window: createWindow(), last: 0 };
  windows.set(newsletterId, held);
  const { items, last } = await loadPlaced(tx, newsletterId, { last: held.last, since, now });
  for (const item of items) held.window.put(item);
  held.last = last;
  const outlets = await loadOutletIds(tx, newsletterId);
  for (const [outletId, ids] of held.window.outlets()) if (!outlets.has(outletId)) ids.forEach(held.window.remove);
  held.window.forget(since.getTime());
  return held;
}

async function placeSome(
  tx: Tx,
  windows: Windows,
  { id: newsletterId, languages }: { id: number; languages: string[] },
  now: Date,
): Promise<number> {
  await lockRanking(tx, newsletterId);
  const since = new Date(now.getTime() - WINDOW_HOURS * HOUR_MS);
  const waiting = await loadWaiting(tx, newsletterId, now, AT_ONCE);
  if (waiting.length === 0) return 0;
  const held = await refresh(tx, windows, newsletterId, since, now);
  const settled = await loadSettled(tx, newsletterId, now);
  const taken = waiting.filter(
    (item) => item.isHeld || (acceptsLanguage(languages, item) && item.at >= since.getTime()),
  );
  const refused = waiting.filter((item) => !taken.includes(item));
  for (const item of refused) held.window.remove(item.id);
  // The number of new stories is known only now, because a story that no reader has seen may split.
  let made = 0;
  const placements = held.window.place(taken, { isSettled: (story) => settled.has(story), take: () => -++made });
  const fresh = await takeStoryIds(tx, made);
  fresh.forEach((story, at) => held.window.rename(-(at + 1), story));
  const dated = placements.map(({ id, story, voice }) => ({
    id,
    voice,
    story: story < 0 ? fresh[-story - 1]! : story,
    at: new Date(held.window.timeOf(id)),
  }));
  held.last = (await savePlacements(tx, newsletterId, dated, now)) ?? held.last;
  await markPlaced(tx, waiting, new Set(taken.map((item) => item.id)));
  return waiting.length;
}

/**
 * Places new and changed items in stories. It compares them only with their neighbours, so few items cost little.
 * Several processes take turns, and each sees what the others placed. Returns the number of processed items.
 */
export async function placeArrivals(
  { db, now, windows }: { db: Db; now: () => Date; windows: Windows },
  newsletter: { id: number; languages: string[] },
): Promise<number> {
  let total = 0;
  try {
    for (;;) {
      const placed = await db.transaction().execute((tx) => placeSome(tx, windows, newsletter, now()));
      total += placed;
      if (placed < AT_ONCE) return total;
    }
  } catch (error) {
    // The window may contain changes that were rolled back.
    windows.delete(newsletter.id);
    throw error;
  }
}

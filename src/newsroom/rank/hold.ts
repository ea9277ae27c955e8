import { sql } from 'kysely';
import type { Tx } from '../../platform/db/client.ts';
import { ReveilleError } from '../../domain/errors.ts';
import { lockRanking, publishedAt, savePlacements, takeStoryIds } from './placeRows.ts';

type HeldItem = { id: number; voice: number | null; at: Date };

async function loadHeld(tx: Tx, newsletterId: number, by: { story?: number; item?: number }, now: Date) {
  const { rows } = await sql<HeldItem>`
    select i.id, i.voice, ${publishedAt(now)} as at
    from items i join outlets o on o.id = i.outlet_id
    where o.newsletter_id = ${newsletterId}
      and (i.story_id = ${by.story ?? null}::int or i.id = ${by.item ?? null}::int)
    order by i.id`.execute(tx);
  return rows;
}

/** Puts items into a story. Their placement is new, so that every process with a window of the newsletter sees it. */
async function hold(tx: Tx, newsletterId: number, items: readonly HeldItem[], story: number, now: Date): Promise<void> {
  const placements = items.map(({ id, voice, at }) => ({ id, story, voice: voice ?? id, at }));
  await savePlacements(tx, newsletterId, { placements }, now);
  await sql`
    update items set held_story_id = story_id, placed_as_of = greatest(updated_at, page_read_at)
    where id = any(${items.map(({ id }) => id)}::int[])`.execute(tx);
}

/**
 * Puts all items of `from` into `into`, by decision of staff. Placing neither splits that story again nor moves its items.
 * Waits for the newsletter's ranking. Throws CONFLICT if one of the stories has no items any more.
 */
export async function holdJoined(
  tx: Tx,
  { newsletterId, into, from }: { newsletterId: number; into: number; from: number },
  now: Date,
): Promise<void> {
  await lockRanking(tx, newsletterId);
  const kept = await loadHeld(tx, newsletterId, { story: into }, now);
  const moved = await loadHeld(tx, newsletterId, { story: from }, now);
  if (kept.length === 0 || moved.length === 0)
    throw new ReveilleError(
      'CONFLICT',
      'One of the two stories has no reports any more. It may have been joined already.',
    );
  await hold(tx, newsletterId, [...kept, ...moved], into, now);
}

/**
 * Makes one item of a story a story of its own, by decision of staff, and returns that story. Placing keeps the two apart.
 * Waits for the newsletter's ranking. Throws CONFLICT if the item has left the story, or is its only one.
 */
export async function holdSplit(
  tx: Tx,
  { newsletterId, storyId, itemId }: { newsletterId: number; storyId: number; itemId: number },
  now: Date,
): Promise<number> {
  await lockRanking(tx, newsletterId);
  const items = await loadHeld(tx, newsletterId, { story: storyId }, now);
  const chosen = items.find(({ id }) => id === itemId);
  if (!chosen) throw new ReveilleError('CONFLICT', 'This report is no longer part of the story.');
  if (items.length === 1)
    throw new ReveilleError('CONFLICT', 'This is the only report of the story, so there is nothing to split.');
  const [story] = await takeStoryIds(tx, 1);
  // The others lose a voice that they had from the item that leaves.
  const others = items
    .filter(({ id }) => id !== itemId)
    .map(({ id, at, voice }) => ({ id, at, voice: voice === itemId ? id : voice }));
  await hold(tx, newsletterId, others, storyId, now);
  await hold(tx, newsletterId, [{ ...chosen, voice: null }], story!, now);
  return story!;
}

/** The story of an item; one of its own, by decision of staff, where it has none. Waits for the newsletter's ranking. */
export async function holdAlone(
  tx: Tx,
  { newsletterId, itemId }: { newsletterId: number; itemId: number },
  now: Date,
): Promise<number> {
  await lockRanking(tx, newsletterId);
  const { rows } = await sql<{ storyId: number | null }>`
    select story_id as "storyId" from items where id = ${itemId}`.execute(tx);
  if (rows[0]?.storyId) return rows[0].storyId;
  const items = await loadHeld(tx, newsletterId, { item: itemId }, now);
  const [story] = await takeStoryIds(tx, 1);
  await hold(tx, newsletterId, items, story!, now);
  return story!;
}

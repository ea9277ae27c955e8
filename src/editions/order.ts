import { sql } from 'kysely';
import { recordAudit } from '../platform/audit.ts';
import type { Db, Tx } from '../platform/db/client.ts';
import type { Queues } from '../platform/queue/queue.ts';
import { ReveilleError } from '../domain/errors.ts';
import { isAnyOf, OPEN, UNDER_WAY } from '../domain/states.ts';
import { recordAct } from './acts.ts';
import { loadArrangement, outlineOf, saveArrangement, savePicks, type Arrangement } from './arrangement.ts';
import { loadEdition, type LoadedEdition } from './load.ts';
import { refuseEdition } from './refuse.ts';
import { enqueueRevision, followHeadlines, takeRevision } from './revise.ts';

export type MoveOrder = {
  editionId: number;
  /** Places from 1. A place after the last story is the last. */
  from: number;
  to: number;
  /** The item of the story when it was shown. If the place has another one now, nothing changes. */
  itemId?: number | null;
  actor: string;
};

/** Locks an edition whose stories may still be arranged. Throws NOT_FOUND, EDITION_STATE. */
export async function lockArrangeable(tx: Tx, editionId: number): Promise<LoadedEdition> {
  await sql`select from editions where id = ${editionId} for no key update`.execute(tx);
  const loaded = await loadEdition({ db: tx }, editionId);
  if (!loaded || !isAnyOf([...OPEN, ...UNDER_WAY], loaded.edition.state))
    return refuseEdition(tx, editionId, 'its stories can no longer change');
  return loaded;
}

/** Gives the moved story its place in a draft for good, and lets the other placed stories keep theirs around it. */
async function keepPlaces(tx: Tx, order: MoveOrder, now: Arrangement, at: Date): Promise<void> {
  const placeOf = (storyId: number): number => now.stories.findIndex(({ story_id: id }) => id === storyId) + 1;
  const moved = now.stories[order.to - 1]?.story_id ?? null;
  const others = now.picks
    .filter(({ story_id: id }) => id !== moved)
    .map(({ story_id, position, is_excluded }) => ({
      story_id,
      position: position === null ? null : placeOf(story_id) || position,
      is_excluded,
    }));
  const own = moved === null ? [] : [{ story_id: moved, position: order.to, is_excluded: false }];
  await savePicks(tx, order.editionId, [...others, ...own], { actor: order.actor, at });
}

async function applyMove(tx: Tx, order: MoveOrder, at: Date): Promise<void> {
  const { editionId, from, actor } = order;
  const loaded = await lockArrangeable(tx, editionId);
  const story = loaded.stories.find(({ position }) => position === from);
  if (order.itemId !== undefined && story?.item_id !== order.itemId)
    throw new ReveilleError('CONFLICT', 'Another story is at this place now. Reload the page.');
  if (!story) throw new ReveilleError('NOT_FOUND', `Edition ${editionId} has no story ${from}.`);
  const to = Math.min(order.to, loaded.stories.length);
  if (to === from) return;
  const before = await loadArrangement(tx, editionId);
  const stories = before.stories.toSpliced(from - 1, 1).toSpliced(to - 1, 0, before.stories[from - 1]!);
  await saveArrangement(tx, editionId, { stories, standbys: before.standbys });
  if (loaded.edition.state === 'draft') await keepPlaces(tx, { ...order, to }, { ...before, stories }, at);
  const revision = await takeRevision(tx, editionId, followHeadlines(loaded, stories));
  await recordAudit(tx, { actor, action: 'order', editionId, detail: { revision, from, to } });
  await recordAct(tx, {
    editionId,
    kind: 'stories',
    actor,
    at,
    said: `Moved “${story.headline}” from ${from} to ${to}.`,
    before,
    after: outlineOf(await loadArrangement(tx, editionId)),
  });
}

/**
 * Moves a story of an edition to another place. A draft keeps the place when it is composed again. During the send,
 * readers who were not mailed yet get the new order. Moving a story to its own place changes nothing. Throws NOT_FOUND,
 * INVALID_INPUT, EDITION_STATE or CONFLICT.
 */
export async function moveStory(
  { db, queues, now }: { db: Db; queues: Queues; now: () => Date },
  order: MoveOrder,
): Promise<void> {
  if (!Number.isSafeInteger(order.to) || order.to < 1)
    throw new ReveilleError('INVALID_INPUT', 'A place is a number from 1 on.');
  await db.transaction().execute((tx) => applyMove(tx, order, now()));
  await enqueueRevision({ db, queues }, order.editionId);
}

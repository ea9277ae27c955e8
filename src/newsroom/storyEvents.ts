import { recordAudit } from '../platform/audit.ts';
import type { Db, Tx } from '../platform/db/client.ts';
import { ReveilleError } from '../domain/errors.ts';
import { findPair, findStory, followJoin, followSplit, type Placed } from './compose/compose.ts';
import { holdJoined, holdSplit, lockRanking, scoreStories } from './rank/rank.ts';

type Deps = { db: Db; now: () => Date; isRehearsal?: boolean };

/** Locks the ranking of an edition's newsletter. Every action locks it before the edition, so that none blocks another. */
async function lockFirst(tx: Tx, editionId: number): Promise<void> {
  const edition = await tx
    .selectFrom('editions')
    .select('newsletter_id')
    .where('id', '=', editionId)
    .executeTakeFirst();
  if (!edition) throw new ReveilleError('NOT_FOUND', `There is no edition ${editionId}.`);
  await lockRanking(tx, edition.newsletter_id);
}

/**
 * Joins two stories of an edition that report the same event. The one that stands higher stays, with the items of both, and
 * is led by the best of them. It holds: placing and composing keep to it. `headline`: of the story that left. Throws
 * NOT_FOUND, EDITION_STATE and, if one of the stories is no longer there, CONFLICT.
 */
export async function joinStories(
  deps: Deps,
  { editionId, storyIds, actor }: { editionId: number; storyIds: readonly [number, number]; actor: string },
): Promise<{ position: number | null; headline: string }> {
  return deps.db.transaction().execute(async (tx) => {
    const now = deps.now();
    await lockFirst(tx, editionId);
    const { newsletterId, kept, joined } = await findPair(tx, deps, { editionId, storyIds });
    await holdJoined(tx, { newsletterId, into: kept.storyId, from: joined.storyId }, now);
    await scoreStories(tx, newsletterId, [kept.storyId, joined.storyId], now);
    await followJoin(tx, deps, { editionId, kept, joined, actor });
    const detail = { story: kept.storyId, headline: kept.headline, joined: joined.storyId, its: joined.headline };
    await recordAudit(tx, { actor, action: 'join', editionId, detail });
    return { position: kept.position, headline: joined.headline };
  });
}

export type SplitOrder = {
  editionId: number;
  storyId: number;
  itemId: number;
  place: 'next' | 'standby';
  actor: string;
};

/**
 * Makes one report of an edition's story a story of its own, at the next place or as a standby. It holds: placing and
 * composing keep the two apart. Throws NOT_FOUND, EDITION_STATE, and CONFLICT if story or report have moved, if there is
 * nothing to split, or if the report may not be shown alone; nothing changes then.
 */
export async function splitStory(
  deps: Deps,
  { editionId, storyId, itemId, place, actor }: SplitOrder,
): Promise<Extract<Placed, { kind: 'placed' }>> {
  return deps.db.transaction().execute(async (tx) => {
    const now = deps.now();
    await lockFirst(tx, editionId);
    const { newsletterId } = await findStory(tx, deps, { editionId, storyId });
    const newStoryId = await holdSplit(tx, { newsletterId, storyId, itemId }, now);
    await scoreStories(tx, newsletterId, [storyId, newStoryId], now);
    const placed = await followSplit(tx, deps, { editionId, storyId, newStoryId, itemId, place, actor });
    if (placed.kind === 'there')
      throw new ReveilleError('CONFLICT', `Story ${placed.position} of the edition has the same address.`);
    if (placed.kind === 'refused')
      throw new ReveilleError('CONFLICT', `This report cannot be a story of its own: ${placed.reason}.`);
    const detail = { story: storyId, item: itemId, split: newStoryId, headline: placed.headline, place };
    await recordAudit(tx, { actor, action: 'split', editionId, detail });
    return placed;
  });
}

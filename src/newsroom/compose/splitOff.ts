import { sql } from 'kysely';
import type { Tx } from '../../platform/db/client.ts';
import { ReveilleError } from '../../domain/errors.ts';
import { openContext } from './context.ts';
import { showAgain } from './joined.ts';
import { assertOpen, placeStory, type Placed, type PlaceDeps } from './placeStory.ts';

/** Locks an edition and finds one of its stories. Throws CONFLICT if it has left, and EDITION_STATE. */
export async function findStory(
  tx: Tx,
  deps: PlaceDeps,
  { editionId, storyId }: { editionId: number; storyId: number },
): Promise<{ newsletterId: number; position: number; headline: string }> {
  const context = await openContext(tx, deps, editionId);
  assertOpen(context);
  const story = await tx
    .selectFrom('edition_stories')
    .select(['position', 'headline'])
    .where('edition_id', '=', editionId)
    .where('story_id', '=', storyId)
    .executeTakeFirst();
  if (!story)
    throw new ReveilleError('CONFLICT', 'The story is no longer in the edition. It may have been joined or withdrawn.');
  return { newsletterId: context.newsletter.id, ...story };
}

export type SplitOrder = {
  editionId: number;
  /** The story, and the one that one of its items is now. */
  storyId: number;
  newStoryId: number;
  itemId: number;
  place: 'next' | 'standby';
  actor: string;
};

/** Makes an edition follow the splitting of one of its stories: the new story takes the next place, or stands by. */
export async function followSplit(tx: Tx, deps: PlaceDeps, order: SplitOrder): Promise<Placed> {
  const { editionId, storyId, newStoryId, itemId, place, actor } = order;
  const { position, headline } = await findStory(tx, deps, { editionId, storyId });
  await sql`
    update edition_stories set story_id = ${newStoryId}
    where item_id = ${itemId} and story_id = ${storyId} and edition_id <> ${editionId}`.execute(tx);
  const context = await openContext(tx, deps, editionId);
  if (context.edition.state !== 'draft') await showAgain(context, storyId);
  return placeStory(tx, deps, {
    editionId,
    storyId: newStoryId,
    place: place === 'next' ? position + 1 : 'standby',
    isSplit: true,
    actor,
    what: 'split',
    reason: `another event than “${headline}”`,
  });
}

import type { Db } from '../../platform/db/client.ts';
import { ReveilleError } from '../../domain/errors.ts';
import { loadEdition } from '../../editions/load.ts';
import { refuseItem } from '../rights/grants.ts';
import { loadItemsById, loadStoryItems, loadUse } from './storyItems.ts';
import { compareItems, mayShowPicture } from './snapshot.ts';

/**
 * Lists the items whose pictures an edition's stories and standbys may show: a list per story, most preferred first, in
 * the order that composing uses. Throws NOT_FOUND.
 */
export async function listPictureItems(
  { db, now }: { db: Db; now: () => Date },
  editionId: number,
): Promise<number[][]> {
  const loaded = await loadEdition({ db }, editionId);
  if (!loaded) throw new ReveilleError('NOT_FOUND', `There is no edition ${editionId}.`);
  const standbys = await db
    .selectFrom('edition_standbys')
    .select(['story_id', 'item_id'])
    .where('edition_id', '=', editionId)
    .orderBy('position')
    .execute();
  const stories = [...loaded.stories, ...standbys];
  const leads = await loadItemsById(
    db,
    stories.flatMap(({ item_id: id }) => id ?? []),
  );
  const items = await loadStoryItems(
    db,
    stories.flatMap(({ story_id: id }) => id ?? []),
  );
  const use = await loadUse(db, loaded.newsletter, loaded.edition.due_at ?? now());
  return stories
    .map(({ story_id: storyId, item_id: itemId }) => {
      const lead = itemId === null ? undefined : leads.get(itemId);
      const others = (items.get(storyId ?? -1) ?? []).filter(({ id }) => id !== itemId).toSorted(compareItems);
      return [...(lead ? [lead] : []), ...others]
        .filter((item) => refuseItem(item, use) === null && mayShowPicture(item, use) !== null)
        .map(({ id }) => id);
    })
    .filter((ids) => ids.length > 0);
}

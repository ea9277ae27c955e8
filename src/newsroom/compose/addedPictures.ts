import { sql } from 'kysely';
import type { Db, Tx } from '../../platform/db/client.ts';
import { loadEdition } from '../../editions/load.ts';
import { takeRevision } from '../../editions/revise.ts';
import { openContext } from './context.ts';
import type { PlaceDeps } from './placeStory.ts';
import { showNamed } from './pool.ts';

/** The stories that staff added to an approved edition by their address, and that show no picture. */
async function listBare(db: Db, editionId: number): Promise<{ storyId: number; itemId: number; position: number }[]> {
  const { rows } = await sql<{ storyId: number; itemId: number; position: number }>`
    select s.story_id as "storyId", s.item_id as "itemId", s.position
    from edition_stories s join editions e on e.id = s.edition_id
    where s.edition_id = ${editionId} and e.state = 'approved' and s.image is null and s.story_id is not null
      and s.item_id is not null
      and exists (select from audit_log a where a.edition_id = s.edition_id and a.action = 'add'
                  and a.detail ->> 'story' = s.story_id::text)
    order by s.position`.execute(db);
  return rows;
}

/** The items whose pictures these stories wait for, a list per story. */
export async function listAddedItems({ db }: { db: Db }, editionId: number): Promise<number[][]> {
  return (await listBare(db, editionId)).map(({ itemId }) => [itemId]);
}

/**
 * Gives the stories that staff added to an approved edition the pictures that were fetched since, as rights and staff's
 * choices allow. Other stories stay as they were approved. Returns how many got one.
 */
export async function showAddedPictures(tx: Tx, deps: PlaceDeps, editionId: number): Promise<number> {
  const context = await openContext(tx, deps, editionId);
  const bare = await listBare(tx, editionId);
  if (bare.length === 0) return 0;
  const shown = await showNamed(
    context,
    bare.map(({ storyId }) => storyId),
  );
  let count = 0;
  for (const { storyId, itemId, position } of bare) {
    const found = shown.find((each) => each.refusal === null && each.snapshot.storyId === storyId);
    if (!found?.snapshot?.image || found.snapshot.itemId !== itemId) continue;
    await tx
      .updateTable('edition_stories')
      .set({ image: JSON.stringify(found.snapshot.image) })
      .where('edition_id', '=', editionId)
      .where('position', '=', position)
      .execute();
    count++;
  }
  if (count === 0) return 0;
  // Messages that were rendered before lack the pictures.
  const { edition } = (await loadEdition({ db: tx }, editionId))!;
  await takeRevision(tx, editionId, { subject: edition.subject, preheader: edition.preheader });
  return count;
}

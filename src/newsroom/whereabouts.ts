import { sql } from 'kysely';
import type { Db } from '../platform/db/client.ts';
import type { RefusedStory } from '../platform/db/tables/editions.ts';

/**
 * Where the story of an item is in an edition: at another place; led by another item since it was joined or has news; or no
 * longer there, with the reason as the end of a sentence.
 */
export type Whereabouts =
  | { kind: 'moved'; position: number; itemId: number }
  | { kind: 'joined'; position: number; itemId: number | null; headline: string }
  | { kind: 'left'; reason: string };

type Row = { position: number; itemId: number | null; headline: string };

async function explainLeft({ db }: { db: Db }, editionId: number, itemId: number): Promise<string> {
  const { rows } = await sql<{
    isWithdrawn: boolean | null;
    outlet: string | null;
    storyId: number | null;
    refused: RefusedStory[];
    excludedBy: string | null;
  }>`
    select i.is_withdrawn as "isWithdrawn", o.name as outlet, i.story_id as "storyId", e.refused,
      (select p.actor from edition_picks p
       where p.edition_id = e.id and p.story_id = i.story_id and p.is_excluded) as "excludedBy"
    from editions e left join items i on i.id = ${itemId} left join outlets o on o.id = i.outlet_id
    where e.id = ${editionId}`.execute(db);
  const row = rows[0];
  if (row?.isWithdrawn) return `${row.outlet} has withdrawn it`;
  if (row?.excludedBy) return `${row.excludedBy} excluded it`;
  const refused = row?.refused.find(({ storyId }) => storyId !== null && storyId === row.storyId);
  return refused?.reason ?? 'another story took its place';
}

/** Finds where an item's story is in an edition now. */
export async function findWhereabouts(
  deps: { db: Db },
  { editionId, itemId }: { editionId: number; itemId: number },
): Promise<Whereabouts> {
  const { rows } = await sql<Row>`
    select position, item_id as "itemId", headline from edition_stories
    where edition_id = ${editionId}
      and (item_id = ${itemId} or story_id = (select story_id from items where id = ${itemId}))
    order by (item_id = ${itemId}) desc nulls last, position limit 1`.execute(deps.db);
  const [row] = rows;
  if (!row) return { kind: 'left', reason: await explainLeft(deps, editionId, itemId) };
  return row.itemId === itemId ? { kind: 'moved', position: row.position, itemId } : { kind: 'joined', ...row };
}

import { sql } from 'kysely';
import type { Db } from '../../platform/db/client.ts';

/** The withdrawn items that staff keep in an edition. */
export async function loadKept(db: Db, editionId: number): Promise<Set<number>> {
  const rows = await db.selectFrom('edition_keeps').select('item_id').where('edition_id', '=', editionId).execute();
  return new Set(rows.map(({ item_id: id }) => id));
}

/** The items, those that staff keep as if their outlets had not withdrawn them. */
export function overlookWithdrawal<T extends { id: number; isWithdrawn: boolean }>(
  items: readonly T[],
  kept: ReadonlySet<number>,
): T[] {
  return items.map((item) => (item.isWithdrawn && kept.has(item.id) ? { ...item, isWithdrawn: false } : item));
}

/** The stories of the items that staff keep in an edition: they may have no other item that leads them. */
export async function listKeptStories(db: Db, editionId: number): Promise<number[]> {
  const { rows } = await sql<{ storyId: number }>`
    select distinct i.story_id as "storyId" from edition_keeps k join items i on i.id = k.item_id
    where k.edition_id = ${editionId} and i.story_id is not null`.execute(db);
  return rows.map(({ storyId }) => storyId);
}

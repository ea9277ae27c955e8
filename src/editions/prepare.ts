import type { Db } from '../db/client.ts';

/** An edition that waits to be rendered, or null where it is not `preparing` (any more). */
export async function findPreparing({ db }: { db: Db }, editionId: number): Promise<{ isRehearsal: boolean } | null> {
  const edition = await db
    .selectFrom('editions')
    .select('is_rehearsal')
    .where('id', '=', editionId)
    .where('state', '=', 'preparing')
    .executeTakeFirst();
  return edition ? { isRehearsal: edition.is_rehearsal } : null;
}

/** `preparing → failed`, with the reason for staff to see. Nobody was mailed. */
export async function failPreparing({ db }: { db: Db }, editionId: number, reason: string): Promise<void> {
  await db
    .updateTable('editions')
    .set({ state: 'failed', flag: 'render_failed', flag_detail: reason })
    .where('id', '=', editionId)
    .where('state', '=', 'preparing')
    .execute();
}

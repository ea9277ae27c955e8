import { sql } from 'kysely';
import type { Db } from '../platform/db/client.ts';

/** Finds an edition that waits to be rendered. Null if it is not `preparing`. */
export async function findPreparing({ db }: { db: Db }, editionId: number): Promise<{ isRehearsal: boolean } | null> {
  const edition = await db
    .selectFrom('editions')
    .select('is_rehearsal')
    .where('id', '=', editionId)
    .where('state', '=', 'preparing')
    .executeTakeFirst();
  return edition ? { isRehearsal: edition.is_rehearsal } : null;
}

/**
 * Flags an edition that could not be rendered, with the reason. A scheduled edition stays `preparing`, and the sweep
 * retries it until it is later than its newsletter allows. Any other edition becomes `failed`. No reader was mailed.
 * Returns whether it is retried.
 */
export async function failPreparing(
  { db, now }: { db: Db; now: () => Date },
  editionId: number,
  { reason, mayPass }: { reason: string; mayPass: boolean },
): Promise<boolean> {
  const { rows } = await sql<{ state: string }>`
    update editions e
    set state = case when ${mayPass} and e.due_at + n.max_lateness_minutes * interval '1 minute' > ${now()}
                then e.state else 'failed' end,
        flag = 'render_failed', flag_detail = ${reason}
    from newsletters n
    where n.id = e.newsletter_id and e.id = ${editionId} and e.state = 'preparing'
    returning e.state`.execute(db);
  return rows[0]?.state === 'preparing';
}

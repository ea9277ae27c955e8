import { sql } from 'kysely';
import type { Db } from '../platform/db/client.ts';

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

/**
 * Flags an edition that could not be rendered, with the reason. One that is due by a schedule stays `preparing`, and the
 * sweep has it tried again, until it is later than its newsletter allows; any other becomes `failed`. Nobody was
 * mailed. Returns whether it is tried again.
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

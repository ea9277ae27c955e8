import { sql } from 'kysely';
import { ENDED, OVER } from '../../domain/states.ts';
import type { Db } from '../../platform/db/client.ts';

/** An edition whose part of the ledger is old. `isRetired`: dropped before, but for what was unsettled. */
export type OldLedger = { id: number; isRehearsal: boolean; state: string; since: Date; isRetired: boolean };

/**
 * The editions with a part of the ledger that are over since before `before`, oldest first. Left out are those that a
 * correction under way needs, or a revision that is not rendered yet.
 */
export async function listOldLedgers(db: Db, before: Date): Promise<OldLedger[]> {
  const { rows } = await sql<OldLedger>`
    select e.id, e.is_rehearsal as "isRehearsal", e.state, coalesce(e.started_at, e.created_at) as since,
      k.edition_id is not null as "isRetired"
    from editions e left join retired_ledgers k on k.edition_id = e.id
    where e.state = any(${OVER}::text[]) and e.date < ${before}::timestamptz
      and greatest(e.started_at, e.resumed_at, e.finished_at) < ${before}::timestamptz
      and e.next_revision is null and to_regclass('deliveries_' || e.id) is not null
      and not exists (
        select from editions c where c.corrects_edition_id = e.id and not c.state = any(${ENDED}::text[]))
    order by e.id`.execute(db);
  return rows;
}

/** The parts of the ledger whose editions are gone with their newsletter. */
export async function listOrphans(db: Db): Promise<number[]> {
  const { rows } = await sql<{ id: number }>`
    select p.id
    from pg_inherits i join pg_class c on c.oid = i.inhrelid
    -- other names are no edition's part
    cross join lateral (select substring(c.relname from '^deliveries_([1-9][0-9]{0,8}|1[0-9]{9})$')::integer as id) p
    where i.inhparent = 'deliveries'::regclass and p.id is not null
      and not exists (select from editions e where e.id = p.id)
    order by 1`.execute(db);
  return rows.map(({ id }) => id);
}

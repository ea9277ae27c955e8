import { sql } from 'kysely';
import type { Removal } from './removal.ts';

/**
 * Removes the feedback of one edition whose latest is old, and keeps its figures (countFeedback in src/editions/status.ts
 * adds both); then the old days of mail that proved nothing.
 */
export const removeFeedback: Removal = async ({ db }, before) =>
  db.transaction().execute(async (tx) => {
    const { rows } = await sql<{ id: number }>`
      select edition_id as id from feedback group by 1 having max(at) < ${before} limit 1`.execute(tx);
    const id = rows[0]?.id;
    if (id === undefined) {
      const gone = await sql`delete from unproven_mail where day < ${before}::date`.execute(tx);
      return Number(gone.numAffectedRows ?? 0);
    }
    await sql`
      insert into feedback_totals as t (edition_id, bounces, complaints)
      select e.id, count(distinct f.subscriber_id) filter (where f.kind = 'bounce' and not f.is_delay),
        count(distinct f.subscriber_id) filter (where f.kind = 'complaint')
      from editions e join feedback f on f.edition_id = e.id
      where e.id = ${id} and f.action <> 'none' group by 1
      on conflict (edition_id) do update
      set bounces = t.bounces + excluded.bounces, complaints = t.complaints + excluded.complaints`.execute(tx);
    const { numAffectedRows } = await sql`delete from feedback where edition_id = ${id}`.execute(tx);
    return Number(numAffectedRows ?? 0);
  });

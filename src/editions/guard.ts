import { sql } from 'kysely';
import { recordAudit } from '../platform/audit.ts';
import type { Db } from '../platform/db/client.ts';
import { ReveilleError } from '../domain/errors.ts';
import { refuseEdition } from './refuse.ts';
import { MAILING, STARTABLE } from '../domain/states.ts';

/** The usual number of readers. Null if too few editions were sent to know it. */
export type AudienceCheck = { median: number | null; isUnusual: boolean };

const SENDS = 10;
const DAYS = 30;
const MIN_SENDS = 5;
const FACTOR = 2;
const MIN_DIFFERENCE = 100;

/**
 * Checks whether `readers` is far from the newsletter's recent audiences. The base is the median of up to ten real
 * sends
 * of the last 30 days. Weekly editions are compared with weekly ones; other editions with daily ones, those of a
 * similar day first, because many readers read on weekdays only. The number is unusual if it differs by more than a
 * factor of two either way, and by at least 100 readers. A newsletter with fewer than five such sends has no usual
 * number, and neither has a correction, which goes to some readers only. Throws NOT_FOUND.
 */
export async function audienceCheck({ db }: { db: Db }, editionId: number, readers: number): Promise<AudienceCheck> {
  // The sums of the waves and the kept counts avoid counting the rows of ten editions, up to millions each.
  const { rows } = await sql<{ kind: string; sends: number; median: number | null }>`
    select own.kind, count(s.readers) as sends, percentile_cont(0.5) within group (order by s.readers) as median
    from editions own
    left join lateral (
      select coalesce(
        (select sum(w.readers) from waves w where w.edition_id = e.id and not w.is_rehearsal),
        (select sum(c.readers) from delivery_counts c join counted_ledgers l on l.edition_id = c.edition_id
         where c.edition_id = e.id and not c.is_rehearsal),
        (select count(*) from deliveries d where d.edition_id = e.id and not d.is_rehearsal))::float8 as readers
      from editions e
      where e.newsletter_id = own.newsletter_id and e.id <> own.id and not e.is_rehearsal
        and e.kind = case own.kind when 'weekly' then 'weekly' else 'daily' end
        and (e.state = 'submitted' or (e.state = any(${MAILING}::text[]) and e.frozen_at is not null))
        and e.started_at > now() - ${DAYS} * interval '1 day'
      order by (extract(isodow from e.date) < 6) = (extract(isodow from own.date) < 6) desc, e.started_at desc
      limit ${SENDS}
    ) s on true
    where own.id = ${editionId}
    group by own.kind`.execute(db);
  const row = rows[0];
  if (!row) throw new ReveilleError('NOT_FOUND', `There is no edition ${editionId}.`);
  if (row.kind === 'correction' || row.median === null || row.sends < MIN_SENDS)
    return { median: null, isUnusual: false };
  const median = Math.round(row.median);
  const isFarOff = readers > median * FACTOR || readers * FACTOR < median;
  return { median, isUnusual: isFarOff && Math.abs(readers - median) >= MIN_DIFFERENCE };
}

/**
 * Stores that a person typed this number of readers for an edition with an unusual audience, and clears its flag. The
 * caller has compared it with the actual number. Throws EDITION_STATE or NOT_FOUND.
 */
export async function confirmAudience(
  { db }: { db: Db },
  { editionId, readers, actor }: { editionId: number; readers: number; actor: string },
): Promise<void> {
  await db.transaction().execute(async (tx) => {
    const { numAffectedRows } = await sql`
      update editions
      set audience_confirmed = ${readers},
          flag = case when flag = 'audience_unusual' then null else flag end,
          flag_detail = case when flag = 'audience_unusual' then null else flag_detail end
      where id = ${editionId}
        and (state = any(${STARTABLE}::text[]) or (state = 'submitted' and is_rehearsal))`.execute(tx);
    if (!numAffectedRows) await refuseEdition(tx, editionId, 'already has its audience');
    await recordAudit(tx, { actor, action: 'audience confirmed', editionId, detail: { readers } });
  });
}

import { sql } from 'kysely';
import type { Db } from '../../platform/db/client.ts';
import type { ReaderFilter } from './readerFilter.ts';

/** How many subscribers a filter finds: exactly, about, or more than so many. */
export type Total = { is: 'exactly' | 'about' | 'more'; count: number };

/** Subscribers of one newsletter, by the kept counts (0040_kept_counts.sql): each has one subscription to it. */
async function countKept(db: Db, { newsletterId, state }: ReaderFilter): Promise<number | null> {
  const { rows } = await sql<{ newsletters: number; readers: number }>`
    select count(distinct newsletter_id) as newsletters, coalesce(sum(readers), 0) as readers
    from subscription_counts
    where (${newsletterId}::integer is null or newsletter_id = ${newsletterId})
      and (${state}::text is null or status = ${state})`.execute(db);
  const { newsletters, readers } = rows[0]!;
  // A reader of two newsletters counts in both.
  return newsletterId === null && newsletters > 1 ? null : readers;
}

/** The planner's estimate of all subscribers, to the nearest thousand. Null before the table was analysed. */
async function estimateAll(db: Db): Promise<number | null> {
  const { rows } = await sql<{ estimate: number }>`
    select reltuples::bigint as estimate from pg_class where oid = 'subscribers'::regclass`.execute(db);
  const thousands = Math.round((rows[0]?.estimate ?? 0) / 1000);
  return thousands > 0 ? thousands * 1000 : null;
}

/**
 * The total of a search without counting rows: of what the search itself counted (`found`: up to its bound), the kept counts,
 * or an estimate. A filter that needs each reader's own row has no other total than the bound.
 */
export async function countFound(
  { db }: { db: Db },
  filter: ReaderFilter,
  found: { count: number; isMore: boolean },
): Promise<Total> {
  const { text, newsletterId, state, isSuppressed, source, since } = filter;
  if (!found.isMore) return { is: 'exactly', count: found.count };
  const more: Total = { is: 'more', count: found.count };
  if (text.trim() !== '' || isSuppressed !== null || source !== null || since !== null) return more;
  if (newsletterId === null && state === null) {
    const estimate = await estimateAll(db);
    return estimate === null || estimate < found.count ? more : { is: 'about', count: estimate };
  }
  const kept = await countKept(db, filter);
  return kept === null ? more : { is: 'exactly', count: kept };
}

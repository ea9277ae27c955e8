import { sql } from 'kysely';
import type { Db } from '../../platform/db/client.ts';
import { wordsOf, type ReaderFilter } from './readerFilter.ts';

const MOST_COUNTED = 20_000;

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

/**
 * All subscribers: counted up to `most`, which takes a few ms; beyond that the planner's estimate, to the nearest thousand. The
 * estimate is old after an import, so it gives way to the newsletter with the most readers, whose number is kept.
 */
async function countAll(db: Db, most: number): Promise<Total> {
  const { rows } = await sql<{ counted: number; estimate: number; largest: number }>`
    select (select count(*) from (select from subscribers limit ${most + 1}) counted) as counted,
      (select reltuples::bigint from pg_class where oid = 'subscribers'::regclass) as estimate,
      (select coalesce(max(readers), 0) from (
        select sum(readers) as readers from subscription_counts group by newsletter_id) kept) as largest`.execute(db);
  const { counted, estimate, largest } = rows[0]!;
  if (counted <= most) return { is: 'exactly', count: counted };
  const rounded = Math.round(estimate / 1000) * 1000;
  return { is: 'about', count: Math.max(rounded, largest, most) };
}

/**
 * The total of a search without counting rows: of what the search itself counted (`found`: up to its bound), the kept counts,
 * or a bounded count of all. A filter that needs each reader's own row has no other total than the bound.
 */
export async function countFound(
  { db }: { db: Db },
  filter: ReaderFilter,
  found: { count: number; isMore: boolean },
  mostCounted = MOST_COUNTED,
): Promise<Total> {
  const { text, newsletterId, state, isSuppressed, source, since } = filter;
  if (!found.isMore) return { is: 'exactly', count: found.count };
  const more: Total = { is: 'more', count: found.count };
  if (wordsOf(text).length > 0 || isSuppressed !== null || source !== null || since !== null) return more;
  if (newsletterId === null && state === null) return countAll(db, mostCounted);
  const kept = await countKept(db, filter);
  return kept === null ? more : { is: 'exactly', count: kept };
}

import { sql } from 'kysely';
import type { IngestDeps } from './deps.ts';

/** The pace of an outlet: the time until its next fetch, and the median delay of its stories (null: unknown). */
export type Pace = { intervalSeconds: number; medianDelaySeconds: number | null };

const RECENT_ITEMS = 30;
const DEFAULT_SECONDS = 15 * 60;
const MIN_SECONDS = 10 * 60;
// An edition is composed from stored items, so no outlet's items may be older than this.
const MAX_SECONDS = 3 * 3600;

/**
 * The interval is half the mean time between an outlet's latest stories, from 10 minutes to 3 hours. Outlets that
 * publish
 * rarely are fetched rarely. The delay counts only stories that appeared after the first fetch, because older ones were
 * already there.
 */
export async function loadPace({ db, now }: Pick<IngestDeps, 'db' | 'now'>, outletId: number): Promise<Pace> {
  const at = now();
  const { rows } = await sql<{ gap: number | null; delay: number | null }>`
    with recent as (
      select published_at, first_seen_at from items
      where outlet_id = ${outletId} and published_at <= ${at}::timestamptz
      order by published_at desc limit ${RECENT_ITEMS}
    ), began as (
      select min(first_seen_at) as at from items where outlet_id = ${outletId} and published_at is not null)
    select case when count(*) > 1
             then extract(epoch from ${at}::timestamptz - min(published_at))::float8 / count(*) end as gap,
      (percentile_cont(0.5) within group (order by extract(epoch from first_seen_at - published_at))
        filter (where first_seen_at > began.at and first_seen_at >= published_at))::float8 as delay
    from recent, began group by began.at`.execute(db);
  const gap = rows[0]?.gap ?? null;
  const delay = rows[0]?.delay ?? null;
  const half = gap === null ? DEFAULT_SECONDS : gap / 2;
  return {
    intervalSeconds: Math.round(Math.min(Math.max(half, MIN_SECONDS), MAX_SECONDS)),
    medianDelaySeconds: delay === null ? null : Math.round(delay),
  };
}

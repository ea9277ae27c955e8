import { sql, type Selectable } from 'kysely';
import type { Db } from '../../platform/db/client.ts';
import type { Outlets } from '../../platform/db/tables/outlets.ts';
import type { FetchRecord } from '../../domain/outlets.ts';
import type { ErrorCode } from '../../domain/errors.ts';
import type { IngestDeps } from './deps.ts';
import type { Pace } from './pace.ts';

/** An outlet. `operator` is the publisher of its newsletter. */
export type Outlet = Selectable<Outlets> & { operator: string };

// Longer than the longest fetch: one minute to wait for the server, page and feed, one minute for article pages.
const CLAIM_SECONDS = 180;
const MINUTE_MS = 60_000;
const FIRST_PAUSE_MS = 15 * MINUTE_MS;
const MAX_PAUSE_MS = 4 * 60 * MINUTE_MS;

/**
 * Claims an outlet for one fetch. Null if another process has it. The claim uses the database's clock and expires by
 * itself, so a process that dies does not hold it for long.
 */
export async function claimOutlet(db: Db, outletId: number): Promise<Outlet | null> {
  const claimed = await db
    .updateTable('outlets')
    .set({
      fetching_until: sql<Date>`date_trunc('milliseconds', clock_timestamp()) + make_interval(secs => ${CLAIM_SECONDS})`,
    })
    .where('id', '=', outletId)
    .where(sql<boolean>`(fetching_until is null or fetching_until < clock_timestamp())`)
    .returningAll()
    .returning(
      sql<string>`(select coalesce(n.legal_name, n.name) from newsletters n where n.id = outlets.newsletter_id)`.as(
        'operator',
      ),
    )
    .executeTakeFirst();
  return claimed ?? null;
}

type Finish = Partial<
  Pick<
    Outlet,
    | 'feed_url'
    | 'etag'
    | 'last_modified'
    | 'last_success_at'
    | 'failures'
    | 'error_code'
    | 'error_message'
    | 'interval_seconds'
    | 'median_delay_seconds'
  >
> & { name?: string; left_out?: string; found_feeds?: string; next_fetch_at?: Date; last_fetched_at?: Date };

/**
 * Releases the claim, stores `values`, and puts the fetch before the earlier ones. Does nothing if the claim has expired
 * and another process has it.
 */
export async function releaseOutlet(
  db: Db,
  outlet: Outlet,
  values: Finish,
  fetched: FetchRecord | null = null,
): Promise<void> {
  const latest = JSON.stringify(fetched === null ? [] : [fetched]);
  await db
    .updateTable('outlets')
    .set({
      ...values,
      fetching_until: null,
      recent_fetches: sql<string>`jsonb_path_query_array(${latest}::jsonb || recent_fetches, '$[0 to 9]')`,
    })
    .where('id', '=', outlet.id)
    .where('fetching_until', '=', outlet.fetching_until)
    .execute();
}

/** The values after a success. The next fetch is due after the outlet's own interval. */
export function afterSuccess(
  at: Date,
  pace: Pace,
  found: Pick<Finish, 'name' | 'feed_url' | 'found_feeds' | 'etag' | 'last_modified' | 'left_out'>,
): Finish {
  return {
    ...found,
    interval_seconds: pace.intervalSeconds,
    median_delay_seconds: pace.medianDelaySeconds,
    last_fetched_at: at,
    last_success_at: at,
    failures: 0,
    error_code: null,
    error_message: null,
    next_fetch_at: new Date(at.getTime() + pace.intervalSeconds * 1000),
  };
}

/** The values after a failure. The pause doubles from 15 minutes to 4 hours. A longer Retry-After is respected. */
export function afterFailure(
  at: Date,
  outlet: Outlet,
  failure: { code: ErrorCode; message: string; retryAfterMs: number | null },
): Finish {
  const pauseMs = Math.min(FIRST_PAUSE_MS * 2 ** Math.min(outlet.failures, 10), MAX_PAUSE_MS);
  return {
    last_fetched_at: at,
    failures: outlet.failures + 1,
    error_code: failure.code,
    error_message: failure.message,
    next_fetch_at: new Date(at.getTime() + Math.max(pauseMs, failure.retryAfterMs ?? 0)),
  };
}

/** The outlets that are due, not paused and not being fetched, longest overdue first. */
export async function outletsDue({ db, now }: Pick<IngestDeps, 'db' | 'now'>): Promise<number[]> {
  const due = await db
    .selectFrom('outlets')
    .select('id')
    .where('next_fetch_at', '<=', now())
    .where('paused_at', 'is', null)
    .where(sql<boolean>`(fetching_until is null or fetching_until < clock_timestamp())`)
    .orderBy('next_fetch_at')
    .orderBy('id')
    .execute();
  return due.map(({ id }) => id);
}

import { sql, type Selectable } from 'kysely';
import type { Db } from '../../platform/db/client.ts';
import type { Outlets } from '../../platform/db/tables/outlets.ts';
import type { ErrorCode } from '../../domain/errors.ts';
import type { IngestDeps } from './deps.ts';
import type { Pace } from './pace.ts';

/** `operator`: who publishes its newsletter. */
export type Outlet = Selectable<Outlets> & { operator: string };

// Longer than the longest fetch: a minute for a turn at the server, page and feed, a minute for the articles' pages.
const CLAIM_SECONDS = 180;
const MINUTE_MS = 60_000;
const FIRST_PAUSE_MS = 15 * MINUTE_MS;
const MAX_PAUSE_MS = 4 * 60 * MINUTE_MS;

/**
 * Claims an outlet for one fetch; null where somebody else has it. The claim runs on the database's clock and
 * lapses by itself, so that a process that dies holds nothing for long.
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
> & { left_out?: string; next_fetch_at?: Date; last_fetched_at?: Date };

/** Gives the claim back and records `values`; nothing happens where the claim has lapsed and is another's. */
export async function releaseOutlet(db: Db, outlet: Outlet, values: Finish): Promise<void> {
  await db
    .updateTable('outlets')
    .set({ ...values, fetching_until: null })
    .where('id', '=', outlet.id)
    .where('fetching_until', '=', outlet.fetching_until)
    .execute();
}

/** What to record after a success: the next fetch is due after the outlet's own interval. */
export function afterSuccess(
  at: Date,
  pace: Pace,
  found: Pick<Finish, 'feed_url' | 'etag' | 'last_modified' | 'left_out'>,
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

/** What to record after a failure: the pause doubles from 15 minutes to 4 hours; a server that asks for more gets it. */
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

/** The outlets whose turn has come and which nobody fetches, longest waiting first. */
export async function outletsDue({ db, now }: Pick<IngestDeps, 'db' | 'now'>): Promise<number[]> {
  const due = await db
    .selectFrom('outlets')
    .select('id')
    .where('next_fetch_at', '<=', now())
    .where(sql<boolean>`(fetching_until is null or fetching_until < clock_timestamp())`)
    .orderBy('next_fetch_at')
    .orderBy('id')
    .execute();
  return due.map(({ id }) => id);
}

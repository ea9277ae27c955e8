import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import type { FoundFeed } from '../../domain/outlets.ts';
import { messageOf, ReveilleError } from '../../domain/errors.ts';
import { afterFailure, afterSuccess, claimOutlet, releaseOutlet, type Outlet } from './claim.ts';
import type { IngestDeps } from './deps.ts';
import { fetchFeed, fetchKnownFeed, type FeedDeps, type FeedOutcome } from './discovery.ts';
import { openPoliteFetcher } from './fetch/polite.ts';
import { userAgentOf } from './fetch/userAgent.ts';
import { loadPace } from './pace.ts';
import { parser } from './parse/parser.ts';
import { fillFromPages } from './pages.ts';
import { listLeftOut } from './leftOut.ts';
import { saveItems } from './store.ts';
import { shorten } from './text.ts';

const OUTLETS_AT_ONCE = 16;
const MAX_NAME = 120;
const POLL_MS = 300;
// With growing pauses, this is about two hours.
const FAILURES_BEFORE_SEARCH = 3;

/**
 * The result of an outlet's fetch. `busy`: another process fetches it. `items`: the number of new or changed items.
 * `inFeed`: the items in its feed, null if it was not read.
 */
export type IngestResult = {
  outletId: number;
  newsletterId: number;
  outlet: string;
  /** The URL with which it was added. */
  url: string;
  status: 'fetched' | 'unchanged' | 'failed' | 'busy';
  items: number;
  inFeed: number | null;
  errorCode: string | null;
  errorMessage: string | null;
};

function result(
  outlet: Pick<Outlet, 'id' | 'newsletter_id' | 'name' | 'url'>,
  status: IngestResult['status'],
  more: Partial<IngestResult> = {},
): IngestResult {
  const { id: outletId, newsletter_id: newsletterId, name, url } = outlet;
  return {
    outletId,
    newsletterId,
    outlet: name,
    url,
    status,
    items: 0,
    inFeed: null,
    errorCode: null,
    errorMessage: null,
    ...more,
  };
}

async function readFeed(deps: FeedDeps, outlet: Outlet, note: (feed: FoundFeed) => void): Promise<FeedOutcome> {
  const conditions = { etag: outlet.etag, lastModified: outlet.last_modified };
  // A known feed is searched elsewhere only after several failures.
  if (outlet.last_success_at === null) return await fetchFeed(deps, outlet.feed_url ?? outlet.url, conditions, note);
  const outcome = await fetchKnownFeed(deps, outlet.feed_url ?? outlet.url, conditions);
  const isGone = outcome.kind === 'failed' && (outcome.code === 'FETCH_STATUS' || outcome.code === 'FEED_IS_A_PAGE');
  const isLong = outlet.failures >= FAILURES_BEFORE_SEARCH;
  return isGone && isLong && outlet.feed_url ? await fetchFeed(deps, outlet.url, {}, note) : outcome;
}

/** The feed's title, at the first success, as the name of an outlet that still has the name of its host. */
function nameFrom({ name, url, last_success_at }: Outlet, title: string | null): { name?: string } {
  const isHost = name === new URL(url).hostname.replace(/^www\./, '');
  return isHost && title && last_success_at === null ? { name: shorten(title, MAX_NAME) } : {};
}

async function ingestClaimed(deps: IngestDeps, outlet: Outlet): Promise<IngestResult> {
  const fetcher = openPoliteFetcher(deps.db, {
    userAgent: userAgentOf({ operator: outlet.operator, ...(deps.publicUrl ? { publicUrl: deps.publicUrl } : {}) }),
    privateOrigin: outlet.allow_private ? new URL(outlet.url).origin : null,
    publicUrl: deps.publicUrl,
    ...(deps.fetchTimeoutMs ? { timeoutMs: deps.fetchTimeoutMs } : {}),
  });
  try {
    const feeds: FoundFeed[] = [];
    const reading = { fetcher, parser: deps.parser ?? parser };
    const outcome = await readFeed(reading, outlet, (feed) => feeds.push(feed));
    if (outcome.kind === 'failed') {
      const at = deps.now();
      const failed = { at: at.toISOString(), result: 'failed', items: 0, code: outcome.code } as const;
      await releaseOutlet(deps.db, outlet, afterFailure(at, outlet, outcome), failed);
      deps.log.info({ outlet: outlet.name, code: outcome.code }, 'an outlet could not be read');
      return result(outlet, 'failed', { errorCode: outcome.code, errorMessage: outcome.message });
    }
    const items = outcome.kind === 'read' ? await saveItems(deps, outlet.id, outcome.feed.stories) : 0;
    await fillFromPages(deps, outlet, fetcher);
    const found =
      outcome.kind === 'read'
        ? {
            feed_url: outcome.feedUrl === outlet.url ? null : outcome.feedUrl,
            etag: outcome.etag,
            last_modified: outcome.lastModified,
            left_out: JSON.stringify(listLeftOut(outcome.feed.stories)),
            ...(outlet.found_feeds.length === 0 && feeds.length > 0 ? { found_feeds: JSON.stringify(feeds) } : {}),
            ...nameFrom(outlet, outcome.feed.title),
          }
        : {};
    const at = deps.now();
    const inFeed = outcome.kind === 'read' ? outcome.feed.stories.length : null;
    const fetched = {
      at: at.toISOString(),
      result: outcome.kind,
      items,
      ...(inFeed === null ? {} : { inFeed }),
      code: null,
    };
    await releaseOutlet(deps.db, outlet, afterSuccess(at, await loadPace(deps, outlet.id), found), fetched);
    return result(outlet, outcome.kind === 'read' ? 'fetched' : 'unchanged', { items, inFeed });
  } finally {
    await fetcher.close();
  }
}

/**
 * Fetches an outlet and stores its items, then reads the pages of items without a summary or a picture. A failure of
 * the
 * outlet is stored in its row and returned, never thrown; a success clears it. While another process fetches the
 * outlet,
 * it does nothing (`busy`). Errors: NOT_FOUND, and those of the database.
 */
export async function ingestOutlet(deps: IngestDeps, outletId: number): Promise<IngestResult> {
  const outlet = await claimOutlet(deps.db, outletId);
  if (!outlet) {
    const row = await deps.db
      .selectFrom('outlets')
      .select(['id', 'newsletter_id', 'name', 'url'])
      .where('id', '=', outletId)
      .executeTakeFirst();
    if (!row) throw new ReveilleError('NOT_FOUND', `There is no outlet ${outletId}.`);
    return result(row, 'busy');
  }
  try {
    return await ingestClaimed(deps, outlet);
  } catch (error) {
    // The claim would expire by itself, but the next attempt should not wait for that.
    await releaseOutlet(deps.db, outlet, {}).catch((cause: unknown) =>
      deps.log.warn({ err: messageOf(cause) }, 'a claim was not given back'),
    );
    throw error;
  }
}

/** Waits until another process's fetch ends (or its claim expires), and returns its result. */
async function awaitOther(deps: IngestDeps, busy: IngestResult): Promise<IngestResult> {
  for (;;) {
    await sleep(POLL_MS);
    const row = await deps.db
      .selectFrom('outlets')
      .select(['id', 'newsletter_id', 'name', 'url', 'error_code', 'error_message', 'recent_fetches'])
      .select(sql<boolean>`coalesce(fetching_until > clock_timestamp(), false)`.as('fetching'))
      .where('id', '=', busy.outletId)
      .executeTakeFirst();
    if (!row) return busy;
    if (row.fetching) continue;
    if (row.error_code) return result(row, 'failed', { errorCode: row.error_code, errorMessage: row.error_message });
    const [latest] = row.recent_fetches;
    return result(row, latest?.result === 'unchanged' ? 'unchanged' : 'fetched', {
      items: latest?.items ?? 0,
      inFeed: latest?.inFeed ?? null,
    });
  }
}

/**
 * Fetches all outlets of a newsletter that are not paused now, independently of their pace, sixteen at once. It also waits for fetches of
 * other processes. `onResult` is called at the end of each fetch. The results have the order of the outlets.
 */
export async function ingestNewsletter(
  deps: IngestDeps,
  newsletterId: number,
  onResult: (result: IngestResult) => void = () => {},
): Promise<IngestResult[]> {
  const outlets = await deps.db
    .selectFrom('outlets')
    .select('id')
    .where('newsletter_id', '=', newsletterId)
    .where('paused_at', 'is', null)
    .where('is_guest', '=', false)
    .orderBy('id')
    .execute();
  const results: IngestResult[] = [];
  const queue = [...outlets.entries()];
  const fetchNext = async (): Promise<void> => {
    for (let next = queue.shift(); next; next = queue.shift()) {
      const own = await ingestOutlet(deps, next[1].id);
      const settled = own.status === 'busy' ? await awaitOther(deps, own) : own;
      results[next[0]] = settled;
      onResult(settled);
    }
  };
  await Promise.all(Array.from({ length: OUTLETS_AT_ONCE }, fetchNext));
  return results;
}

import type { IngestDeps } from './deps.ts';
import { openPoliteFetcher } from './fetch/polite.ts';
import { openRobots } from './fetch/robots.ts';
import { userAgentOf } from './fetch/userAgent.ts';
import { parser } from './parse/parser.ts';
import { readArticle } from './readArticle.ts';
import { ingestOutlet } from './round.ts';
import { saveReread, type Reread } from './saveReread.ts';

type Row = {
  id: number;
  url: string | null;
  outletId: number;
  outletUrl: string;
  allowPrivate: boolean;
  operator: string;
  lastFetchedAt: Date | null;
  failures: number;
  nextFetchAt: Date;
  isGuest: boolean;
};

const AT_ONCE = 8;
const ROUND_MS = 60_000;
const FIRST_ROUND_MS = 20_000;
// A feed that was fetched within this time has no newer content.
const FRESH_MS = 120_000;

/** True if the outlet has a feed, unless it was just fetched, or its server asked for a pause. */
function mayAskFeed({ lastFetchedAt, failures, nextFetchAt, isGuest }: Row, now: Date): boolean {
  if (isGuest) return false;
  const ageMs = now.getTime() - (lastFetchedAt?.getTime() ?? 0);
  return ageMs > FRESH_MS && (failures === 0 || nextFetchAt <= now);
}

/** Reads the pages of one outlet's items, one after another. */
async function readPages(deps: IngestDeps, rows: readonly Row[], signal: AbortSignal): Promise<Reread[]> {
  const { outletUrl, allowPrivate, operator } = rows[0]!;
  const fetcher = openPoliteFetcher(deps.db, {
    userAgent: userAgentOf({ operator, ...(deps.publicUrl ? { publicUrl: deps.publicUrl } : {}) }),
    privateOrigin: allowPrivate ? new URL(outletUrl).origin : null,
    publicUrl: deps.publicUrl,
    ...(deps.fetchTimeoutMs ? { timeoutMs: deps.fetchTimeoutMs } : {}),
  });
  const robots = openRobots({ ...deps, fetcher });
  const found: Reread[] = [];
  try {
    for (const { id, url } of rows) {
      if (signal.aborted) break;
      const answer =
        url === null ? null : await readArticle({ fetcher, robots, parser: deps.parser ?? parser }, url, signal);
      if (answer?.kind === 'costly') break;
      if (answer?.kind === 'gone') found.push({ id, page: null });
      // A redirect to the home page gives no new headline, and does not prove a withdrawal.
      if (answer?.kind === 'read' && (new URL(answer.url).pathname !== '/' || new URL(url!).pathname === '/'))
        found.push({ id, page: answer.page });
    }
  } finally {
    await fetcher.close();
  }
  return found;
}

async function loadRows({ db }: IngestDeps, itemIds: readonly number[], onlyUnread: boolean): Promise<Row[]> {
  let query = db
    .selectFrom('items as i')
    .innerJoin('outlets as o', 'o.id', 'i.outlet_id')
    .innerJoin('newsletters as n', 'n.id', 'o.newsletter_id')
    .select(['i.id', 'i.url', 'o.id as outletId', 'o.url as outletUrl', 'o.allow_private as allowPrivate'])
    .select([
      'o.is_guest as isGuest',
      'o.last_fetched_at as lastFetchedAt',
      'o.failures',
      'o.next_fetch_at as nextFetchAt',
    ])
    .select(({ fn }) => fn.coalesce('n.legal_name', 'n.name').as('operator'))
    .where('i.id', 'in', [...itemIds])
    .where('i.is_withdrawn', '=', false)
    .orderBy('i.id');
  if (onlyUnread) query = query.where('i.page_title', 'is', null).where('i.page_read_at', 'is', null);
  return query.execute();
}

/** Processes eight outlets at once, until the signal. */
async function eachOutlet(
  rows: readonly Row[],
  signal: AbortSignal,
  read: (rows: readonly Row[]) => Promise<Reread[]>,
): Promise<Reread[]> {
  const queue = [...Map.groupBy(rows, ({ outletId }) => outletId).values()];
  const found: Reread[] = [];
  const readNext = async (): Promise<void> => {
    for (let next = queue.shift(); next && !signal.aborted; next = queue.shift()) found.push(...(await read(next)));
  };
  await Promise.all(Array.from({ length: AT_ONCE }, readNext));
  return found;
}

/**
 * Reads the feeds and then the pages of these items again, politely, shortly before a send. An item is withdrawn if its
 * page is gone (404, 410) or says so (`pubstatus: canceled`). Embargoes, notes to editors, and changed headlines and
 * summaries of pages are stored. It takes about a minute. Items that cannot be read stay as they are. Returns the
 * number
 * of changed items.
 */
export async function rereadItems(deps: IngestDeps, itemIds: readonly number[]): Promise<number> {
  if (itemIds.length === 0) return 0;
  const rows = await loadRows(deps, itemIds, false);
  const signal = AbortSignal.timeout(ROUND_MS);
  const found = await eachOutlet(rows, signal, async (ofOutlet) => {
    const { outletId } = ofOutlet[0]!;
    if (mayAskFeed(ofOutlet[0]!, deps.now())) await ingestOutlet(deps, outletId);
    return readPages(deps, ofOutlet, signal);
  });
  const changed = await saveReread(deps, found);
  deps.log.info({ items: rows.length, read: found.length, changed }, 'stories were read again');
  return changed;
}

/**
 * Reads pages of these items that were never read, so that a later reading can detect changes. It takes at most 20
 * seconds. A missing page has no effect on its story. Returns the number of changed items (an embargo, a note to
 * editors).
 */
export async function readFirstPages(deps: IngestDeps, itemIds: readonly number[]): Promise<number> {
  if (itemIds.length === 0) return 0;
  const rows = await loadRows(deps, itemIds, true);
  const signal = AbortSignal.timeout(FIRST_ROUND_MS);
  const found = await eachOutlet(rows, signal, (ofOutlet) => readPages(deps, ofOutlet, signal));
  return saveReread(
    deps,
    found.filter(({ page }) => page !== null),
  );
}

import type { IngestDeps } from './deps.ts';
import { openFetcher, PAGE_MAX_BYTES, type Fetcher } from './fetch/fetch.ts';
import { ingestOutlet } from './round.ts';

type Item = { id: number; url: string };
type Source = { id: number; url: string; allowPrivate: boolean; lastFetchedAt: Date | null };

const AT_ONCE = 8;
const ROUND_MS = 60_000;
// A feed that was read so lately says nothing newer.
const FRESH_MS = 120_000;
const GONE: ReadonlySet<number | null> = new Set([404, 410]);

/** The items' pages that their server says are gone. */
async function findGone(fetcher: Fetcher, items: readonly Item[], signal: AbortSignal): Promise<number[]> {
  const gone: number[] = [];
  for (const { id, url } of items) {
    if (signal.aborted) break;
    const answer = await fetcher.fetch(url, {
      accept: 'text/html, application/xhtml+xml',
      maxBytes: PAGE_MAX_BYTES,
      signal,
    });
    if (answer.kind === 'failed' && GONE.has(answer.status)) gone.push(id);
  }
  return gone;
}

async function rereadOutlet(
  deps: IngestDeps,
  outlet: Source,
  items: readonly Item[],
  signal: AbortSignal,
): Promise<number[]> {
  const ageMs = deps.now().getTime() - (outlet.lastFetchedAt?.getTime() ?? 0);
  if (ageMs > FRESH_MS) await ingestOutlet(deps, outlet.id);
  const fetcher = openFetcher({ privateOrigin: outlet.allowPrivate ? new URL(outlet.url).origin : null });
  try {
    return await findGone(fetcher, items, signal);
  } finally {
    await fetcher.close();
  }
}

/**
 * Reads again, shortly before a send, what is known of these items: their outlets' feeds (headlines, summaries,
 * notes), and whether their pages are still there; those that answer 404 or 410 are marked as withdrawn. A minute in
 * all; what could not be read stays as it is. Returns how many were withdrawn.
 */
export async function rereadItems(deps: IngestDeps, itemIds: readonly number[]): Promise<number> {
  if (itemIds.length === 0) return 0;
  const rows = await deps.db
    .selectFrom('items as i')
    .innerJoin('outlets as o', 'o.id', 'i.outlet_id')
    .select(['i.id', 'i.url', 'o.id as outletId', 'o.url as outletUrl', 'o.allow_private as allowPrivate'])
    .select('o.last_fetched_at as lastFetchedAt')
    .where('i.id', 'in', [...itemIds])
    .where('i.is_withdrawn', '=', false)
    .execute();
  const queue = [...Map.groupBy(rows, ({ outletId }) => outletId).values()];
  const signal = AbortSignal.timeout(ROUND_MS);
  const gone: number[] = [];
  const rereadNext = async (): Promise<void> => {
    for (let next = queue.shift(); next && !signal.aborted; next = queue.shift()) {
      const { outletId: id, outletUrl: url, allowPrivate, lastFetchedAt } = next[0]!;
      const items = next.flatMap((row) => (row.url === null ? [] : [{ id: row.id, url: row.url }]));
      gone.push(...(await rereadOutlet(deps, { id, url, allowPrivate, lastFetchedAt }, items, signal)));
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, rereadNext));
  if (gone.length > 0) await deps.db.updateTable('items').set({ is_withdrawn: true }).where('id', 'in', gone).execute();
  deps.log.info({ items: rows.length, withdrawn: gone.length }, 'stories were read again');
  return gone.length;
}

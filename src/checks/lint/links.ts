import type { CheerioAPI } from 'cheerio';
import type { Db } from '../../platform/db/client.ts';
import type { EditionStory } from '../../editions/load.ts';
import { openPoliteFetcher, userAgentOf, type FetchOutcome, type PoliteFetcher } from '../../newsroom/ingest/ingest.ts';
import type { LintFinding } from './finding.ts';

/** An address in the mail, and its place. */
export type Link = { url: string; place: string };

const AT_ONCE = 8;
const ANSWER_WITHIN_MS = 10_000;
const ALL_WITHIN_MS = 45_000;
// The check needs only an answer, not its content.
const READ_BYTES = 1_000;
const ACCEPT = 'text/html, image/*;q=0.9, */*;q=0.8';

/**
 * Lists the story addresses, which the mail may reach through our redirect, and the other external links and pictures of
 * the HTML. Our own pages are left out: they need a reader's token or are not public yet.
 */
export function listLinks(
  stories: readonly Pick<EditionStory, 'position' | 'url'>[],
  $: CheerioAPI,
  publicUrl: string,
): Link[] {
  const found = new Map<string, Link>();
  const add = (url: string | undefined, place: string): void => {
    if (url && /^https?:/.test(url) && !url.startsWith(`${publicUrl}/`) && !found.has(url))
      found.set(url, { url, place });
  };
  for (const { position, url } of stories) if (URL.canParse(url)) add(new URL(url).href, `story ${position}`);
  $('a[href]').each((_, each) => {
    const words = $(each).text().replaceAll(/\s+/g, ' ').trim();
    add($(each).attr('href'), `link “${words.slice(0, 60)}”`);
  });
  $('img[src]').each((_, each) => add($(each).attr('src'), `picture “${($(each).attr('alt') ?? '').slice(0, 60)}”`));
  return [...found.values()];
}

/** The stories' addresses at outlets that may be private, each with its outlet's origin. */
async function loadPrivateLinks(db: Db, editionId: number): Promise<Map<string, string>> {
  const rows = await db
    .selectFrom('edition_stories as s')
    .innerJoin('items as i', 'i.id', 's.item_id')
    .innerJoin('outlets as o', 'o.id', 'i.outlet_id')
    .select(['s.url', 'o.url as outletUrl'])
    .where('s.edition_id', '=', editionId)
    .where('o.allow_private', '=', true)
    .execute();
  const origins = rows.map(({ url, outletUrl }) => [URL.parse(url), new URL(outletUrl).origin] as const);
  return new Map(origins.flatMap(([url, origin]) => (url?.origin === origin ? [[url.href, origin]] : [])));
}

/**
 * Opens a fetcher with the rules for outlets' pages: no private addresses except those of permitted outlets, and requests
 * to each server one after another. The caller closes it.
 */
export async function openLinkFetcher(
  { db, publicUrl }: { db: Db; publicUrl: string },
  editionId: number,
  operator: string | null,
): Promise<PoliteFetcher> {
  const options = { timeoutMs: ANSWER_WITHIN_MS, publicUrl, userAgent: userAgentOf({ publicUrl, operator }) };
  const origins = await loadPrivateLinks(db, editionId);
  const guarded = openPoliteFetcher(db, options);
  const own = new Map(
    [...new Set(origins.values())].map((origin) => [
      origin,
      openPoliteFetcher(db, { ...options, privateOrigin: origin }),
    ]),
  );
  return {
    fetch: (url, wanted) => (own.get(origins.get(url) ?? '') ?? guarded).fetch(url, wanted),
    close: async () => void (await Promise.all([guarded, ...own.values()].map((fetcher) => fetcher.close()))),
  };
}

// Paywalls and bot protection: a reader may get through.
const PERHAPS: ReadonlySet<number> = new Set([401, 402, 403, 405, 406, 429, 451]);

function judge({ url, place }: Link, outcome: FetchOutcome, isTrial: boolean): LintFinding[] {
  if (outcome.kind !== 'failed') return [];
  const { code, status, message } = outcome;
  if (status !== null && status >= 200 && status < 300) return [];
  const isDead =
    (code === 'FETCH_REFUSED_ADDRESS' && !isTrial) ||
    code === 'FETCH_FAILED' ||
    code === 'FETCH_TOO_MANY_REDIRECTS' ||
    (code === 'FETCH_STATUS' && status !== null && status < 500 && !PERHAPS.has(status));
  return [
    { code: 'link', severity: isDead ? 'error' : 'warning', message: `${message} (${url.slice(0, 200)})`, place },
  ];
}

/**
 * Checks that each link answers, eight at a time and 45 s in all. Links that were not reached by then count as
 * unanswered. In a trial (`isTrial`: PUBLIC_URL is this machine's own) private addresses are no error.
 */
export async function checkLinks(
  fetcher: Pick<PoliteFetcher, 'fetch'>,
  links: readonly Link[],
  { isTrial, withinMs = ALL_WITHIN_MS }: { isTrial: boolean; withinMs?: number },
): Promise<LintFinding[]> {
  const signal = AbortSignal.timeout(withinMs);
  const found = new Map<Link, LintFinding[]>();
  const waiting = [...links];
  const work = async (): Promise<void> => {
    for (let link = waiting.shift(); link; link = waiting.shift()) {
      const outcome = await fetcher.fetch(link.url, { accept: ACCEPT, maxBytes: READ_BYTES, mayCut: true, signal });
      found.set(link, judge(link, outcome, isTrial));
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return links.flatMap((link) => found.get(link) ?? []);
}

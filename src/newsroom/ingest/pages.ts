import { sql } from 'kysely';
import type { Picture } from '../../domain/story.ts';
import { betterPicture } from './betterPicture.ts';
import type { Outlet } from './claim.ts';
import type { IngestDeps } from './deps.ts';
import type { PoliteFetcher } from './fetch/polite.ts';
import { openRobots } from './fetch/robots.ts';
import { parser } from './parse/parser.ts';
import { readArticle } from './readArticle.ts';
import type { ParsedPage } from './story.ts';

const MAX_PAGES = 40;
const AT_ONCE = 4;
const ROUND_MS = 60_000;
const RECENT_MS = 48 * 3_600_000;

type Lacking = { id: number; url: string; image: Picture | null };
type Found = { item: Lacking; page: ParsedPage | null };

async function lackingItems({ db, now }: IngestDeps, outletId: number): Promise<Lacking[]> {
  const since = new Date(now().getTime() - RECENT_MS);
  const rows = await db
    .selectFrom('items')
    .select(['id', 'url', 'image'])
    .where('outlet_id', '=', outletId)
    .where('page_read_at', 'is', null)
    .where('url', 'is not', null)
    .where((eb) =>
      eb.or([
        eb('summary', '=', ''),
        // a sentence that breaks off
        eb('summary', 'like', '%…'),
        eb('image', 'is', null),
        eb('published_at', 'is', null),
        eb(sql`image->>'width'`, 'is', null),
      ]),
    )
    .where((eb) => eb(eb.fn.coalesce('published_at', 'first_seen_at'), '>', since))
    .orderBy('position')
    .limit(MAX_PAGES)
    .execute();
  return rows.flatMap(({ id, url, image }) => (url ? { id, url, image } : []));
}

/** The picture after reading the page, and the feed's if that is another one. */
function choose(
  { image: feed }: Lacking,
  page: ParsedPage | null,
): { image: Picture | null; fromPage: boolean; feedImage: Picture | null } {
  const image = page ? betterPicture(feed, page.story.image, page.unsuitable) : feed;
  const fromPage = JSON.stringify(image) !== JSON.stringify(feed);
  return { image, fromPage, feedImage: fromPage ? feed : null };
}

async function saveFound({ db, now }: IngestDeps, found: Found[]): Promise<void> {
  const rows = found
    .map(({ item, page }) => ({ item, story: page?.story, chosen: choose(item, page) }))
    .map(({ item, story, chosen }) => ({
      id: item.id,
      summary: story?.summary ?? '',
      body: story?.body ?? '',
      byline: story?.byline ?? null,
      dateline: story?.dateline ?? null,
      agency: story?.agency ?? null,
      copyright: story?.copyright ?? null,
      language: story?.language ?? null,
      canonical: story?.url ?? null,
      section: story?.section ?? null,
      modified: story?.modifiedAt ?? null,
      paywalled: story?.isPaywalled ?? null,
      note: story?.editorsNote ?? null,
      embargo: story?.embargoUntil ?? null,
      withdrawn: story?.isWithdrawn ?? false,
      published: story?.publishedAt ?? null,
      image: chosen.image,
      fromPage: chosen.fromPage,
      feedImage: chosen.feedImage,
      title: story?.title ?? null,
    }));
  const at = now();
  await sql`
    update items i set
      summary = case when i.summary = '' or (i.summary like '%…' and n.summary <> '') then n.summary else i.summary end,
      feed_summary = case when i.summary like '%…' and n.summary not in ('', i.summary) then i.summary else i.feed_summary end,
      body = case when length(i.body) < length(n.body) then n.body else i.body end,
      byline = coalesce(i.byline, n.byline),
      dateline = coalesce(i.dateline, n.dateline),
      agency = coalesce(i.agency, n.agency),
      copyright = coalesce(i.copyright, n.copyright),
      language = coalesce(i.language, n.language),
      published_at = coalesce(i.published_at, case when n.published < ${at}::timestamptz + interval '1 hour' then n.published end),
      canonical_url = coalesce(n.canonical, i.canonical_url),
      section = coalesce(i.section, n.section),
      modified_at = greatest(i.modified_at, n.modified),
      is_paywalled = coalesce(n.paywalled, i.is_paywalled),
      editors_note = coalesce(i.editors_note, n.note),
      embargo_until = greatest(i.embargo_until, n.embargo),
      is_withdrawn = i.is_withdrawn or n.withdrawn,
      image = n.image,
      feed_image = case when n."fromPage" then coalesce(n."feedImage", 'null') end,
      page_title = coalesce(n.title, i.page_title),
      page_summary = case when n.title is null then i.page_summary else n.summary end,
      page_read_at = ${at}::timestamptz
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as n(
      id integer, summary text, body text, byline text, dateline text, agency text, copyright text, language text,
      published timestamptz, canonical text, section text, modified timestamptz, paywalled boolean, note text,
      embargo timestamptz, withdrawn boolean, image jsonb, "fromPage" boolean, "feedImage" jsonb, title text)
    where i.id = n.id
  `.execute(db);
}

/**
 * Reads the article pages of recent items without a summary, a date or a picture of known size, and adds what is
 * missing.
 * At most 40 pages a round, 4 at once, for one minute, as robots.txt allows. Each page is tried once, also if it cannot
 * be
 * read.
 */
export async function fillFromPages(deps: IngestDeps, outlet: Outlet, fetcher: PoliteFetcher): Promise<void> {
  const queue = await lackingItems(deps, outlet.id);
  if (queue.length === 0) return;
  const signal = AbortSignal.timeout(ROUND_MS);
  const robots = openRobots({ ...deps, fetcher });
  const found: Found[] = [];
  const readNext = async (): Promise<void> => {
    for (let next = queue.shift(); next && !signal.aborted; next = queue.shift()) {
      const answer = await readArticle({ fetcher, robots, parser: deps.parser ?? parser }, next.url, signal);
      if (answer.kind === 'later') continue;
      // Only one page of a round may cost that much, so the others are skipped.
      if (answer.kind === 'costly') queue.length = 0;
      // A page that fails is no failure of the outlet, and a link that does not work yet is no withdrawal.
      const page = answer.kind === 'read' ? answer.page : null;
      // A page that was interrupted by the end of the round is tried again in the next round.
      if (page || !signal.aborted) found.push({ item: next, page });
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, readNext));
  if (found.length > 0) await saveFound(deps, found);
  deps.log.debug({ outlet: outlet.name, pages: found.length, left: queue.length }, 'read article pages');
}

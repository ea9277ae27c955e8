import { sql } from 'kysely';
import type { Db } from '../../platform/db/client.ts';
import type { IngestDeps } from './deps.ts';
import { linkKey, storyUrl } from './links.ts';
import type { OutletSite } from './outletOf.ts';
import { saveItems } from './store.ts';
import type { ParsedPage } from './story.ts';
import { cleanText, shorten } from './text.ts';

/** An item of the newsletter by one of its addresses. */
export type KnownItem = { id: number; title: string; isWithdrawn: boolean };

// Far down in a feed: nobody put the story first.
const POSITION = 999;
// A guest has no feed that could become due.
const NEVER = new Date('9999-01-01T00:00:00Z');

/** Finds an item that a newsletter has, by any of these addresses. */
export async function findKnownItem(
  db: Db,
  newsletterId: number,
  urls: readonly string[],
): Promise<KnownItem | undefined> {
  const { rows } = await sql<KnownItem>`
    select i.id, i.title, i.is_withdrawn as "isWithdrawn" from items i join outlets o on o.id = i.outlet_id
    where o.newsletter_id = ${newsletterId}
      and (i.link_key = any(${urls.map(linkKey)}::text[]) or i.url = any(${[...urls]}::text[])
           or i.canonical_url = any(${[...urls]}::text[]))
    order by i.story_id is null, i.id desc limit 1`.execute(db);
  return rows[0];
}

/** The site of an address that no outlet has: without a feed, without rights. */
async function addGuest(db: Db, newsletterId: number, url: string, name: string | null): Promise<number> {
  const { origin, hostname } = new URL(url);
  const values = {
    newsletter_id: newsletterId,
    url: `${origin}/`,
    name: shorten(cleanText(name ?? ''), 120) || hostname.replace(/^www\./, ''),
    is_guest: true,
    next_fetch_at: NEVER,
  };
  const { id } = await db
    .insertInto('outlets')
    .values(values)
    .onConflict((conflict) =>
      conflict.columns(['newsletter_id', 'url']).doUpdateSet((eb) => ({ name: eb.ref('outlets.name') })),
    )
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

/** The address under which a page is stored: the one that it declares, if this is on the same site. */
function addressOf(url: string, { story }: ParsedPage): string {
  const own = storyUrl(url) ?? url;
  const bare = (link: string): string => new URL(link).host.replace(/^(?:www|m|amp)\./, '');
  return story.url !== null && bare(story.url) === bare(own) ? (storyUrl(story.url) ?? own) : own;
}

/**
 * Stores the page at an address as an item of its outlet, and returns the item. Without an outlet (null), its site becomes a
 * guest: headline and link may be shown, and no picture is kept.
 */
export async function saveAddress(
  deps: IngestDeps,
  newsletterId: number,
  { url, page, outlet }: { url: string; page: ParsedPage; outlet: OutletSite | null },
): Promise<number> {
  const address = addressOf(url, page);
  const isGuest = outlet === null || outlet.isGuest;
  const outletId = outlet?.id ?? (await addGuest(deps.db, newsletterId, address, page.site));
  const image = isGuest ? null : page.story.image;
  await saveItems(deps, outletId, [{ ...page.story, url: address, guid: null, image }]);
  const { rows } = await sql<{ id: number }>`
    update items set page_title = ${page.story.title}, page_summary = ${page.story.summary}, page_read_at = ${deps.now()},
      canonical_url = coalesce(canonical_url, ${page.story.url}), position = greatest(position, ${POSITION}),
      feed_image = coalesce(feed_image, case when image is not null then 'null'::jsonb end)
    where outlet_id = ${outletId} and (link_key = ${linkKey(address)} or url = ${address})
    returning id`.execute(deps.db);
  return rows[0]!.id;
}

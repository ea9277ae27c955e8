import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import type { Db } from '../../platform/db/client.ts';
import { editionPath } from '../address.ts';
import type { EditionStory, LoadedEdition } from '../load.ts';

/** Where a mail's links lead: `isRehearsal` of rehearsals and test copies, whose clicks are staff's own. */
export type LinkSettings = { publicUrl: string; isRehearsal: boolean };

const ID_BYTES = 9;

const isWeb = (url: string): boolean => URL.canParse(url) && /^https?:$/.test(new URL(url).protocol);

/** The story's address as a mail leads to it: of an own outlet, with utm_ parameters where the newsletter wants them. */
function targetOf({ edition, newsletter }: LoadedEdition, { url, is_own: isOwn }: EditionStory): string {
  if (!newsletter.utm || !isOwn || !isWeb(url)) return url;
  const tagged = new URL(url);
  const [, , , ...name] = editionPath(newsletter.slug, edition).split('/');
  const tags = { utm_source: newsletter.slug, utm_medium: 'email', utm_campaign: name.join('-') };
  // The outlet's own tags say more than ours; changing nothing leaves the rest of the query as it was spelt.
  for (const [key, value] of Object.entries(tags))
    if (!tagged.searchParams.has(key))
      tagged.search += `${tagged.search ? '&' : '?'}${key}=${encodeURIComponent(value)}`;
  return tagged.href;
}

/** The same for one edition, address and rehearsal or not: nothing of a reader is in it. */
function linkId(editionId: number, url: string, isRehearsal: boolean): string {
  const text = JSON.stringify([editionId, url, isRehearsal]);
  return createHash('sha256').update(text).digest().subarray(0, ID_BYTES).toString('base64url');
}

/**
 * The link of a story in an edition's mail: /r/ID where the newsletter counts clicks, else its address. Depends on
 * nothing but its arguments; saveLinks makes the short ones work.
 */
export function storyLink(
  loaded: LoadedEdition,
  story: EditionStory,
  { publicUrl, isRehearsal }: LinkSettings,
): string {
  const url = targetOf(loaded, story);
  if (!loaded.newsletter.click_counts || !isWeb(url)) return url;
  return `${publicUrl}/r/${linkId(loaded.edition.id, url, isRehearsal)}`;
}

/** An edition whose stories have the links of its mail. */
export function withStoryLinks(loaded: LoadedEdition, settings: LinkSettings): LoadedEdition {
  const stories = loaded.stories.map((story) => ({ ...story, url: storyLink(loaded, story, settings) }));
  return { ...loaded, stories };
}

/** Keeps where the short links of an edition's mail lead; again changes nothing, and links of earlier texts still work. */
export async function saveLinks(
  { db }: { db: Db },
  loaded: LoadedEdition,
  { isRehearsal }: Pick<LinkSettings, 'isRehearsal'>,
): Promise<void> {
  const { edition, newsletter, stories } = loaded;
  if (!newsletter.click_counts) return;
  // Two stories with one address share its link, and the first has the count.
  const byUrl = new Map(
    stories
      .toReversed()
      .map((story) => ({ url: targetOf(loaded, story), position: story.position }))
      .filter(({ url }) => isWeb(url))
      .map(({ url, position }) => [url, position]),
  );
  const ids = [...byUrl.keys()].map((url) => linkId(edition.id, url, isRehearsal));
  await sql`
    insert into links (id, edition_id, is_rehearsal, url, position)
    select id, ${edition.id}, ${isRehearsal}, url, position
    from unnest(${ids}::text[], ${[...byUrl.keys()]}::text[], ${[...byUrl.values()]}::integer[]) as l (id, url, position)
    on conflict (id) do update set position = excluded.position where links.position <> excluded.position`.execute(db);
}

/** Where a short link leads, and how many its edition has. */
export type Link = { id: string; editionId: number; url: string; editionLinks: number };

/** The link of that id, or null. */
export async function findLink({ db }: { db: Db }, id: string): Promise<Link | null> {
  const { rows } = await sql<Link>`
    select id, edition_id as "editionId", url,
      (select count(*) from links o where o.edition_id = l.edition_id and o.is_rehearsal = l.is_rehearsal)
        as "editionLinks"
    from links l where id = ${id}`.execute(db);
  return rows[0] ?? null;
}

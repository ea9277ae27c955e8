import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import type { Db } from '../../platform/db/client.ts';
import { editionPath } from '../address.ts';
import { SLOT_KINDS, type Slot, type SlotKind } from '../../domain/slots.ts';
import type { EditionStory, LoadedEdition } from '../load.ts';

/** The settings of a mail's links. `isRehearsal`: of rehearsals and test copies, whose clicks are the staff's own. */
type LinkSettings = { publicUrl: string; isRehearsal: boolean };

const ID_BYTES = 9;

const isWeb = (url: string): boolean => URL.canParse(url) && /^https?:$/.test(new URL(url).protocol);

/** The story's address as the mail links to it. Own outlets get utm_ parameters if the newsletter has them enabled. */
function targetOf({ edition, newsletter }: LoadedEdition, { url, is_own: isOwn }: EditionStory): string {
  if (!newsletter.utm || !isOwn || !isWeb(url)) return url;
  const tagged = new URL(url);
  const [, , , ...name] = editionPath(newsletter.slug, edition).split('/');
  const tags = { utm_source: newsletter.slug, utm_medium: 'email', utm_campaign: name.join('-') };
  // The outlet's own tags are kept. If nothing changes, the query keeps its exact spelling.
  for (const [key, value] of Object.entries(tags))
    if (!tagged.searchParams.has(key))
      tagged.search += `${tagged.search ? '&' : '?'}${key}=${encodeURIComponent(value)}`;
  return tagged.href;
}

/** The id depends on the edition, the address and the kind of send. It contains nothing about a reader. */
function linkId(editionId: number, url: string, isRehearsal: boolean): string {
  const text = JSON.stringify([editionId, url, isRehearsal]);
  return createHash('sha256').update(text).digest().subarray(0, ID_BYTES).toString('base64url');
}

/**
 * The link of a story in an edition's mail: /r/ID if the newsletter counts clicks, otherwise the story's address. The
 * result depends only on the arguments. saveLinks makes the short links work.
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

/** The id of a slot's link. A slot and a story with one address are counted apart. */
function slotLinkId(editionId: number, kind: SlotKind, url: string, isRehearsal: boolean): string {
  return linkId(editionId, `${kind} ${url}`, isRehearsal);
}

function slotLink({ edition, newsletter, slots }: LoadedEdition, kind: SlotKind, settings: LinkSettings): Slot | null {
  const slot = slots[kind];
  if (!newsletter.click_counts || slot === null || slot.url === null || !isWeb(slot.url)) return slot;
  const id = slotLinkId(edition.id, kind, slot.url, settings.isRehearsal);
  return { ...slot, url: `${settings.publicUrl}/r/${id}` };
}

/** The edition with the links of its mail in its stories and slots. */
export function withStoryLinks(loaded: LoadedEdition, settings: LinkSettings): LoadedEdition {
  const stories = loaded.stories.map((story) => ({ ...story, url: storyLink(loaded, story, settings) }));
  const slots = {
    ...loaded.slots,
    sponsor: slotLink(loaded, 'sponsor', settings),
    house: slotLink(loaded, 'house', settings),
  };
  return { ...loaded, stories, slots };
}

/** Saves the targets of an edition's short links. It can be repeated, and links of earlier texts still work. */
export async function saveLinks(
  { db }: { db: Db },
  loaded: LoadedEdition,
  { isRehearsal }: Pick<LinkSettings, 'isRehearsal'>,
): Promise<void> {
  const { edition, newsletter, stories, slots } = loaded;
  if (!newsletter.click_counts) return;
  // Two stories with one address share its link. The first story gets the count.
  const byUrl = new Map(
    stories
      .toReversed()
      .map((story) => ({ url: targetOf(loaded, story), position: story.position }))
      .filter(({ url }) => isWeb(url))
      .map(({ url, position }) => [url, position]),
  );
  const ids = [...byUrl.keys()].map((url) => linkId(edition.id, url, isRehearsal));
  for (const kind of SLOT_KINDS) await saveSlotLink(db, edition.id, kind, slots[kind]?.url ?? null, isRehearsal);
  await sql`
    insert into links (id, edition_id, is_rehearsal, url, position)
    select id, ${edition.id}, ${isRehearsal}, url, position
    from unnest(${ids}::text[], ${[...byUrl.keys()]}::text[], ${[...byUrl.values()]}::integer[]) as l (id, url, position)
    on conflict (id) do update set position = excluded.position where links.position <> excluded.position`.execute(db);
}

async function saveSlotLink(db: Db, editionId: number, kind: SlotKind, url: string | null, isRehearsal: boolean) {
  if (url === null || !isWeb(url)) return;
  const link = { id: slotLinkId(editionId, kind, url, isRehearsal), edition_id: editionId, url, slot: kind };
  await db
    .insertInto('links')
    .values({ ...link, is_rehearsal: isRehearsal, position: 0 })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .execute();
}

/** The target of a short link, and the number of links in its edition. */
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

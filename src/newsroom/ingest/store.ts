import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import type { Db } from '../../platform/db/client.ts';
import { afterFeed, type KnownPicture } from './betterPicture.ts';
import { linkKey } from './links.ts';
import type { IngestDeps } from './deps.ts';
import { MAX_ITEMS } from './feed/limit.ts';
import type { Picture } from '../../domain/story.ts';
import type { ParsedStory } from './story.ts';

const MAX_KEY = 300;
const MAX_AHEAD_MS = 3_600_000;
const UNKNOWN_AGE_HOURS = 24;

type StoredStory = ParsedStory & {
  key: string;
  linkKey: string | null;
  position: number;
  /** The feed's picture, if `image` was chosen with the page. */
  feedImage: Picture | null;
};

function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** The key of a story within its outlet: its guid, else its link, else its words. */
export function itemKey(story: ParsedStory): string {
  const key = story.guid ?? (story.url ? linkKey(story.url) : `${story.title}\n${story.publishedAt ?? ''}`);
  return key.length > MAX_KEY ? hash(key) : key;
}

/** A key that is equal for links to the same page. Null for a home page, which does not identify a story. */
function tellingLink(url: string): string | null {
  const { pathname, search } = new URL(url);
  return pathname === '/' && search === '' ? null : linkKey(url);
}

/**
 * The stories that can be stored, with their keys. If entries share a guid but have different links, each gets its own
 * key.
 */
function storable(stories: ParsedStory[], now: Date): StoredStory[] {
  const byKey = new Map<string, StoredStory>();
  for (const [position, story] of stories.slice(0, MAX_ITEMS).entries()) {
    if (!story.title || !story.url) continue;
    let key = itemKey(story);
    const twin = byKey.get(key);
    if (twin?.url && linkKey(twin.url) !== linkKey(story.url)) key = hash(`${key}\n${linkKey(story.url)}`);
    if (byKey.has(key)) continue;
    const isAhead = story.publishedAt !== null && Date.parse(story.publishedAt) > now.getTime() + MAX_AHEAD_MS;
    byKey.set(key, {
      ...story,
      key,
      linkKey: tellingLink(story.url),
      position,
      feedImage: null,
      publishedAt: isAhead ? null : story.publishedAt,
    });
  }
  return [...byKey.values()];
}

/**
 * Updates changed guids. An item with a new guid is the same if its link is unchanged, or its headline and its minute.
 * The
 * old guid must no longer be in the feed, so that two entries of a feed never become one item.
 */
async function renameChanged(db: Db, outletId: number, stories: readonly StoredStory[]): Promise<void> {
  // Only what tells an item, because texts are long.
  const incoming = JSON.stringify(
    stories.map(({ key, linkKey, title, publishedAt }) => ({ key, linkKey, title, publishedAt })),
  );
  await sql`
    with incoming as (
      select * from jsonb_to_recordset(${incoming}::jsonb) as t(
        key text, "linkKey" text, title text, "publishedAt" timestamptz)
    ), unknown as (
      select * from incoming n
      where not exists (select from items i where i.outlet_id = ${outletId} and i.guid = n.key)
    ), pairs as (
      select distinct on (i.id) i.id, n.key
      from unknown n join items i on i.outlet_id = ${outletId}
        and (i.link_key = n."linkKey"
             or (i.title = n.title and i.published_at between n."publishedAt" - interval '1 minute'
                                                          and n."publishedAt" + interval '1 minute'))
      where i.guid not in (select key from incoming)
      order by i.id, i.link_key is distinct from n."linkKey"
    ), chosen as (select distinct on (key) key, id from pairs order by key, id desc)
    update items i set guid = c.key from chosen c where i.id = c.id`.execute(db);
}

/** Keeps the pictures that were chosen with the pages of stored items, as far as they hold. Changes `stories`. */
async function keepChosen(db: Db, outletId: number, stories: readonly StoredStory[]): Promise<void> {
  const { rows } = await sql<KnownPicture & { guid: string }>`
    select guid, image, feed_image as feed, true as "fromPage" from items
    where outlet_id = ${outletId} and guid = any(${stories.map(({ key }) => key)}::text[]) and feed_image is not null`.execute(
    db,
  );
  const chosen = new Map(rows.map(({ guid, ...picture }) => [guid, picture]));
  for (const story of stories) {
    const { image, feed } = afterFeed(story.image, chosen.get(story.key));
    story.image = image;
    story.feedImage = feed;
  }
}

// The longer text of a page holds until the feed tells something else.
const bodyAfterFeed = sql`
  case when excluded.body = '' or (
    i.page_read_at is not null and length(excluded.body) < length(i.body)
    and excluded.title = coalesce(i.feed_title, i.title) and excluded.summary in ('', coalesce(i.feed_summary, i.summary))
  ) then i.body else excluded.body end`;

/**
 * Stores a feed's stories. Returns the number of stories that are new or changed in headline, summary or link. Stories
 * without a title or a link are left out. A date more than an hour in the future counts as unknown. At an outlet's
 * first
 * fetch, stories without a date count as seen a day ago. Empty values do not overwrite values from pages. A row is written only
 * if the feed changes it.
 */
export async function saveItems({ db, now }: IngestDeps, outletId: number, stories: ParsedStory[]): Promise<number> {
  const at = now();
  const rows = storable(stories, at);
  if (rows.length === 0) return 0;
  await renameChanged(db, outletId, rows);
  await keepChosen(db, outletId, rows);
  const incoming = JSON.stringify(rows);
  const { rows: counted } = await sql<{ count: number }>`
    with incoming as (
      select * from jsonb_to_recordset(${incoming}::jsonb) as t(
        key text, "linkKey" text, url text, title text, summary text, description text, body text, "publishedAt" timestamptz,
        "modifiedAt" timestamptz, byline text, dateline text, agency text, copyright text, section text,
        "isPaywalled" boolean, "editorsNote" text, "embargoUntil" timestamptz, "isWithdrawn" boolean, language text,
        image jsonb, "feedImage" jsonb, position integer)
    ), before as (
      select i.guid, i.title, i.summary, i.url from items i join incoming n on n.key = i.guid where i.outlet_id = ${outletId}
    ), saved as (
      insert into items as i (outlet_id, guid, link_key, url, title, summary, description, body, published_at, modified_at, byline,
                              dateline, agency, copyright, section, is_paywalled, editors_note, embargo_until,
                              is_withdrawn, language, image, feed_image, position, first_seen_at, updated_at)
      select ${outletId}::integer, key, "linkKey", url, title, summary, description, body, "publishedAt", "modifiedAt", byline,
             dateline, agency, copyright, section, "isPaywalled", "editorsNote", "embargoUntil",
             coalesce("isWithdrawn", false), language, image, "feedImage", position,
             -- what stood in the feed before we came may be of any age
             ${at}::timestamptz - case when "publishedAt" is null
               and not exists (select from items where outlet_id = ${outletId}) then interval '${sql.raw(String(UNKNOWN_AGE_HOURS))} hours'
               else interval '0' end,
             ${at}::timestamptz
      from incoming
      on conflict (outlet_id, guid) do update set
        link_key = excluded.link_key,
        url = excluded.url,
        -- newer words of its page hold until the feed's own change
        title = case when excluded.title = i.feed_title then i.title else excluded.title end,
        feed_title = case when excluded.title = i.feed_title then i.feed_title end,
        summary = case when excluded.summary in ('', i.feed_summary) then i.summary else excluded.summary end,
        feed_summary = case when excluded.summary in ('', i.feed_summary) then i.feed_summary end,
        description = case when excluded.description = '' then i.description else excluded.description end,
        body = ${bodyAfterFeed},
        published_at = coalesce(excluded.published_at, i.published_at),
        modified_at = greatest(excluded.modified_at, i.modified_at),
        byline = coalesce(excluded.byline, i.byline),
        dateline = coalesce(excluded.dateline, i.dateline),
        agency = coalesce(excluded.agency, i.agency),
        copyright = coalesce(excluded.copyright, i.copyright),
        section = coalesce(excluded.section, i.section),
        is_paywalled = coalesce(excluded.is_paywalled, i.is_paywalled),
        editors_note = coalesce(excluded.editors_note, i.editors_note),
        -- what its page told holds until the feed says otherwise
        embargo_until = coalesce(excluded.embargo_until, i.embargo_until),
        is_withdrawn = excluded.is_withdrawn or (i.is_withdrawn and excluded.title = coalesce(i.feed_title, i.title)),
        language = coalesce(excluded.language, i.language),
        image = coalesce(excluded.image, i.image),
        feed_image = case when excluded.image is null then coalesce(excluded.feed_image, i.feed_image)
                          else excluded.feed_image end,
        position = excluded.position,
        updated_at = case when (excluded.title, excluded.url, coalesce(excluded.embargo_until, i.embargo_until))
                               is distinct from (coalesce(i.feed_title, i.title), i.url, i.embargo_until)
                            or (excluded.is_withdrawn and not i.is_withdrawn)
                            or excluded.summary not in ('', coalesce(i.feed_summary, i.summary))
                          then excluded.updated_at else i.updated_at end
      -- a row that is written again costs its indexes, and a vacuum later
      where (excluded.link_key, excluded.url, excluded.title, excluded.position)
              is distinct from (i.link_key, i.url, coalesce(i.feed_title, i.title), i.position)
        or excluded.summary not in ('', coalesce(i.feed_summary, i.summary))
        or excluded.description not in ('', i.description) or ${bodyAfterFeed} <> i.body
        or (coalesce(excluded.published_at, i.published_at), coalesce(excluded.byline, i.byline),
            coalesce(excluded.dateline, i.dateline), coalesce(excluded.agency, i.agency),
            coalesce(excluded.copyright, i.copyright), coalesce(excluded.section, i.section),
            coalesce(excluded.is_paywalled, i.is_paywalled), coalesce(excluded.editors_note, i.editors_note),
            coalesce(excluded.embargo_until, i.embargo_until), coalesce(excluded.language, i.language))
             is distinct from (i.published_at, i.byline, i.dateline, i.agency, i.copyright, i.section, i.is_paywalled,
                               i.editors_note, i.embargo_until, i.language)
        or excluded.modified_at > coalesce(i.modified_at, '-infinity')
        or (excluded.is_withdrawn and not i.is_withdrawn)
        or coalesce(excluded.image, i.image) is distinct from i.image
        or excluded.feed_image is distinct from i.feed_image
             and (excluded.image is not null or excluded.feed_image is not null)
      returning i.guid, i.title, i.summary, i.url
    )
    select count(*) from saved s left join before b on b.guid = s.guid
    where b.guid is null or (b.title, b.summary, b.url) is distinct from (s.title, s.summary, s.url)
  `.execute(db);
  return counted[0]?.count ?? 0;
}

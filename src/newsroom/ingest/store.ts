import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import type { Db } from '../../platform/db/client.ts';
import { linkKey } from './links.ts';
import type { IngestDeps } from './deps.ts';
import { MAX_ITEMS } from './feed/limit.ts';
import type { LeftOutItem } from '../../domain/story.ts';
import type { ParsedStory } from './story.ts';
import { shorten } from './text.ts';

const MAX_KEY = 300;
const MAX_NAME = 120;
const MAX_AHEAD_MS = 3_600_000;
const UNKNOWN_AGE_HOURS = 24;

type StoredStory = ParsedStory & { key: string; linkKey: string | null; position: number };

function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** The key of a story within its outlet: its guid, else its link, else its words. */
function itemKey(story: ParsedStory): string {
  const key = story.guid ?? (story.url ? linkKey(story.url) : `${story.title}\n${story.publishedAt ?? ''}`);
  return key.length > MAX_KEY ? hash(key) : key;
}

/** A key that is equal for links to the same page. Null for a home page, which does not identify a story. */
function tellingLink(url: string): string | null {
  const { pathname, search } = new URL(url);
  return pathname === '/' && search === '' ? null : linkKey(url);
}

const MAX_LISTED = 20;

/**
 * The stories of a feed that cannot be stored: how many, and the first twenty with the reason. A story is left out without
 * headline, without link, or if it has the guid and the link of another one with another headline.
 */
export function listLeftOut(stories: readonly ParsedStory[]): { count: number; items: LeftOutItem[] } {
  const first = new Map<string, ParsedStory>();
  const items = stories.flatMap((story): LeftOutItem[] => {
    const { url, guid } = story;
    const title = story.title || shorten(story.summary || guid || url || 'an item without any text', MAX_NAME);
    if (!story.title) return [{ title, url, reason: 'it has no headline' }];
    if (!url) return [{ title, url, reason: 'it has no link' }];
    const key = JSON.stringify([itemKey(story), linkKey(url)]);
    const twin = first.get(key);
    if (twin === undefined) first.set(key, story);
    return twin === undefined || twin.title === story.title
      ? []
      : [{ title, url, reason: `it has the guid and the link of “${shorten(twin.title, MAX_NAME)}”` }];
  });
  return { count: items.length, items: items.slice(0, MAX_LISTED) };
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

/**
 * Stores a feed's stories. Returns the number of stories that are new or changed in headline, summary or link. Stories
 * without a title or a link are left out. A date more than an hour in the future counts as unknown. At an outlet's
 * first
 * fetch, stories without a date count as seen a day ago. Empty values do not overwrite values from pages.
 */
export async function saveItems({ db, now }: IngestDeps, outletId: number, stories: ParsedStory[]): Promise<number> {
  const at = now();
  const rows = storable(stories, at);
  if (rows.length === 0) return 0;
  const incoming = JSON.stringify(rows);
  await renameChanged(db, outletId, rows);
  const { rows: counted } = await sql<{ count: number }>`
    with incoming as (
      select * from jsonb_to_recordset(${incoming}::jsonb) as t(
        key text, "linkKey" text, url text, title text, summary text, description text, body text, "publishedAt" timestamptz,
        "modifiedAt" timestamptz, byline text, dateline text, agency text, copyright text, section text,
        "isPaywalled" boolean, "editorsNote" text, "embargoUntil" timestamptz, "isWithdrawn" boolean, language text,
        image jsonb, position integer)
    ), before as (
      select i.guid, i.title, i.summary, i.url from items i join incoming n on n.key = i.guid where i.outlet_id = ${outletId}
    ), saved as (
      insert into items as i (outlet_id, guid, link_key, url, title, summary, description, body, published_at, modified_at, byline,
                              dateline, agency, copyright, section, is_paywalled, editors_note, embargo_until,
                              is_withdrawn, language, image, position, first_seen_at, updated_at)
      select ${outletId}::integer, key, "linkKey", url, title, summary, description, body, "publishedAt", "modifiedAt", byline,
             dateline, agency, copyright, section, "isPaywalled", "editorsNote", "embargoUntil",
             coalesce("isWithdrawn", false), language, image, position,
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
        body = case when excluded.body = '' then i.body else excluded.body end,
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
        position = excluded.position,
        updated_at = case when (excluded.title, excluded.url, excluded.embargo_until, excluded.is_withdrawn)
                               is distinct from (coalesce(i.feed_title, i.title), i.url, i.embargo_until, i.is_withdrawn)
                            or excluded.summary not in ('', coalesce(i.feed_summary, i.summary))
                          then excluded.updated_at else i.updated_at end
      returning i.guid, i.title, i.summary, i.url
    )
    select count(*) from saved s left join before b on b.guid = s.guid
    where b.guid is null or (b.title, b.summary, b.url) is distinct from (s.title, s.summary, s.url)
  `.execute(db);
  return counted[0]?.count ?? 0;
}

import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import { linkKey } from './links.ts';
import type { IngestDeps } from './deps.ts';
import type { ParsedStory } from './story.ts';

const MAX_ITEMS = 500;
const MAX_KEY = 300;
const MAX_AHEAD_MS = 3_600_000;

type StoredStory = ParsedStory & { key: string; position: number };

function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** What identifies a story within its outlet: its guid, else its link, else its words. */
function itemKey(story: ParsedStory): string {
  const key = story.guid ?? (story.url ? linkKey(story.url) : `${story.title}\n${story.publishedAt ?? ''}`);
  return key.length > MAX_KEY ? hash(key) : key;
}

/** The stories that can be stored, keyed; of entries that share a guid, those with another link get a key of their own. */
function storable(stories: ParsedStory[], now: Date): StoredStory[] {
  const byKey = new Map<string, StoredStory>();
  for (const [position, story] of stories.slice(0, MAX_ITEMS).entries()) {
    if (!story.title || !story.url) continue;
    let key = itemKey(story);
    const twin = byKey.get(key);
    if (twin?.url && linkKey(twin.url) !== linkKey(story.url)) key = hash(`${key}\n${linkKey(story.url)}`);
    if (byKey.has(key)) continue;
    const isAhead = story.publishedAt !== null && Date.parse(story.publishedAt) > now.getTime() + MAX_AHEAD_MS;
    byKey.set(key, { ...story, key, position, publishedAt: isAhead ? null : story.publishedAt });
  }
  return [...byKey.values()];
}

/**
 * Stores a feed's stories in one statement and returns how many are new or have changed in headline, summary or
 * link. Stories without a title or a link are left out; a date more than an hour ahead counts as unknown. What a
 * page told earlier is not overwritten with nothing.
 */
export async function saveItems({ db, now }: IngestDeps, outletId: number, stories: ParsedStory[]): Promise<number> {
  const at = now();
  const rows = storable(stories, at);
  if (rows.length === 0) return 0;
  const { rows: counted } = await sql<{ count: number }>`
    with incoming as (
      select * from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as t(
        key text, url text, title text, summary text, body text, "publishedAt" timestamptz, byline text, dateline text,
        agency text, copyright text, language text, image jsonb, position integer)
    ), before as (
      select i.guid, i.title, i.summary, i.url from items i join incoming n on n.key = i.guid where i.outlet_id = ${outletId}
    ), saved as (
      insert into items as i (outlet_id, guid, url, title, summary, body, published_at, byline, dateline, agency, copyright,
                              language, image, position, first_seen_at, updated_at)
      select ${outletId}::integer, key, url, title, summary, body, "publishedAt", byline, dateline, agency, copyright,
             language, image, position, ${at}::timestamptz, ${at}::timestamptz
      from incoming
      on conflict (outlet_id, guid) do update set
        url = excluded.url,
        title = excluded.title,
        summary = case when excluded.summary = '' then i.summary else excluded.summary end,
        body = case when excluded.body = '' then i.body else excluded.body end,
        published_at = coalesce(excluded.published_at, i.published_at),
        byline = coalesce(excluded.byline, i.byline),
        dateline = coalesce(excluded.dateline, i.dateline),
        agency = coalesce(excluded.agency, i.agency),
        copyright = coalesce(excluded.copyright, i.copyright),
        language = coalesce(excluded.language, i.language),
        image = coalesce(excluded.image, i.image),
        position = excluded.position,
        updated_at = case when (excluded.title, excluded.url) is distinct from (i.title, i.url)
                            or excluded.summary not in ('', i.summary) then excluded.updated_at else i.updated_at end
      returning i.guid, i.title, i.summary, i.url
    )
    select count(*) from saved s left join before b on b.guid = s.guid
    where b.guid is null or (b.title, b.summary, b.url) is distinct from (s.title, s.summary, s.url)
  `.execute(db);
  return counted[0]?.count ?? 0;
}

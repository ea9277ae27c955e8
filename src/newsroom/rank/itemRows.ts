import { sql } from 'kysely';
import type { Tx } from '../../platform/db/client.ts';
import { WINDOW_HOURS, publishedAt } from './placeRows.ts';

/** An item for scoring, with the relevant columns of its outlet. `at` is when it counts as published. */
export type RankItem = {
  id: number;
  storyId: number;
  url: string | null;
  title: string;
  language: string | null;
  section: string | null;
  hasSummary: boolean;
  hasPicture: boolean;
  /** The number of characters in summary and body. */
  length: number;
  feedPosition: number;
  at: Date;
  /** When the item became known to us. Outlets may give an old story a new date. */
  knownAt: Date;
  voice: number | null;
  outletId: number;
  outletName: string;
  authority: number;
  isOwn: boolean;
  isWithdrawn: boolean;
  /** Staff put it into its story. */
  isHeld: boolean;
};

/** A story to store. */
export type StoryRow = {
  id: number;
  leadItemId: number | null;
  itemCount: number;
  outletCount: number;
  firstAt: Date;
  lastAt: Date;
  score: number;
  reasons: string[];
  newVoices: number | null;
  section: string | null;
};

const windowStart = (now: Date): Date => new Date(now.getTime() - WINDOW_HOURS * 3_600_000);

/** Loads all items of the stories with an item of the last 72 hours, or of the stories `only`, by story and id. */
export async function loadItems(
  tx: Tx,
  newsletterId: number,
  now: Date,
  only: readonly number[] | null,
): Promise<RankItem[]> {
  const which = only === null ? sql`s.last_published_at >= ${windowStart(now)}` : sql`s.id = any(${only}::int[])`;
  const { rows } = await sql<RankItem>`
    select i.id, i.story_id as "storyId", i.url, i.title, i.language, i.section, i.summary <> '' as "hasSummary",
      i.image is not null and (o.is_own or 'picture' = any(o.rights)) as "hasPicture",
      length(i.summary) + length(i.body) as length, i.position as "feedPosition", ${publishedAt(now)} as at,
      least(${publishedAt(now)}, i.first_seen_at) as "knownAt", i.voice,
      o.id as "outletId", o.name as "outletName", o.authority, o.is_own as "isOwn", i.is_withdrawn as "isWithdrawn",
      coalesce(i.held_story_id = i.story_id, false) as "isHeld"
    from stories s join items i on i.story_id = s.id join outlets o on o.id = i.outlet_id
    where s.newsletter_id = ${newsletterId} and ${which}
    order by i.story_id, i.id`.execute(tx);
  return rows;
}

/** Loads headlines and summaries of items. */
export async function loadTexts(
  tx: Tx,
  ids: readonly number[],
): Promise<Map<number, { title: string; summary: string }>> {
  if (ids.length === 0) return new Map();
  const { rows } = await sql<{ id: number; title: string; summary: string }>`
    select id, title, coalesce(nullif(summary, ''), left(body, 600)) as summary
    from items where id = any(${ids}::int[])`.execute(tx);
  return new Map(rows.map(({ id, ...text }) => [id, text]));
}

/** Loads when the latest edition with each story was composed. A draft of `today` does not count. */
export async function loadCarried(tx: Tx, newsletterId: number, today: string): Promise<Map<number, Date>> {
  const { rows } = await sql<{ storyId: number; at: Date }>`
    select es.story_id as "storyId", max(e.composed_at) as at
    from edition_stories es join editions e on e.id = es.edition_id
    where e.newsletter_id = ${newsletterId} and e.date >= ${today}::date - 7 and es.story_id is not null
      and e.kind <> 'correction' and e.composed_at is not null
      and e.state <> 'cancelled' and (e.state <> 'draft' or e.date < ${today}::date)
    group by es.story_id`.execute(tx);
  return new Map(rows.map(({ storyId, at }) => [storyId, at]));
}

/** Stores stories in one statement. Rows that stay as they are are not written. */
export async function saveStories(tx: Tx, stories: readonly StoryRow[], now: Date): Promise<void> {
  await sql`
    update stories s set lead_item_id = t.lead, item_count = t.items, outlet_count = t.outlets,
      first_published_at = t.first_at, last_published_at = t.last_at, score = t.score, reasons = t.reasons::jsonb,
      new_voices = t.new_voices, section = t.section, ranked_at = ${now}::timestamptz
    from unnest(
      ${stories.map((s) => s.id)}::int[], ${stories.map((s) => s.leadItemId)}::int[],
      ${stories.map((s) => s.itemCount)}::int[], ${stories.map((s) => s.outletCount)}::int[],
      ${stories.map((s) => s.firstAt)}::timestamptz[], ${stories.map((s) => s.lastAt)}::timestamptz[],
      ${stories.map((s) => s.score)}::float8[], ${stories.map((s) => JSON.stringify(s.reasons))}::text[],
      ${stories.map((s) => s.newVoices)}::int[], ${stories.map((s) => s.section)}::text[]
    ) as t(id, lead, items, outlets, first_at, last_at, score, reasons, new_voices, section)
    where s.id = t.id and (s.lead_item_id, s.item_count, s.outlet_count, s.first_published_at, s.last_published_at, s.score,
                           s.reasons, s.new_voices, s.section)
      is distinct from (t.lead, t.items, t.outlets, t.first_at, t.last_at, t.score, t.reasons::jsonb, t.new_voices, t.section)`.execute(
    tx,
  );
}

/** Empties stories that have no items any more. */
export async function emptyStories(tx: Tx, ids: readonly number[], now: Date): Promise<void> {
  await sql`
    update stories set lead_item_id = null, item_count = 0, outlet_count = 0, score = 0, reasons = '[]', ranked_at = ${now}
    where id = any(${ids}::int[])`.execute(tx);
}

/** Empties recent stories without items, for example after an outlet was removed or its items changed stories. */
export async function emptyOtherStories(
  tx: Tx,
  newsletterId: number,
  kept: readonly number[],
  now: Date,
): Promise<void> {
  await sql`
    update stories set lead_item_id = null, item_count = 0, outlet_count = 0, score = 0, reasons = '[]', ranked_at = ${now}
    where newsletter_id = ${newsletterId} and last_published_at >= ${windowStart(now)} and item_count > 0
      and id <> all(${kept}::int[])`.execute(tx);
}

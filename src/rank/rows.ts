import { sql } from 'kysely';
import type { Tx } from '../db/client.ts';
import type { RankItem } from './lead.ts';

/** How far back an item may lie to belong to a story of today. */
const MEMBER_WINDOW_HOURS = 72;
// Any number of our own; with the newsletter's id it names the lock.
const RANK_LOCK = 7_201;

/** A story to be stored. */
export type StoryRow = {
  id: number;
  leadItemId: number | null;
  itemCount: number;
  outletCount: number;
  firstAt: Date;
  lastAt: Date;
  score: number;
  reasons: string[];
};

/** Waits until no other transaction ranks this newsletter; the lock ends with the transaction. */
export async function lockRanking(tx: Tx, newsletterId: number): Promise<void> {
  await sql`select pg_advisory_xact_lock(${RANK_LOCK}, ${newsletterId})`.execute(tx);
}

/**
 * The items of the last 72 hours, and the older ones of their stories, by id. A time that the outlet does not give,
 * or that lies ahead of `now`, is replaced by when the item was first seen.
 */
export async function loadItems(tx: Tx, newsletterId: number, now: Date): Promise<RankItem[]> {
  const since = new Date(now.getTime() - MEMBER_WINDOW_HOURS * 3_600_000);
  const { rows } = await sql<RankItem>`
    with dated as (
      select i.*, o.name as outlet_name, o.is_own, o.rights,
        least(case when i.published_at <= ${now} then i.published_at else i.first_seen_at end, ${now}) as at
      from items i join outlets o on o.id = i.outlet_id
      where o.newsletter_id = ${newsletterId}
    )
    select id, story_id as "storyId", url, title, summary, left(body, 2000) as body, language, image,
      position as "feedPosition", at, outlet_id as "outletId", outlet_name as "outletName", is_own as "isOwn", rights
    from dated
    where at >= ${since} or story_id in (select story_id from dated where at >= ${since})
    order by id`.execute(tx);
  return rows;
}

/** Takes `count` unused story ids. */
export async function takeStoryIds(tx: Tx, count: number): Promise<number[]> {
  const { rows } = await sql<{ id: number }>`
    select nextval(pg_get_serial_sequence('stories', 'id')) as id from generate_series(1, ${count}::int)`.execute(tx);
  return rows.map(({ id }) => id);
}

/** Writes all stories in one statement, new or known by their ids. */
export async function saveStories(
  tx: Tx,
  newsletterId: number,
  stories: readonly StoryRow[],
  now: Date,
): Promise<void> {
  await sql`
    insert into stories (id, newsletter_id, lead_item_id, item_count, outlet_count, first_published_at,
      last_published_at, score, reasons, ranked_at)
    overriding system value
    select id, ${newsletterId}::int, lead, items, outlets, first_at, last_at, score, reasons::jsonb, ${now}::timestamptz
    from unnest(
      ${stories.map((s) => s.id)}::int[], ${stories.map((s) => s.leadItemId)}::int[],
      ${stories.map((s) => s.itemCount)}::int[], ${stories.map((s) => s.outletCount)}::int[],
      ${stories.map((s) => s.firstAt)}::timestamptz[], ${stories.map((s) => s.lastAt)}::timestamptz[],
      ${stories.map((s) => s.score)}::float8[], ${stories.map((s) => JSON.stringify(s.reasons))}::text[]
    ) as t(id, lead, items, outlets, first_at, last_at, score, reasons)
    on conflict (id) do update set lead_item_id = excluded.lead_item_id, item_count = excluded.item_count,
      outlet_count = excluded.outlet_count, first_published_at = excluded.first_published_at,
      last_published_at = excluded.last_published_at, score = excluded.score, reasons = excluded.reasons,
      ranked_at = excluded.ranked_at`.execute(tx);
}

/** Gives items their stories; an item that has one by now keeps it. */
export async function saveMembership(tx: Tx, members: readonly { itemId: number; storyId: number }[]): Promise<void> {
  if (members.length === 0) return;
  await sql`
    update items set story_id = t.story_id
    from unnest(${members.map((m) => m.itemId)}::int[], ${members.map((m) => m.storyId)}::int[]) as t(item_id, story_id)
    where items.id = t.item_id and items.story_id is null`.execute(tx);
}

/** Empties the recent stories that no longer have an item to show (an outlet was removed, a language dropped). */
export async function emptyOtherStories(
  tx: Tx,
  newsletterId: number,
  kept: readonly number[],
  now: Date,
): Promise<void> {
  const since = new Date(now.getTime() - MEMBER_WINDOW_HOURS * 3_600_000);
  await sql`
    update stories set lead_item_id = null, item_count = 0, outlet_count = 0, score = 0, reasons = '[]', ranked_at = ${now}
    where newsletter_id = ${newsletterId} and last_published_at >= ${since} and id <> all(${kept}::int[])`.execute(tx);
}

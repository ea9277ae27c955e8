import { sql, type RawBuilder } from 'kysely';
import type { Tx } from '../../platform/db/client.ts';
import type { Arrival } from './heldItems.ts';
import type { Placement } from './window.ts';
import { UNSETTLING } from '../../domain/states.ts';

/** The maximum age of an item in a story of today. */
export const WINDOW_HOURS = 72;
// A story that was shown to readers is not split or joined for this many days.
const SETTLED_DAYS = 8;
const BODY_LENGTH = 300;
// An arbitrary number. Together with the newsletter's id, it identifies the lock.
const RANK_LOCK = 7_201;

/**
 * An item that is not placed yet, with the columns that decide about it. `changedAt` is its version, as text from the
 * database, because a Date would lose the microseconds. `isHeld`: staff put it into its story.
 */
type Waiting = Arrival & { language: string | null; changedAt: string; isHeld: boolean };

/** Waits until no other transaction places or scores items of this newsletter. The lock ends with the transaction. */
export async function lockRanking(tx: Tx, newsletterId: number): Promise<void> {
  await sql`select pg_advisory_xact_lock(${RANK_LOCK}, ${newsletterId})`.execute(tx);
}

/**
 * SQL for the time at which an item `i` counts as published. If the outlet gives no time, or one after `now`, it is the
 * time at which the item was first seen.
 */
export function publishedAt(now: Date): RawBuilder<Date> {
  return sql<Date>`least(case when i.published_at <= ${now} then i.published_at else i.first_seen_at end, ${now})`;
}

const arrivalColumns = (now: Date): RawBuilder<unknown> => sql`
  i.id, i.title, coalesce(nullif(i.summary, ''), left(i.body, ${BODY_LENGTH})) as summary,
  extract(epoch from ${publishedAt(now)})::float8 * 1000 as at, i.outlet_id as "outletId",
  coalesce(i.held_story_id, i.story_id) as story, i.voice`;

/**
 * Loads what any process placed after number `last`, and the latest number. These are few rows of a large table, often
 * none. This query and loadWaiting read their small sets first, so that the joins cost only as much as they find.
 */
export async function loadPlaced(
  tx: Tx,
  newsletterId: number,
  { last, since, now }: { last: number; since: Date; now: Date },
): Promise<{ items: Arrival[]; last: number }> {
  const { rows } = await sql<Arrival & { placement: number }>`
    with i as materialized (select * from items where placement > ${last})
    select ${arrivalColumns(now)}, i.placement
    from i join outlets o on o.id = i.outlet_id
    where o.newsletter_id = ${newsletterId}
      and (${publishedAt(now)} >= ${since}
           or exists (select from stories s where s.id = i.story_id and s.last_published_at >= ${since}))
    order by i.placement`.execute(tx);
  return { items: rows, last: rows.at(-1)?.placement ?? last };
}

/** Loads items that are new or have changed since they were placed, earliest first. */
export async function loadWaiting(tx: Tx, newsletterId: number, now: Date, limit: number): Promise<Waiting[]> {
  const { rows } = await sql<Waiting>`
    with i as materialized (
      select * from items where placed_as_of is distinct from greatest(updated_at, page_read_at) order by id
    )
    select ${arrivalColumns(now)}, i.language, greatest(i.updated_at, i.page_read_at)::text as "changedAt",
      i.held_story_id is not null as "isHeld"
    from i join outlets o on o.id = i.outlet_id
    where o.newsletter_id = ${newsletterId}
    order by ${publishedAt(now)}, i.id limit ${limit}`.execute(tx);
  return rows;
}

/** Loads the ids of a newsletter's outlets. */
export async function loadOutletIds(tx: Tx, newsletterId: number): Promise<Set<number>> {
  const rows = await tx.selectFrom('outlets').select('id').where('newsletter_id', '=', newsletterId).execute();
  return new Set(rows.map(({ id }) => id));
}

/**
 * Loads stories of editions beyond the draft state (standby stories too), stories that staff decided about, and stories
 * into which they put items.
 */
export async function loadSettled(tx: Tx, newsletterId: number, now: Date): Promise<Set<number>> {
  const { rows } = await sql<{ id: number }>`
    with recent as (
      select id, state from editions
      where newsletter_id = ${newsletterId} and date >= ${now}::timestamptz::date - ${SETTLED_DAYS}::int
    )
    select s.story_id as id from edition_stories s join recent e on e.id = s.edition_id
    where not e.state = any(${UNSETTLING}::text[]) and s.story_id is not null
    union select s.story_id from edition_standbys s join recent e on e.id = s.edition_id
    where not e.state = any(${UNSETTLING}::text[]) and s.story_id is not null
    union select p.story_id from edition_picks p join recent e on e.id = p.edition_id
    union select i.held_story_id from items i join stories s on s.id = i.held_story_id
    where s.newsletter_id = ${newsletterId} and i.held_story_id is not null`.execute(tx);
  return new Set(rows.map(({ id }) => id));
}

/** Takes `count` unused story ids. */
export async function takeStoryIds(tx: Tx, count: number): Promise<number[]> {
  const { rows } = await sql<{ id: number }>`
    select nextval(pg_get_serial_sequence('stories', 'id')) as id from generate_series(1, ${count}::int)`.execute(tx);
  return rows.map(({ id }) => id);
}

/** Stores placements, numbered in this order, and creates new stories. Returns the last number. */
export async function savePlacements(
  tx: Tx,
  newsletterId: number,
  placements: readonly (Placement & { at: Date })[],
  now: Date,
): Promise<number | null> {
  if (placements.length === 0) return null;
  const ids = sql`${placements.map(({ id }) => id)}::int[]`;
  const stories = sql`${placements.map(({ story }) => story)}::int[]`;
  await sql`
    insert into stories (id, newsletter_id, first_published_at, last_published_at, ranked_at)
    overriding system value
    select story, ${newsletterId}::int, min(at), max(at), ${now}::timestamptz
    from unnest(${stories}, ${placements.map(({ at }) => at)}::timestamptz[]) as t(story, at) group by story
    on conflict (id) do update set first_published_at = least(stories.first_published_at, excluded.first_published_at),
      last_published_at = greatest(stories.last_published_at, excluded.last_published_at)`.execute(tx);
  const { rows } = await sql<{ last: number | null }>`
    with placed as (
      update items i set story_id = t.story, voice = t.voice, placement = nextval('item_placements')
      from unnest(${ids}, ${stories}, ${placements.map(({ voice }) => voice)}::int[]) as t(id, story, voice)
      where i.id = t.id
      returning i.placement
    )
    select max(placement) as last from placed`.execute(tx);
  return rows[0]?.last ?? null;
}

/** Marks these versions of items as processed. Items without a place leave their earlier story. */
export async function markPlaced(tx: Tx, waiting: readonly Waiting[], placed: ReadonlySet<number>): Promise<void> {
  await sql`
    update items i set placed_as_of = t.changed_at,
      story_id = case when t.is_placed then i.story_id end, voice = case when t.is_placed then i.voice end
    from unnest(${waiting.map(({ id }) => id)}::int[], ${waiting.map(({ changedAt }) => changedAt)}::timestamptz[],
                ${waiting.map(({ id }) => placed.has(id))}::boolean[]) as t(id, changed_at, is_placed)
    where i.id = t.id`.execute(tx);
}

import { sql, type RawBuilder } from 'kysely';
import { ReveilleError } from '../../domain/errors.ts';
import { PREPARED, type Tx } from '../../platform/db/client.ts';
import type { Arrival } from './heldItems.ts';
import type { Placement } from './window.ts';
import { UNSETTLING } from '../../domain/states.ts';

/** The maximum age of an item in a story of today. */
export const WINDOW_HOURS = 72;
// A story that was shown to readers is not split or joined for this many days.
const SETTLED_DAYS = 8;
const BODY_LENGTH = 300;
/** New stories have ids from here until they are stored. They sort behind all others, which are 4-byte integers. */
export const NEW_STORY = 2 ** 31;
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

/** Like `lockRanking`, and returns the newsletter's languages. One statement, for single items arrive all day. */
export async function lockForPlacing(tx: Tx, newsletterId: number): Promise<string[]> {
  const { rows } = await sql<{ languages: string[] }>`${PREPARED}
    select languages, pg_advisory_xact_lock(${RANK_LOCK}, id) from newsletters where id = ${newsletterId}`.execute(tx);
  if (rows[0] === undefined) throw new ReveilleError('NOT_FOUND', `There is no newsletter ${newsletterId}.`);
  return rows[0].languages;
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

/** What placing reads at once. `outletIds`: of the newsletter. `settled`: stories that must not change. */
type Work = {
  waiting: Waiting[];
  placed: { items: Arrival[]; last: number };
  outletIds: Set<number>;
  settled: Set<number>;
};

type WorkRow = Waiting & { isWaiting: boolean; placement: number | null };
type StateRow = { outletIds: number[] | null; settled: number[] | null };

/**
 * SQL for the stories of editions beyond the draft state (standby stories too), stories that staff decided about, and
 * stories into which they put items.
 */
function settledStories(newsletterId: number, now: Date): RawBuilder<unknown> {
  return sql`
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
    where s.newsletter_id = ${newsletterId} and i.held_story_id is not null`;
}

/**
 * Loads up to `limit` items that are new or have changed since they were placed, earliest first. If there are any, it also
 * loads what any process placed after number `last`, in this order, and the latest number: few rows of a large table, often
 * none. One statement, because a single item is placed faster than a statement travels. The small sets come first, with
 * ids only, so that the joins cost only as much as they find.
 */
export async function loadWork(
  tx: Tx,
  newsletterId: number,
  { last, since, now, limit }: { last: number; since: Date; now: Date; limit: number },
): Promise<Work> {
  const { rows } = await sql<WorkRow & StateRow>`${PREPARED}
    with unplaced as materialized (
      select i.id, i.outlet_id, ${publishedAt(now)} as at from items i
      where i.placed_as_of is distinct from greatest(i.updated_at, i.page_read_at) order by i.id
    ), waiting as materialized (
      select u.id from unplaced u join outlets o on o.id = u.outlet_id
      where o.newsletter_id = ${newsletterId}
      order by u.at, u.id limit ${limit}
    ), placed as materialized (
      select i.id, i.outlet_id, i.story_id, ${publishedAt(now)} as at from items i
      where i.placement > ${last} and exists (select from waiting)
    ), wanted as (
      select id, true as waits, false as placed from waiting
      union all
      select p.id, false, true from placed p join outlets o on o.id = p.outlet_id
      where o.newsletter_id = ${newsletterId}
        and (p.at >= ${since}
             or exists (select from stories s where s.id = p.story_id and s.last_published_at >= ${since}))
    )
    select ${arrivalColumns(now)}, i.language, greatest(i.updated_at, i.page_read_at)::text as "changedAt",
      i.held_story_id is not null as "isHeld", w.waits as "isWaiting", i.placement,
      null::int[] as "outletIds", null::int[] as settled
    from wanted w join items i on i.id = w.id
    union all
    select null, null, null, null, null, null, null, null, null, null, null, null,
      array(select id from outlets where newsletter_id = ${newsletterId}),
      array(${settledStories(newsletterId, now)})
    where exists (select from waiting)`.execute(tx);
  const state = rows.find(({ outletIds }) => outletIds !== null);
  const items = rows.filter((row) => row !== state);
  const placed = items.filter((row) => !row.isWaiting).toSorted((a, b) => a.placement! - b.placement!);
  return {
    waiting: items.filter((row) => row.isWaiting).toSorted((a, b) => a.at - b.at || a.id - b.id),
    placed: { items: placed, last: placed.at(-1)?.placement ?? last },
    outletIds: new Set(state?.outletIds),
    settled: new Set(state?.settled),
  };
}

/** Takes `count` unused story ids. */
export async function takeStoryIds(tx: Tx, count: number): Promise<number[]> {
  const { rows } = await sql<{ id: number }>`
    select nextval(pg_get_serial_sequence('stories', 'id')) as id from generate_series(1, ${count}::int)`.execute(tx);
  return rows.map(({ id }) => id);
}

/** The version of an item that was processed. One that is not placed (`isPlaced`) leaves its earlier story. */
type Processed = { id: number; changedAt: string; isPlaced: boolean };

/**
 * Stores placements, numbered in this order, and marks versions of items as processed. Creates new stories; one with an id
 * from NEW_STORY on gets a free id. Returns the last number, null without placements, and the ids of new stories.
 */
export async function savePlacements(
  tx: Tx,
  newsletterId: number,
  {
    placements,
    processed = [],
  }: { placements: readonly (Placement & { at: Date })[]; processed?: readonly Processed[] },
  now: Date,
): Promise<{ last: number | null; made: Map<number, number> }> {
  const versions = new Map(processed.map(({ id, changedAt }) => [id, changedAt]));
  const left = processed
    .filter(({ isPlaced }) => !isPlaced)
    .map(({ id }) => ({ id, story: null, voice: null, at: null }));
  const rows = [...placements, ...left];
  if (rows.length === 0) return { last: null, made: new Map() };
  const column = <T>(read: (row: (typeof rows)[number]) => T): T[] => rows.map(read);
  const { rows: saved } = await sql<{ last: number | null; made: number[] }>`${PREPARED}
    with given as materialized (
      select * from unnest(
        ${column(({ id }) => id)}::int[], ${column(({ story }) => story)}::int8[], ${column(({ voice }) => voice)}::int[],
        ${column(({ at }) => at)}::timestamptz[], ${column(({ id }) => versions.get(id) ?? null)}::timestamptz[]
      ) as t(id, story, voice, at, changed_at)
    ), made as materialized (
      select story, nextval(pg_get_serial_sequence('stories', 'id')) as id
      from (select distinct story from given where story >= ${NEW_STORY}::int8 order by story) t
    ), named as materialized (
      select g.id, coalesce(m.id, g.story)::int as story, g.voice, g.at, g.changed_at
      from given g left join made m on m.story = g.story
    ), saved as (
      insert into stories (id, newsletter_id, first_published_at, last_published_at, ranked_at)
      overriding system value
      select story, ${newsletterId}::int, min(at), max(at), ${now}::timestamptz
      from named where story is not null group by story
      on conflict (id) do update set first_published_at = least(stories.first_published_at, excluded.first_published_at),
        last_published_at = greatest(stories.last_published_at, excluded.last_published_at)
    ), updated as (
      update items i set story_id = n.story, voice = n.voice,
        placement = case when n.story is null then i.placement else nextval('item_placements') end,
        placed_as_of = coalesce(n.changed_at, i.placed_as_of)
      from named n where i.id = n.id
      returning i.placement, i.story_id
    )
    select (select max(placement) from updated where story_id is not null) as last,
      array(select id::int from made order by story) as made`.execute(tx);
  const { last, made } = saved[0]!;
  const temporary = [...new Set(placements.map(({ story }) => story))].filter((story) => story >= NEW_STORY);
  return { last, made: new Map(temporary.toSorted((a, b) => a - b).map((story, at) => [story, made[at]!])) };
}

import { sql } from 'kysely';
import type { Db, Tx } from '../platform/db/client.ts';

/** A row of edition_stories or edition_standbys as JSON. */
export type ArrangedStory = {
  position: number;
  story_id: number | null;
  item_id: number | null;
  url: string;
  headline: string;
  summary: string;
} & Record<string, unknown>;
type ArrangedPick = { story_id: number; position: number | null; is_excluded: boolean };

/** Which stories an edition has and in which order, its standbys, and what staff decided of a draft's stories. */
export type Arrangement = { stories: ArrangedStory[]; standbys: ArrangedStory[]; picks: ArrangedPick[] };

/** An arrangement without the texts, to compare it. */
export type Outline = { stories: string[]; standbys: string[]; picks: string[] };

/** Names a story in its edition: by its number, that of its item, or its address. */
export function keyOf({ story_id: story, item_id: item, url }: ArrangedStory): string {
  return story !== null ? `story ${story}` : item !== null ? `item ${item}` : url;
}

export function outlineOf({ stories, standbys, picks }: Arrangement): Outline {
  return {
    stories: stories.map(keyOf),
    standbys: standbys.map(keyOf),
    picks: picks.map(({ story_id: story, position, is_excluded: out }) => `${story} ${out ? 'out' : (position ?? '')}`),
  };
}

export async function loadArrangement(tx: Db, editionId: number): Promise<Arrangement> {
  const { rows } = await sql<Arrangement>`
    select
      (select coalesce(jsonb_agg(to_jsonb(s) order by position), '[]') from edition_stories s
       where edition_id = ${editionId}) as stories,
      (select coalesce(jsonb_agg(to_jsonb(s) order by position), '[]') from edition_standbys s
       where edition_id = ${editionId}) as standbys,
      (select coalesce(jsonb_agg(jsonb_build_object('story_id', story_id, 'position', position, 'is_excluded',
         is_excluded) order by story_id), '[]') from edition_picks where edition_id = ${editionId}) as picks`.execute(
    tx,
  );
  return rows[0]!;
}

/** Moves the records about positions along with the stories. A fix of a story that has left keeps position 0. */
async function followPositions(tx: Tx, editionId: number, was: ArrangedStory[], is: ArrangedStory[]): Promise<void> {
  const before = was.map(keyOf);
  const places = before.map((key) => is.findIndex((story) => keyOf(story) === key) + 1);
  const returned = is.flatMap((story, at) =>
    story.item_id === null || before.includes(keyOf(story)) ? [] : [{ item: story.item_id, place: at + 1 }],
  );
  const moves = sql`unnest(${was.map(({ position }) => position)}::int[], ${places}::int[]) as m(was, place)`;
  await sql`
    update edition_fixes f set position = m.place from ${moves}
    where f.edition_id = ${editionId} and f.position = m.was`.execute(tx);
  await sql`
    update edition_fixes f set position = r.place
    from unnest(${returned.map(({ item }) => item)}::int[], ${returned.map(({ place }) => place)}::int[]) as r(item, place)
    where f.edition_id = ${editionId} and f.position = 0 and f.item_id = r.item`.execute(tx);
  await sql`
    update waves w set changes = (
      select coalesce(jsonb_agg(case when (c->>'applied')::boolean then c
                                     else jsonb_set(c, '{position}', to_jsonb(m.place)) end order by n), '[]')
      from jsonb_array_elements(w.changes) with ordinality as t(c, n) left join ${moves} on m.was = (c->>'position')::int
      where (c->>'applied')::boolean or m.place > 0)
    where w.edition_id = ${editionId}`.execute(tx);
}

/** Replaces the stories and standbys of a locked edition; they are numbered in the order given. */
export async function saveArrangement(
  tx: Tx,
  editionId: number,
  { stories, standbys }: Pick<Arrangement, 'stories' | 'standbys'>,
): Promise<void> {
  const was = (await loadArrangement(tx, editionId)).stories;
  const numbered = (rows: ArrangedStory[]): string =>
    JSON.stringify(rows.map((row, at) => ({ ...row, position: at + 1 })));
  await sql`delete from edition_stories where edition_id = ${editionId}`.execute(tx);
  await sql`delete from edition_standbys where edition_id = ${editionId}`.execute(tx);
  await sql`
    insert into edition_stories select * from jsonb_populate_recordset(null::edition_stories, ${numbered(stories)}::jsonb)`.execute(
    tx,
  );
  await sql`
    insert into edition_standbys select * from jsonb_populate_recordset(null::edition_standbys, ${numbered(standbys)}::jsonb)`.execute(
    tx,
  );
  await followPositions(tx, editionId, was, stories);
}

/** Replaces what staff decided of a draft's stories. Stories that no longer exist are left out. */
export async function savePicks(
  tx: Tx,
  editionId: number,
  picks: readonly ArrangedPick[],
  { actor, at }: { actor: string; at: Date },
): Promise<void> {
  await sql`delete from edition_picks where edition_id = ${editionId}`.execute(tx);
  await sql`
    insert into edition_picks (edition_id, story_id, position, is_excluded, actor, at)
    select ${editionId}, p.story_id, p.position, p.is_excluded, ${actor}, ${at}
    from jsonb_to_recordset(${JSON.stringify(picks)}::jsonb) as p(story_id int, position int, is_excluded boolean)
    join stories s on s.id = p.story_id`.execute(tx);
}

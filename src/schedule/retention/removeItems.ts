import { sql } from 'kysely';
import type { Removal } from './removal.ts';

/**
 * The newest items of an outlet stay: a feed holds 500 entries at most, and one that it still lists must not come back as
 * new when its row is gone.
 */
const NEWEST_OF_OUTLET = 1_000;
const ROWS = 1_000;

/** Removes old items, but for the newest of each outlet and those of editions that are not old. */
export const removeItems: Removal = async ({ db }, before) => {
  const { numAffectedRows } = await sql`
    with bounds as materialized (
      select o.id as outlet_id, b.id as below
      from outlets o
      cross join lateral (
        select id from items i where i.outlet_id = o.id order by id desc offset ${NEWEST_OF_OUTLET - 1}::integer limit 1) b
    )
    delete from items where id in (
      select i.id from bounds b join items i on i.outlet_id = b.outlet_id and i.id < b.below
      where greatest(i.first_seen_at, i.updated_at) < ${before}
        and not exists (
          select from edition_stories s join editions e on e.id = s.edition_id
          where s.item_id = i.id and e.date >= ${before}::date)
        and not exists (
          select from edition_standbys s join editions e on e.id = s.edition_id
          where s.item_id = i.id and e.date >= ${before}::date)
      limit ${ROWS})`.execute(db);
  return Number(numAffectedRows ?? 0);
};

/** Removes old stories without items that no recent edition shows. */
export const removeStories: Removal = async ({ db }, before) => {
  const { numAffectedRows } = await sql`
    delete from stories where id in (
      select s.id from stories s
      where s.last_published_at < ${before}
        and not exists (select from items i where i.story_id = s.id or i.held_story_id = s.id)
        and not exists (
          select from edition_picks p join editions e on e.id = p.edition_id
          where p.story_id = s.id and e.date >= ${before}::date)
      limit ${ROWS})`.execute(db);
  return Number(numAffectedRows ?? 0);
};

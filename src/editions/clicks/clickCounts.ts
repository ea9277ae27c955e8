import { sql } from 'kysely';
import type { Db } from '../../platform/db/client.ts';

/** How often links were followed, by people and by programs that look at links. */
export type Followed = { clicks: number; scans: number };

/** What is to be added to each link, by its id. */
export type Additions = ReadonlyMap<string, Followed>;

/** Adds to the counts of links; all or none. */
export async function addCounts({ db }: { db: Db }, additions: Additions): Promise<void> {
  const ids = [...additions.keys()];
  const clicks = [...additions.values()].map((each) => each.clicks);
  const scans = [...additions.values()].map((each) => each.scans);
  // Locked in one order: two processes that count the same edition wait for each other, and never both.
  await sql`
    with added as (
      select * from unnest(${ids}::text[], ${clicks}::integer[], ${scans}::integer[]) as a (id, clicks, scans)),
    locked as (select id from links where id = any(${ids}::text[]) order by id for no key update)
    update links l set clicks = l.clicks + a.clicks, scans = l.scans + a.scans
    from locked join added a using (id) where l.id = locked.id`.execute(db);
}

/** The counts of an edition's stories, by position, rehearsals and test copies apart; of a story whose address was
 * fixed, those of both. A story that nobody's mail links to yet has none. */
export async function loadClicks({ db }: { db: Db }, editionId: number): Promise<Map<number, Followed>> {
  const { rows } = await sql<Followed & { position: number }>`
    select position, sum(clicks) as clicks, sum(scans) as scans
    from links where edition_id = ${editionId} and not is_rehearsal
    group by position order by position`.execute(db);
  return new Map(rows.map(({ position, clicks, scans }) => [position, { clicks, scans }]));
}

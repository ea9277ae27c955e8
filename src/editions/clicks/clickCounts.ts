import { sql } from 'kysely';
import type { SlotKind } from '../../domain/slots.ts';
import type { Db } from '../../platform/db/client.ts';

/** How often links were followed, by people and by scanners. */
export type Followed = { clicks: number; scans: number };

/** The counts to add, by link id. */
type Additions = ReadonlyMap<string, Followed>;

/** Adds to the counts of links, in one statement. */
export async function addCounts({ db }: { db: Db }, additions: Additions): Promise<void> {
  const ids = [...additions.keys()];
  const clicks = [...additions.values()].map((each) => each.clicks);
  const scans = [...additions.values()].map((each) => each.scans);
  // Rows are locked in one order, so that two processes that count the same edition cannot deadlock.
  await sql`
    with added as (
      select * from unnest(${ids}::text[], ${clicks}::integer[], ${scans}::integer[]) as a (id, clicks, scans)),
    locked as (select id from links where id = any(${ids}::text[]) order by id for no key update)
    update links l set clicks = l.clicks + a.clicks, scans = l.scans + a.scans
    from locked join added a using (id) where l.id = locked.id`.execute(db);
}

/** The counts of an edition's stories, by position, without rehearsals and test copies. A story whose address was fixed
 * has the sum of both addresses. A story that no mail links to yet has none. */
export async function loadClicks({ db }: { db: Db }, editionId: number): Promise<Map<number, Followed>> {
  const { rows } = await sql<Followed & { position: number }>`
    select position, sum(clicks) as clicks, sum(scans) as scans
    from links where edition_id = ${editionId} and not is_rehearsal and slot is null
    group by position order by position`.execute(db);
  return new Map(rows.map(({ position, clicks, scans }) => [position, { clicks, scans }]));
}

/** The counts of what an edition shows beside its stories, without rehearsals and test copies. */
export async function loadSlotClicks({ db }: { db: Db }, editionId: number): Promise<Map<SlotKind, Followed>> {
  const { rows } = await sql<Followed & { slot: SlotKind }>`
    select slot, sum(clicks) as clicks, sum(scans) as scans
    from links where edition_id = ${editionId} and not is_rehearsal and slot is not null
    group by slot order by slot desc`.execute(db);
  return new Map(rows.map(({ slot, clicks, scans }) => [slot, { clicks, scans }]));
}

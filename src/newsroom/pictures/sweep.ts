import { sql } from 'kysely';
import type { Db } from '../../platform/db/client.ts';

/** A story can be chosen for as long; then only editions need its picture. */
const UNUSED_HOURS = 96;
/** Mails are looked up again, and the archive is read; after this long its pictures are left out. */
const KEPT_DAYS = 400;

/**
 * Forgets the pictures that no edition of the last 400 days shows, four days after they were made, and returns how
 * many. What stays is bounded by what editions carry: about half a megabyte a story.
 */
export async function sweepPictures({ db, now }: { db: Db; now: () => Date }): Promise<number> {
  const { numAffectedRows } = await sql`
    delete from pictures p
    where p.created_at < ${now()}::timestamptz - make_interval(hours => ${UNUSED_HOURS})
      -- the row of a killed one, without bytes, is why its address goes on to answer 410
      and not exists (select from picture_kills k where k.source_hash = p.source_hash)
      and not exists (
        select from edition_stories s join editions e on e.id = s.edition_id
        where s.image is not null and s.image -> 'stored' ->> 'hash' = p.hash
          and e.date > ${now()}::timestamptz - make_interval(days => ${KEPT_DAYS}))`.execute(db);
  return Number(numAffectedRows ?? 0);
}

import { sql } from 'kysely';
import type { Db } from '../../platform/db/client.ts';

/** How long a story can be chosen. After that, only editions need its picture. */
const UNUSED_HOURS = 96;
/** People read old mails and the archive. After this time their pictures are removed. */
const KEPT_DAYS = 400;

/**
 * Deletes the pictures that no edition of the last 400 days shows and no newsletter's slot has, four days after they were made, and returns their
 * number. The editions bound what remains: about half a megabyte per story.
 */
export async function sweepPictures({ db, now }: { db: Db; now: () => Date }): Promise<number> {
  const { numAffectedRows } = await sql`
    delete from pictures p
    where p.created_at < ${now()}::timestamptz - make_interval(hours => ${UNUSED_HOURS})
      -- the row of a removed picture, without bytes, keeps its address answering 410
      and not exists (select from picture_kills k where k.source_hash = p.source_hash)
      and not exists (select from newsletters n where p.hash in (n.sponsor_picture, n.house_picture))
      and not exists (
        select from editions e
        where p.hash in (e.slots -> 'sponsor' -> 'picture' ->> 'hash', e.slots -> 'house' -> 'picture' ->> 'hash')
          and e.date > ${now()}::timestamptz - make_interval(days => ${KEPT_DAYS}))
      and not exists (
        select from edition_stories s join editions e on e.id = s.edition_id
        where s.image is not null and s.image -> 'stored' ->> 'hash' = p.hash
          and e.date > ${now()}::timestamptz - make_interval(days => ${KEPT_DAYS}))`.execute(db);
  return Number(numAffectedRows ?? 0);
}

import { sql } from 'kysely';
import type { Db } from '../../platform/db/client.ts';
import { daysBefore, loadKeptDays } from '../../platform/retentionSettings.ts';

/** How long a story can be chosen. After that, only editions need its picture. */
const UNUSED_HOURS = 96;

/**
 * Deletes the pictures that no newsletter's slot has and no edition shows of the days for which pictures are kept
 * (src/domain/retention.ts), four days after they were made, and returns their number. The editions bound what remains:
 * about half a megabyte per story.
 */
export async function sweepPictures({ db, now }: { db: Db; now: () => Date }): Promise<number> {
  const { pictures: days } = await loadKeptDays({ db });
  const { numAffectedRows } = await sql`
    delete from pictures p
    where p.created_at < ${now()}::timestamptz - make_interval(hours => ${UNUSED_HOURS})
      -- the row of a removed picture, without bytes, keeps its address answering 410
      and not exists (select from picture_kills k where k.source_hash = p.source_hash)
      and not exists (select from newsletters n where p.hash in (n.sponsor_picture, n.house_picture))
      and not exists (
        select from editions e
        where p.hash in (e.slots -> 'sponsor' -> 'picture' ->> 'hash', e.slots -> 'house' -> 'picture' ->> 'hash')
          and e.date > ${daysBefore(now(), days)}::timestamptz)
      and not exists (
        select from edition_stories s join editions e on e.id = s.edition_id
        where s.image is not null and s.image -> 'stored' ->> 'hash' = p.hash
          and e.date > ${daysBefore(now(), days)}::timestamptz)`.execute(db);
  return Number(numAffectedRows ?? 0);
}

import { sql } from 'kysely';
import type { Db, Tx } from '../../../platform/db/client.ts';
import type { PictureFault } from '../../../domain/pictures.ts';
import { creditWords } from '../../rights/agencies.ts';
import type { Developed } from './develop.ts';
import type { PictureItem } from './wanted.ts';

type Deps = { db: Db; now: () => Date };

/** A picture of this many stories of one outlet within a week counts as placeholder. */
const REPEATED_STORIES = 3;
// An arbitrary number. Together with the outlet's id, it identifies the lock.
const OUTLET_LOCK = 7_209;

/** Stores the reason why an item has no picture. */
export async function saveFault({ db, now }: Deps, { itemId, image }: PictureItem, fault: PictureFault): Promise<void> {
  await sql`
    update items set picture_hash = null, picture_fault = ${fault}, picture_url = ${image.url}, picture_tried_at = ${now()},
      picture_tries = case when picture_url = ${image.url} then picture_tries + 1 else 1 end
    where id = ${itemId}`.execute(db);
}

/** True for a URL that must never be fetched again, or bytes that must never be shown again. */
export async function isKilled({ db }: Pick<Deps, 'db'>, by: { url?: string; sourceHash?: string }): Promise<boolean> {
  const { rows } = await sql<{ killed: boolean }>`
    select exists (select from picture_kills
                   where source_url = ${by.url ?? null}::text or source_hash = ${by.sourceHash ?? null}::text) as killed`.execute(
    db,
  );
  return rows[0]!.killed;
}

/** True if the outlet uses the same URL for several stories of this week. */
export async function isRepeated({ db, now }: Deps, { outletId, image }: PictureItem): Promise<boolean> {
  const { rows } = await sql<{ stories: number }>`
    select count(distinct coalesce(story_id, -id))::int as stories from items
    where outlet_id = ${outletId} and image ->> 'url' = ${image.url}
      and coalesce(published_at, first_seen_at) > ${now()}::timestamptz - interval '7 days'`.execute(db);
  return rows[0]!.stories >= REPEATED_STORIES;
}

/** Removes a picture from all stories of the outlet if enough of them have the same bytes, under any URL. */
async function dropRepeated(tx: Tx, { itemId, outletId }: PictureItem, sourceHash: string): Promise<boolean> {
  const { rows } = await sql<{ ids: number[]; stories: number }>`
    select coalesce(array_agg(i.id), '{}') as ids, count(distinct coalesce(i.story_id, -i.id))::int as stories
    from items i join pictures p on p.hash = i.picture_hash
    where i.outlet_id = ${outletId} and p.source_hash = ${sourceHash} and i.id <> ${itemId}
      and i.story_id is distinct from (select story_id from items where id = ${itemId})`.execute(tx);
  const { ids, stories } = rows[0]!;
  if (stories < REPEATED_STORIES - 1) return false;
  await sql`
    update items set picture_hash = null, picture_fault = 'PICTURE_REPEATED' where id = any(${ids}::int[])`.execute(tx);
  return true;
}

/** Stores a picture with its files. */
export async function insertPicture(
  tx: Tx,
  { hash, sourceHash, width, height, widths, thumb, wide, credit, copyright, renditions }: Developed,
  { sourceUrl, at }: { sourceUrl: string; at: Date },
): Promise<void> {
  await tx
    .insertInto('pictures')
    .values({
      hash,
      source_hash: sourceHash,
      source_url: sourceUrl,
      width,
      height,
      widths,
      thumb,
      wide,
      credit,
      copyright,
      created_at: at,
    })
    // The picture counts as new again, so that the cleanup keeps it.
    .onConflict((conflict) => conflict.column('hash').doUpdateSet({ created_at: at, thumb, wide }))
    .execute();
  await tx
    .insertInto('picture_renditions')
    .values(renditions.map(({ width: pixels, format, body }) => ({ hash, width: pixels, format, body })))
    .onConflict((conflict) => conflict.columns(['hash', 'width', 'format']).doNothing())
    .execute();
}

/**
 * Stores a picture and assigns it to the item, in one transaction. If the picture is already stored, only the outlet is
 * added to it. False if the outlet repeats the picture.
 */
export async function savePicture({ db, now }: Deps, candidate: PictureItem, picture: Developed): Promise<boolean> {
  const { hash, sourceHash, credit } = picture;
  const { itemId, outletId, image } = candidate;
  const words = creditWords(image.credit ?? credit);
  return db.transaction().execute(async (tx) => {
    // Concurrent pictures of an outlet must be counted one after another.
    await sql`select pg_advisory_xact_lock(${OUTLET_LOCK}, ${outletId})`.execute(tx);
    if (await dropRepeated(tx, candidate, sourceHash)) return false;
    await insertPicture(tx, picture, { sourceUrl: image.url, at: now() });
    await tx
      .insertInto('picture_outlets')
      .values({ hash, outlet_id: outletId, credit_words: words })
      .onConflict((conflict) => conflict.columns(['hash', 'outlet_id']).doUpdateSet({ credit_words: words }))
      .execute();
    await sql`
      update items set picture_hash = ${hash}, picture_fault = null, picture_url = ${image.url},
        picture_tried_at = ${now()}, picture_tries = 0
      where id = ${itemId}`.execute(tx);
    return true;
  });
}

import { sql } from 'kysely';
import type { Db } from '../../platform/db/client.ts';
import type { PictureFault } from '../../domain/pictures.ts';
import type { Picture } from '../../domain/story.ts';
import type { PictureFile } from './file.ts';
import type { PictureState } from '../../domain/states.ts';

/** `gone`: it was there, and may be shown no longer, or is kept no longer. */

/** Whether a picture may be shown at this moment: kills and rights are asked each time. */
export async function pictureState({ db }: { db: Db }, hash: string): Promise<PictureState> {
  const { rows } = await sql<{ state: PictureState }>`
    select case when exists (select from showable_pictures where hash = ${hash}) then 'shown'
                when exists (select from pictures where hash = ${hash}) then 'gone'
                when exists (select from edition_stories where image is not null
                             and image -> 'stored' ->> 'hash' = ${hash}) then 'gone'
                else 'unknown' end as state`.execute(db);
  return rows[0]!.state;
}

/** The bytes of one rendition, or null. Whether they may be shown is another question. */
export async function loadRendition({ db }: { db: Db }, { hash, width, format }: PictureFile): Promise<Buffer | null> {
  const row = await db
    .selectFrom('picture_renditions')
    .select('body')
    .where('hash', '=', hash)
    .where('width', '=', width)
    .where('format', '=', format)
    .executeTakeFirst();
  return row?.body ?? null;
}

/** Why stories of an edition have no picture, by position: what is wrong with their lead item's. */
export async function loadPictureFaults({ db }: { db: Db }, editionId: number): Promise<Map<number, PictureFault>> {
  const rows = await db
    .selectFrom('edition_stories')
    .innerJoin('items', 'items.id', 'edition_stories.item_id')
    .select(['edition_stories.position', 'items.picture_fault as fault'])
    .where('edition_stories.edition_id', '=', editionId)
    .where('edition_stories.image', 'is', null)
    .execute();
  return new Map(rows.flatMap(({ position, fault }) => (fault ? [[position, fault]] : [])));
}

/** The stories without the pictures that may not be shown at this moment. */
export async function withShowablePictures<T extends { image: Picture | null }>(
  { db }: { db: Db },
  stories: readonly T[],
): Promise<T[]> {
  const hashes = stories.flatMap(({ image }) => image?.stored?.hash ?? []);
  const rows =
    hashes.length === 0
      ? []
      : await db.selectFrom('showable_pictures').select('hash').where('hash', 'in', hashes).execute();
  const showable = new Set(rows.map(({ hash }) => hash));
  return stories.map((story) =>
    story.image === null || showable.has(story.image.stored?.hash ?? '') ? story : { ...story, image: null },
  );
}

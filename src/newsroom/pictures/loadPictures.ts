import { sql } from 'kysely';
import type { Db } from '../../platform/db/client.ts';
import type { PictureFault } from '../../domain/pictures.ts';
import type { Picture } from '../../domain/story.ts';
import type { PictureFile } from './file.ts';
import type { PictureState } from '../../domain/states.ts';

/** Whether a picture may be shown now. Removals and rights are checked each time. */
export async function pictureState({ db }: { db: Db }, hash: string): Promise<PictureState> {
  const { rows } = await sql<{ state: PictureState }>`
    select case when exists (select from showable_pictures where hash = ${hash}) then 'shown'
                when exists (select from pictures where hash = ${hash}) then 'gone'
                when exists (select from edition_stories where image is not null
                             and image -> 'stored' ->> 'hash' = ${hash}) then 'gone'
                else 'unknown' end as state`.execute(db);
  return rows[0]!.state;
}

/** The bytes of one rendition, or null. This does not check whether they may be shown. */
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

/** Why stories of an edition have no picture, by position: the error of their lead item's picture. */
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

/** The stories, without pictures that may not be shown now. */
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

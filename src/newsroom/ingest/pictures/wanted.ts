import { sql } from 'kysely';
import type { Db } from '../../../platform/db/client.ts';
import { isPassing, type PictureFault } from '../../../domain/pictures.ts';
import type { Picture } from '../../../domain/story.ts';

/** An item whose picture a story may show. */
export type PictureItem = {
  itemId: number;
  outletId: number;
  outletUrl: string;
  allowPrivate: boolean;
  /** The publisher of its newsletter. */
  operator: string;
  image: Picture;
  copyright: string | null;
  /** True if our version is already stored. */
  isStored: boolean;
  /** The result of an earlier attempt with the same URL. */
  fault: PictureFault | null;
  triedAt: Date | null;
  tries: number;
};

/** A story has no picture if four of its outlets fail to provide one. */
const MAX_A_STORY = 4;
const MAX_TRIES = 5;
const RETRY_MS = 4 * 60_000;

/**
 * The items to try from each list, preferred ones first. Items after one with a stored picture are left out, and so are
 * items with unsuitable pictures. Empty lists are removed.
 */
export async function loadWanted(
  { db, now }: { db: Db; now: () => Date },
  stories: readonly (readonly number[])[],
): Promise<PictureItem[][]> {
  const { rows } = await sql<PictureItem>`
    select i.id as "itemId", o.id as "outletId", o.url as "outletUrl", o.allow_private as "allowPrivate",
      coalesce(n.legal_name, n.name) as operator, i.image, i.copyright,
      exists (select from showable_pictures p where p.hash = i.picture_hash) and i.picture_url = i.image ->> 'url'
        as "isStored",
      case when i.picture_url = i.image ->> 'url' then i.picture_fault end as fault,
      i.picture_tried_at as "triedAt",
      case when i.picture_url = i.image ->> 'url' then i.picture_tries else 0 end as tries
    from items i join outlets o on o.id = i.outlet_id join newsletters n on n.id = o.newsletter_id
    where i.id = any(${stories.flat()}::int[]) and i.image is not null`.execute(db);
  const byId = new Map(rows.map((row) => [row.itemId, row]));
  const mayTry = ({ fault, tries, triedAt }: PictureItem): boolean =>
    fault === null ||
    (isPassing(fault) && tries < MAX_TRIES && now().getTime() - (triedAt?.getTime() ?? 0) >= RETRY_MS);
  return stories.flatMap((ids) => {
    const candidates = ids.flatMap((id) => byId.get(id) ?? []);
    const best = candidates.findIndex(({ isStored }) => isStored);
    const open = (best < 0 ? candidates : candidates.slice(0, best)).slice(0, MAX_A_STORY).filter(mayTry);
    return open.length > 0 ? [open] : [];
  });
}

import { listPictureItems, recomposeEdition } from './compose/compose.ts';
import type { Db } from './db/client.ts';
import { fetchPictures } from './ingest/ingest.ts';
import type { Log } from './log.ts';

/**
 * Fetches the pictures of the stories that composing chose for a draft, and composes it again where that brought any:
 * only what is shown is fetched, and an edition is there, with words alone, however long pictures take. One that is no
 * draft (any more) keeps what it says. Returns whether it was composed again. Throws NOT_FOUND.
 */
export async function addPictures(
  deps: { db: Db; log: Log; now: () => Date; publicUrl?: string; isRehearsal?: boolean },
  editionId: number,
): Promise<boolean> {
  const edition = await deps.db.selectFrom('editions').select('state').where('id', '=', editionId).executeTakeFirst();
  if (edition?.state !== 'draft') return false;
  const { stored } = await fetchPictures(deps, await listPictureItems(deps, editionId));
  if (stored > 0) await recomposeEdition(deps, editionId);
  return stored > 0;
}

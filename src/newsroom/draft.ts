import { listPictureItems, recomposeEdition } from './compose/compose.ts';
import type { Db } from '../platform/db/client.ts';
import { listItemIds } from '../editions/load.ts';
import { fetchPictures, readFirstPages } from './ingest/ingest.ts';
import type { Log } from '../platform/log.ts';

/**
 * Reads what is still unread of the stories that composing chose for a draft, their pages and their pictures, and
 * composes it again where that changed anything: only what is shown is fetched, and an edition is there, with words
 * alone, however long that takes. One that is no draft (any more) keeps what it says. Returns whether it was composed
 * again. Throws NOT_FOUND.
 */
export async function completeDraft(
  deps: { db: Db; log: Log; now: () => Date; publicUrl?: string; isRehearsal?: boolean },
  editionId: number,
): Promise<boolean> {
  const edition = await deps.db.selectFrom('editions').select('state').where('id', '=', editionId).executeTakeFirst();
  if (edition?.state !== 'draft') return false;
  const changed = await readFirstPages(deps, await listItemIds(deps, editionId));
  if (changed > 0) await recomposeEdition(deps, editionId);
  const { stored } = await fetchPictures(deps, await listPictureItems(deps, editionId));
  if (stored > 0) await recomposeEdition(deps, editionId);
  return changed > 0 || stored > 0;
}

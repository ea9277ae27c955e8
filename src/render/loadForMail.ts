import { ReveilleError } from '../domain/errors.ts';
import { loadEdition, type LoadedEdition } from '../editions/load.ts';
import { listMostRead } from '../newsroom/compose/compose.ts';
import { withShowablePictures } from '../newsroom/pictures/loadPictures.ts';
import type { Db } from '../platform/db/client.ts';

/**
 * Loads an edition as its mail shows it: without pictures that may not be shown now and, until its first message, with the
 * stories of the last edition that readers followed most. Throws NOT_FOUND.
 */
export async function loadForMail(deps: { db: Db; now: () => Date }, editionId: number): Promise<LoadedEdition> {
  const loaded = await loadEdition(deps, editionId);
  if (!loaded) throw new ReveilleError('NOT_FOUND', `There is no edition ${editionId}.`);
  const stories = await withShowablePictures(deps, loaded.stories);
  if (loaded.edition.started_at !== null) return { ...loaded, stories };
  return { ...loaded, stories, slots: { ...loaded.slots, mostRead: await listMostRead(deps, loaded) } };
}

import type { Db } from './db/client.ts';
import { freezeAudience } from './deliver/deliver.ts';
import { failPreparing, findPreparing } from './editions/prepare.ts';
import { messageOf } from './errors.ts';
import type { Log } from './log.ts';
import { renderEdition } from './render/render.ts';

/**
 * From `preparing` to `submitting`: renders the digest, then freezes the audience. True where there is
 * something to deliver now. An edition that cannot be rendered becomes `failed`, with the reason, and nobody
 * is mailed.
 */
export async function prepareEdition(
  deps: { db: Db; log: Log; now: () => Date; publicUrl: string },
  editionId: number,
): Promise<boolean> {
  const edition = await findPreparing(deps, editionId);
  if (!edition) return false;
  try {
    await renderEdition({ ...deps, isRehearsal: edition.isRehearsal }, editionId);
  } catch (error) {
    deps.log.error({ err: error, edition: editionId }, 'an edition could not be rendered');
    await failPreparing(deps, editionId, messageOf(error));
    return false;
  }
  return (await freezeAudience(deps, editionId)) !== null;
}

import { isDatabaseAway } from './db/away.ts';
import type { Db } from './db/client.ts';
import { freezeAudience } from './deliver/deliver.ts';
import { failPreparing, findPreparing } from './editions/prepare.ts';
import { messageOf } from './errors.ts';
import type { Log } from './log.ts';
import { renderEdition } from './render/render.ts';

/**
 * From `preparing` to `submitting`: renders the digest, then freezes the audience; `onStarted` is called as soon as
 * the first readers can be mailed. An edition that cannot be rendered becomes `failed`, with the reason, and nobody
 * is mailed. One whose audience was left half frozen is completed.
 */
export async function prepareEdition(
  deps: { db: Db; log: Log; now: () => Date; publicUrl: string },
  editionId: number,
  { onStarted }: { onStarted?: () => Promise<void> } = {},
): Promise<void> {
  const edition = await findPreparing(deps, editionId);
  try {
    if (edition) await renderEdition({ ...deps, isRehearsal: edition.isRehearsal }, editionId);
  } catch (error) {
    // Nothing is wrong with the edition: the sweep has it prepared when the database is back.
    if (isDatabaseAway(error)) throw error;
    deps.log.error({ err: error, edition: editionId }, 'an edition could not be rendered');
    await failPreparing(deps, editionId, messageOf(error));
    return;
  }
  await freezeAudience(deps, editionId, onStarted ? { onStarted } : {});
}

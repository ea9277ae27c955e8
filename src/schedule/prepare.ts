import { isDatabaseAway } from '../platform/db/away.ts';
import type { Db } from '../platform/db/client.ts';
import { freezeAudience } from '../deliver/deliver.ts';
import { failPreparing, findPreparing } from '../editions/prepare.ts';
import { isReveilleError, messageOf } from '../domain/errors.ts';
import type { Log } from '../platform/log.ts';
import { renderEdition } from '../render/render.ts';

/**
 * Takes an edition from `preparing` to `submitting`: renders the digest, then freezes the audience. `onStarted` is
 * called as soon as the first readers can be mailed. If an edition cannot be rendered, even with older templates or
 * without the faulty stories, it is retried until its allowed lateness is over. Then it becomes `failed`, and no reader
 * is mailed. An audience that was frozen only in part is completed.
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
    // The edition itself has no error. The sweep prepares it again when the database is back.
    if (isDatabaseAway(error)) throw error;
    const mayPass = isReveilleError(error, 'RENDER_FAILED');
    const isTriedAgain = await failPreparing(deps, editionId, { reason: messageOf(error), mayPass });
    deps.log.error({ err: error, edition: editionId, isTriedAgain }, 'an edition could not be rendered');
    return;
  }
  await freezeAudience(deps, editionId, onStarted ? { onStarted } : {});
}

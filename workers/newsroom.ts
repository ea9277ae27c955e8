import { recheckBeforeSend, recheckEdition } from '../src/newsroom/compose/compose.ts';
import { refreshWave } from '../src/deliver/deliver.ts';
import { completeApproved, completeDraft, draftEdition, redraftEdition } from '../src/newsroom/draft.ts';
import { settleWords } from '../src/editions/goodWords.ts';
import { listItemIds } from '../src/editions/load.ts';
import { ingestOutlet, rereadItems } from '../src/newsroom/ingest/ingest.ts';
import { sweepPictures } from '../src/newsroom/pictures/sweep.ts';
import { runProcess, type Running } from '../src/platform/process.ts';
import { consume } from '../src/platform/queue/queue.ts';
import { openWindows, placeNewsletter } from '../src/newsroom/rank/rank.ts';
import type { Runtime } from '../src/platform/runtime.ts';

const OUTLETS_AT_ONCE = 8;
// One `place` job for each newsletter is enough within this time.
const PLACE_EVERY_MS = 5_000;

/** Fetches outlets, places new items, composes editions, and checks both again before each wave. */
async function startNewsroom({ config, db, log, now, queues, queueLocation }: Runtime): Promise<Running> {
  await settleWords({ db, log });
  const windows = openWindows();
  const deps = { db, log, now, publicUrl: config.publicUrl, queues, windows, isRehearsal: config.relays.length === 0 };
  const compose = (editionId: number): Promise<unknown> => redraftEdition(deps, editionId);
  return consume(
    queueLocation,
    log,
    'newsroom',
    {
      ingest: async ({ outletId }) => {
        const result = await ingestOutlet(deps, outletId);
        if (result.status === 'failed') log.warn({ outlet: result.outlet, code: result.errorCode }, 'an outlet failed');
        const generation = String(Math.floor(now().getTime() / PLACE_EVERY_MS));
        if (result.items > 0) await queues.enqueue('place', { newsletterId: result.newsletterId }, generation);
      },
      place: async ({ newsletterId }) => void (await placeNewsletter(deps, newsletterId)),
      compose: async ({ newsletterId, date, dueAt, kind }) => {
        const order = { newsletterId, date, kind, dueAt: dueAt ? new Date(dueAt) : null };
        const { edition } = await draftEdition(deps, order);
        await sweepPictures(deps);
        if (edition.flag) log.warn({ edition: edition.id, flag: edition.flag }, 'an edition needs staff');
      },
      pictures: async ({ editionId }) =>
        void ((await completeDraft(deps, editionId)) || (await completeApproved(deps, editionId))),
      recheck: async ({ editionId, dueAt }) => {
        const wave = { editionId, dueAt: new Date(dueAt) };
        await rereadItems(deps, await listItemIds(deps, editionId));
        await completeApproved(deps, editionId);
        await recheckBeforeSend({ ...deps, compose }, editionId);
        // Readers come first, because the recheck's mark says that both are done.
        await refreshWave(deps, wave);
        // Some of them may have chosen a format or language that is new among the readers.
        await queues.enqueue('renderRevision', { editionId });
        await recheckEdition(deps, wave);
      },
    },
    { concurrency: OUTLETS_AT_ONCE },
  );
}

await runProcess('newsroom', startNewsroom);

import { composeEdition, recheckEdition } from '../src/compose/compose.ts';
import { refreshWave } from '../src/deliver/deliver.ts';
import { ingestOutlet } from '../src/ingest/ingest.ts';
import { runProcess, type Running } from '../src/process.ts';
import { consume } from '../src/queue/queue.ts';
import { rankNewsletter } from '../src/rank/rank.ts';
import type { Runtime } from '../src/runtime.ts';

const OUTLETS_AT_ONCE = 8;

/** Fetches outlets, composes editions from what they brought, and looks at both again before each wave. */
async function startNewsroom({ config, db, log, now, queues, queueLocation }: Runtime): Promise<Running> {
  const deps = { db, log, now, publicUrl: config.publicUrl };
  return consume(
    queueLocation,
    log,
    'newsroom',
    {
      ingest: async ({ outletId }) => {
        const result = await ingestOutlet(deps, outletId);
        if (result.status === 'failed') log.warn({ outlet: result.outlet, code: result.errorCode }, 'an outlet failed');
      },
      compose: async ({ newsletterId, date, dueAt }) => {
        await rankNewsletter(deps, newsletterId);
        const edition = await composeEdition(deps, { newsletterId, date, dueAt: dueAt ? new Date(dueAt) : null });
        if (edition.flag) log.warn({ edition: edition.id, flag: edition.flag }, 'an edition needs a person');
      },
      recheck: async ({ editionId, dueAt }) => {
        const wave = { editionId, dueAt: new Date(dueAt) };
        // Readers first: the recheck's mark says that both were done.
        await refreshWave(deps, wave);
        // Some of them may have chosen a format or a language that nobody had before.
        await queues.enqueue('renderRevision', { editionId });
        await recheckEdition({ ...deps, queues }, wave);
      },
    },
    { concurrency: OUTLETS_AT_ONCE },
  );
}

await runProcess('newsroom', startNewsroom);

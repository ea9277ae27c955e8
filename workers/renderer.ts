import { enqueueDeliver } from '../src/editions/control.ts';
import { settleWords } from '../src/editions/goodWords.ts';
import { prepareEdition } from '../src/schedule/prepare.ts';
import { runProcess, type Running } from '../src/platform/process.ts';
import { consume } from '../src/platform/queue/queue.ts';
import { checkTemplates, renderOutbox, renderRevision } from '../src/render/render.ts';
import type { Runtime } from '../src/platform/runtime.ts';

/** Renders editions that are `preparing`, freezes their audience, and renders the outbox's mails. */
async function startRenderer({ db, log, now, config, queues, queueLocation }: Runtime): Promise<Running> {
  const deps = { db, log, now, publicUrl: config.publicUrl };
  await settleWords(deps);
  await checkTemplates(deps);
  return consume(queueLocation, log, 'renderer', {
    render: async ({ editionId }) => {
      await prepareEdition(deps, editionId, { onStarted: () => enqueueDeliver(queues, editionId) });
    },
    renderRevision: async ({ editionId }) => void (await renderRevision(deps, editionId)),
    renderOutbox: async ({ outboxId }) => {
      await renderOutbox(deps, outboxId);
      await queues.enqueue('deliverOutbox', {});
    },
  });
}

await runProcess('renderer', startRenderer);

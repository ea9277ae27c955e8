import { setTimeout as sleep } from 'node:timers/promises';
import { openLedgerDatabase } from '../platform/db/client.ts';
import { deliverEdition, deliverOutbox, openTransports } from '../deliver/deliver.ts';
import { editionStatus } from '../editions/status.ts';
import { prepareEdition } from '../schedule/prepare.ts';
import { drainAtEnd } from '../platform/process.ts';
import { renderOutbox } from '../render/render.ts';
import type { Runtime } from '../platform/runtime.ts';

/**
 * Does the work of renderer and mailer for one edition in this process, until its send is over. This includes retries.
 * Ctrl-C completes the messages that are being transmitted. A system that is started meanwhile can share the work,
 * because the ledger assigns each delivery once.
 */
export function sendHere(runtime: Runtime, editionId: number): { ended: Promise<void> } {
  const { config, db, log, now, keys } = runtime;
  const stopping = new AbortController();
  const transports = openTransports({ config, db, log });
  const ledger = openLedgerDatabase(runtime.queueLocation.databaseUrl, { log });
  const run = async (): Promise<void> => {
    // The first readers are mailed while the rest of the audience is still being recorded.
    const started = Promise.withResolvers<void>();
    const onStarted = async (): Promise<void> => started.resolve();
    const prepared = prepareEdition({ db, log, now, publicUrl: config.publicUrl }, editionId, { onStarted });
    await Promise.race([started.promise, prepared]);
    while (!stopping.signal.aborted) {
      await deliverEdition({ db, ledger, log, now, keys, transports }, editionId, stopping.signal);
      const { state } = await editionStatus({ db }, editionId);
      if (state !== 'submitting') break;
      await sleep(1_000, undefined, { signal: stopping.signal }).catch(() => undefined);
    }
    await prepared;
  };
  const ended = run().finally(async () => {
    await transports.close();
    await ledger.destroy();
  });
  const { release } = drainAtEnd(async () => {
    stopping.abort();
    await ended;
    await runtime.close();
  });
  return { ended: ended.finally(release) };
}

/** Renders one mail of the outbox in this process, and submits it with all others that are ready there. */
export async function submitOutboxHere(runtime: Runtime, outboxId: number): Promise<void> {
  const { config, db, log, now } = runtime;
  const transports = openTransports({ config, db, log });
  try {
    await renderOutbox({ db, log, now, publicUrl: config.publicUrl }, outboxId);
    await deliverOutbox({ db, log, now, transports }, new AbortController().signal);
  } finally {
    await transports.close();
  }
}

import { openLedgerDatabase } from '../src/platform/db/client.ts';
import { deliverEdition, deliverOutbox, mailerMetrics, openTransports } from '../src/deliver/deliver.ts';
import { publishMetrics } from '../src/platform/metrics.ts';
import { runProcess, type Running } from '../src/platform/process.ts';
import { consume } from '../src/platform/queue/queue.ts';
import type { Runtime } from '../src/platform/runtime.ts';

// Other editions and the outbox must not wait for an edition with a slow relay.
const JOBS_AT_ONCE = 8;

/** Submits deliveries and the outbox's mails. Any number of mailers may run. */
async function startMailer({ db, log, now, keys, config, queueLocation }: Runtime): Promise<Running> {
  const transports = openTransports({ config, db, log });
  const ledger = openLedgerDatabase(queueLocation.databaseUrl, { log });
  const deps = { db, ledger, log, now, keys, transports };
  const figures = await publishMetrics(deps, { name: 'mailer', registry: mailerMetrics });
  const running = new Set<number>();
  const deliver = async (editionId: number, signal: AbortSignal): Promise<void> => {
    // Two runs of one edition in one process would share its connections and double its round trips.
    if (running.has(editionId)) return;
    running.add(editionId);
    try {
      const { submitted } = await deliverEdition(deps, editionId, signal);
      log.info({ edition: editionId, submitted }, 'a deliver job ended');
    } finally {
      running.delete(editionId);
    }
  };
  let isOutboxRunning = false;
  const outbox = async (signal: AbortSignal): Promise<void> => {
    // An outbox backlog behind a slow relay must not take all places from the editions.
    if (isOutboxRunning) return;
    isOutboxRunning = true;
    try {
      await deliverOutbox(deps, signal);
    } finally {
      isOutboxRunning = false;
    }
  };
  const consumer = consume(
    queueLocation,
    log,
    'mailer',
    {
      deliver: ({ editionId }, signal) => deliver(editionId, signal),
      deliverOutbox: (_payload, signal) => outbox(signal),
    },
    { concurrency: JOBS_AT_ONCE },
  );
  return {
    close: async () => {
      await consumer.close();
      await transports.close();
      await figures.close();
      await ledger.destroy();
    },
  };
}

await runProcess('mailer', startMailer);

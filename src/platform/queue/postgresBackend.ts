import { setTimeout as sleep } from 'node:timers/promises';
import { createPostgresBackend, Queue, Worker } from 'bullmq';
import { openWatchedSocket } from '../db/watchedSocket.ts';
import { JOB_OPTIONS, STALLED, type Backend, type Consumer } from './backend.ts';

// The pause after a failure. A PostgreSQL that starts is ready within seconds.
const RETRY_MS = 1_000;

/**
 * BullMQ's backend with a pause after a failed attempt to take a job: the worker's loop has none except after a refused
 * connection, and would keep a processor busy.
 */
const createPatientBackend: typeof createPostgresBackend = (name, options, factoryOptions) => {
  const backend = createPostgresBackend(name, options, factoryOptions);
  const take = backend.moveToActive.bind(backend);
  backend.moveToActive = async (...args) => {
    try {
      return await take(...args);
    } catch (error) {
      await sleep(RETRY_MS);
      throw error;
    }
  };
  return backend;
};

/**
 * The worker once its first connection stands, or null if `stopping` comes first. BullMQ keeps the error of a failed
 * first connection for good, so each attempt needs a worker of its own.
 */
async function startOnceReady(make: () => Worker, stopping: AbortSignal): Promise<Worker | null> {
  const stopped = new Promise<void>((done) => stopping.addEventListener('abort', () => done()));
  while (!stopping.aborted) {
    const worker = make();
    try {
      await Promise.race([worker.waitUntilReady(), stopped]);
      worker.run().catch((error: Error) => worker.emit('error', error));
      return worker;
    } catch (error) {
      worker.emit('error', error as Error);
      worker.close().catch(() => undefined);
      await Promise.race([sleep(RETRY_MS), stopped]);
    }
  }
  return null;
}

function startWorker(make: () => Worker): Consumer {
  const stopping = new AbortController();
  const started = startOnceReady(make, stopping.signal);
  return {
    close: async () => {
      stopping.abort();
      await (await started)?.close();
    },
  };
}

/** The queues in the PostgreSQL database. */
export function postgresBackend(databaseUrl: string, prefix: string): Backend {
  const connection = {
    connectionString: databaseUrl,
    migrate: true,
    max: 3,
    application_name: 'reveille-queue',
    connectionTimeoutMillis: 10_000,
    stream: () => openWatchedSocket(),
  };
  return {
    queue: (name) =>
      new Queue(
        name,
        { connection, prefix, defaultJobOptions: JOB_OPTIONS },
        createPostgresBackend,
      ) as unknown as Queue,
    work: (name, run, { concurrency }, listen) =>
      startWorker(() => {
        const options = { connection, prefix, concurrency, autorun: false, ...STALLED };
        const worker = new Worker(name, run, options, createPatientBackend) as unknown as Worker;
        listen(worker);
        return worker;
      }),
    probe: (queue) => queue.getJobCounts('waiting'),
    replaceAfterFailure: true,
    close: async () => undefined,
  };
}

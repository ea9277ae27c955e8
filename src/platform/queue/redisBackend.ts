import { Queue, Worker } from 'bullmq';
import { Redis } from 'ioredis';
import { redactUrl, type Log } from '../log.ts';
import { JOB_OPTIONS, STALLED, type Backend } from './backend.ts';

// Longer than BullMQ waits for a job in one command (10 s). Without it, a command whose answer was lost with a cut link or a
// host without power waits until TCP gives up, which takes Linux a quarter of an hour.
const SILENT_MS = 20_000;

/** The queues on Redis or Valkey. */
export function redisBackend(url: string, prefix: string, log: Log): Backend {
  const connect = (options: object): Redis => {
    const client = new Redis(url, {
      maxRetriesPerRequest: null,
      socketTimeout: SILENT_MS,
      keepAlive: 10_000,
      ...options,
    });
    client.on('error', (error) => log.warn({ err: error.message, redis: redactUrl(url) }, 'Redis does not answer'));
    return client;
  };
  // A producer must not wait for a Redis that is down. A worker must.
  const producer = connect({ maxRetriesPerRequest: 1, enableOfflineQueue: true });
  const consumers: Redis[] = [];
  return {
    queue: (name) => new Queue(name, { connection: producer, prefix, defaultJobOptions: JOB_OPTIONS }),
    work: (name, run, { concurrency }, listen) => {
      const connection = connect({});
      consumers.push(connection);
      const worker = new Worker(name, run, { connection, prefix, concurrency, ...STALLED });
      listen(worker);
      return worker;
    },
    // A write: a Redis that is full, a replica or without its disk still answers what only reads.
    probe: () => producer.set(`${prefix}:probe`, '', 'EX', 60),
    replaceAfterFailure: false,
    close: async () => {
      for (const client of [producer, ...consumers]) client.disconnect();
    },
  };
}

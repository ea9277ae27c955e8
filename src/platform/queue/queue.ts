import { createPostgresBackend, Queue, Worker, type Job, type JobsOptions } from 'bullmq';
import { Redis } from 'ioredis';
import { isDatabaseAway, warnUnlessAway } from '../db/away.ts';
import { messageOf, ReveilleError } from '../../domain/errors.ts';
import { redactUrl, type Log } from '../log.ts';
import { JOBS, type JobInput, type JobName, type JobPayload, type QueueName } from './jobs.ts';

type QueueDepth = { waiting: number; active: number; delayed: number; failed: number };

export type Queues = {
  /**
   * Adds a job, best effort. The rows already say what the job would do, and the scheduler's sweep finds rows that lack
   * a
   * job. So a queue that is down is logged after two seconds at most, and no error is thrown. With a `generation`, a
   * second job of the same payload and generation is ignored, from any process.
   */
  enqueue: <N extends JobName>(name: N, payload: JobInput<N>, generation?: string) => Promise<void>;
  /** One round trip. Throws if the queue's server takes no jobs, or does not answer within two seconds. */
  ping: () => Promise<void>;
  counts: () => Promise<Record<QueueName, QueueDepth>>;
  close: () => Promise<void>;
};

type Handlers = {
  [N in JobName]?: (payload: JobPayload<N>, signal: AbortSignal) => Promise<void>;
};

type Consumer = {
  /** Takes no further jobs, asks the running ones to end, and waits for them. */
  close: () => Promise<void>;
};

/** The server of the queues: Redis if its address is given, otherwise the PostgreSQL database. */
export type QueueLocation = { redisUrl: string | null; databaseUrl: string; prefix?: string };

const QUEUE_NAMES = [...new Set(Object.values(JOBS).map((job) => job.queue))];

// Finished jobs are removed, because the rows are the record. Failed ones are kept for a while for inspection.
const JOB_OPTIONS: JobsOptions = { attempts: 1, removeOnComplete: true, removeOnFail: { count: 200 } };

// The longest wait of a person at the desk for a server that is down.
const ANSWER_WITHIN_MS = 2_000;
// After a failure the queue is not tried for this time: otherwise each of a sweep's many jobs would wait.
const LEAVE_ALONE_MS = 5_000;

/** The result of `work`, or an error if the queue's server does not answer in time. */
function answered<T>(work: Promise<T>): Promise<T> {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(
    () => late.reject(new Error(`no answer within ${ANSWER_WITHIN_MS / 1_000} s`)),
    ANSWER_WITHIN_MS,
  );
  // It may still fail after the wait has ended.
  work.catch(() => undefined);
  return Promise.race([work, late.promise]).finally(() => clearTimeout(timer));
}

type Backend = {
  queue: (name: QueueName) => Queue;
  worker: WorkerFactory;
  /** One round trip that fails if jobs cannot be added now. */
  probe: (queue: Queue) => Promise<unknown>;
  close: () => Promise<void>;
};
type WorkerFactory = (name: QueueName, run: (job: Job) => Promise<void>, options: { concurrency: number }) => Worker;

// How often BullMQ checks for jobs whose worker died. Reveille relies on the scheduler's sweep instead.
const STALLED = {
  stalledInterval: 10_000,
  // A job may outlive any number of workers, and repeating it is harmless.
  maxStalledCount: 1_000,
};

function redisBackend(url: string, prefix: string, log: Log): Backend {
  const connect = (options: object): Redis => {
    const client = new Redis(url, { maxRetriesPerRequest: null, ...options });
    client.on('error', (error) => log.warn({ err: error.message, redis: redactUrl(url) }, 'Redis does not answer'));
    return client;
  };
  // A producer must not wait for a Redis that is down. A worker must.
  const producer = connect({ maxRetriesPerRequest: 1, enableOfflineQueue: true });
  const consumers: Redis[] = [];
  return {
    queue: (name) => new Queue(name, { connection: producer, prefix, defaultJobOptions: JOB_OPTIONS }),
    worker: (name, run, { concurrency }) => {
      const connection = connect({});
      consumers.push(connection);
      return new Worker(name, run, { connection, prefix, concurrency, ...STALLED });
    },
    // A write: a Redis that is full, a replica or without its disk still answers what only reads.
    probe: () => producer.set(`${prefix}:probe`, '', 'EX', 60),
    close: async () => {
      for (const client of [producer, ...consumers]) client.disconnect();
    },
  };
}

function postgresBackend(databaseUrl: string, prefix: string): Backend {
  const connection = { connectionString: databaseUrl, migrate: true, max: 3, application_name: 'reveille-queue' };
  return {
    queue: (name) =>
      new Queue(
        name,
        { connection, prefix, defaultJobOptions: JOB_OPTIONS },
        createPostgresBackend,
      ) as unknown as Queue,
    worker: (name, run, { concurrency }) =>
      new Worker(
        name,
        run,
        { connection, prefix, concurrency, ...STALLED },
        createPostgresBackend,
      ) as unknown as Worker,
    probe: (queue) => queue.getJobCounts('waiting'),
    close: async () => undefined,
  };
}

function openBackend(location: QueueLocation, log: Log): Backend {
  const prefix = location.prefix ?? 'reveille';
  return location.redisUrl
    ? redisBackend(location.redisUrl, prefix, log)
    : postgresBackend(location.databaseUrl, prefix);
}

type Warn = (error: unknown, text: string, fields: Record<string, unknown>) => void;

/** The loss of PostgreSQL is logged once per process elsewhere. The loss of Redis is logged only here. */
function warnerOf({ redisUrl }: QueueLocation, log: Log): Warn {
  if (redisUrl === null) return (error, text, fields) => warnUnlessAway(log, error, text, fields);
  return (error, text, fields) => log.warn({ err: messageOf(error), ...fields }, text);
}

/** BullMQ refuses ":" in a job's id. */
function jobId(name: JobName, payload: object, generation: string): string {
  return [name, ...Object.values(payload), generation].join('-').replaceAll(/[^\w.-]/g, '_');
}

/** Opens the queues for adding jobs. It connects at first use. */
export function openQueues(location: QueueLocation, log: Log): Queues {
  const backend = openBackend(location, log);
  const warn = warnerOf(location, log);
  const queues = new Map<QueueName, Queue>();
  let downUntilMs = 0;
  const open = (name: QueueName): Queue => {
    let queue = queues.get(name);
    if (!queue) {
      queue = backend.queue(name);
      queue.on('error', (error) => warn(error, 'the queue does not answer', { queue: name }));
      queues.set(name, queue);
    }
    return queue;
  };
  return {
    enqueue: async (name, payload, generation) => {
      const { queue, payload: schema } = JOBS[name];
      const checked = schema.safeParse(payload);
      if (!checked.success) throw new ReveilleError('QUEUE_PAYLOAD', `The job ${name} has a wrong payload.`);
      const options = generation === undefined ? {} : { jobId: jobId(name, checked.data, generation) };
      try {
        if (performance.now() < downUntilMs) throw new Error('the queue did not answer a moment ago');
        await answered(open(queue).add(name, checked.data, options));
      } catch (error) {
        if (performance.now() >= downUntilMs) downUntilMs = performance.now() + LEAVE_ALONE_MS;
        warn(error, 'a job could not be added; the sweep will add it again', { job: name });
      }
    },
    ping: async () => void (await answered(backend.probe(open('mailer')))),
    counts: async () => {
      const depths = await Promise.all(
        QUEUE_NAMES.map(async (name) => {
          const counts = await answered(open(name).getJobCounts('waiting', 'active', 'delayed', 'failed'));
          return [name, counts] as const;
        }),
      );
      return Object.fromEntries(depths) as Record<QueueName, QueueDepth>;
    },
    close: async () => {
      await Promise.all([...queues.values()].map((queue) => answered(queue.close()).catch(() => undefined)));
      await backend.close();
    },
  };
}

/**
 * Takes the jobs of one queue, `concurrency` at a time, and calls their handlers. At-least-once: a job may run twice,
 * even
 * concurrently; handlers decide by rows. A handler's error is logged, and the queue does not retry the job (the sweep
 * does).
 */
export function consume(
  location: QueueLocation,
  log: Log,
  name: QueueName,
  handlers: Handlers,
  { concurrency = 1 }: { concurrency?: number } = {},
): Consumer {
  const backend = openBackend(location, log);
  const warn = warnerOf(location, log);
  const stopping = new AbortController();
  const run = async (job: Job): Promise<void> => {
    const jobName = job.name as JobName;
    const handler = handlers[jobName] as ((payload: unknown, signal: AbortSignal) => Promise<void>) | undefined;
    if (!handler) throw new ReveilleError('QUEUE_PAYLOAD', `No handler takes the job ${jobName}.`);
    const payload = JOBS[jobName].payload.safeParse(job.data);
    if (!payload.success) throw new ReveilleError('QUEUE_PAYLOAD', `The job ${jobName} has a wrong payload.`);
    await handler(payload.data, stopping.signal);
  };
  const worker = backend.worker(name, run, { concurrency });
  worker.on('error', (error) => warn(error, 'the queue does not answer', { queue: name }));
  worker.on('failed', (job, error) => {
    const fields = { job: job?.name, payload: job?.data };
    if (isDatabaseAway(error)) warnUnlessAway(log, error, 'a job stopped because the database is unavailable', fields);
    else log.error({ err: error, ...fields }, 'a job failed');
  });
  return {
    close: async () => {
      stopping.abort();
      await worker.close();
      await backend.close();
    },
  };
}

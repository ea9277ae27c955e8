import type { Job, Queue } from 'bullmq';
import { isDatabaseAway, warnUnlessAway } from '../db/away.ts';
import { messageOf, ReveilleError } from '../../domain/errors.ts';
import type { Log } from '../log.ts';
import type { Backend, Consumer } from './backend.ts';
import { JOBS, type JobInput, type JobName, type JobPayload, type QueueName } from './jobs.ts';
import { postgresBackend } from './postgresBackend.ts';
import { redisBackend } from './redisBackend.ts';

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

/** The server of the queues: Redis if its address is given, otherwise the PostgreSQL database. */
export type QueueLocation = { redisUrl: string | null; databaseUrl: string; prefix?: string };

const QUEUE_NAMES = [...new Set(Object.values(JOBS).map((job) => job.queue))];

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
  /** Runs a call of one queue. A queue that has to be replaced after a failure is opened again at its next use. */
  const use = async <T>(name: QueueName, call: (queue: Queue) => Promise<T>): Promise<T> => {
    const queue = open(name);
    try {
      return await answered(call(queue));
    } catch (error) {
      if (backend.replaceAfterFailure && queues.get(name) === queue) {
        queues.delete(name);
        queue.close().catch(() => undefined);
      }
      throw error;
    }
  };
  return {
    enqueue: async (name, payload, generation) => {
      const { queue, payload: schema } = JOBS[name];
      const checked = schema.safeParse(payload);
      if (!checked.success) throw new ReveilleError('QUEUE_PAYLOAD', `The job ${name} has a wrong payload.`);
      const options = generation === undefined ? {} : { jobId: jobId(name, checked.data, generation) };
      try {
        if (performance.now() < downUntilMs) throw new Error('the queue did not answer a moment ago');
        await use(queue, (to) => to.add(name, checked.data, options));
      } catch (error) {
        if (performance.now() >= downUntilMs) downUntilMs = performance.now() + LEAVE_ALONE_MS;
        warn(error, 'a job could not be added; the sweep will add it again', { job: name });
      }
    },
    ping: async () => void (await use('mailer', backend.probe)),
    counts: async () => {
      const depths = await Promise.all(
        QUEUE_NAMES.map(async (name) => {
          const counts = await use(name, (queue) => queue.getJobCounts('waiting', 'active', 'delayed', 'failed'));
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
  const consumer = backend.work(name, run, { concurrency }, (worker) => {
    worker.on('error', (error) => warn(error, 'the queue does not answer', { queue: name }));
    worker.on('failed', (job, error) => {
      const fields = { job: job?.name, payload: job?.data };
      if (isDatabaseAway(error))
        warnUnlessAway(log, error, 'a job stopped because the database is unavailable', fields);
      else log.error({ err: error, ...fields }, 'a job failed');
    });
  });
  return {
    close: async () => {
      stopping.abort();
      await consumer.close();
      await backend.close();
    },
  };
}

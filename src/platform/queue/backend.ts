import type { Job, JobsOptions, Queue, Worker } from 'bullmq';
import type { QueueName } from './jobs.ts';

export type Consumer = {
  /** Takes no further jobs, asks the running ones to end, and waits for them. */
  close: () => Promise<void>;
};

/** BullMQ on one kind of server. */
export type Backend = {
  queue: (name: QueueName) => Queue;
  /**
   * Takes jobs as soon as the server answers, also where it does not answer yet. `listen` adds the listeners of each
   * worker that is made.
   */
  work: (
    name: QueueName,
    run: (job: Job) => Promise<void>,
    options: { concurrency: number },
    listen: (worker: Worker) => void,
  ) => Consumer;
  /** One round trip that fails if jobs cannot be added now. */
  probe: (queue: Queue) => Promise<unknown>;
  /** A queue whose first connection failed never connects again, and has to be made again. */
  replaceAfterFailure: boolean;
  close: () => Promise<void>;
};

// Finished jobs are removed, because the rows are the record. Failed ones are kept for a while for inspection.
export const JOB_OPTIONS: JobsOptions = { attempts: 1, removeOnComplete: true, removeOnFail: { count: 200 } };

// How often BullMQ checks for jobs whose worker died. Reveille relies on the scheduler's sweep instead.
export const STALLED = {
  stalledInterval: 10_000,
  // A job may outlive any number of workers, and repeating it is harmless.
  maxStalledCount: 1_000,
};

import type { Config } from '../platform/config.ts';
import type { Db } from '../platform/db/client.ts';
import type { Log } from '../platform/log.ts';
import type { Queues } from '../platform/queue/queue.ts';
import type { Plans } from './plans.ts';

export type SweepDeps = {
  db: Db;
  queues: Queues;
  log: Log;
  now: () => Date;
  /** The readers' hours, kept from one sweep to the next. */
  plans: Plans;
  /** Without a relay, what the schedule sends is a rehearsal. */
  isRehearsal: boolean;
  config: Pick<Config, 'relays'>;
  /** Outlets whose next fetch is due (the ingest stage's door). */
  outletsDue: (deps: { db: Db; now: () => Date }) => Promise<number[]>;
};

/**
 * A job's generation: schedulers that sweep within the same `seconds` add it once between them, and a job that
 * was lost is added again after them.
 */
export function generation(now: Date, seconds: number): string {
  return String(Math.floor(now.getTime() / (seconds * 1000)));
}

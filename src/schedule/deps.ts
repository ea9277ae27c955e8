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
  /** The readers' send times, cached between sweeps. */
  plans: Plans;
  /** True without a relay: the schedule then sends rehearsals. */
  isRehearsal: boolean;
  config: Pick<Config, 'relays'>;
  /** Outlets whose next fetch is due (the ingest stage's door). */
  outletsDue: (deps: { db: Db; now: () => Date }) => Promise<number[]>;
};

/**
 * The generation of a job, for its id. Schedulers that sweep within the same `seconds` add the job once. A lost job is
 * added again in the next generation.
 */
export function generation(now: Date, seconds: number): string {
  return String(Math.floor(now.getTime() / (seconds * 1000)));
}

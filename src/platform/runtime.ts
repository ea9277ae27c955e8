import { openClock, type Clock } from './clock.ts';
import { loadConfig, type Config, type Environment } from './config.ts';
import type { Db } from './db/client.ts';
import { connectDatabase } from './db/connect.ts';
import type { Patience } from './db/retry.ts';
import { loadKeys, type Keys } from './keys.ts';
import { createLog, type Log, type LogStream } from './log.ts';
import { openQueues, type QueueLocation, type Queues } from './queue/queue.ts';

/** What a process has before its database. */
export type Ground = { config: Config; log: Log };

/** The dependencies of every process. */
export type Runtime = Ground & {
  db: Db;
  keys: Keys;
  queues: Queues;
  queueLocation: QueueLocation;
  /** The names of the migrations that this process applied at its start. */
  applied: readonly string[];
  /** The time by the database's clock. */
  now: Clock['now'];
  /** Compares the clocks again. Fails if the database is away. */
  measureClock: Clock['measure'];
  /** Closes the queues, then the database, and finally the embedded server if no other process uses it. */
  close: () => Promise<void>;
};

/** Reads the environment, the process's own unless told. The log goes to standard error unless told. Throws CONFIG_INVALID. */
export function openGround(
  name: string,
  { environment, logTo }: { environment?: Environment; logTo?: LogStream | undefined } = {},
): Ground {
  const config = loadConfig(environment);
  return { config, log: createLog(name, config.logLevel, logTo) };
}

/**
 * Opens everything that a process needs beyond its ground. With `patience` it waits for a database that is away, until
 * that ends. Throws coded errors with a sentence for a person.
 */
export async function openRuntime(
  ground: Ground,
  { maxConnections = 8, patience }: { maxConnections?: number; patience?: Patience } = {},
): Promise<Runtime> {
  const { config, log } = ground;
  const { db, url, applied, close } = await connectDatabase(ground, { maxConnections, patience });
  const queueLocation = { redisUrl: config.redisUrl, databaseUrl: url };
  const queues = openQueues(queueLocation, log);
  const clock = openClock({ db, log });
  await clock.measure();
  return {
    config,
    log,
    db,
    keys: await loadKeys({ config, db }),
    queues,
    queueLocation,
    applied,
    now: clock.now,
    measureClock: clock.measure,
    close: async () => {
      await queues.close();
      await close();
    },
  };
}

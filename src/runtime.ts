import { loadConfig, type Config, type Environment } from './config.ts';
import type { Db } from './db/client.ts';
import { connectDatabase } from './db/connect.ts';
import { loadKeys, type Keys } from './keys.ts';
import { createLog, type Log } from './log.ts';
import { openQueues, type QueueLocation, type Queues } from './queue/queue.ts';

/** What every process of the system stands on. */
export type Runtime = {
  config: Config;
  log: Log;
  db: Db;
  keys: Keys;
  queues: Queues;
  queueLocation: QueueLocation;
  now: () => Date;
  /** Closes the queues, then the database; last of all the embedded server where nobody else uses it. */
  close: () => Promise<void>;
};

/** Opens everything that `name` needs. Throws coded errors with a sentence for a person. */
export async function openRuntime(
  name: string,
  { environment, maxConnections = 8 }: { environment?: Environment; maxConnections?: number } = {},
): Promise<Runtime> {
  const config = loadConfig(environment);
  const log = createLog(name, config.logLevel);
  const { db, url, close } = await connectDatabase({ config, log }, { maxConnections });
  const queueLocation = { redisUrl: config.redisUrl, databaseUrl: url };
  const queues = openQueues(queueLocation, log);
  return {
    config,
    log,
    db,
    keys: await loadKeys({ config, db }),
    queues,
    queueLocation,
    now: () => new Date(),
    close: async () => {
      await queues.close();
      await close();
    },
  };
}

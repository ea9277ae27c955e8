import { messageOf } from '../../domain/errors.ts';
import type { Log } from '../../platform/log.ts';
import { openQueues, type QueueLocation, type Queues } from '../../platform/queue/queue.ts';
import { right, wrong, type Verdict } from './verdict.ts';

// A job carries a batch of readers or one edition: so many wait only where nothing takes them.
const MANY_WAITING = 1_000;

/** Checks that the queue takes jobs, and that they do not pile up. It is opened and closed for that. */
export async function checkQueue({ log, location }: { log: Log; location: QueueLocation }): Promise<Verdict> {
  const queues = openQueues(location, log);
  try {
    return await checkOpenQueue({ queues, isRedis: location.redisUrl !== null });
  } finally {
    await queues.close();
  }
}

/** As checkQueue, for a process that has the queue open. */
export async function checkOpenQueue({
  queues,
  isRedis,
}: {
  queues: Pick<Queues, 'ping' | 'counts'>;
  isRedis: boolean;
}): Promise<Verdict> {
  const server = isRedis ? 'Redis' : 'The queue in PostgreSQL';
  try {
    await queues.ping();
    const depths = Object.entries(await queues.counts());
    const sum = (state: 'waiting' | 'active' | 'failed'): number =>
      depths.reduce((total, [, depth]) => total + depth[state], 0);
    const found = `${server} takes jobs: ${sum('waiting')} waiting, ${sum('active')} active, ${sum('failed')} failed and kept`;
    const full = depths.filter(([, { waiting }]) => waiting > MANY_WAITING).map(([name]) => name);
    if (full.length === 0) return right('queue', `${found}.`);
    return wrong(
      'queue',
      `${found}. Too many wait for: ${full.join(', ')}.`,
      'See whether the processes that take them are alive, and start more of them.',
    );
  } catch (error) {
    return wrong(
      'queue',
      `${server} takes no jobs: ${messageOf(error)}.`,
      isRedis ? 'Start Redis, or correct REDIS_URL. No job is lost.' : 'See the database.',
    );
  }
}

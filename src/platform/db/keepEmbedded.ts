import { setTimeout as sleep } from 'node:timers/promises';
import { codeOf, messageOf, ReveilleError } from '../../domain/errors.ts';
import type { Log } from '../log.ts';
import { withLock } from '../processLock.ts';
import { pathsIn, readPostmaster, start, START_TIMEOUT_MS, waitUntilReady, type Paths } from './postmaster.ts';

const CHECK_MS = 1_000;
// A server that ends sooner than this after its start was not worth it.
const LASTING_MS = 10_000;
const STARTS_IN_A_ROW = 5;

/**
 * A shutdown that somebody else asked for lets no new connection in, and may wait for those that stand, ours, for
 * ever: the fast one ends them.
 */
function hasten(pid: number): void {
  try {
    process.kill(pid, 'SIGINT');
  } catch (error) {
    if (codeOf(error) !== 'ESRCH') throw error;
  }
}

/** At its old port: that is where everybody looks for it. */
async function startAgain(paths: Paths, port: number, signal: AbortSignal): Promise<void> {
  await withLock(paths.lock, START_TIMEOUT_MS, async () => {
    if (signal.aborted) return;
    // Another process that attached meanwhile may have started it.
    const running = (await readPostmaster(paths)) ? await waitUntilReady(paths) : null;
    const { port: at } = running ?? (await start(paths, { port, signal }));
    if (at !== port)
      throw new ReveilleError('DATABASE_START_FAILED', `The embedded PostgreSQL runs at port ${at} instead of ${port}`);
  });
}

/**
 * Keeps the embedded server of `dataDir` running: looks once a second whether it lives, and starts it again where it
 * does not, with the `url` by which all processes know it, so that their pools connect again by themselves. After five
 * starts in a row that failed or did not last, `giveUp` gets DATABASE_START_FAILED with a sentence for a person, and
 * that is all. After `stop` nothing is started any more.
 */
export function keepEmbedded(
  { dataDir, url, log }: { dataDir: string; url: string; log: Log },
  giveUp: (error: ReveilleError) => void,
): { stop: () => Promise<void> } {
  const paths = pathsIn(dataDir);
  const port = Number(new URL(url).port);
  const stopping = new AbortController();
  const { signal } = stopping;
  let starts = 0;
  let startedAt = -Infinity;
  let lastError = 'The embedded PostgreSQL ended soon after each start';

  const revive = async (): Promise<void> => {
    if (performance.now() - startedAt > LASTING_MS) starts = 0;
    if (++starts > STARTS_IN_A_ROW)
      throw new ReveilleError(
        'DATABASE_START_FAILED',
        `${lastError}; ${STARTS_IN_A_ROW} starts in a row did not bring it back; see ${paths.log}.`,
      );
    log.error({ port }, 'the embedded PostgreSQL ended; it is started again');
    try {
      await startAgain(paths, port, signal);
      log.warn({ port }, 'the embedded PostgreSQL runs again');
    } catch (error) {
      lastError = messageOf(error);
      if (!signal.aborted) log.error({ err: error }, 'the embedded PostgreSQL could not be started again');
    }
    startedAt = performance.now();
  };

  const watch = async (): Promise<void> => {
    for (;;) {
      await sleep(CHECK_MS, undefined, { signal }).catch(() => undefined);
      if (signal.aborted) return;
      const postmaster = await readPostmaster(paths);
      if (signal.aborted) return;
      if (postmaster?.isStopping) hasten(postmaster.pid);
      else if (!postmaster) await revive();
    }
  };

  const ended = watch().catch((error: ReveilleError) => giveUp(error));
  return {
    stop: async () => {
      stopping.abort();
      await ended;
    },
  };
}

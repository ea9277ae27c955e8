import { setTimeout as sleep } from 'node:timers/promises';
import { codeOf, messageOf, ReveilleError } from '../../domain/errors.ts';
import type { Log } from '../log.ts';
import { withLock } from '../processLock.ts';
import { pathsIn, readPostmaster, start, START_TIMEOUT_MS, waitUntilReady, type Paths } from './postmaster.ts';

const CHECK_MS = 1_000;
// A server that ends sooner than this counts as a failed start.
const LASTING_MS = 10_000;
const STARTS_IN_A_ROW = 5;

/**
 * Speeds up a shutdown that somebody else requested. It accepts no new connections, and may wait for existing ones,
 * such
 * as ours, for ever; a fast shutdown ends them.
 */
function hasten(pid: number): void {
  try {
    process.kill(pid, 'SIGINT');
  } catch (error) {
    if (codeOf(error) !== 'ESRCH') throw error;
  }
}

/** Starts it at its old port, where all processes look for it. */
async function startAgain(paths: Paths, port: number, signal: AbortSignal): Promise<void> {
  await withLock(paths.lock, START_TIMEOUT_MS, async () => {
    if (signal.aborted) return;
    // Another process that attached in the meantime may have started it.
    const running = (await readPostmaster(paths)) ? await waitUntilReady(paths) : null;
    const { port: at } = running ?? (await start(paths, { port, signal }));
    if (at !== port)
      throw new ReveilleError('DATABASE_START_FAILED', `The embedded PostgreSQL runs at port ${at} instead of ${port}`);
  });
}

/**
 * Keeps the embedded server of `dataDir` running. It checks once a second, and restarts the server with the same `url`,
 * so
 * that the pools of all processes reconnect. After five starts in a row that failed or did not last, it calls `giveUp`
 * with DATABASE_START_FAILED and a sentence for a person, and stops trying. After `stop` it starts nothing.
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
        `${lastError}; ${STARTS_IN_A_ROW} restarts in a row failed; see ${paths.log}.`,
      );
    log.error({ port }, 'the embedded PostgreSQL ended; it is being restarted');
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

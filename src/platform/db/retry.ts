import { setTimeout as sleep } from 'node:timers/promises';
import { messageOf } from '../../domain/errors.ts';
import { redactUrl, type Log } from '../log.ts';
import { isDatabaseAway } from './away.ts';

/** Pauses between attempts, in milliseconds: doubling from `firstMs` to `longestMs`. */
type Pauses = { firstMs: number; longestMs: number };

const PAUSES: Pauses = { firstMs: 500, longestMs: 15_000 };

/** The pause after the `attempt`th failure, with a jitter of a quarter, so that processes spread out. */
export function pauseMs(attempt: number, { firstMs, longestMs }: Pauses = PAUSES, random = Math.random): number {
  return Math.min(longestMs, firstMs * 2 ** Math.min(attempt - 1, 30)) * (0.75 + random() / 4);
}

/** How long to wait for a database that is away: until `signal` aborts. `onAway` is called once, at the first wait. */
export type Patience = { signal: AbortSignal; onAway?: () => void };

/**
 * Retries `attempt` while the database is away, and logs a `warn` line per failure. Other errors are thrown, and an
 * AbortError once `signal` aborts.
 */
export async function untilDatabase<T>(
  { log, signal, onAway, pauses = PAUSES }: Patience & { log: Log; pauses?: Pauses },
  attempt: () => Promise<T>,
): Promise<T> {
  for (let failures = 1; ; failures++)
    try {
      return await attempt();
    } catch (error) {
      signal.throwIfAborted();
      if (!isDatabaseAway(error)) throw error;
      if (failures === 1) onAway?.();
      const waitMs = Math.round(pauseMs(failures, pauses));
      log.warn(
        { reason: redactUrl(messageOf(error)), attempt: failures, retryInMs: waitMs },
        'the database cannot be reached; trying again',
      );
      await sleep(waitMs, undefined, { signal });
    }
}

/**
 * Pings the database every `everyMs`, and logs its loss, each further attempt, and its return. It is the only place that
 * logs this; everything else retries silently. Ends with `signal`.
 */
export async function watchDatabase(
  {
    log,
    signal,
    pauses = PAUSES,
    everyMs = 5_000,
  }: { log: Log; signal: AbortSignal; pauses?: Pauses; everyMs?: number },
  ask: () => Promise<unknown>,
): Promise<void> {
  for (let failures = 0; !signal.aborted;) {
    let waitMs = everyMs;
    try {
      await ask();
      if (failures > 0) log.warn({ attempts: failures }, 'the database answers again');
      failures = 0;
    } catch (error) {
      if (signal.aborted) return;
      waitMs = Math.round(pauseMs(++failures, pauses));
      log.warn(
        { reason: redactUrl(messageOf(error)), attempt: failures, retryInMs: waitMs },
        'the database does not answer; trying again',
      );
    }
    await sleep(waitMs, undefined, { signal, ref: false }).catch(() => undefined);
  }
}

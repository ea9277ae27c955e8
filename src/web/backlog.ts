import { setTimeout as sleep } from 'node:timers/promises';
import { warnUnlessAway } from '../platform/db/away.ts';
import { settleSignUp } from '../readers/signUps.ts';
import { SIGN_UP_LIMITS } from './public/signUp/limits.ts';
import type { WebDeps } from './web.ts';

/** Processes stored sign-ups after they were answered. */
export type Backlog = {
  /** Starts processing unless it already runs. Returns at once. */
  wake: () => void;
};

// The pause between attempts while the database is unavailable.
const RETRY_MS = 1_000;
// The scheduler adds the jobs of further mails, because a flood of jobs would delay all others.
const JOBS_AT_ONCE = 50;

/**
 * Processes sign-ups, its own and those that other processes left. It handles one at a time and rests for as long as it
 * works, so that a flood takes one connection and little CPU time, and requests are still answered. A sign-up that it
 * cannot process, because the database is unavailable or the process ends, stays stored for the next run.
 */
export function createBacklog(deps: WebDeps): Backlog {
  const { log, queues, draining, config, signUpLimits: { perAddress } = SIGN_UP_LIMITS } = deps;
  const settleDeps = { ...deps, publicUrl: config.publicUrl, perAddress };
  const isEnding = (): boolean => draining?.aborted ?? false;
  let isWoken = false;
  let isLooking = false;

  const settleAll = async (): Promise<void> => {
    for (let mails = 0; !isEnding();) {
      const startedAt = performance.now();
      const settled = await settleSignUp(settleDeps);
      if (!settled) return;
      // In a flood, answers come first, and mails are rendered no faster than this.
      await sleep(performance.now() - startedAt, undefined, { ref: false });
      const { outboxId } = settled;
      if (outboxId === null || ++mails > JOBS_AT_ONCE) continue;
      await queues.enqueue('renderOutbox', { outboxId }).catch((error: unknown) => {
        log.warn({ err: error, outboxId }, 'the job of a confirmation could not be added; the scheduler adds it later');
      });
    }
  };

  const look = async (): Promise<void> => {
    while (isWoken && !isEnding()) {
      isWoken = false;
      try {
        await settleAll();
      } catch (error) {
        if (isEnding()) return;
        warnUnlessAway(log, error, 'kept sign-ups wait');
        isWoken = true;
        await sleep(RETRY_MS, undefined, { ref: false });
      }
    }
    isLooking = false;
  };

  return {
    wake: () => {
      isWoken = true;
      if (isLooking) return;
      isLooking = true;
      // Runs after the answer, so that the response time says nothing about the address.
      setImmediate(() => void look());
    },
  };
}

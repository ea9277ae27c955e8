import { setTimeout as sleep } from 'node:timers/promises';
import { warnUnlessAway } from '../platform/db/away.ts';
import { settleSignUp } from '../readers/signUps.ts';
import { SIGN_UP_LIMITS } from './public/signUp/limits.ts';
import type { WebDeps } from './web.ts';

/** Looks at kept sign-ups once their answers are out. */
export type Backlog = {
  /** Begins to look, unless it does already; returns at once. */
  wake: () => void;
};

// While the database is away.
const RETRY_MS = 1_000;
// More mails than this in one go are found by the scheduler: a flood of jobs would hold up everybody's.
const JOBS_AT_ONCE = 50;

/**
 * One process's look at sign-ups, its own and what others left: one after the other and half of the time, so that
 * a flood takes one connection and little of the processor, and answers keep the rest. What it cannot do now, because the database is away or the process ends,
 * stays kept and is done by whoever looks next.
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
      // In a flood answers come first, and mails are rendered no faster than this.
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
      // After the answer: what is done here must not show in its time.
      setImmediate(() => void look());
    },
  };
}

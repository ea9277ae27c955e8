import { setTimeout as sleep } from 'node:timers/promises';
import type { Db } from '../../platform/db/client.ts';
import { takePlaces } from './throttle.ts';

/** A process's access to a throttle that all processes share. */
export type Bucket = {
  /** Takes one place if one is in stock. Otherwise more are fetched, and `onMore` is called when they arrive. */
  tryTake: () => boolean;
  /** Waits for one place. False if `signal` ended the wait. */
  take: (signal: AbortSignal) => Promise<boolean>;
};

/** A second check of fetched places, such as a day's quota. Returns how many of them may be used. */
type Approve = (places: number) => Promise<number>;

// One round trip fetches the places for a quarter of a second. Places not used within a second expire, which keeps a
// burst after a pause small.
const FETCH_SECONDS = 0.25;
const KEEP_MS = 1_000;
const AFTER_FAILURE_MS = 500;

/**
 * Fetches places ahead of their use, and many at a time if the rate is high. `perSecond` is read at each fetch, so
 * the rate may change while callers wait. Null: no limit.
 */
export function openBucket(
  { db }: { db: Db },
  {
    key,
    perSecond,
    approve,
    onMore,
  }: { key: string; perSecond: () => number | null; approve?: Approve; onMore?: () => void },
): Bucket {
  let places = 0;
  let fetchedAt = 0;
  let fetching: Promise<void> | null = null;

  const fetch = async (rate: number): Promise<void> => {
    try {
      const want = Math.max(1, Math.ceil(rate * FETCH_SECONDS));
      const taken = await takePlaces({ db }, { key, perSecond: rate, want });
      places = approve && taken.places > 0 ? await approve(taken.places) : taken.places;
      fetchedAt = performance.now();
      if (places === 0) await sleep(Math.min(Math.max(5, taken.waitMs), 1_000));
    } catch {
      // Without the database no message may be sent anyway: the fence needs it.
      await sleep(AFTER_FAILURE_MS);
    } finally {
      fetching = null;
      onMore?.();
    }
  };

  const tryTake = (): boolean => {
    const rate = perSecond();
    if (rate === null) return true;
    if (places > 0 && performance.now() - fetchedAt < KEEP_MS) {
      places--;
      return true;
    }
    fetching ??= fetch(rate);
    return false;
  };

  return {
    tryTake,
    take: async (signal) => {
      while (!signal.aborted) {
        if (tryTake()) return true;
        await fetching;
      }
      return false;
    },
  };
}

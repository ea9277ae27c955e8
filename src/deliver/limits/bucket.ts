import { setTimeout as sleep } from 'node:timers/promises';
import type { Db } from '../../platform/db/client.ts';
import { takePlaces } from './throttle.ts';

/** A process's tap on a throttle that all processes share. */
export type Bucket = {
  /** Takes one place if there is one here; else more are fetched, and `onMore` tells when they came. */
  tryTake: () => boolean;
  /** One place, waited for; false where `signal` ended the wait. */
  take: (signal: AbortSignal) => Promise<boolean>;
};

/** Fetched places may be refused once more, such as by a day's quota: how many of them remain. */
export type Approve = (places: number) => Promise<number>;

// One round trip fetches a quarter of a second's worth, and what is not used within a second is forgotten:
// a burst after a pause stays small.
const FETCH_SECONDS = 0.25;
const KEEP_MS = 1_000;
const AFTER_FAILURE_MS = 500;

/**
 * Fetches places ahead of their use, many at a time where the rate is high. `perSecond` is asked at each fetch,
 * so that it may change while takers wait; null: there is no limit.
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
      // Without the database nobody may send anyway: the fence stands there.
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

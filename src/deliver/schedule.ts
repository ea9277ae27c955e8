import type { Outcome } from './outcome.ts';

// A lost connection says nothing about the reader: again soon. A relay's "later" means minutes.
const AFTER_LOST_CONNECTION_MS = 2_000;
const FIRST_RETRY_MS = 60_000;
const LONGEST_RETRY_MS = 15 * 60_000;

/**
 * How long to wait before the next try after `attempts` tries, in milliseconds: doubling from a minute to a
 * quarter of an hour, with a jitter of a quarter so that readers of one domain do not come back all at once.
 * `random` is in [0, 1).
 */
export function retryAfterMs(outcome: Outcome, attempts: number, random: number): number {
  if (outcome.kind === 'relayDown') return outcome.retryAfterMs;
  if (outcome.kind === 'retryLater' && outcome.reply.code === 0) return AFTER_LOST_CONNECTION_MS;
  const base = Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** Math.max(0, attempts - 1));
  return base * (0.75 + random / 2);
}

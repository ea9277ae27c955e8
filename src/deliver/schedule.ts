import type { Outcome } from './outcome.ts';

const SECOND_MS = 1_000;
const MINUTE_MS = 60_000;

// A lost connection says nothing about the reader, so the retry is soon. A relay that always drops must not be hammered.
const AFTER_LOST_CONNECTION_MS = 2 * SECOND_MS;
const LONGEST_AFTER_LOST_MS = MINUTE_MS;
// A deferral by a relay usually lasts minutes.
const FIRST_RETRY_MS = MINUTE_MS;
const LONGEST_RETRY_MS = 15 * MINUTE_MS;
// The delay that a reply asks for is kept within these bounds: "tomorrow" is too late for news, and "now" is no wait.
const SHORTEST_ASKED_MS = 30 * SECOND_MS;
const LONGEST_ASKED_MS = 30 * MINUTE_MS;

/** `firstMs`, doubled after each failure, at most `longestMs`, with a jitter of a quarter. */
function doubling(firstMs: number, longestMs: number, failures: number, random: number): number {
  // A larger number would overflow to Infinity, and Infinity times 0 is NaN.
  const doublings = Math.min(30, Math.max(0, failures - 1));
  return Math.min(longestMs, firstMs * 2 ** doublings) * (0.75 + random / 2);
}

/** The requested delay, never shortened: a relay that asked for 5 minutes defers again after 4. */
function asked(afterMs: number, random: number): number {
  return Math.min(LONGEST_ASKED_MS, Math.max(SHORTEST_ASKED_MS, afterMs)) * (1 + random / 4);
}

/**
 * The delay before the next try after `attempts` tries, in milliseconds. If the reply or its rule asks for a delay
 * (`afterMs`), it is used, within 30 seconds and 30 minutes. After a lost connection the delay is 2 seconds, doubling
 * to a minute. Otherwise it doubles from a minute to a quarter of an hour. The jitter is a quarter, so that readers of
 * one domain are not retried all at once. `random` is in [0, 1).
 */
export function retryAfterMs(outcome: Outcome, attempts: number, random: number): number {
  if (outcome.kind === 'relayDown') return outcome.retryAfterMs;
  if (outcome.kind === 'retryLater') {
    if (outcome.afterMs !== null) return asked(outcome.afterMs, random);
    if (outcome.verdict === 'lost') return doubling(AFTER_LOST_CONNECTION_MS, LONGEST_AFTER_LOST_MS, attempts, random);
  }
  return doubling(FIRST_RETRY_MS, LONGEST_RETRY_MS, attempts, random);
}

/**
 * How long a domain that asked for patience `failures` times in a row is paused, in milliseconds. It is the delay
 * that the last reply asked for (`afterMs`), or a minute, doubling to half an hour, with a jitter of a quarter.
 * `random` is in [0, 1).
 */
export function domainPauseMs(failures: number, random: number, afterMs: number | null = null): number {
  return afterMs === null ? doubling(MINUTE_MS, LONGEST_ASKED_MS, failures, random) : asked(afterMs, random);
}

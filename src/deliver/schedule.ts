import type { Outcome } from './outcome.ts';

const SECOND_MS = 1_000;
const MINUTE_MS = 60_000;

// A lost connection says nothing about the reader: again soon, but a relay that always drops must not be hammered.
const AFTER_LOST_CONNECTION_MS = 2 * SECOND_MS;
const LONGEST_AFTER_LOST_MS = MINUTE_MS;
// A relay's "later" means minutes.
const FIRST_RETRY_MS = MINUTE_MS;
const LONGEST_RETRY_MS = 15 * MINUTE_MS;
// What a reply asks for is honoured within these: "tomorrow" is too late for news, "now" is no wait.
const SHORTEST_ASKED_MS = 30 * SECOND_MS;
const LONGEST_ASKED_MS = 30 * MINUTE_MS;

/** `firstMs`, doubled after each failure, at most `longestMs`, a quarter more or less so that not all come at once. */
function doubling(firstMs: number, longestMs: number, failures: number, random: number): number {
  // Numbers far beyond any count would overflow into Infinity, which times 0 is no number.
  const doublings = Math.min(30, Math.max(0, failures - 1));
  return Math.min(longestMs, firstMs * 2 ** doublings) * (0.75 + random / 2);
}

/** What was asked for, never sooner: who was told 5 minutes is turned away again after 4. */
function asked(afterMs: number, random: number): number {
  return Math.min(LONGEST_ASKED_MS, Math.max(SHORTEST_ASKED_MS, afterMs)) * (1 + random / 4);
}

/**
 * How long to wait before the next try after `attempts` tries, in milliseconds. What the reply or its rule asks
 * for (`afterMs`), between 30 seconds and 30 minutes; after a lost connection 2 seconds, doubling to a minute;
 * else doubling from a minute to a quarter of an hour. With a jitter of a quarter, so that readers of one
 * domain do not come back all at once. `random` is in [0, 1).
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
 * How long to leave a domain alone that has asked for patience `failures` times in a row, in milliseconds: what
 * its last reply asked for (`afterMs`), else a minute, doubling to half an hour, with a jitter of a quarter.
 * `random` is in [0, 1).
 */
export function domainPauseMs(failures: number, random: number, afterMs: number | null = null): number {
  return afterMs === null ? doubling(MINUTE_MS, LONGEST_ASKED_MS, failures, random) : asked(afterMs, random);
}

import type { Claimed } from './ledger/claim.ts';
import type { Recorded } from './ledger/settle.ts';
import type { Outcome, Reply, Verdict } from './outcome.ts';
import { retryAfterMs } from './schedule.ts';

function textOf(reply: Reply): { statusCode: string | null; reply: string } {
  return { statusCode: reply.status ?? (reply.code ? String(reply.code) : null), reply: reply.text };
}

function verdictOf(outcome: Exclude<Outcome, { kind: 'withheld' }>): Verdict {
  switch (outcome.kind) {
    case 'submitted':
      return 'accepted';
    case 'retryLater':
    case 'rejected':
      return outcome.verdict;
    case 'senderFault':
      return 'sender-fault';
    case 'relayDown':
      return 'relay-down';
    case 'unknown':
      return 'unknown';
    default:
      return outcome satisfies never;
  }
}

/**
 * What an outcome records in a reader's row. A refusal of this reader is final. "Later" schedules another try, or
 * records `late` if that try would come after the reader's deadline. A relay that is down or refuses the sender says
 * nothing about the reader, who waits; the claim finds readers whose deadline has passed. `random` is in [0, 1).
 */
export function judge(outcome: Outcome, reader: Claimed, now: Date, random: number): Recorded {
  const { subscriberId } = reader;
  const base = { subscriberId, retryAfterMs: 0, relay: null, statusCode: null, reply: null, verdict: null };
  if (outcome.kind === 'withheld') return { ...base, state: 'pending' };
  const said = { ...base, verdict: verdictOf(outcome), relay: outcome.relay, ...textOf(outcome.reply) };
  if (outcome.kind === 'submitted' || outcome.kind === 'unknown') return { ...said, state: outcome.kind };
  if (outcome.kind === 'rejected') return { ...said, state: 'failed' };
  const delayMs = retryAfterMs(outcome, reader.attempts + 1, random);
  const isTooLate = outcome.kind === 'retryLater' && now.getTime() + delayMs > reader.deadline.getTime();
  if (isTooLate) return { ...said, state: 'failed', verdict: 'late' };
  return { ...said, state: 'pending', retryAfterMs: delayMs };
}

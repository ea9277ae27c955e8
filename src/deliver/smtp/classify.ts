import { findRule } from '../../wire/replies/find.ts';
import type { Rule, Stage } from '../../wire/replies/rule.ts';
import { statedDelayMs, wordsOf } from '../../wire/replies/words.ts';
import type { Outcome, Reply } from '../outcome.ts';

export type { Stage };

/**
 * Classifies a relay's reply by the first matching rule of `replyRules`. Guarantees: only a 2yz after the message is
 * `submitted`; a 4yz never fails a reader; a refused MAIL suppresses nobody. A code that SMTP does not define is
 * `unknown` after the message, because the relay may have accepted it, and `retryLater` before it.
 */
export function classifyReply(stage: Stage, reply: Reply, relay: string): Outcome {
  const isRefusal = reply.code >= 400 && reply.code < 600;
  if (stage === 'message' && reply.code >= 200 && reply.code < 300) return { kind: 'submitted', relay, reply };
  if (!isRefusal && stage === 'message') return { kind: 'unknown', relay, reply };
  const words = wordsOf(reply.text);
  const rule = isRefusal ? findRule(stage, { code: reply.code, status: reply.status, words }) : undefined;
  return outcomeOf(rule, reply, relay, words);
}

function outcomeOf(rule: Rule | undefined, reply: Reply, relay: string, words: string): Outcome {
  const means = rule?.means ?? 'later';
  if (means === 'sender-fault') return { kind: 'senderFault', relay, reply };
  if (means === 'address-dead' || means === 'refused') return { kind: 'rejected', relay, reply, verdict: means };
  if (means === 'mailbox-full' && reply.code >= 500) return { kind: 'rejected', relay, reply, verdict: means };
  const afterMs = statedDelayMs(words) ?? rule?.afterMs ?? null;
  return { kind: 'retryLater', relay, reply, verdict: means, afterMs };
}

import type { Outcome, Reply } from '../outcome.ts';

/** Where in the transaction a reply came: to MAIL, RCPT, DATA, or after the message. */
export type Stage = 'mail' | 'rcpt' | 'data' | 'message';

/**
 * What a relay's reply means. 4yz: later. 5yz: this reader never, unless the reply is about us: a refused
 * sender (5yz to MAIL) or an enhanced status of class 7, security and policy (RFC 3463 3.8), such as
 * authentication required, relaying denied or blocked content. Basic codes 530, 534, 535 and 538 are
 * authentication's (RFC 4954).
 */
export function classifyReply(stage: Stage, reply: Reply, relay: string): Outcome {
  if (stage === 'message' && reply.code >= 200 && reply.code < 300) return { kind: 'submitted', relay, reply };
  if (reply.code < 500) return { kind: 'retryLater', relay, reply, verdict: 'later', afterMs: null };
  const isAboutUs =
    stage === 'mail' || Boolean(reply.status?.startsWith('5.7.')) || [530, 534, 535, 538].includes(reply.code);
  if (isAboutUs) return { kind: 'senderFault', relay, reply };
  return { kind: 'rejected', relay, reply, verdict: 'refused' };
}

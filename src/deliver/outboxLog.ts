import { redactAddress, redactAddresses, redactUrl, type Log } from '../platform/log.ts';
import type { Outcome } from './outcome.ts';

/** A mail of the outbox, by what a log may tell of it. */
export type Mailed = { id: number; kind: string; toAddress: string };

const WORDS = {
  submitted: null,
  // Another process has it.
  withheld: null,
  rejected: 'a mail was refused for good',
  senderFault: 'a mail was refused because of the sender; it is tried again',
  retryLater: 'a mail was turned away for now; it is tried again',
  relayDown: 'a mail waits for a relay',
  unknown: 'the answer to a mail was lost; it is not sent again',
} as const satisfies Record<Outcome['kind'], string | null>;

function fieldsOf({ id, kind, toAddress }: Mailed): Record<string, unknown> {
  return { outboxId: id, kind, to: redactAddress(toAddress) };
}

/** Writes down what became of a confirmation, a test copy or another single mail, unless it went out. */
export function logOutcome(log: Log, mail: Mailed, outcome: Outcome): void {
  const words = WORDS[outcome.kind];
  if (words === null || !('reply' in outcome)) return;
  const { relay, reply } = outcome;
  const said = redactUrl(redactAddresses(`${reply.code > 0 ? `${reply.code} ` : ''}${reply.text}`));
  log.warn({ ...fieldsOf(mail), relay, said }, words);
}

/** Writes down that a mail was not tried: its address is suppressed, its reader left, or it came too late. */
export function logUntried(log: Log, mail: Mailed, state: string): void {
  log.warn(
    fieldsOf(mail),
    state === 'failed'
      ? 'a mail expired before it could go out'
      : 'a mail was not sent: its address is suppressed, or its reader left',
  );
}

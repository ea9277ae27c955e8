import { redactAddress, redactAddresses, redactUrl, type Log } from '../platform/log.ts';
import type { Outcome } from './outcome.ts';

/** The fields of an outbox mail that a log may show. */
export type Mailed = { id: number; kind: string; toAddress: string };

const WORDS = {
  submitted: null,
  // Another process has it.
  withheld: null,
  rejected: 'the relay rejected a mail permanently',
  senderFault: 'the relay refused the sender of a mail; the mail is retried',
  retryLater: 'the relay deferred a mail; it is retried',
  relayDown: 'a mail waits for a relay',
  unknown: 'the relay’s answer to a mail was lost; it is not sent again',
} as const satisfies Record<Outcome['kind'], string | null>;

function fieldsOf({ id, kind, toAddress }: Mailed): Record<string, unknown> {
  return { outboxId: id, kind, to: redactAddress(toAddress) };
}

/** Logs the outcome of a confirmation, a test copy or another single mail, unless the relay accepted it. */
export function logOutcome(log: Log, mail: Mailed, outcome: Outcome): void {
  const words = WORDS[outcome.kind];
  if (words === null || !('reply' in outcome)) return;
  const { relay, reply } = outcome;
  const said = redactUrl(redactAddresses(`${reply.code > 0 ? `${reply.code} ` : ''}${reply.text}`));
  log.warn({ ...fieldsOf(mail), relay, said }, words);
}

/** Logs that a mail was not attempted: its address is suppressed, its reader left, or it expired. */
export function logUntried(log: Log, mail: Mailed, state: string): void {
  log.warn(
    fieldsOf(mail),
    state === 'failed'
      ? 'a mail expired before it was sent'
      : 'a mail was not sent: its address is suppressed, or its reader left',
  );
}

export type CheckOutcome = 'pass' | 'warn' | 'fail' | 'skipped';

/** Every check, in display order, with its title. */
export const CHECKS = {
  spf: 'SPF record',
  'spf-relay': 'SPF of the relay',
  dkim: 'DKIM',
  dmarc: 'DMARC record',
  alignment: 'Alignment',
  from: 'From address',
  replies: 'Replies',
  ptr: 'Reverse DNS',
  relay: 'Relay',
  tls: 'TLS',
  pipelining: 'PIPELINING',
  'one-click': 'One-click',
  headers: 'List headers',
  format: 'Message format',
  'body-link': 'Link in the body',
  identity: 'Sender details',
  clock: 'Clock',
} as const;
export type CheckName = keyof typeof CHECKS;

/** The result of one check. A check of several things (keys, relays, addresses) has one per thing. */
export type Finding = Readonly<{
  check: CheckName;
  outcome: CheckOutcome;
  /** The result, as a sentence. */
  found: string;
  /** What to do about it, as a sentence. Null: nothing. */
  todo: string | null;
}>;

const MAX_LENGTH = 700;

/** Cleans text from DNS and servers for a terminal: no control characters, and a limited length. */
export function clean(text: string): string {
  // oxlint-disable-next-line no-control-regex -- controls are what it takes out
  const line = text.replaceAll(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g, ' ');
  return line.length > MAX_LENGTH ? `${line.slice(0, MAX_LENGTH)}…` : line;
}

export function pass(check: CheckName, found: string): Finding {
  return { check, outcome: 'pass', found: clean(found), todo: null };
}
export function warn(check: CheckName, found: string, todo: string): Finding {
  return { check, outcome: 'warn', found: clean(found), todo: clean(todo) };
}
export function fail(check: CheckName, found: string, todo: string): Finding {
  return { check, outcome: 'fail', found: clean(found), todo: clean(todo) };
}
export function skip(check: CheckName, found: string, todo: string | null = null): Finding {
  return { check, outcome: 'skipped', found: clean(found), todo };
}

const GRAVITY: Readonly<Record<CheckOutcome, number>> = { pass: 0, skipped: 1, warn: 2, fail: 3 };

/** The worst outcome. A skipped check does not count as passed. Without any outcome: skipped. */
export function worstOf(outcomes: readonly CheckOutcome[]): CheckOutcome {
  return outcomes.toSorted((a, b) => GRAVITY[b] - GRAVITY[a])[0] ?? 'skipped';
}

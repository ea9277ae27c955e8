export type Outcome = 'pass' | 'warn' | 'fail' | 'skipped';

/** Every check, in the order in which it is shown, with the words it goes by. */
export const CHECKS = {
  spf: 'SPF record',
  'spf-relay': 'SPF of the relay',
  dkim: 'DKIM',
  dmarc: 'DMARC record',
  alignment: 'Alignment',
  from: 'From address',
  replies: 'Takes replies',
  ptr: 'Reverse DNS',
  relay: 'Relay',
  tls: 'TLS',
  pipelining: 'PIPELINING',
  'one-click': 'One-click',
  headers: 'List headers',
  format: 'Message format',
  'body-link': 'Link in the body',
  identity: 'Who sends it',
  clock: 'Clock',
} as const;
export type CheckName = keyof typeof CHECKS;

/** What one check found. A check that looks at several things (keys, relays, addresses) has one for each. */
export type Finding = Readonly<{
  check: CheckName;
  outcome: Outcome;
  /** What was found, as a sentence. */
  found: string;
  /** What to do about it, as a sentence; null where there is nothing to do. */
  todo: string | null;
}>;

export function pass(check: CheckName, found: string): Finding {
  return { check, outcome: 'pass', found, todo: null };
}
export function warn(check: CheckName, found: string, todo: string): Finding {
  return { check, outcome: 'warn', found, todo };
}
export function fail(check: CheckName, found: string, todo: string): Finding {
  return { check, outcome: 'fail', found, todo };
}
export function skip(check: CheckName, found: string, todo: string | null = null): Finding {
  return { check, outcome: 'skipped', found, todo };
}

const GRAVITY: Readonly<Record<Outcome, number>> = { pass: 0, skipped: 1, warn: 2, fail: 3 };

/** The gravest of them: what was not looked at is no pass. Nothing at all: skipped. */
export function worstOf(outcomes: readonly Outcome[]): Outcome {
  return outcomes.toSorted((a, b) => GRAVITY[b] - GRAVITY[a])[0] ?? 'skipped';
}

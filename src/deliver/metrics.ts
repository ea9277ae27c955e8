import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { Outcome } from './outcome.ts';

/** The mailer's metrics. The process publishes them, and the web process serves them. */
export const mailerMetrics = new Registry();

const registers = [mailerMetrics];

const submissions = new Counter({
  name: 'reveille_submissions_total',
  help: 'Messages handed to a relay, by outcome',
  labelNames: ['relay', 'outcome'],
  registers,
});

const seconds = new Histogram({
  name: 'reveille_submission_seconds',
  help: 'Seconds from opening a connection to the relay’s answer',
  labelNames: ['relay'],
  buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60],
  registers,
});

/** The connections of each relay as they are now. */
const pools = new Map<string, { inUse: number; allowed: number }>();

const connections = new Gauge({
  name: 'reveille_relay_connections',
  help: 'Connections of this process: in use and allowed',
  labelNames: ['relay', 'state'],
  registers: [],
  // They change twice a message, and are looked at every few seconds.
  collect() {
    for (const [relay, { inUse, allowed }] of pools) {
      this.set({ relay, state: 'in_use' }, inUse);
      this.set({ relay, state: 'allowed' }, allowed);
    }
  },
});
mailerMetrics.registerMetric(connections);

const ledger = new Histogram({
  name: 'reveille_ledger_seconds',
  help: 'Round trips to the ledger',
  labelNames: ['step'],
  buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5],
  registers,
});

type Judged = Extract<Outcome, { verdict: unknown }>;
type OutcomeName = Exclude<Outcome, Judged>['kind'] | Judged['verdict'];

const OUTCOMES = Object.keys({
  submitted: 0,
  later: 0,
  lost: 0,
  'mailbox-full': 0,
  'domain-busy': 0,
  'address-dead': 0,
  refused: 0,
  senderFault: 0,
  relayDown: 0,
  unknown: 0,
  withheld: 0,
} satisfies Record<OutcomeName, 0>);

/**
 * Shows every outcome of a relay from the start. Prometheus sees no increase in a counter that first appears above 0, as
 * where a relay refuses its first messages and no more are sent. Known counts stay.
 */
export function beginCounting(relay: string): void {
  for (const outcome of OUTCOMES) submissions.inc({ relay, outcome }, 0);
}

function nameOf(outcome: Outcome): OutcomeName {
  return outcome.kind === 'retryLater' || outcome.kind === 'rejected' ? outcome.verdict : outcome.kind;
}

export function observeSubmission(relay: string, outcome: Outcome, ms: number): void {
  submissions.inc({ relay, outcome: nameOf(outcome) });
  seconds.observe({ relay }, ms / 1000);
}

export function observePool(relay: string, inUse: number, allowed: number): void {
  const pool = pools.get(relay);
  if (!pool) pools.set(relay, { inUse, allowed });
  else [pool.inUse, pool.allowed] = [inUse, allowed];
}

/** Measures the duration of one ledger step. */
export async function timeLedger<T>(step: 'claim' | 'settle', work: () => Promise<T>): Promise<T> {
  const end = ledger.startTimer({ step });
  try {
    return await work();
  } finally {
    end();
  }
}

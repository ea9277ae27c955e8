import { setTimeout as sleep } from 'node:timers/promises';
import { redactAddress, redactAddresses } from '../platform/log.ts';
import { loadProgress } from './edition.ts';
import { flagRelayDown, pauseForSenderFault, unflagRelayDown } from './faults.ts';
import type { Claimed, Run } from './ledger/claim.ts';
import { domainOf, loadPausedDomains, pauseDomain, unpauseDomain } from './limits/domains.ts';
import { isAnswer, type Outcome } from './outcome.ts';
import type { DeliverDeps } from './deps.ts';
import { domainPauseMs } from './schedule.ts';

/** The progress of a run, shared by its workers. */
export type Progress = {
  submitted: number;
  /** Sender refusals in a row. */
  faults: number;
  isStopped: boolean;
  /** The edition has a new revision. The run must restart with it. */
  isStale: boolean;
  isRelayDown: boolean;
  stop: () => void;
};

// One refused message may be about its reader. Three in a row, with none accepted between, are about the sender.
const SENDER_FAULTS_TO_PAUSE = 3;
const LOOK_AT_PAUSES_MS = 5_000;
const FLAG_AGAIN_MS = 1_000;

/** Applies an outcome to the run as a whole, to the reader's domain, and to what staff see. */
export function createReaction(
  deps: DeliverDeps,
  run: Run,
  progress: Progress,
  over: AbortSignal,
): (reader: Claimed, outcome: Outcome) => Promise<void> {
  let paused: { domains: Set<string>; at: number } = { domains: new Set(), at: -Infinity };
  let looking: Promise<void> | null = null;
  let flagging: Promise<void> = Promise.resolve();
  let flaggedAt = -Infinity;

  /** Clears the pauses of a domain that accepted a message, so that its next pause starts short. */
  const forgive = async (domain: string): Promise<void> => {
    if (performance.now() - paused.at > LOOK_AT_PAUSES_MS) {
      paused = { ...paused, at: performance.now() };
      paused = { domains: await loadPausedDomains(deps), at: performance.now() };
    }
    if (paused.domains.delete(domain)) await unpauseDomain(deps, domain);
  };

  /** Runs the changes in the order of the calls, whichever connection is faster. */
  const flag = (change: () => Promise<void>): Promise<void> => (flagging = flagging.then(change, change));

  const answered = async (): Promise<void> => {
    if (!progress.isRelayDown) return;
    progress.isRelayDown = false;
    await flag(() => unflagRelayDown(deps, run.editionId));
  };

  const accepted = async (reader: Claimed): Promise<void> => {
    progress.submitted++;
    progress.faults = 0;
    if (!run.isRehearsal) await forgive(domainOf(reader.email));
  };

  /** Finds the cause: a pause, a cancel, a fix or an opt-out. Only the first three end this run. */
  const look = async (): Promise<void> => {
    const now = await loadProgress(deps, run.editionId);
    if (now?.state === 'submitting' && now.revision === run.revision) return;
    progress.isStale = now?.state === 'submitting';
    progress.stop();
  };

  const relayIsDown = async (said: string, retryAfterMs: number, isWarmUp: boolean): Promise<void> => {
    // Repeated from time to time: a relay that answered once and then failed again has cleared the flag.
    const isNews = !progress.isRelayDown || performance.now() - flaggedAt > FLAG_AGAIN_MS;
    progress.isRelayDown = true;
    if (isNews) {
      flaggedAt = performance.now();
      await flag(() => flagRelayDown(deps, run.editionId, said));
    }
    // Nothing changes before tomorrow. The sweep checks again from time to time.
    if (isWarmUp) return progress.stop();
    await sleep(retryAfterMs, undefined, { signal: over }).catch(() => undefined);
  };

  const refusedUs = async (reader: Claimed, said: string, isLocal: boolean): Promise<void> => {
    progress.faults++;
    // A reader whose own server always refuses like this must not pause the edition while others are accepted.
    const isCertain = isLocal || (progress.submitted === 0 && reader.attempts + 1 >= SENDER_FAULTS_TO_PAUSE);
    if (!isCertain && progress.faults < SENDER_FAULTS_TO_PAUSE) return;
    progress.stop();
    await pauseForSenderFault(deps, run.editionId, said);
  };

  return async (reader, outcome) => {
    if (isAnswer(outcome)) await answered();
    if (outcome.kind === 'submitted') return accepted(reader);
    if (outcome.kind === 'withheld') {
      if (!over.aborted) await (looking ??= look().finally(() => (looking = null)));
      return;
    }
    // Relays repeat the refused address in their replies.
    const text = redactAddresses(outcome.reply.text);
    const said = outcome.kind === 'relayDown' ? text : `${outcome.relay}: ${text}`;
    deps.log.info({ address: redactAddress(reader.email), outcome: outcome.kind, said }, 'a message was not accepted');
    if (outcome.kind === 'relayDown') await relayIsDown(said, outcome.retryAfterMs, outcome.isWarmUp);
    else if (outcome.kind === 'senderFault') await refusedUs(reader, said, outcome.reply.code === 0);
    else if (outcome.kind === 'retryLater' && outcome.verdict === 'domain-busy' && !run.isRehearsal) {
      const domain = domainOf(reader.email);
      const pauseMs = (failures: number): number => domainPauseMs(failures, Math.random(), outcome.afterMs);
      const until = await pauseDomain(deps, domain, { pauseMs, reply: outcome.reply.text });
      paused.domains.add(domain);
      if (until) deps.log.warn({ domain, until, said }, 'a domain asks us to slow down');
    }
  };
}

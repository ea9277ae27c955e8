import { setTimeout as sleep } from 'node:timers/promises';
import type { Db } from '../db/client.ts';
import type { Keys } from '../keys.ts';
import { holdLease } from '../leases.ts';
import { redactAddress, type Log } from '../log.ts';
import { coalesce } from './coalesce.ts';
import { buildReaderMessage, loadRunning, type RunningEdition } from './edition.ts';
import { flagRelayDown, pauseForSenderFault, unflagRelayDown } from './faults.ts';
import { claimDeliveries, markData, recoverLost, releaseClaims, type Claimed, type Run } from './ledger/claim.ts';
import { finishEdition, recordOutcomes, type Recorded } from './ledger/record.ts';
import type { Outcome, Reply, Transport } from './outcome.ts';
import { retryAfterMs } from './schedule.ts';
import type { Transports } from './transports.ts';

export type DeliverDeps = { db: Db; log: Log; now: () => Date; keys: Keys; transports: Transports };

/** What one call of deliverEdition did. */
export type DeliverResult = { submitted: number; isFinished: boolean };

const CLAIM_ROWS = 500;
// One refused message may be about its reader; three in a row, with none accepted between, are about us.
const SENDER_FAULTS_TO_PAUSE = 3;
const RECORD_TRIES = 20;

/**
 * Submits the due deliveries of an edition that is `submitting`, until none is due, the edition stops being
 * `submitting`, or `signal` asks for an end (messages on the wire are seen through). Any number of callers may
 * run at once, in one process or many: each reader is claimed by one. Guarantee: a message passes its last
 * byte only after a row that says so, and no row that says so is ever tried again by itself.
 */
export async function deliverEdition(
  deps: DeliverDeps,
  editionId: number,
  signal: AbortSignal,
): Promise<DeliverResult> {
  await recoverLost(deps, editionId);
  const edition = await loadRunning(deps, editionId);
  if (!edition) return { submitted: 0, isFinished: false };
  const transport = await deps.transports.forRun(edition.isRehearsal);
  if (!transport) {
    const why = 'SMTP_URL names no relay, and this edition is not a rehearsal';
    await pauseForSenderFault(deps, editionId, why);
    return { submitted: 0, isFinished: false };
  }
  const lease = await holdLease(deps, { role: 'delivery', editionId });
  const run: Run = { editionId, newsletterId: edition.newsletterId, isRehearsal: edition.isRehearsal, owner: lease.id };
  try {
    const submitted = await submitAll(deps, edition, run, transport, signal);
    return { submitted, isFinished: await finishEdition(deps, run) };
  } finally {
    // Where the database is gone, too, the lease runs out and the next claimant settles the rows.
    await releaseClaims(deps, run).catch((error: unknown) => deps.log.warn({ err: error }, 'claims were not released'));
    await lease.release().catch(() => undefined);
  }
}

async function submitAll(
  deps: DeliverDeps,
  edition: RunningEdition,
  run: Run,
  transport: Transport,
  signal: AbortSignal,
): Promise<number> {
  const mark = coalesce(async (ids: number[]) => {
    const allowed = await markData(deps, run, ids);
    return ids.map((id) => allowed.has(id));
  });
  const record = coalesce(async (outcomes: Recorded[]) => {
    await recordStubbornly(deps, run, outcomes);
    return outcomes;
  });
  const progress = { submitted: 0, faults: 0, isStopped: false, isRelayDown: edition.flag === 'relay_down' };
  const isOver = (): boolean => signal.aborted || progress.isStopped;
  const next = claimAhead(deps, run, isOver);

  const deliverOne = async (reader: Claimed): Promise<void> => {
    const outcome = await transport.submit({
      from: edition.from,
      to: reader.email,
      message: buildReaderMessage(deps.keys, edition, reader),
      beforeData: () => mark(reader.subscriberId),
    });
    await record(recordedOf(outcome, edition, reader, deps.now()));
    if (outcome.kind === 'submitted') {
      progress.submitted++;
      progress.faults = 0;
      if (progress.isRelayDown) await unflagRelayDown(deps, run.editionId);
      progress.isRelayDown = false;
    } else await react(deps, run, reader, outcome, progress, signal);
  };

  const work = async (): Promise<void> => {
    for (let reader = await next(); reader; reader = await next()) await deliverOne(reader);
  };
  const workers = Array.from({ length: transport.capacity }, () =>
    work().catch((error: unknown) => {
      progress.isStopped = true;
      throw error;
    }),
  );
  // Every worker comes to its own end before the claims are released.
  const failure = (await Promise.allSettled(workers)).find((result) => result.status === 'rejected');
  if (failure) throw failure.reason;
  return progress.submitted;
}

/** Hands out claimed readers one by one; one claim at a time serves all workers. Null: nothing is due. */
function claimAhead(deps: DeliverDeps, run: Run, isOver: () => boolean): () => Promise<Claimed | null> {
  let ready: Claimed[] = [];
  let claiming: Promise<void> | null = null;
  let isDry = false;
  return async () => {
    for (;;) {
      if (isOver()) return null;
      const reader = ready.pop();
      if (reader) return reader;
      if (isDry) return null;
      claiming ??= claimDeliveries(deps, run, CLAIM_ROWS).then(
        (rows) => {
          ready = rows;
          isDry = rows.length === 0;
          claiming = null;
        },
        (error: unknown) => {
          claiming = null;
          throw error;
        },
      );
      await claiming;
    }
  };
}

function recordedOf(outcome: Outcome, edition: RunningEdition, reader: Claimed, now: Date): Recorded {
  const base = { subscriberId: reader.subscriberId, retryAfterMs: 0, relay: null, statusCode: null, reply: null };
  if (outcome.kind === 'withheld') return { ...base, state: 'pending' };
  const said = { ...base, relay: outcome.relay, ...textOf(outcome.reply) };
  if (outcome.kind === 'submitted' || outcome.kind === 'unknown') return { ...said, state: outcome.kind };
  if (outcome.kind === 'rejected') return { ...said, state: 'failed' };
  const delayMs = retryAfterMs(outcome, reader.attempts + 1, Math.random());
  // A relay that is down or refuses us says nothing about the reader, whom no deadline fails for it.
  const isTooLate = outcome.kind === 'retryLater' && now.getTime() + delayMs > edition.deadline.getTime();
  return { ...said, state: isTooLate ? 'failed' : 'pending', retryAfterMs: delayMs };
}

function textOf(reply: Reply): { statusCode: string | null; reply: string } {
  return { statusCode: reply.status ?? (reply.code ? String(reply.code) : null), reply: reply.text };
}

type Progress = { submitted: number; faults: number; isStopped: boolean; isRelayDown: boolean };

/** What an outcome other than `submitted` means for the run as a whole. */
async function react(
  deps: DeliverDeps,
  run: Run,
  reader: Claimed,
  outcome: Exclude<Outcome, { kind: 'submitted' }>,
  progress: Progress,
  signal: AbortSignal,
): Promise<void> {
  if (outcome.kind === 'withheld') {
    // A pause, a cancel or an opt-out: the next claim tells which.
    return;
  }
  const said = `${outcome.relay}: ${outcome.reply.text}`;
  deps.log.info({ address: redactAddress(reader.email), outcome: outcome.kind, said }, 'a message was not accepted');
  if (outcome.kind === 'relayDown') {
    if (!progress.isRelayDown) await flagRelayDown(deps, run.editionId, said);
    progress.isRelayDown = true;
    await sleep(outcome.retryAfterMs, undefined, { signal }).catch(() => undefined);
  }
  if (outcome.kind === 'senderFault') {
    progress.faults++;
    const isCertain = outcome.reply.code === 0 || reader.attempts + 1 >= SENDER_FAULTS_TO_PAUSE;
    if (isCertain || progress.faults >= SENDER_FAULTS_TO_PAUSE) {
      progress.isStopped = true;
      await pauseForSenderFault(deps, run.editionId, said);
    }
  }
}

/**
 * A database that is restarting must not turn known outcomes into unknown ones: they are offered again for
 * about a minute. A row that was taken for lost meanwhile is set right by its own owner.
 */
async function recordStubbornly(deps: DeliverDeps, run: Run, outcomes: Recorded[]): Promise<void> {
  for (let attempt = 1; ; attempt++)
    try {
      return await recordOutcomes(deps, run, outcomes);
    } catch (error) {
      if (attempt >= RECORD_TRIES) throw error;
      deps.log.warn({ err: error, rows: outcomes.length }, 'outcomes could not be recorded yet');
      await sleep(Math.min(5_000, 200 * attempt));
    }
}

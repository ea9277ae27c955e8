import { setTimeout as sleep } from 'node:timers/promises';
import { warnUnlessAway } from '../platform/db/away.ts';
import type { Db } from '../platform/db/client.ts';
import { isReveilleError, messageOf } from '../domain/errors.ts';
import { holdLease } from '../platform/leases.ts';
import { openBuffers, type Buffers } from './buffers.ts';
import type { DeliverDeps } from './deps.ts';
import {
  buildReaderMessage,
  carriedBy,
  digestFor,
  loadProgress,
  loadRunning,
  returnPathOf,
  type RunningEdition,
  type SendableDigest,
} from './edition.ts';
import { flagLate, pauseForSenderFault } from './faults.ts';
import { judge } from './judge.ts';
import { recoverLost, releaseClaims, type Claimed, type Run } from './ledger/claim.ts';
import { finishEdition } from './ledger/settle.ts';
import { openTicker, type Ticker } from './ledger/ticker.ts';
import { openBucket } from './limits/bucket.ts';
import { releaseShares } from './limits/share.ts';
import { localReply, type Outcome, type Transport } from './outcome.ts';
import { createReaction, type Progress } from './react.ts';
import { openSupply, type Supply } from './supply.ts';

/** The result of one call of deliverEdition. */
type DeliverResult = { submitted: number; isFinished: boolean };

const LOOK_AGAIN_MS = 300;
const LOOK_AT_RATE_MS = 1_000;

/**
 * Submits the due deliveries of an edition that is `submitting`. It ends when none is due, when the edition is no
 * longer `submitting`, or when `signal` asks for it; messages that are being sent are completed. A fix of the edition
 * is applied at once. Any number of callers, in one process or many, may run concurrently: each reader is claimed by
 * one of them. Guarantee: a message's last byte is sent only after its row says so, and a row that says so is never
 * retried automatically.
 */
export async function deliverEdition(
  deps: DeliverDeps,
  editionId: number,
  signal: AbortSignal,
): Promise<DeliverResult> {
  await recoverLost(deps, editionId);
  let submitted = 0;
  for (;;) {
    const edition = await loadRunning(deps, editionId);
    if (!edition) return { submitted, isFinished: false };
    const transport = await deps.transports.forRun(edition.isRehearsal);
    if (!transport) {
      const why = 'SMTP_URL names no relay, and this edition is not a rehearsal';
      await pauseForSenderFault(deps, editionId, why);
      return { submitted, isFinished: false };
    }
    const progress = await runOnce(deps, edition, transport, signal);
    submitted += progress.submitted;
    if (signal.aborted) return { submitted, isFinished: false };
    if (await finishEdition(deps, edition)) return { submitted, isFinished: true };
    if (progress.isStale) continue;
    if (progress.isStopped || edition.isFrozen) return { submitted, isFinished: false };
    // The rest of the audience is still being inserted.
    await sleep(LOOK_AGAIN_MS, undefined, { signal }).catch(() => undefined);
  }
}

/** Runs one revision of the edition under one lease. */
async function runOnce(
  deps: DeliverDeps,
  edition: RunningEdition,
  transport: Transport,
  signal: AbortSignal,
): Promise<Progress> {
  const { editionId, newsletterId, isRehearsal, revision } = edition;
  const lease = await holdLease(deps, { role: 'delivery', editionId });
  const run: Run = {
    editionId,
    newsletterId,
    isRehearsal,
    revision,
    owner: lease.id,
    tokenKey: deps.keys.tokens[0]?.id ?? 0,
  };
  try {
    return await submitDue(deps, edition, run, transport, signal);
  } finally {
    // If the database is down too, the lease expires and the next claimant recovers the rows.
    await releaseClaims(deps, run).catch((error: unknown) =>
      warnUnlessAway(deps.log, error, 'claims were not released'),
    );
    await releaseShares(deps, run.owner).catch(() => undefined);
    await lease.release().catch(() => undefined);
  }
}

/** The edition's own rate, as staff last set it. */
function openPace(
  { db }: { db: Db },
  edition: RunningEdition,
): { take: (signal: AbortSignal) => Promise<boolean>; stop: () => void } {
  let { maxRate } = edition;
  const bucket = openBucket({ db }, { key: `edition:${edition.editionId}`, perSecond: () => maxRate });
  const timer = setInterval(() => {
    loadProgress({ db }, edition.editionId).then(
      (now) => (maxRate = now?.maxRate ?? null),
      () => undefined,
    );
  }, LOOK_AT_RATE_MS);
  return { take: bucket.take, stop: () => clearInterval(timer) };
}

const bytesOf = ({ template }: SendableDigest): number =>
  template.segments.reduce((sum, segment) => sum + segment.length, 0);

async function submitDue(
  deps: DeliverDeps,
  edition: RunningEdition,
  run: Run,
  transport: Transport,
  signal: AbortSignal,
): Promise<Progress> {
  const ending = new AbortController();
  const over = AbortSignal.any([signal, ending.signal]);
  const progress: Progress = {
    submitted: 0,
    faults: 0,
    isStopped: false,
    isStale: false,
    isRelayDown: edition.flag === 'relay_down',
    stop: () => {
      progress.isStopped = true;
      ending.abort();
    },
  };
  const ledger = deps.ledger ?? deps.db;
  const ticker = openTicker({ db: ledger, log: deps.log }, run);
  const supply = await openSupply({ db: deps.db, ledger }, run, () => over.aborted);
  const pace = openPace(deps, edition);
  const buffers = openBuffers(Math.max(...[edition.own, ...edition.others.values()].map(bytesOf)));
  const react = createReaction(deps, run, progress, over);
  const workers = Array.from({ length: transport.capacity }, async () => {
    try {
      for (let reader = await supply.next(); reader; reader = await supply.next())
        await deliverOne(deps, edition, { reader, transport, ticker, supply, pace, buffers, over, react });
    } catch (error) {
      progress.stop();
      throw error;
    }
  });
  // Every worker must end before the claims are released.
  const failure = (await Promise.allSettled(workers)).find((result) => result.status === 'rejected');
  pace.stop();
  supply.close();
  await ticker.flushed();
  if (failure) throw failure.reason;
  if (supply.late() > 0) await flagLate(deps, run);
  return progress;
}

type Work = {
  reader: Claimed;
  transport: Transport;
  ticker: Ticker;
  supply: Supply;
  pace: { take: (signal: AbortSignal) => Promise<boolean> };
  buffers: Buffers;
  over: AbortSignal;
  react: ReturnType<typeof createReaction>;
};

/**
 * The outcome for a message that cannot be built. An address that no header can hold concerns its reader alone.
 * Any other error, such as a key that does not sign, concerns the whole edition.
 */
function notBuilt(error: unknown): Outcome {
  const reply = localReply(`The message cannot be built: ${messageOf(error)}`);
  if (isReveilleError(error, 'HEADER_INJECTION'))
    return { kind: 'rejected', relay: 'reveille', reply, verdict: 'refused' };
  return { kind: 'senderFault', relay: 'reveille', reply };
}

async function deliverOne(deps: DeliverDeps, edition: RunningEdition, work: Work): Promise<void> {
  const { reader, transport, ticker, supply, pace, buffers, over, react } = work;
  const { subscriberId, datedAt } = reader;
  try {
    const buffer = buffers.take();
    const digest = digestFor(edition, reader.choice);
    const message = await buildReaderMessage(deps.keys, edition, digest, reader, { into: buffer }).catch(notBuilt);
    if ('kind' in message) {
      ticker.record(judge(message, reader, deps.now(), Math.random()));
      return await react(reader, message);
    }
    // A claim whose turn does not come is released at the end of the run.
    if (!(await pace.take(over))) return;
    const outcome = await transport.submit({
      from: returnPathOf(deps.keys, edition, subscriberId),
      to: reader.email,
      message,
      beforeData: () => ticker.mark({ subscriberId, datedAt, ...carriedBy(edition, digest) }),
      signal: over,
    });
    // Only an answer to the whole message proves that its bytes are no longer needed.
    if (outcome.kind === 'submitted') buffers.giveBack(buffer);
    ticker.record(judge(outcome, reader, deps.now(), Math.random()));
    await react(reader, outcome);
  } finally {
    supply.done(reader);
  }
}

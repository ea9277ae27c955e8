import { setTimeout as sleep } from 'node:timers/promises';
import { resumeEdition, triggerSend } from '../../src/editions/control.ts';
import { openGround, openRuntime, type Runtime } from '../../src/platform/runtime.ts';
import { createActor, type Happened } from './acts.ts';
import { countAll } from './count.ts';
import { loadProgress, loadRows, moveClockOn, stubbornly } from './ledger.ts';
import type { Chosen, Misbehaviour } from './misbehaviours.ts';
import { drawPlan, type Planned } from './plan.ts';
import { makeEdition, type Made } from './readers.ts';
import { readStore } from './store.ts';
import { startSystem, type System } from './system.ts';
import { describeCount, describeMisbehaviours } from './table.ts';

export type ChaosOptions = {
  readers: number;
  kills: number;
  seed: number;
  /** The time limit of the whole run. */
  minutes: number;
  chosen: Chosen;
  /** Misbehaviours that this machine cannot show, and why. */
  skipped: ReadonlyMap<Misbehaviour, string>;
  backend: 'redis' | 'postgres';
};

const TICK_MS = 50;
const LOOK_EVERY_MS = 1_000;
const CLOCK_EVERY_MS = 4_000;
// Longer than a lease, so that suspended mailers have continued and settled their rows.
const SETTLE_MS = 9_000;
const SECONDS_A_KILL = 3;

const say = (text: string): void => void process.stdout.write(`${text}\n`);

/** The rate of the sink: slow enough that all kills happen during the send, and fast enough for the time limit. */
function paceOf({ readers, kills, minutes }: ChaosOptions): number {
  const seconds = Math.min(Math.max(10, kills * SECONDS_A_KILL), minutes * 60 * 0.4);
  return Math.max(20, readers / seconds);
}

/** Runs everything in `folder`. True if no invariant is broken. All started processes have ended when it returns. */
export async function runChaos(options: ChaosOptions, folder: string, signal: AbortSignal): Promise<boolean> {
  const { seed, readers, kills, chosen, backend } = options;
  say(`chaos: seed ${seed}, ${readers} readers, ${kills} kills, queues on ${backend}; repeat with --seed ${seed}`);
  const started = performance.now();
  const system = await startSystem({ folder, backend, seed, chosen, perSecond: paceOf(options) });
  let runtime: Runtime | null = null;
  try {
    runtime = await openRuntime(openGround('chaos', { environment: { ...system.environment, LOG_LEVEL: 'silent' } }));
    const made = await makeEdition(runtime, readers);
    await system.startWorkers();
    say(`everything runs after ${((performance.now() - started) / 1000).toFixed(1)} s`);
    const plan = drawPlan(seed, chosen, options);
    const deadline = started + options.minutes * 60_000;
    const sent = await send(runtime, system, made, plan, deadline, signal);
    await system.stopWorkers();
    const lines = readStore(system.storePath);
    const edition = await loadProgress(runtime.db, made.editionId);
    const count = countAll({
      lines,
      rows: await loadRows(runtime.db, made.editionId),
      readers: made.readers.map((reader) => reader.email),
      happened: sent.happened,
      edition: { state: edition.state, pauses: sent.pauses },
    });
    const planned = new Map<Misbehaviour, number>();
    for (const { act } of plan) planned.set(act.kind, (planned.get(act.kind) ?? 0) + 1);
    say(`\n${describeMisbehaviours(chosen, planned, sent.happened, lines, options.skipped)}\n`);
    say(
      describeCount(count, [
        ['longest sleep of a mailer', `${(sent.happened.longestStopMs / 1000).toFixed(1)} s`],
        ['processes that ended by themselves', system.crashes()],
        ['clock moved on by a person’s SQL', `${sent.movedOn} waits cut short`],
        ['sending took', `${sent.seconds.toFixed(0)} s, ${(count.sink.received / sent.seconds).toFixed(0)} messages/s`],
        ['the whole run took', `${((performance.now() - started) / 1000).toFixed(0)} s`],
      ]),
    );
    const broken = count.invariants.filter((invariant) => invariant.broken.length > 0).length;
    say(broken === 0 ? `\nEvery invariant held (seed ${seed}).` : `\n${broken} broken; repeat with --seed ${seed}.`);
    return broken === 0;
  } finally {
    await runtime?.close().catch(() => undefined);
    await system.close();
  }
}

type Sent = { happened: Happened; pauses: number; movedOn: number; seconds: number };

/**
 * Triggers the edition, executes the plan, and waits until the send is over and stays over. A mailer that was suspended
 * beyond the end may have reopened a delivery.
 */
async function send(
  { db, keys, queues, now, config }: Runtime,
  system: System,
  made: Made,
  plan: readonly Planned[],
  deadline: number,
  signal: AbortSignal,
): Promise<Sent> {
  const happened: Happened = { counts: new Map(), kills: [], longestStopMs: 0, optOuts: new Map() };
  const act = createActor({ db, keys, made, happened, ...system.parts() });
  const { editionId } = made;
  const started = performance.now();
  await triggerSend({ db, queues, now, config }, { editionId, actor: 'chaos', isRehearsal: false });
  let [next, acting, pauses, movedOn] = [0, 0, 0, 0];
  let [lookAt, clockAt] = [0, started + CLOCK_EVERY_MS];
  const failures: unknown[] = [];
  let overSince: number | null = null;
  let quietSince = 0;
  const begin = ({ act: what }: Planned): void => {
    acting++;
    act(what).then(
      () => acting--,
      (error: unknown) => failures.push(error),
    );
  };
  for (;;) {
    signal.throwIfAborted();
    if (failures.length > 0) throw failures[0];
    const at = performance.now();
    for (; next < plan.length && plan[next]!.at * made.readers.length <= system.received(); next++) begin(plan[next]!);
    if (at >= clockAt) {
      movedOn += await stubbornly(() => moveClockOn(db, editionId));
      clockAt = performance.now() + CLOCK_EVERY_MS;
    }
    if (at >= lookAt) {
      const { state, flag, left } = await stubbornly(() => loadProgress(db, editionId));
      if (process.stderr.isTTY) process.stderr.write(`\r${state} ${flag ?? ''}: ${left} left, ${next} events \u001b[K`);
      if (state === 'paused') {
        pauses++;
        await stubbornly(() => resumeEdition({ db, queues }, { editionId, actor: 'chaos' }));
      }
      if (state !== 'submitted' || acting > 0) quietSince = at;
      overSince = state === 'submitted' ? (overSince ?? at) : null;
      if (at - quietSince > SETTLE_MS || at > deadline) break;
      lookAt = performance.now() + LOOK_EVERY_MS;
    }
    await sleep(TICK_MS);
  }
  return { happened, pauses, movedOn, seconds: ((overSince ?? performance.now()) - started) / 1000 };
}

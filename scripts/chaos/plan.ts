import type { Chosen } from './misbehaviours.ts';
import { between, createRandom, pick } from './random.ts';

export const MAILERS = 3;

/** An event that affects a part of the system. */
export type Act =
  | { kind: 'kill'; mailer: number; downMs: number }
  | { kind: 'stop'; mailer: number; forMs: number }
  | { kind: 'clock'; mailer: number }
  | { kind: 'redis-flush' }
  | { kind: 'redis-restart'; downMs: number }
  | { kind: 'postgres-restart'; isImmediate: boolean; downMs: number }
  /** `reader` is a number, or null for a reader who is claimed at that moment, so that opt-out and message race. */
  | { kind: 'optout'; reader: number | null };

/**
 * An act when the sink has received the share `at` of the audience. With a share instead of a time, it happens during
 * the send.
 */
export type Planned = { at: number; act: Act };

type Size = { readers: number; kills: number };

// Refused, opted-out and unknown readers keep the sink from ever receiving all of it.
const FIRST = 0.02;
const LAST = 0.85;

/** The number of each kind of act in a run with these readers and kills. */
function timesOf({ readers, kills }: Size): Record<Act['kind'], number> {
  const few = Math.min(4, Math.max(1, Math.round(kills / 10)));
  return {
    kill: kills,
    stop: Math.max(1, Math.round(kills / 6)),
    clock: 2,
    'redis-flush': few,
    'redis-restart': few,
    'postgres-restart': few,
    optout: Math.max(5, Math.round(readers * 0.03)),
  };
}

/** The whole plan in order. It depends only on its arguments. */
export function drawPlan(seed: number, chosen: Chosen, size: Size): Planned[] {
  const times = Object.entries(timesOf(size)) as [Act['kind'], number][];
  const plan = times.flatMap(([kind, count]) => {
    if (!chosen.has(kind)) return [];
    const random = createRandom(seed, 'plan', kind);
    return Array.from({ length: count }, (_, number) => ({
      at: between(random, FIRST, LAST),
      act: drawAct(kind, number, random, size.readers),
    }));
  });
  if (chosen.has('stop')) plan.push(sleepThroughTheEnd(seed));
  return plan.toSorted((a, b) => a.at - b.at);
}

/** Suspends a mailer until the others have finished the edition; it then has unread replies. */
function sleepThroughTheEnd(seed: number): Planned {
  const mailer = Math.floor(createRandom(seed, 'sleep')() * MAILERS);
  return { at: LAST, act: { kind: 'stop', mailer, forMs: 30_000 } };
}

function drawAct(kind: Act['kind'], number: number, random: () => number, readers: number): Act {
  const mailer = Math.floor(random() * MAILERS);
  const isOdd = number % 2 === 1;
  const draw: Record<Act['kind'], () => Act> = {
    kill: () => ({ kind: 'kill', mailer, downMs: pick(random, [0, 0, between(random, 0, 5_000)]) }),
    // Every second suspension is longer than the lease of 6 s.
    stop: () => ({ kind: 'stop', mailer, forMs: isOdd ? between(random, 7_000, 14_000) : between(random, 200, 4_000) }),
    clock: () => ({ kind: 'clock', mailer: number + 1 }),
    'redis-flush': () => ({ kind: 'redis-flush' }),
    'redis-restart': () => ({ kind: 'redis-restart', downMs: between(random, 0, 3_000) }),
    'postgres-restart': () => ({ kind: 'postgres-restart', isImmediate: !isOdd, downMs: between(random, 0, 4_000) }),
    optout: () => ({ kind: 'optout', reader: isOdd ? Math.floor(random() * readers) : null }),
  };
  return draw[kind]();
}

import { createHash } from 'node:crypto';

/** Numbers in [0, 1) that depend on `keys` alone: the same keys, the same numbers (mulberry32). */
export function createRandom(...keys: readonly (string | number)[]): () => number {
  let state = createHash('sha256').update(JSON.stringify(keys)).digest().readUInt32LE(0);
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** One of `values`, each as likely as the others. */
export function pick<T>(random: () => number, values: readonly T[]): T {
  return values[Math.floor(random() * values.length)]!;
}

/** A number from `from` to `to`. */
export function between(random: () => number, from: number, to: number): number {
  return from + random() * (to - from);
}

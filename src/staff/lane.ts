/** Runs at most some pieces of work at once; null where too many wait already. */
export type Lane = <T>(work: () => Promise<T>) => Promise<T | null>;

/** `atOnce` run, `waiting` wait their turn, in their order; what comes beyond is turned away at once. */
export function createLane({ atOnce, waiting }: { atOnce: number; waiting: number }): Lane {
  const queue: (() => void)[] = [];
  let running = 0;
  return async (work) => {
    if (running >= atOnce) {
      if (queue.length >= waiting) return null;
      // Whoever ends hands its place on.
      await new Promise<void>((go) => queue.push(go));
    } else running++;
    try {
      return await work();
    } finally {
      const next = queue.shift();
      if (next) next();
      else running--;
    }
  };
}

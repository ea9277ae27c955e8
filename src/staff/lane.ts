/** Runs a limited number of tasks at once. Null if too many wait already. */
export type Lane = <T>(work: () => Promise<T>) => Promise<T | null>;

/** `atOnce` tasks run and `waiting` wait in order. Further tasks are refused at once. */
export function createLane({ atOnce, waiting }: { atOnce: number; waiting: number }): Lane {
  const queue: (() => void)[] = [];
  let running = 0;
  return async (work) => {
    if (running >= atOnce) {
      if (queue.length >= waiting) return null;
      // A task that ends passes its place on.
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

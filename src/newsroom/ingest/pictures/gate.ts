/** Creates a limit of concurrent tasks. Further tasks wait in order. */
export function createGate(atOnce: number): <T>(work: () => Promise<T>) => Promise<T> {
  let running = 0;
  const waiting: (() => void)[] = [];
  return async (work) => {
    if (running >= atOnce)
      await new Promise<void>((resolve) => {
        waiting.push(resolve);
      });
    else running++;
    try {
      return await work();
    } finally {
      // The slot goes directly to the next task.
      const next = waiting.shift();
      if (next) next();
      else running--;
    }
  };
}

/**
 * Turns many single calls into few: whatever is asked for while one call of `work` runs goes into the next.
 * With one caller it adds no delay; with many, one round trip serves them all.
 */
export function coalesce<T, R>(
  work: (items: T[]) => Promise<R[]>,
  { maxItems = 500 }: { maxItems?: number } = {},
): (item: T) => Promise<R> {
  type Entry = { item: T; resolve: (result: R) => void; reject: (error: unknown) => void };
  let waiting: Entry[] = [];
  let isRunning = false;

  const drain = async (): Promise<void> => {
    isRunning = true;
    while (waiting.length > 0) {
      const batch = waiting.slice(0, maxItems);
      waiting = waiting.slice(maxItems);
      try {
        const results = await work(batch.map((entry) => entry.item));
        batch.forEach((entry, index) => entry.resolve(results[index]!));
      } catch (error) {
        for (const entry of batch) entry.reject(error);
      }
    }
    isRunning = false;
  };

  return (item) =>
    new Promise((resolve, reject) => {
      waiting.push({ item, resolve, reject });
      // A turn's worth of callers joins before the first call goes out.
      if (!isRunning) {
        isRunning = true;
        setImmediate(() => void drain());
      }
    });
}

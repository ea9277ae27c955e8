/**
 * Milliseconds of processor time that this thread spends on `work`: unlike a clock's, they do not grow where other
 * processes take the machine in between.
 */
export async function cpuMsOf(work: () => unknown): Promise<number> {
  const before = process.threadCpuUsage();
  await work();
  return since(before);
}

/** The same of work that is done when it returns. */
export function cpuMsOfSync(work: () => void): number {
  const before = process.threadCpuUsage();
  work();
  return since(before);
}

function since(before: NodeJS.CpuUsage): number {
  const { user, system } = process.threadCpuUsage(before);
  return (user + system) / 1_000;
}

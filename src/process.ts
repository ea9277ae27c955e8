import { writeFile } from 'node:fs/promises';
import { isReveilleError, messageOf } from './errors.ts';
import { holdLease } from './leases.ts';
import { openRuntime, type Runtime } from './runtime.ts';

// Long enough for a message on the wire; a supervisor that kills comes later.
const DRAIN_MS = 30_000;

/** What a long-running process does between its start and its drain. */
export type Running = { close: () => Promise<void> };

/**
 * Calls `drain` once at the first SIGTERM, SIGINT or SIGHUP, at an error that nobody handles, or when the
 * process that started this one is gone; then exits. Further signals change nothing: Ctrl-C in a terminal
 * reaches a process several times (the terminal's own, npm's, its parent's), and ending at the second one
 * would lose the answers of messages on the wire. Returns what else may ask for the end.
 */
export function drainAtEnd(drain: (error: unknown) => Promise<void>): (exitCode: number) => void {
  let isEnding = false;
  const end = (exitCode: number, error?: unknown): void => {
    if (isEnding) return;
    isEnding = true;
    setTimeout(() => process.exit(1), DRAIN_MS).unref();
    drain(error).then(
      () => process.exit(exitCode),
      () => process.exit(1),
    );
  };
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => end(0));
  process.on('uncaughtException', (error) => end(1, error));
  process.on('unhandledRejection', (error) => end(1, error));
  process.once('disconnect', () => end(0));
  return end;
}

/**
 * Runs one process of the system until its end is asked for; then drains. Says `ready` to its parent once it
 * works. What keeps it from starting is one sentence on standard error, and exit code 2 where the environment
 * is wrong, else 1.
 */
export async function runProcess(name: string, start: (runtime: Runtime) => Promise<Running>): Promise<void> {
  let runtime: Runtime | null = null;
  let running: Running | null = null;
  let lease: { release: () => Promise<void> } | null = null;
  const drain = async (): Promise<void> => {
    await running?.close();
    await lease?.release().catch(() => undefined);
    await runtime?.close();
  };
  drainAtEnd(async (error) => {
    if (error) runtime?.log.fatal({ err: error }, `${name} met an error that nobody handles`);
    await drain();
  });
  try {
    runtime = await openRuntime(name);
    running = await start(runtime);
    const { aliveFile } = runtime.config;
    const onRenewed = aliveFile ? () => writeFile(aliveFile, '') : undefined;
    lease = await holdLease(runtime, { role: `process:${name}`, onRenewed });
    process.send?.('ready');
  } catch (error) {
    process.stderr.write(`${name}: ${messageOf(error)}\n`);
    await drain().catch(() => undefined);
    process.exit(isReveilleError(error, 'CONFIG_INVALID', 'DATA_DIR_UNWRITABLE') ? 2 : 1);
  }
}

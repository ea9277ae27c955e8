import { writeFile } from 'node:fs/promises';
import { watchDatabase } from './db/retry.ts';
import { isReveilleError, messageOf } from '../domain/errors.ts';
import { holdLease } from './leases.ts';
import { openGround, openRuntime, type Ground, type Runtime } from './runtime.ts';
import { describeStart } from './startReport.ts';

// Long enough for a message that is being sent. Supervisors kill later than this.
const DRAIN_MS = 30_000;

const ENDS = ['SIGTERM', 'SIGINT', 'SIGHUP', 'disconnect'] as const;
const ERRORS = ['uncaughtException', 'unhandledRejection'] as const;

/** A long-running process between its start and its drain. */
export type Running = { close: () => Promise<void> };

/**
 * Calls `drain` once and then exits: at the first SIGTERM, SIGINT or SIGHUP, at an unhandled error, or when the parent
 * process has ended. Further signals have no effect: Ctrl-C in a terminal reaches a process several times (from the
 * terminal, npm, its parent), and ending at the second one would lose the answers to messages that are being sent.
 * `end` also requests the end; `release` leaves the process to whatever else it does.
 */
export function drainAtEnd(drain: (error: unknown) => Promise<void>): {
  end: (exitCode: number) => void;
  release: () => void;
} {
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
  const onEnd = (): void => end(0);
  const onError = (error: unknown): void => end(1, error);
  for (const event of ENDS) process.on(event, onEnd);
  for (const event of ERRORS) process.on(event, onError);
  return {
    end,
    release: () => {
      for (const event of ENDS) process.off(event, onEnd);
      for (const event of ERRORS) process.off(event, onError);
    },
  };
}

/** What a process does while it waits for its database, with what is available before it. */
type Before = (ground: Ground) => Promise<Running>;

/**
 * Runs one process of the system until its end is requested, and then drains it. Waits for a database that is away.
 * Sends
 * `ready` to its parent once it works. If it cannot start, it prints one sentence on standard error and exits with code
 * 2
 * for a wrong environment, otherwise 1.
 */
export async function runProcess(
  name: string,
  start: (runtime: Runtime) => Promise<Running>,
  { before }: { before?: Before } = {},
): Promise<void> {
  let ground: Ground | null = null;
  let early: Running | null = null;
  let runtime: Runtime | null = null;
  let running: Running | null = null;
  let lease: { release: () => Promise<void> } | null = null;
  const stopping = new AbortController();
  const drain = async (): Promise<void> => {
    stopping.abort();
    await running?.close();
    await early?.close();
    await lease?.release().catch(() => undefined);
    await runtime?.close();
  };
  drainAtEnd(async (error) => {
    if (error) ground?.log.fatal({ err: error }, `${name} had an unhandled error`);
    await drain();
  });
  try {
    ground = openGround(name);
    early = (await before?.(ground)) ?? null;
    runtime = await openRuntime(ground, { patience: { signal: stopping.signal } });
    const { log } = runtime;
    running = await start(runtime);
    const { aliveFile } = runtime.config;
    const onRenewed = aliveFile ? () => writeFile(aliveFile, '') : undefined;
    lease = await holdLease(runtime, { role: `process:${name}`, onRenewed });
    void watchDatabase({ log, signal: stopping.signal }, runtime.measureClock);
    process.send?.('ready');
    if (log.isLevelEnabled('info')) log.info(await describeStart(runtime), `${name} works`);
  } catch (error) {
    // The requested end is in progress, and exits by itself.
    if (stopping.signal.aborted) return;
    process.stderr.write(`${name}: ${messageOf(error)}\n`);
    await drain().catch(() => undefined);
    process.exit(isReveilleError(error, 'CONFIG_INVALID', 'DATA_DIR_UNWRITABLE') ? 2 : 1);
  }
}

import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const ROOT = join(import.meta.dirname, '..', '..');
// As a supervisor does for one that ended by itself.
const RESTART_AFTER_MS = 500;

/** One process of the system and its successors: whatever ends it, it is started again. */
export type Member = {
  name: string;
  /** The living process, once it has said that it works; else null. */
  running: () => ChildProcess | null;
  /** kill -9; the pid that died. It is back after `downMs`. Null where none was there to kill. */
  kill: (downMs: number) => Promise<number | null>;
  /** How often it ended without being killed. */
  crashes: () => number;
  /** SIGTERM, and SIGKILL where it does not end within half a minute. */
  stop: () => Promise<void>;
  /** Read at each start: options for Node. */
  execArgv: string[];
};

type StartOptions = { environment: Record<string, string>; logPath: string };

/** Starts a file of workers/ as an operator would, and keeps it up. `started` resolves when it first works. */
export function startMember(
  name: string,
  file: string,
  { environment, logPath }: StartOptions,
  execArgv: string[] = [],
): { member: Member; started: Promise<void> } {
  let child: ChildProcess | null = null;
  let isReady = false;
  let isEnding = false;
  let crashes = 0;
  let downMs: number | null = null;

  const member: Member = {
    name,
    execArgv,
    running: () => (isReady ? child : null),
    crashes: () => crashes,
    kill: async (restartAfterMs) => {
      const victim = member.running();
      if (!victim) return null;
      downMs = restartAfterMs;
      isReady = false;
      victim.kill('SIGKILL');
      if (victim.exitCode === null && victim.signalCode === null) await once(victim, 'exit');
      return victim.pid!;
    },
    stop: async () => {
      isEnding = true;
      const last = child;
      if (!last || last.exitCode !== null || last.signalCode !== null) return;
      last.kill('SIGCONT');
      last.kill('SIGTERM');
      const timer = setTimeout(() => last.kill('SIGKILL'), 30_000);
      await once(last, 'exit');
      clearTimeout(timer);
    },
  };

  const run = async (): Promise<void> => {
    const log = openSync(logPath, 'a', 0o600);
    const started = fork(join(ROOT, file), {
      env: { PATH: process.env['PATH'], LOG_LEVEL: 'info', ...environment },
      execArgv: member.execArgv,
      stdio: ['ignore', 'ignore', log, 'ipc'],
    });
    closeSync(log);
    child = started;
    started.once('message', () => (isReady = true));
    await once(started, 'exit');
    isReady = false;
    const isCrash = downMs === null;
    if (isCrash && !isEnding) crashes++;
    const waitMs = downMs ?? RESTART_AFTER_MS;
    downMs = null;
    await sleep(waitMs);
    if (!isEnding) void run();
  };
  const start = async (): Promise<void> => {
    void run();
    for (let waited = 0; !member.running(); waited += 50) {
      if (waited > 60_000 || crashes > 3) throw new Error(`${file} did not start; its words are in ${logPath}`);
      await sleep(50);
    }
  };
  return { member, started: start() };
}

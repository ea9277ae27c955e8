import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const ROOT = join(import.meta.dirname, '..', '..');
// The same pause as in a supervisor.
const RESTART_AFTER_MS = 500;

/** One process of the system, which is restarted after every end. */
export type Member = {
  name: string;
  /** The running process after it reported that it is ready; else null. */
  running: () => ChildProcess | null;
  /** Kills the process with SIGKILL and returns its pid. It restarts after `downMs`. Null if no process was running. */
  kill: (downMs: number) => Promise<number | null>;
  /** How often it ended without being killed. */
  crashes: () => number;
  /** Sends SIGTERM, and SIGKILL if the process does not end within 30 seconds. */
  stop: () => Promise<void>;
  /** Read at each start: options for Node. */
  execArgv: string[];
};

type StartOptions = {
  environment: Record<string, string>;
  logPath: string;
  /** Arguments of `ip` that lead into a network namespace. Default: the machine's own. */
  inside?: readonly string[];
};

/** Starts a file of workers/ and keeps it running. `started` resolves when it is first ready. */
export function startMember(
  name: string,
  file: string,
  { environment, logPath, inside }: StartOptions,
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
      ...(inside && { execPath: 'ip' }),
      execArgv: inside ? [...inside, process.execPath, ...member.execArgv] : member.execArgv,
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

import { fork, type ChildProcess } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { join } from 'node:path';
import type { Log } from '../../platform/log.ts';

const ROOT = join(import.meta.dirname, '..', '..', '..');

/** The processes of the system and their entry files. They are supervised, not imported: each also runs by itself. */
export const PROCESSES = {
  web: 'src/web/main.ts',
  scheduler: 'workers/scheduler.ts',
  newsroom: 'workers/newsroom.ts',
  renderer: 'workers/renderer.ts',
  mailer: 'workers/mailer.ts',
} as const;

export type ProcessName = keyof typeof PROCESSES;

export type Child = { name: ProcessName; stop: () => Promise<void> };

const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 15_000;
// A busy machine may need minutes for what usually takes a second. A process that fails exits, so nothing waits for
// this.
const READY_TIMEOUT_MS = 300_000;

function spawn(name: ProcessName, environment: NodeJS.ProcessEnv): ChildProcess {
  return fork(join(ROOT, PROCESSES[name]), { env: environment, stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
}

/**
 * Resolves when the child reports that it is ready. Rejects if the child exits first, or if it does not report within
 * five minutes, unless it may wait for its database.
 */
export function untilReady(child: ChildProcess, name: string, { mayWait = false } = {}): Promise<void> {
  return new Promise((done, fail) => {
    const minutes = READY_TIMEOUT_MS / 60_000;
    const late = (): void => fail(new Error(`${name} runs, but was not ready within ${minutes} minutes`));
    const timer = mayWait ? undefined : setTimeout(late, READY_TIMEOUT_MS);
    child.once('message', () => done(clearTimeout(timer)));
    child.once('exit', () => {
      clearTimeout(timer);
      fail(new Error(`${name} did not start`));
    });
  });
}

/**
 * Starts a process and waits until it is ready. Restarts it after a growing pause whenever it exits by itself. Rejects
 * if the first start fails; the process has then printed the reason. `stop` asks the process to drain and waits for it.
 */
export async function superviseChild(
  name: ProcessName,
  environment: NodeJS.ProcessEnv,
  log: Log,
  { mayWait = false } = {},
): Promise<Child> {
  const stopping = new AbortController();
  let child = spawn(name, environment);
  await untilReady(child, name, { mayWait });

  const supervise = async (): Promise<void> => {
    for (let pauseMs = FIRST_PAUSE_MS; ;) {
      const startedAt = performance.now();
      await new Promise<void>((done) => {
        if (child.exitCode !== null || child.signalCode !== null) return done();
        child.once('exit', () => done());
      });
      if (stopping.signal.aborted) return;
      const isLasting = performance.now() - startedAt > 60_000;
      pauseMs = isLasting ? FIRST_PAUSE_MS : Math.min(LONGEST_PAUSE_MS, pauseMs * 2);
      log.error(
        { process: name, code: child.exitCode, signal: child.signalCode },
        'a process ended; it is started again',
      );
      await sleep(pauseMs, undefined, { signal: stopping.signal }).catch(() => undefined);
      if (stopping.signal.aborted) return;
      child = spawn(name, environment);
    }
  };
  const ended = supervise();
  return {
    name,
    stop: async () => {
      stopping.abort();
      child.kill('SIGTERM');
      await ended;
    },
  };
}

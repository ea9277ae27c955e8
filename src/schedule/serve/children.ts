import { fork, type ChildProcess } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { join } from 'node:path';
import type { Log } from '../../platform/log.ts';

const ROOT = join(import.meta.dirname, '..', '..', '..');

/** The system's processes and what each runs. Supervised, not imported: each also runs by itself. */
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
// A busy machine takes minutes for what takes a second elsewhere; a process that fails says so by its end.
const READY_TIMEOUT_MS = 300_000;

function spawn(name: ProcessName, environment: NodeJS.ProcessEnv): ChildProcess {
  return fork(join(ROOT, PROCESSES[name]), { env: environment, stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
}

/**
 * Resolves once the child says that it works. Rejects at once where it ends before, and where it lives for five
 * minutes without a word, unless it may wait for its database.
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
 * Starts a process, waits until it works, and starts it again whenever it ends by itself, after a growing
 * pause. Rejects where the first start fails (the process has said why). `stop` asks it to drain and waits.
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

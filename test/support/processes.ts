import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '..', '..');

/**
 * What each process of the product gets of this process's environment, besides what a test sets. With the cache of
 * compiled modules it starts in half the processor time. By TEST_RUN, endRun.ts finds it when the run was interrupted.
 */
export const PROCESS_ENV: NodeJS.ProcessEnv = {
  PATH: process.env['PATH'],
  NODE_COMPILE_CACHE: process.env['NODE_COMPILE_CACHE'],
  TEST_RUN: process.env['TMPDIR'],
};

/**
 * Starts one process of the system by its file, as an operator would, and waits until it says that it works. `root`: the
 * folder of the version that it belongs to.
 */
export async function startProcess(
  file: string,
  environment: Record<string, string>,
  root: string = ROOT,
): Promise<ChildProcess> {
  const child = fork(join(root, file), {
    cwd: root,
    env: { ...PROCESS_ENV, LOG_LEVEL: 'error', ...environment },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  await Promise.race([
    once(child, 'message'),
    once(child, 'exit').then(() => Promise.reject(new Error(`${file} did not start`))),
  ]);
  return child;
}

/** SIGTERM; its exit code. */
export async function stopProcess(child: ChildProcess): Promise<number | null> {
  if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
  child.kill('SIGTERM');
  const [code] = (await once(child, 'exit')) as [number | null];
  return code;
}

import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { untilReady } from '../../../src/schedule/serve/children.ts';

const MINUTE_MS = 60_000;
let folder: string;
let child: ChildProcess;

/** A process that does what it is told: "ready" says that it works, "end" ends it. */
const OBEDIENT = "process.on('message', (word) => (word === 'end' ? process.exit(1) : process.send('ready')))";

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'reveille-children-'));
  await writeFile(join(folder, 'obedient.cjs'), OBEDIENT);
});
afterAll(() => rm(folder, { recursive: true, force: true }));
afterEach(async () => {
  vi.useRealTimers();
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGKILL');
  await once(child, 'exit');
});

function waitFor(): { wait: Promise<void>; heard: string[] } {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  child = fork(join(folder, 'obedient.cjs'));
  const wait = untilReady(child, 'web');
  const heard: string[] = [];
  wait.then(
    () => heard.push('ready'),
    (error: Error) => heard.push(error.message),
  );
  return { wait, heard };
}

test('a process that needs minutes to start on a busy machine is waited for while it lives', async () => {
  const { wait, heard } = waitFor();
  await vi.advanceTimersByTimeAsync(4 * MINUTE_MS);
  expect(heard).toEqual([]);
  child.send('ready');
  await wait;
});

test('a process that lives and never says a word is given up in the end', async () => {
  const { heard } = waitFor();
  await vi.advanceTimersByTimeAsync(6 * MINUTE_MS);
  expect(heard).toEqual(['web runs, but was not ready within 5 minutes']);
});

test('a process that ends before it works is noticed by its end, without any wait', async () => {
  const { wait } = waitFor();
  child.send('end');
  await expect(wait).rejects.toThrow('web did not start');
});

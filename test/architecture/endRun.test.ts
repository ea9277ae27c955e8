import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';

const END_RUN = join(import.meta.dirname, '..', 'support', 'endRun.ts');

function startServer(args: string[] = [], environment: Record<string, string> = {}): ChildProcess {
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)', '--', ...args], {
    stdio: 'ignore',
    env: { ...process.env, ...environment },
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  return child;
}

test('when a run ends in whatever way, its servers and programs end, its folder goes, and nobody else’s process is touched', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'reveille-ended-'));
  await mkdir(join(folder, 'deep', 'cluster'), { recursive: true });
  const postgres = startServer(['-D', join(folder, 'deep', 'cluster')]);
  const redis = startServer(['--pidfile', join(folder, 'redis-6400.pid')]);
  const program = startServer([], { TEST_RUN: folder });
  const other = startServer([], { TEST_RUN: `${folder}-another` });
  await writeFile(join(folder, 'deep', 'cluster', 'postmaster.pid'), `${postgres.pid}\n${folder}\n`);
  await writeFile(join(folder, 'redis-6400.pid'), `${redis.pid}\n`);
  // As a killed server leaves it, whose pid another program has got.
  await writeFile(join(folder, 'redis-6401.pid'), `${other.pid}\n`);
  // Elsewhere nothing tells the environment of another process.
  const programs = process.platform === 'linux' ? [program] : [];
  const ends = [postgres, redis, ...programs].map((child) => once(child, 'exit'));

  const run = spawn(
    process.execPath,
    [
      '-e',
      `const [endRun, folder] = process.argv.slice(1);
       require('node:child_process').spawn(process.execPath, [endRun, folder], { stdio: ['pipe', 'inherit', 'inherit'], detached: true });
       console.log('started');`,
      END_RUN,
      folder,
    ],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  await once(run.stdout, 'data');
  run.kill('SIGKILL');

  expect((await Promise.all(ends)).map(([, signal]) => signal as string)).toEqual([
    'SIGQUIT',
    'SIGQUIT',
    ...programs.map(() => 'SIGKILL'),
  ]);
  await expect.poll(() => stat(folder).catch(() => null)).toBeNull();
  expect([other.exitCode, other.signalCode]).toEqual([null, null]);
});

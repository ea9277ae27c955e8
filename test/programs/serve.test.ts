import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { PROCESS_ENV } from '../support/processes.ts';

const ROOT = join(import.meta.dirname, '..', '..');
let dataDir: string;
let port: string;
const started: ChildProcess[] = [];

type Serve = { child: ChildProcess; said: () => string; until: (text: string) => Promise<string> };

/** `npm start` without npm, in a process group of its own. */
function startServe(environment: Record<string, string>): Serve {
  const child = spawn(process.execPath, [join(ROOT, 'src/cli.ts'), 'serve'], {
    env: { ...PROCESS_ENV, DATA_DIR: dataDir, PORT: port, LOG_LEVEL: 'fatal', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  started.push(child);
  let text = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (text += chunk.toString()));
  const until = async (wanted: string): Promise<string> => {
    await expect.poll(() => text).toContain(wanted);
    return text;
  };
  return { child, said: () => text, until };
}

async function exitCode({ child }: Serve): Promise<number | null> {
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  return child.exitCode;
}

async function countInbox(): Promise<number> {
  const response = await fetch(`http://127.0.0.1:${port}/inbox/messages.json`);
  return response.ok ? ((await response.json()) as unknown[]).length : 0;
}

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'reveille-serve-'));
  const listener = createServer();
  await new Promise<void>((done) => listener.listen(0, '127.0.0.1', done));
  port = String((listener.address() as { port: number }).port);
  await new Promise((done) => listener.close(done));
});
afterAll(async () => {
  for (const child of started)
    if (child.exitCode === null && child.signalCode === null) {
      child.kill('SIGTERM');
      await once(child, 'exit');
    }
  await rm(dataDir, { recursive: true, force: true });
});

test('one command does the main job, survives a kill -9 of everything, and makes nothing twice', async () => {
  const first = startServe({});
  const said = await first.until('Ctrl-C');
  for (const stage of ['ingest', 'rank', 'compose', 'render', 'send'])
    expect(said).toMatch(new RegExp(`^  ${stage} `, 'm'));
  expect(said).toMatch(/password \S+ \(shown only once\)/);
  expect(await countInbox()).toBe(25);

  const busy = startServe({ PORT: '0' });
  expect(await exitCode(busy)).toBe(1);
  expect(busy.said()).toMatch(/^reveille: Reveille already runs on DATA_DIR .*: process \d+/m);

  process.kill(-first.child.pid!, 'SIGKILL');
  await exitCode(first);
  const second = startServe({});
  expect(await second.until('Ctrl-C')).not.toMatch(/Made |ingest /);
  expect(await countInbox()).toBe(25);

  const pidFile = await readFile(join(dataDir, 'postgres', 'cluster', 'postmaster.pid'), 'utf8');
  process.kill(Number(pidFile.split('\n', 1)[0]), 'SIGKILL');
  await expect.poll(countInbox).toBe(25);

  const otherDir = join(dataDir, 'other');
  const portless = startServe({ DATA_DIR: otherDir });
  expect(await exitCode(portless)).toBe(1);
  expect(portless.said()).toMatch(/^reveille: PORT \d+ on HOST 127\.0\.0\.1 is in use/m);

  second.child.kill('SIGTERM');
  expect(await exitCode(second)).toBe(0);
});

test('what stops npm stops the system', async () => {
  const npm = spawn('npm', ['start', '--', '--empty'], {
    cwd: ROOT,
    env: { ...process.env, ...PROCESS_ENV, DATA_DIR: join(dataDir, 'npm'), PORT: '0', LOG_LEVEL: 'fatal' },
    stdio: ['ignore', 'pipe', 'inherit'],
    detached: true,
  });
  started.push(npm);
  let text = '';
  npm.stdout.on('data', (chunk: Buffer) => (text += chunk.toString()));
  await expect.poll(() => text).toContain('Ctrl-C');
  npm.kill('SIGTERM');
  // Nobody of its process group is left.
  const isAlive = (): boolean => {
    try {
      return process.kill(-npm.pid!, 0);
    } catch {
      return false;
    }
  };
  await expect.poll(isAlive).toBe(false);
});

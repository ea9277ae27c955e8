import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { linesOf, runCli, type Ran } from '../cli/run.ts';
import { freePort } from '../../scripts/servers/ports.ts';
import { PROCESS_ENV } from '../support/processes.ts';

const CLI = join(import.meta.dirname, '..', '..', 'src', 'cli.ts');
const started: ChildProcess[] = [];
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'machines-'));
});
afterAll(async () => {
  for (const child of started) if (child.exitCode === null && child.signalCode === null) await stop(child);
  await rm(folder, { recursive: true, force: true });
});

async function stop(child: ChildProcess, signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
  process.kill(-child.pid!, signal);
  await once(child, 'exit');
}

type Machine = {
  environment: Record<string, string>;
  url: string;
  start: () => Promise<{ child: ChildProcess; said: string }>;
};

async function openMachine(name: string): Promise<Machine> {
  const port = String(await freePort());
  const environment = { DATA_DIR: join(folder, name), PORT: port, SAFETY_LOG: join(folder, 'other-disk.safety') };
  return {
    environment,
    url: `http://127.0.0.1:${port}`,
    start: async () => {
      const child = spawn(process.execPath, [CLI, 'serve'], {
        env: { ...PROCESS_ENV, LOG_LEVEL: 'fatal', ...environment },
        stdio: ['ignore', 'pipe', 'inherit'],
        detached: true,
      });
      started.push(child);
      let said = '';
      child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
      await expect.poll(() => said).toContain('Ctrl-C');
      return { child, said };
    },
  };
}

const run = ({ environment }: Machine, ...args: string[]): Promise<Ran> => runCli([...args, '--json'], environment);

async function inbox({ url }: Machine): Promise<string[]> {
  const response = await fetch(`${url}/inbox/messages.json`);
  return ((await response.json()) as { to: string }[]).map(({ to }) => to);
}

test('from a bare machine and the file to sending, without the readers who left in between', async () => {
  const old = await openMachine('old');
  const { child } = await old.start();
  expect(await inbox(old)).toHaveLength(25);
  const file = join(folder, 'reveille.backup');
  expect((await run(old, 'backup', file)).code).toBe(0);
  const [gone, erased] = [...new Set(await inbox(old))] as [string, string];
  const mail = (await (await fetch(`${old.url}/inbox/messages.json`)).json()) as { id: number; to: string }[];
  const raw = await (await fetch(`${old.url}/inbox/messages/${mail.find(({ to }) => to === gone)!.id}.eml`)).text();
  const link = new URL(/<(https?:[^>]*\/unsubscribe\/[^>]*)>/.exec(raw.replace(/\r\n[ \t]+/g, ' '))![1]!);
  const left = await fetch(`${old.url}${link.pathname}`, {
    method: 'POST',
    body: new URLSearchParams({ 'List-Unsubscribe': 'One-Click' }),
  });
  expect(left.ok).toBe(true);
  expect((await run(old, 'subscribers', 'erase', erased)).code).toBe(0);
  await stop(child);

  const beganMs = performance.now();
  const fresh = await openMachine('fresh');
  const restored = await run(fresh, 'restore', file);
  expect(restored).toMatchObject({ code: 0 });
  expect(linesOf(restored)).toMatchObject([{ safetyLog: { left: 1, erased: 1 } }]);
  const { said } = await fresh.start();
  expect(said).toContain('All sending is paused');
  const ready = await fetch(`${fresh.url}/readyz`);
  expect(ready.status).toBe(503);
  expect(await ready.json()).toMatchObject({ checks: { sending: { ok: false }, queue: { ok: true } } });
  expect(linesOf(await run(fresh, 'doctor', '--no-network')).find(({ check }) => check === 'sending')).toMatchObject({
    ok: false,
  });

  // A link in a mail that the old system sent.
  expect((await fetch(`${fresh.url}${link.pathname}`)).status).toBe(200);
  expect((await run(fresh, 'resume', '--all')).code).toBe(0);
  const [edition] = linesOf(await run(fresh, 'status'));
  const stories = linesOf(await runCli(['compose', '--json'], fresh.environment)).slice(1, 4);
  expect(edition).toMatchObject({ state: 'submitted' });
  const special = await run(fresh, 'compose', '--special', stories.map(({ story }) => String(story)).join(','));
  const { edition: id } = linesOf(special)[0]!;
  const before = (await inbox(fresh)).length;
  // serve's own scheduler, renderer and mailer do it: the queue's tables were made again.
  expect(await run(fresh, 'send', String(id), '--yes', '--wait')).toMatchObject({ code: 0 });
  const seconds = (performance.now() - beganMs) / 1000;
  console.info(`From the file to the last mail: ${seconds.toFixed(1)} s`);
  const mailed = (await inbox(fresh)).slice(before);
  expect(mailed).toHaveLength(23);
  expect(mailed).not.toContain(gone);
  expect(mailed).not.toContain(erased);
});

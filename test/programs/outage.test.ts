import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { PROCESS_ENV } from '../support/processes.ts';
import { pathsIn, start, stop, USER } from '../../src/platform/db/postmaster.ts';
import { makeDataFolder } from '../../src/platform/folders.ts';
import { freePort } from '../../scripts/servers/ports.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const FILES = ['src/web/main.ts', 'workers/scheduler.ts', 'workers/mailer.ts', 'workers/newsroom.ts'];

type Line = { level: number; name: string; msg: string };
type Started = { child: ChildProcess; text: () => string; lines: () => Line[] };

let dataDir: string;
let dbPort: number;
let webPort: number;
let url: string;
const started: Started[] = [];

/** One process by its file, as an operator starts it, with its log. */
function startFile(file: string, environment: Record<string, string> = {}): Started {
  const child = spawn(process.execPath, [join(ROOT, file)], {
    env: {
      ...PROCESS_ENV,
      LOG_LEVEL: 'info',
      DATABASE_URL: url,
      SECRET: 'a secret of the outage that is longer than 32 bytes',
      PORT: String(webPort),
      ...environment,
    },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let text = '';
  child.stderr.on('data', (chunk: Buffer) => (text += chunk.toString()));
  const lines = (): Line[] =>
    text
      .split('\n')
      .filter((line) => line.startsWith('{'))
      .map((line) => JSON.parse(line) as Line);
  const running = { child, text: () => text, lines };
  started.push(running);
  return running;
}

const said = ({ lines }: Started): string =>
  lines()
    .map(({ msg }) => msg)
    .join('\n');

async function end({ child }: Started): Promise<number | null> {
  if (child.exitCode === null && child.signalCode === null) {
    child.kill('SIGTERM');
    await once(child, 'exit');
  }
  return child.exitCode;
}

async function ask(path: string, headers: Record<string, string> = {}): Promise<Response | null> {
  return fetch(`http://127.0.0.1:${webPort}${path}`, { headers, redirect: 'manual' }).catch(() => null);
}

async function statusOf(path: string): Promise<number | null> {
  return (await ask(path))?.status ?? null;
}

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'reveille-outage-'));
  await makeDataFolder(dataDir, 'postgres');
  // Its cluster is made, so that its password is known before it runs.
  dbPort = (await start(pathsIn(dataDir))).port;
  await stop(pathsIn(dataDir));
  const password = await readFile(pathsIn(dataDir).password, 'utf8');
  url = `postgres://${USER}:${password}@127.0.0.1:${dbPort}/postgres`;
  webPort = await freePort();
});
afterAll(async () => {
  await Promise.all(started.map(end));
  await stop(pathsIn(dataDir));
  await rm(dataDir, { recursive: true, force: true });
});

const PAGES = ['/', '/newsletters/daily', '/desk', '/desk/login', '/editions/daily'];

/** What the web answers while it has no database. */
async function expectAway(): Promise<void> {
  expect(await statusOf('/healthz')).toBe(200);
  for (const path of PAGES) {
    const page = (await ask(path, { Accept: 'text/html' }))!;
    expect([path, page.status]).toEqual([path, 503]);
    expect(Number(page.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(page.headers.get('content-type')).toContain('text/html');
    expect(await page.text()).toContain('<h1>Not available at the moment</h1>');
  }
  const spanish = (await ask('/', { Accept: 'text/html', 'Accept-Language': 'es' }))!;
  expect(await spanish.text()).toContain('Volvemos enseguida');
  const json = (await ask('/newsletters/daily', { Accept: 'application/json' }))!;
  expect([json.status, await json.json()]).toMatchObject([503, { ok: false, error: { code: 'UNAVAILABLE' } }]);
  const ready = (await ask('/readyz'))!;
  expect([ready.status, await ready.json()]).toMatchObject([
    503,
    { ready: false, checks: { database: { ok: false } } },
  ]);
}

test('processes wait for a database at their start, tell of it, and end at once when they are asked to', async () => {
  const [web, ...others] = FILES.map((file) => startFile(file));
  await expect.poll(() => statusOf('/healthz')).toBe(200);
  await expectAway();
  for (const each of [web!, ...others])
    await expect.poll(() => said(each)).toContain('the database cannot be reached; trying again');
  for (const { child } of others) expect(child.exitCode).toBeNull();
  for (const each of others) expect(await end(each)).toBe(0);

  await start(pathsIn(dataDir), { port: dbPort });
  await expect.poll(() => statusOf('/readyz')).toBe(200);
  expect(await statusOf('/')).toBe(200);
  await expect.poll(() => said(web!)).toContain('web works');
  const found = web!.lines().find(({ msg }) => msg === 'web works');
  expect(found).toMatchObject({
    publicUrl: `http://127.0.0.1:${webPort}`,
    database: expect.stringMatching(/^PostgreSQL 18\.\d+ at 127\.0\.0\.1:\d+\/postgres$/),
    queue: 'on the same PostgreSQL',
    relays: 'none: mail goes to the built-in inbox',
    staff: 0,
  });
  expect(web!.text()).not.toContain(new URL(url).password);
  expect(await end(web!)).toBe(0);
});

test('a wrong password ends a process with one sentence and exit code 2', async () => {
  const wrong = startFile('workers/scheduler.ts', { DATABASE_URL: url.replace(/:[^:@]+@/, ':hunter2@') });
  const [code] = (await once(wrong.child, 'exit')) as [number];
  expect(code).toBe(2);
  expect(wrong.text().trim().split('\n')).toHaveLength(1);
  expect(wrong.text()).toMatch(/^scheduler: DATABASE_URL is refused by the server: /);
  expect(wrong.text()).not.toContain('hunter2');
});

test('a database that is lost meanwhile is said now and then, not at each try, and found again', async () => {
  const all = FILES.map((file) =>
    startFile(file, { SMTP_URL: 'smtp://news:hunter2@127.0.0.1:9?tls=optional', METRICS_TOKEN: 'x'.repeat(20) }),
  );
  for (const each of all) await expect.poll(() => said(each)).toContain(' works');
  for (const { text } of all) {
    expect(text()).toContain('127.0.0.1:9, ');
    expect(text()).not.toContain('hunter2');
  }
  await expect.poll(() => statusOf('/')).toBe(200);
  const before = all.map(({ lines }) => lines().length);
  await stop(pathsIn(dataDir));
  await expect.poll(() => statusOf('/')).toBe(503);
  await expectAway();
  for (const each of all) await expect.poll(() => said(each)).toContain('the database does not answer; trying again');
  await sleep(10_000);
  // A line for each attempt, which come after half a second, one, two, four …
  for (const [index, { lines }] of all.entries()) {
    const since = lines().slice(before[index]);
    expect(since.filter(({ msg }) => msg !== 'the database does not answer; trying again')).toEqual([]);
    expect(since.length).toBeLessThan(12);
  }
  await start(pathsIn(dataDir), { port: dbPort });
  for (const each of all) await expect.poll(() => said(each)).toContain('the database answers again');
  await expect.poll(() => statusOf('/')).toBe(200);
  for (const each of all) expect(await end(each)).toBe(0);
});

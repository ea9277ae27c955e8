import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { parse } from 'yaml';
import { loadConfig } from '../../src/platform/config.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { freePort } from '../../scripts/servers/ports.ts';
import { startSink, type Sink } from '../support/sink.ts';
import { makeNewsletter } from '../web/support.ts';
import {
  fileOf,
  listUnits,
  listWanted,
  parseEnvironment,
  readUnit,
  ROOT,
  UNITS,
  unitText,
  type Unit,
} from './units.ts';

const run = promisify(execFile);
const SECRET = 'a secret of the tests that is longer than 32 bytes';

let folder: string;
let database: TestDatabase;
let sink: Sink;
let wanted: string[];
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'reveille-systemd-'));
  database = await createTestDatabase();
  sink = await startSink();
  wanted = await listWanted();
});
afterAll(async () => {
  await sink.close();
  await database.drop();
  await rm(folder, { recursive: true, force: true });
});

/** A folder with the units as `systemctl` would read them. */
async function installUnits(change: (name: string, text: string) => string = (_name, text) => text): Promise<string> {
  const installed = await mkdtemp(join(folder, 'units-'));
  await cp(UNITS, installed, { recursive: true });
  for (const name of [...(await listUnits()), 'reveille.target', 'reveille-.service.d/10-common.conf'])
    await writeFile(join(installed, name), change(name, await unitText(name)));
  return installed;
}

/** What systemd-analyze says, on both streams. */
async function analyze(installed: string, ...words: string[]): Promise<string> {
  const env = { ...process.env, SYSTEMD_UNIT_PATH: `${installed}:` };
  const { stdout, stderr } = await run('systemd-analyze', words, { env });
  return `${stdout}${stderr}`;
}

const verify = (installed: string): Promise<string> =>
  analyze(
    installed,
    'verify',
    '--man=no',
    ...['reveille.target', 'reveille-serve.service', ...wanted].map((name) => join(installed, name)),
  );

test('systemd finds nothing wrong with any unit, and would say what is', async () => {
  expect(await verify(await installUnits())).toBe('');
  const spoilt = await installUnits((_name, text) => text.replace('RestartSec=', 'RestartSecs='));
  expect(await verify(spoilt)).toContain('RestartSecs');
});

test('systemd calls the exposure of each service low', async () => {
  const installed = await installUnits();
  for (const service of [...wanted, 'reveille-serve.service'])
    expect(await analyze(installed, 'security', '--offline=yes', '--threshold=20', service)).toMatch(/exposure level/);
});

test('the target starts every process that docker-compose.yml starts, and lets it drain as long', async () => {
  type Compose = { services: Record<string, { command: string[]; stop_grace_period?: string }> };
  const compose = parse(await readFile(join(ROOT, 'docker-compose.yml'), 'utf8'), { merge: true }) as Compose;
  const contained = Object.values(compose.services).filter(({ command }) => command?.[0] === 'node');
  const units = await Promise.all(wanted.map((service) => readUnit(fileOf(service))));
  const started = units.map((unit) => unit.get('ExecStart')![0]!.split(' ').at(-1));
  expect(new Set(started)).toEqual(new Set(contained.map(({ command }) => command.at(-1))));
  for (const { stop_grace_period: grace } of contained)
    for (const unit of units) expect(`${unit.get('TimeoutStopSec')![0]}s`).toBe(grace);
});

test('the example of the environment is one that the program takes', async () => {
  const example = parseEnvironment(await readFile(join(UNITS, 'reveille.env.example'), 'utf8'));
  const own = parseEnvironment((await readUnit('reveille-web.service')).get('Environment')![0]!.replaceAll(' ', '\n'));
  expect(loadConfig({ ...own, ...example })).toMatchObject({
    dataDir: '/var/lib/reveille',
    trustProxy: ['127.0.0.1'],
    publicUrl: 'https://news.paper.example',
  });
});

/** Without capabilities, and with a file system that is read-only except the state and temporary folders. */
function confine(state: string): string[] {
  if (process.getuid!() !== 0) return [];
  const quoted = [ROOT, state].map((path) => `'${path}'`);
  const script = [
    'set -e',
    `mount --bind ${quoted[0]} ${quoted[0]}`,
    `mount -o remount,bind,ro ${quoted[0]}`,
    `mount --bind ${quoted[1]} ${quoted[1]}`,
    'mount -o remount,bind,ro /',
    `cd ${quoted[0]}`,
    'exec "$@"',
  ].join('\n');
  const privileges = ['setpriv', '--no-new-privs', '--bounding-set=-all', '--inh-caps=-all', '--'];
  return ['unshare', '--mount', 'sh', '-c', script, 'sh', ...privileges];
}

type Started = { child: ChildProcess; said: () => string };

/** Runs a service's ExecStart with its environment, the EnvironmentFile being `file`. */
function startUnit(unit: Unit, file: Record<string, string>, prefix: readonly string[] = []): Started {
  const own = parseEnvironment(unit.get('Environment')![0]!.replaceAll(' ', '\n'));
  const [program, ...words] = [...prefix, ...unit.get('ExecStart')![0]!.split(' ')];
  const child = spawn(program!, words, {
    cwd: unit.get('WorkingDirectory')![0]!,
    env: { PATH: process.env['PATH'], ...own, ...file },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => (said += chunk));
  return { child, said: () => said };
}

async function stop({ child, said }: Started, signal: NodeJS.Signals): Promise<[number | null, string]> {
  const ended = child.exitCode === null ? once(child, 'exit') : Promise.resolve([child.exitCode]);
  child.kill(signal);
  const [code] = (await ended) as [number | null];
  return [code, code === 0 ? '' : said()];
}

const readyz = async (port: number): Promise<number> => (await fetch(`http://127.0.0.1:${port}/readyz`)).status;

/** A sign-up is answered by a mail: web, scheduler, renderer and mailer work together. */
async function signUp(port: number): Promise<void> {
  const answer = await fetch(`http://127.0.0.1:${port}/newsletters/daily/subscribe`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email: 'ada@reader.example' }),
  });
  expect(answer.ok).toBe(true);
  await vi.waitFor(() => expect(sink.messages.map(({ to }) => to)).toEqual(['ada@reader.example']), {
    timeout: 90_000,
    interval: 200,
  });
}

test('the target’s commands make an installation that is ready, mails, and ends cleanly at SIGTERM', async () => {
  await makeNewsletter(database.db, 'daily');
  const port = await freePort();
  const state = await mkdtemp(join(folder, 'state-'));
  const file = { DATABASE_URL: database.url, SMTP_URL: sink.relay.url, SECRET, PORT: String(port), DATA_DIR: state };
  const units = await Promise.all(wanted.map((service) => readUnit(fileOf(service))));
  const started = units.map((unit) => startUnit(unit, file, confine(state)));
  try {
    await vi.waitFor(
      async () => {
        const { rows } = await sql<{ role: string }>`
          select role from leases where role like 'process:%' and until > now() order by role`.execute(database.db);
        const roles = ['mailer', 'mailer', 'newsroom', 'renderer', 'scheduler', 'web'];
        expect(rows.map(({ role }) => role)).toEqual(roles.map((role) => `process:${role}`));
        expect(await readyz(port)).toBe(200);
      },
      { timeout: 120_000, interval: 300 },
    );
    await signUp(port);
  } finally {
    const ends = await Promise.all(started.map((each, n) => stop(each, units[n]!.get('KillSignal')![0] as 'SIGTERM')));
    expect(ends).toEqual(started.map(() => [0, '']));
  }
  const { rows } = await sql`select 1 from leases where role like 'process:%'`.execute(database.db);
  expect(rows).toEqual([]);
});

test('a wrong variable ends a service with the code after which systemd does not start it again', async () => {
  const unit = await readUnit('reveille-mailer@.service');
  const { child, said } = startUnit(unit, { DATABASE_URL: database.url, DATA_DIR: folder });
  const [code] = (await once(child, 'exit')) as [number];
  expect([String(code), said()]).toEqual([
    unit.get('RestartPreventExitStatus')![0],
    expect.stringContaining('SECRET is required'),
  ]);
});

test('the service for one machine is ready, and its PostgreSQL ends with it', async () => {
  const unit = await readUnit('reveille-serve.service');
  const port = await freePort();
  const state = await mkdtemp(join(folder, 'serve-'));
  const started = startUnit(unit, { DATA_DIR: state, PORT: String(port), SMTP_URL: sink.relay.url });
  await vi.waitFor(async () => expect(await readyz(port)).toBe(200), { timeout: 120_000, interval: 500 });
  const files = await readdir(state, { recursive: true });
  const lock = files.find((name) => name.endsWith('postmaster.pid'))!;
  // KillMode=mixed: the first signal reaches the main process alone.
  expect(await stop(started, 'SIGTERM')).toEqual([0, '']);
  await expect(readFile(join(state, lock))).rejects.toThrow(/ENOENT/);
});

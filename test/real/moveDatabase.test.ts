import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmod, chown, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { openDatabase, type Db } from '../../src/platform/db/client.ts';
import { SECRET, openBareMachine, readAll } from '../backup/support.ts';
import { runCli } from '../cli/run.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { makeNewsletter } from '../support/edition.ts';
import { freePort } from '../support/ports.ts';

const BINARIES = '/usr/lib/postgresql';
let folder: string;
let server: ChildProcess;
let url: string;
let home: TestDatabase;

/** PostgreSQL does not run as root: Debian's package comes with a user for it. */
async function ownUser(): Promise<{ uid: number; gid: number } | undefined> {
  if (process.getuid!() !== 0) return undefined;
  const line = (await readFile('/etc/passwd', 'utf8')).split('\n').find((each) => each.startsWith('postgres:'))!;
  const [, , uid, gid] = line.split(':');
  return { uid: Number(uid), gid: Number(gid) };
}

beforeAll(async () => {
  home = await createTestDatabase();
  folder = await mkdtemp(join(tmpdir(), 'reveille-move-'));
  await chmod(folder, 0o755);
  const user = await ownUser();
  if (user) await chown(folder, user.uid, user.gid);
  const [version] = (await readdir(BINARIES)).toSorted((a, b) => Number(b) - Number(a));
  const bin = join(BINARIES, version!, 'bin');
  const cluster = join(folder, 'cluster');
  execFileSync(join(bin, 'initdb'), ['-D', cluster, '-U', 'admin', '--auth=trust', '--no-sync'], { ...user, cwd: '/' });
  const port = await freePort();
  server = spawn(
    join(bin, 'postgres'),
    ['-D', cluster, '-p', String(port), '-h', '127.0.0.1', '-c', 'unix_socket_directories='],
    { ...user, cwd: '/', stdio: 'ignore' },
  );
  const admin = `postgres://admin@127.0.0.1:${port}/postgres`;
  await vi.waitFor(
    async () => {
      const client = new pg.Client({ connectionString: admin });
      await client.connect();
      await client.query('create role paper login');
      await client.query('create database paper owner paper');
      await client.end();
    },
    { timeout: 60_000, interval: 200 },
  );
  url = `postgres://paper@127.0.0.1:${port}/paper`;
});
afterAll(async () => {
  server.kill('SIGINT');
  await once(server, 'exit');
  await home.drop();
  await rm(folder, { recursive: true, force: true });
});

async function readers(db: Db): Promise<string[]> {
  const { rows } = await sql<{ text: string }>`
    select r.email || ' ' || s.status as text from subscribers r join subscriptions s on s.subscriber_id = r.id order by 1`.execute(
    db,
  );
  return rows.map(({ text }) => text);
}

test('a backup of our own PostgreSQL moves to Debian’s, where its owner may do little, and back', async () => {
  await makeNewsletter(home.db, 'daily', 20);
  const out = join(folder, 'out.backup');
  const dataDir = await mkdtemp(join(tmpdir(), 'reveille-move-data-'));
  const at = { DATA_DIR: dataDir, SECRET };
  expect(await runCli(['backup', out], { ...at, DATABASE_URL: home.url })).toMatchObject({ code: 0 });
  expect(await runCli(['restore', out], { ...at, DATABASE_URL: url })).toMatchObject({ code: 0 });
  const debian = openDatabase(url, { maxConnections: 1 });
  const back = join(dataDir, 'back.backup');
  const bare = await openBareMachine();
  try {
    expect(await readers(debian)).toEqual(await readers(home.db));
    expect(await runCli(['backup', back], { ...at, DATABASE_URL: url })).toMatchObject({ code: 0 });
    expect(await runCli(['restore', back], bare.environment)).toMatchObject({ code: 0 });
    expect(await readers(bare.db)).toEqual(await readers(home.db));
    expect([...(await readAll(bare.db)).keys()]).toEqual([...(await readAll(debian)).keys()]);
  } finally {
    await bare.close();
    await debian.destroy();
    await rm(dataDir, { recursive: true });
  }
});

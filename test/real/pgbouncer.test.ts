import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import pg from 'pg';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { openDatabase, openLedgerDatabase } from '../../src/platform/db/client.ts';
import { createLog } from '../../src/platform/log.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { postgresUser } from '../../scripts/servers/debianPostgres.ts';
import { freePort } from '../../scripts/servers/ports.ts';

let database: TestDatabase;
let folder: string;
let pgbouncer: ChildProcess;
let url: string;

beforeAll(async () => {
  database = await createTestDatabase();
  const { hostname, port, pathname, username, password } = new URL(database.url);
  folder = await mkdtemp(join(tmpdir(), 'reveille-pgbouncer-'));
  await chmod(folder, 0o755);
  const at = await freePort();
  const conf = join(folder, 'pgbouncer.ini');
  await writeFile(
    conf,
    `[databases]
    * = host=${hostname} port=${port} user=${username} password=${password}
    [pgbouncer]
    listen_addr = 127.0.0.1
    listen_port = ${at}
    unix_socket_dir =
    auth_type = any
    pool_mode = session
    `.replaceAll(/^ +/gm, ''),
  );
  pgbouncer = spawn('/usr/sbin/pgbouncer', ['-q', conf], {
    stdio: ['ignore', 'ignore', 'inherit'],
    ...(process.getuid!() === 0 ? await postgresUser() : {}),
  });
  url = `postgres://anybody@127.0.0.1:${at}${pathname}`;
  await vi.waitFor(
    async () => {
      const client = new pg.Client({ connectionString: url });
      await client.connect();
      await client.end();
    },
    { timeout: 60_000, interval: 100 },
  );
});
afterAll(async () => {
  pgbouncer.kill('SIGTERM');
  await once(pgbouncer, 'exit');
  await database.drop();
  await rm(folder, { recursive: true, force: true });
});

test('pgbouncer refuses options at a connection’s start', async () => {
  const client = new pg.Client({ connectionString: url, options: '-c jit=off' });
  client.on('error', () => undefined);
  await expect(client.connect()).rejects.toThrow('unsupported startup parameter');
});

test('the sessions behind it also have our settings', async () => {
  const log = createLog('test', 'silent');
  for (const [db, seqScan] of [
    [openDatabase(url), 'on'],
    [openLedgerDatabase(url, { log }), 'off'],
  ] as const) {
    const { rows } = await sql`
      select current_setting('jit') as jit, current_setting('TimeZone') as zone,
        current_setting('enable_seqscan') as "seqScan"`.execute(db);
    expect(rows).toEqual([{ jit: 'off', zone: 'UTC', seqScan }]);
    await db.destroy();
  }
});

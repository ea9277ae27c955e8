import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { chown, mkdir, open, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import pg from 'pg';
import { postgresPrograms, postgresUser } from '../servers/debianPostgres.ts';
import type { Network } from './network.ts';

const run = promisify(execFile);
const PORT = 5432;

/** Debian's PostgreSQL on one host, on a small disk of its own. */
export type Server = {
  host: string;
  /** Reaches it from outside of the network, whatever is cut there. */
  url: string;
  adminUrl: string;
  start: () => Promise<void>;
  isRunning: () => boolean;
  /** Fills its disk. */
  fill: () => Promise<void>;
  empty: () => Promise<void>;
  promote: () => Promise<void>;
};

// A standby that went away must be noticed, and found again, sooner than after the default minute.
const SETTINGS = {
  listen_addresses: '*',
  max_connections: '200',
  max_wal_size: '256MB',
  wal_keep_size: '128MB',
  wal_sender_timeout: '10s',
  wal_receiver_timeout: '10s',
  wal_retrieve_retry_interval: '1s',
};

async function ask<T extends pg.QueryResultRow>(url: string, text: string): Promise<T[]> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query<T>(text)).rows;
  } finally {
    await client.end();
  }
}

async function until(what: string, look: () => Promise<boolean>): Promise<void> {
  for (const deadline = performance.now() + 60_000; ; await sleep(200)) {
    if (await look().catch(() => false)) return;
    if (performance.now() > deadline) throw new Error(`${what} does not work within a minute`);
  }
}

async function prepare(network: Network, host: string, diskMegabytes: number): Promise<Server & { bin: string }> {
  const user = await postgresUser();
  const disk = join(network.folder, host);
  const socket = join(disk, 'socket');
  const cluster = join(disk, 'cluster');
  const ballast = join(disk, 'ballast');
  await mkdir(disk, { recursive: true });
  const mounted = await run('mountpoint', ['--quiet', disk]).then(
    () => true,
    () => false,
  );
  if (!mounted) await run('mount', ['-t', 'tmpfs', '-o', `size=${diskMegabytes}m,mode=755`, 'tmpfs', disk]);
  await rm(cluster, { recursive: true, force: true });
  await mkdir(socket, { recursive: true });
  for (const folder of [disk, socket]) await chown(folder, user.uid, user.gid);
  const bin = await postgresPrograms();
  const adminUrl = `postgres://admin@localhost/postgres?host=${socket}&port=${PORT}`;
  const asOwner = ['setpriv', '--reuid', String(user.uid), '--regid', String(user.gid), '--clear-groups'];
  let child: ChildProcess | null = null;
  return {
    host,
    bin,
    adminUrl,
    url: `postgres://paper@localhost/paper?host=${socket}&port=${PORT}`,
    start: async () => {
      const options = Object.entries({ ...SETTINGS, unix_socket_directories: socket });
      const log = await open(join(network.folder, `${host}-postgres.log`), 'a');
      child = spawn(
        'ip',
        [
          ...network.on(host),
          ...asOwner,
          join(bin, 'postgres'),
          '-D',
          cluster,
          '-p',
          String(PORT),
          ...options.flatMap(([name, value]) => ['-c', `${name}=${value}`]),
        ],
        { cwd: '/', stdio: ['ignore', log.fd, log.fd] },
      );
      await log.close();
      await until(`PostgreSQL on ${host}`, async () => (await ask(adminUrl, 'select 1')).length > 0);
    },
    isRunning: () => child !== null && child.exitCode === null && child.signalCode === null,
    // It writes until nothing more fits, and fails then.
    fill: () =>
      run('dd', ['if=/dev/zero', `of=${ballast}`, 'bs=1M', 'status=none']).then(
        () => undefined,
        () => undefined,
      ),
    empty: () => rm(ballast, { force: true }),
    promote: async () => void (await ask(adminUrl, 'select pg_promote(true, 60)')),
  };
}

/** Makes and starts an empty server with the database and the role of Reveille. */
export async function startPrimary(network: Network, host: string, diskMegabytes: number): Promise<Server> {
  const server = await prepare(network, host, diskMegabytes);
  const cluster = join(network.folder, host, 'cluster');
  await run(join(server.bin, 'initdb'), ['-D', cluster, '-U', 'admin', '--auth=trust', '--no-sync'], {
    ...(await postgresUser()),
    cwd: '/',
  });
  const lines = ['all', 'replication'].map((what) => `host ${what} all 10.77.0.0/24 trust\n`);
  await writeFile(join(cluster, 'pg_hba.conf'), lines.join(''), { flag: 'a' });
  await server.start();
  await ask(server.adminUrl, 'create role paper login');
  await ask(server.adminUrl, 'create database paper owner paper');
  return server;
}

/** Copies `primary` to `host`, and makes each commit there wait for the copy. */
export async function addSynchronousStandby(
  network: Network,
  primary: Server,
  host: string,
  diskMegabytes: number,
): Promise<Server> {
  const standby = await prepare(network, host, diskMegabytes);
  const { uid, gid } = await postgresUser();
  const asOwner = ['setpriv', '--reuid', String(uid), '--regid', String(gid), '--clear-groups'];
  const from = ['-h', network.addressOf(primary.host), '-p', String(PORT), '-U', 'admin'];
  const copy = [...from, '-D', join(network.folder, host, 'cluster'), '-R', '-X', 'stream', '-c', 'fast'];
  await ask(primary.adminUrl, 'alter system reset synchronous_standby_names');
  await run('ip', [...network.on(host), ...asOwner, join(standby.bin, 'pg_basebackup'), ...copy], { cwd: '/' });
  await standby.start();
  await ask(primary.adminUrl, `alter system set synchronous_standby_names = '*'`);
  await ask(primary.adminUrl, 'select pg_reload_conf()');
  await until('replication', async () => {
    const rows = await ask(primary.adminUrl, `select 1 from pg_stat_replication where sync_state = 'sync'`);
    return rows.length > 0;
  });
  return standby;
}

import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, chown, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { vi } from 'vitest';
import { postgresPrograms, postgresUser } from '../../scripts/servers/debianPostgres.ts';
import { freePort } from '../../scripts/servers/ports.ts';

export type DebianCluster = {
  /** As the owner of the database `paper`, who may do little else. */
  url: string;
  /** As a superuser, in the same database. */
  adminUrl: string;
  /** The server's own folder. */
  folder: string;
  close: () => Promise<void>;
};

/** Starts Debian's PostgreSQL with the settings of its package, but for `settings`, on a loopback port and a new folder. */
export async function startDebianCluster(settings: Record<string, string> = {}): Promise<DebianCluster> {
  const folder = await mkdtemp(join(tmpdir(), 'reveille-cluster-'));
  await chmod(folder, 0o755);
  const user = process.getuid!() === 0 ? await postgresUser() : undefined;
  if (user) await chown(folder, user.uid, user.gid);
  const bin = await postgresPrograms();
  const cluster = join(folder, 'cluster');
  execFileSync(join(bin, 'initdb'), ['-D', cluster, '-U', 'admin', '--auth=trust', '--no-sync'], { ...user, cwd: '/' });
  const port = await freePort();
  const options = Object.entries({ unix_socket_directories: '', ...settings });
  const server = spawn(
    join(bin, 'postgres'),
    [
      '-D',
      cluster,
      '-p',
      String(port),
      '-h',
      '127.0.0.1',
      ...options.flatMap(([key, value]) => ['-c', `${key}=${value}`]),
    ],
    { ...user, cwd: '/', stdio: 'ignore' },
  );
  await vi.waitFor(
    async () => {
      const client = new pg.Client({ connectionString: `postgres://admin@127.0.0.1:${port}/postgres` });
      await client.connect();
      await client.query('create role paper login');
      await client.query('create database paper owner paper');
      await client.end();
    },
    { timeout: 60_000, interval: 200 },
  );
  return {
    url: `postgres://paper@127.0.0.1:${port}/paper`,
    adminUrl: `postgres://admin@127.0.0.1:${port}/paper`,
    folder: cluster,
    close: async () => {
      server.kill('SIGINT');
      await once(server, 'exit');
      await rm(folder, { recursive: true, force: true });
    },
  };
}

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, readFile, statfs } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { openDatabase } from '../../src/platform/db/client.ts';
import { attachEmbedded } from '../../src/platform/db/embedded.ts';
import { migrate } from '../../src/platform/db/migrate.ts';
import { createLog } from '../../src/platform/log.ts';
import { openQueues } from '../../src/platform/queue/queue.ts';
import { sql } from 'kysely';

declare module 'vitest' {
  export interface ProvidedContext {
    databaseUrl: string;
  }
}

/**
 * One PostgreSQL for the whole run, with a migrated template that every test database is cloned from. The run and its
 * tests have a temporary folder of their own: a process beside the run ends the servers there when the run ends.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(await fastestFolder(), 'reveille-test-'));
  // Servers that run as another user reach their own folders below it.
  await chmod(folder, 0o711);
  const watcher = spawn(process.execPath, [join(import.meta.dirname, 'endRun.ts'), folder], {
    stdio: ['pipe', 'ignore', 'inherit'],
    // A Ctrl-C of the terminal goes to every process of the run, and must not reach this one.
    detached: true,
  });
  process.env['TMPDIR'] = folder;
  // Kept from run to run: its entries are named after what they were made from.
  process.env['NODE_COMPILE_CACHE'] = join(import.meta.dirname, '..', '..', 'node_modules', '.cache', 'compiled');
  // Nothing of a test run has to survive a power cut.
  const server = await attachEmbedded(join(folder, 'data'), [
    'fsync=off',
    'synchronous_commit=off',
    'full_page_writes=off',
    'autovacuum=off',
    'wal_level=minimal',
    'max_wal_senders=0',
    // To copy and to drop a database goes through all of it.
    'shared_buffers=32MB',
  ]);
  const admin = openDatabase(server.url, { maxConnections: 1 });
  await sql`create database template_reveille`.execute(admin);
  await admin.destroy();
  const templateUrl = server.url.replace(/postgres$/, 'template_reveille');
  const template = openDatabase(templateUrl, { maxConnections: 1 });
  await migrate(template);
  await template.destroy();
  // BullMQ makes tables of its own at first use.
  const queues = openQueues({ redisUrl: null, databaseUrl: templateUrl }, createLog('test', 'silent'));
  await queues.ping();
  await queues.close();
  project.provide('databaseUrl', server.url);
  return async () => {
    await server.detach();
    watcher.stdin.end();
    await once(watcher, 'exit');
  };
}

const MEMORY = '/dev/shm';
const ENOUGH_BYTES = 4 * 2 ** 30;

/**
 * A file system in memory, where there is one with room for the run that lets programs be run: to clone a database there
 * takes an eighth of the processor time.
 */
async function fastestFolder(): Promise<string> {
  const mounts = await readFile('/proc/mounts', 'utf8').catch(() => '');
  const mount = mounts.split('\n').find((line) => line.split(' ')[1] === MEMORY);
  if (!mount || mount.includes('noexec')) return tmpdir();
  const { bavail, bsize } = await statfs(MEMORY);
  return bavail * bsize >= ENOUGH_BYTES ? MEMORY : tmpdir();
}

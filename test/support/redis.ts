import { spawn, type ChildProcess } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { findRedis } from '../../scripts/servers/findRedis.ts';
import { freePort } from '../../scripts/servers/ports.ts';

/** A Redis for tests, or null where there is neither REDIS_URL nor a server on the PATH. */
export type TestRedis = { url: string; stop: () => Promise<void> };

const server = process.env['REDIS_URL'] ? null : findRedis();
/** Tests that need Redis are skipped by name without one; in CI there is one, and there nothing is skipped. */
export const hasRedis = Boolean(process.env['REDIS_URL'] ?? server) || Boolean(process.env['CI']);

/** Uses REDIS_URL, else starts a server of its own that keeps nothing. */
export async function startRedis(): Promise<TestRedis> {
  if (process.env['REDIS_URL']) return { url: process.env['REDIS_URL'], stop: async () => undefined };
  if (!server) throw new Error('CI needs redis-server or valkey-server on the PATH');
  const port = await freePort();
  const options = {
    port,
    bind: '127.0.0.1',
    save: '',
    // By this file, and by the command line as it is here, endRun.ts finds a server that an interrupted run leaves.
    pidfile: join(tmpdir(), `redis-${port}.pid`),
    'set-proc-title': 'no',
  };
  const args = Object.entries(options).flatMap(([name, value]) => [`--${name}`, String(value)]);
  const child: ChildProcess = spawn(server, args, { stdio: 'ignore' });
  const url = `redis://127.0.0.1:${port}`;
  const probe = new Redis(url, { lazyConnect: true, retryStrategy: () => 50, maxRetriesPerRequest: 100 });
  probe.on('error', () => undefined);
  await probe.ping();
  probe.disconnect();
  return {
    url,
    stop: async () => {
      child.kill('SIGTERM');
      while (child.exitCode === null && child.signalCode === null) await sleep(20);
    },
  };
}

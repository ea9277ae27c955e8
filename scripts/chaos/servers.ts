import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { attachEmbedded } from '../../src/platform/db/embedded.ts';
import { freePort } from '../servers/ports.ts';

export type PostgresServer = {
  url: string;
  /**
   * Restarts the server after `downMs`. `isImmediate`: like a crash, with recovery at the start; else by a fast
   * shutdown.
   */
  restart: (how: { isImmediate: boolean; downMs: number }) => Promise<void>;
  stop: () => Promise<void>;
};

export type RedisServer = {
  url: string;
  flush: () => Promise<void>;
  /** Kills the server with SIGKILL, and starts an empty one on the same port after `downMs`. */
  restart: (how: { downMs: number }) => Promise<void>;
  stop: () => Promise<void>;
};

/** Starts PostgreSQL from the installed binaries in `dataDir`, with full durability, always on the same port. */
export async function startPostgres(dataDir: string): Promise<PostgresServer> {
  const settings = [`port=${await freePort()}`];
  const { url } = await attachEmbedded(dataDir, settings);
  const pid = (): number | null => {
    try {
      return Number(readFileSync(join(dataDir, 'postgres', 'cluster', 'postmaster.pid'), 'utf8').split('\n')[0]);
    } catch {
      return null;
    }
  };
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    const postmaster = pid();
    if (!postmaster) return;
    process.kill(postmaster, signal);
    while (pid() !== null) await sleep(20);
  };
  return {
    url,
    restart: async ({ isImmediate, downMs }) => {
      await end(isImmediate ? 'SIGQUIT' : 'SIGINT');
      await sleep(downMs);
      await attachEmbedded(dataDir, settings);
    },
    stop: () => end('SIGINT'),
  };
}

/** Starts a Redis without persistence. */
export async function startRedis(program: string): Promise<RedisServer> {
  const port = await freePort();
  const url = `redis://127.0.0.1:${port}`;
  const start = async (): Promise<ChildProcess> => {
    const args = ['--port', String(port), '--save', '', '--bind', '127.0.0.1'];
    const child = spawn(program, args, { stdio: 'ignore' });
    await ask((client) => client.ping());
    return child;
  };
  const ask = async (work: (client: Redis) => Promise<unknown>): Promise<void> => {
    const client = new Redis(url, { lazyConnect: true, retryStrategy: () => 50, maxRetriesPerRequest: 200 });
    client.on('error', () => undefined);
    await work(client).finally(() => client.disconnect());
  };
  let server = await start();
  const kill = async (): Promise<void> => {
    if (server.exitCode !== null || server.signalCode !== null) return;
    server.kill('SIGKILL');
    await once(server, 'exit');
  };
  return {
    url,
    flush: () => ask((client) => client.flushall()),
    restart: async ({ downMs }) => {
      await kill();
      await sleep(downMs);
      server = await start();
    },
    stop: kill,
  };
}

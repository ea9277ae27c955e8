import type { ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabase, type Db } from '../../src/platform/db/client.ts';
import { attachEmbedded } from '../../src/platform/db/embedded.ts';
import { migrate } from '../../src/platform/db/migrate.ts';
import { createLog } from '../../src/platform/log.ts';
import { openQueues, type Queues } from '../../src/platform/queue/queue.ts';
import { postmasterIn, type Parts } from './costs.ts';
import { startSink, startWorker, stop } from './processes.ts';

/** A system that is measured: an embedded PostgreSQL with its usual durability, and its processes. */
export type Bench = {
  db: Db;
  queues: Queues;
  /** The processes that a send uses. */
  parts: () => Parts;
  /** Starts a renderer and `count` mailers that send to these sinks. Returns their process ids. */
  startMailers: (count: number, sinks: readonly number[]) => Promise<number[]>;
  startSink: (port: number) => Promise<void>;
  /** Ends the renderer and the mailers. */
  stopMailers: () => Promise<void>;
  close: () => Promise<void>;
};

/** Opens a bench whose queues are on `redisUrl`, or on its own PostgreSQL. */
export async function openBench(redisUrl: string | null = null): Promise<Bench> {
  const dataDir = await mkdtemp(join(tmpdir(), 'reveille-bench-'));
  const server = await attachEmbedded(dataDir);
  const postmaster = postmasterIn(dataDir);
  const db = openDatabase(server.url, { maxConnections: 4 });
  await migrate(db);
  const queues = openQueues({ redisUrl, databaseUrl: server.url }, createLog('bench', 'error'));
  const sinks: ChildProcess[] = [];
  let workers: ChildProcess[] = [];
  const stopMailers = async (): Promise<void> => {
    for (const child of workers.toReversed()) await stop(child);
    workers = [];
  };
  return {
    db,
    queues,
    parts: () => ({
      mailers: workers.slice(1).map((child) => child.pid!),
      postgres: postmaster,
      sinks: sinks.map((child) => child.pid!),
    }),
    startSink: async (port) => void sinks.push(await startSink(port)),
    startMailers: async (count, ports) => {
      const environment = {
        DATABASE_URL: server.url,
        ...(redisUrl ? { REDIS_URL: redisUrl } : {}),
        SECRET: 'a benchmark has no secrets but needs thirty-two bytes',
        DATA_DIR: dataDir,
        SMTP_URL: ports.map((port) => `smtp://127.0.0.1:${port}`).join(','),
        PUBLIC_URL: 'https://news.paper.example',
      };
      workers.push(await startWorker('workers/renderer.ts', environment));
      for (let mailer = 0; mailer < count; mailer++) workers.push(await startWorker('workers/mailer.ts', environment));
      return workers.slice(1).map((child) => child.pid!);
    },
    stopMailers,
    close: async () => {
      await stopMailers();
      for (const child of sinks) await stop(child);
      await queues.close();
      await db.destroy();
      await server.detach();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

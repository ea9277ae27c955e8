import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { messageOf, ReveilleError } from '../../domain/errors.ts';
import { makeDataFolder } from '../folders.ts';
import { isAlive, thisProcess, withLock, type Holder } from '../processLock.ts';
import {
  pathsIn,
  readPostmaster,
  start,
  START_TIMEOUT_MS,
  stop,
  USER,
  waitUntilReady,
  type Paths,
} from './postmaster.ts';

// A server that is shutting down takes a moment.
const MAX_TRIES = 4;
const RETRY_MS = 500;

/** An embedded server to which this process is attached. `detach` stops it if no other process is attached. */
export type Embedded = { url: string; detach: () => Promise<void> };

/** The server's port as each other process knows it. Files of processes that ended are removed. */
async function portsOfOthers(paths: Paths): Promise<number[]> {
  const ports: number[] = [];
  for (const name of await readdir(paths.attached).catch(() => [])) {
    const path = join(paths.attached, name);
    const text = await readFile(path, 'utf8').catch(() => '{}');
    const holder = JSON.parse(text || '{}') as Partial<Holder>;
    if (holder.pid === process.pid) continue;
    if (holder.pid && isAlive({ pid: holder.pid, startedAt: holder.startedAt ?? null }))
      ports.push(Number(holder.note));
    else await rm(path, { force: true });
  }
  return ports;
}

/**
 * Attaches this process to the PostgreSQL in `dataDir`. It is created at first use, started if it does not run, and
 * adopted if it does. Any number of processes may attach; the last to detach stops it. A server survives a kill -9 of its
 * attached processes, and the next process adopts it. Throws DATABASE_START_FAILED or DATA_DIR_UNWRITABLE with a sentence
 * for a person.
 */
export async function attachEmbedded(dataDir: string, settings: string[] = []): Promise<Embedded> {
  const paths = pathsIn(dataDir);
  await makeDataFolder(dataDir, 'postgres');
  await makeDataFolder(dataDir, 'postgres', 'attached');
  for (let tries = 1; ; tries++) {
    const embedded = await attach(paths, settings);
    try {
      await probe(embedded.url);
      return embedded;
    } catch (error) {
      // A server that is shutting down still looks as if it ran. It is started again a moment later.
      if (tries === MAX_TRIES) throw error;
      await sleep(RETRY_MS);
    }
  }
}

async function attach(paths: Paths, settings: string[]): Promise<Embedded> {
  const mine = join(paths.attached, String(process.pid));
  const port = await withLock(paths.lock, START_TIMEOUT_MS * 3, async () => {
    const running = (await readPostmaster(paths)) ? await waitUntilReady(paths) : null;
    // If it died while others are attached, it must restart at the port that they know.
    const known = (await portsOfOthers(paths)).find((each) => each > 0) ?? null;
    const { port: at } = running ?? (await start(paths, { settings, port: known }));
    await writeFile(mine, JSON.stringify(thisProcess(String(at))), { mode: 0o600 });
    return at;
  });
  const password = await readFile(paths.password, 'utf8');
  return {
    url: `postgres://${USER}:${password}@127.0.0.1:${port}/postgres`,
    detach: () =>
      withLock(paths.lock, START_TIMEOUT_MS, async () => {
        await rm(mine, { force: true });
        if ((await portsOfOthers(paths)).length === 0) await stop(paths);
      }),
  };
}

/** Makes one round trip, which fails if another process is stopping the server. */
async function probe(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  try {
    await client.connect();
    await client.query('select 1');
  } catch (cause) {
    throw new ReveilleError('DATABASE_START_FAILED', `The embedded PostgreSQL does not answer: ${messageOf(cause)}`, {
      cause,
    });
  } finally {
    await client.end().catch(() => undefined);
  }
}

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

// A server that is just ending takes a moment to be gone.
const MAX_TRIES = 4;
const RETRY_MS = 500;

/** An embedded server that this process is attached to; `detach` stops it where nobody else is attached. */
export type Embedded = { url: string; detach: () => Promise<void> };

/** The port that each other process knows the server by; files of those that are gone are cleared away. */
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
 * Attaches this process to the PostgreSQL in `dataDir`: makes it on first use, starts it where it does not
 * run, adopts it where it does. Any number of processes may attach; the last to detach stops it. A server
 * outlives a kill -9 of those attached and is adopted by the next. Throws DATABASE_START_FAILED or
 * DATA_DIR_UNWRITABLE with a sentence for a person.
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
      // One that is just ending still looks as if it ran; a moment later it is started anew.
      if (tries === MAX_TRIES) throw error;
      await sleep(RETRY_MS);
    }
  }
}

async function attach(paths: Paths, settings: string[]): Promise<Embedded> {
  const mine = join(paths.attached, String(process.pid));
  const port = await withLock(paths.lock, START_TIMEOUT_MS * 3, async () => {
    const running = (await readPostmaster(paths)) ? await waitUntilReady(paths) : null;
    // Where it died under others, it must be found again where they look for it.
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

/** One round trip: a server that another process is just stopping says so here. */
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

import { execFile, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, inject, test, vi } from 'vitest';
import { openDatabase, type Db } from '../../src/platform/db/client.ts';
import { freePort } from '../../scripts/servers/ports.ts';
import { PROCESS_ENV, startProcess, stopProcess } from '../support/processes.ts';
import { startSignUps, startSlowSink } from './upgrade/load.ts';
import { makeSend } from './upgrade/readers.ts';
import { commitBefore, earlierVersion, nextVersion, presentVersion, ROOT, type Version } from './upgrade/trees.ts';

const run = promisify(execFile);
const READERS = 3_000;
/** A bound for what hangs: fifteen processes start, one version of them without compiled modules. */
const LONGEST_MS = 900_000;
/** All mailers together; that many messages may be on the wire. */
const CONNECTIONS = 8;
const WORKERS = ['scheduler', 'renderer', 'mailer', 'mailer'];
/**
 * UPGRADE_HISTORY=1, where the history is there: also from the version before the kept counts, whose triggers write at each
 * delivery. It takes as long again.
 */
const FIRST_OF_LATER = '0040_kept_counts';
const earlierCommit = process.env['UPGRADE_HISTORY'] ? await commitBefore(FIRST_OF_LATER) : null;

let folder: string;
let admin: Db;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'reveille-upgrade-'));
  admin = openDatabase(inject('databaseUrl'), { maxConnections: 1 });
});
afterAll(async () => {
  await admin.destroy();
  await rm(folder, { recursive: true, force: true });
});

/** An empty database: the version that starts first makes its tables. */
async function emptyDatabase(): Promise<{ db: Db; url: string; drop: () => Promise<void> }> {
  const name = `test_${randomBytes(6).toString('hex')}`;
  await sql.raw(`create database ${name}`).execute(admin);
  const url = inject('databaseUrl').replace(/postgres$/, name);
  const db = openDatabase(url, { maxConnections: 2 });
  return {
    db,
    url,
    drop: async () => {
      await db.destroy();
      await sql.raw(`drop database ${name} with (force)`).execute(admin);
    },
  };
}

const appliedIn = async (db: Db): Promise<string[]> => {
  const { rows } = await sql<{ name: string }>`select name from migrations order by name`.execute(db);
  return rows.map(({ name }) => name);
};

type Fleet = { web: ChildProcess; port: number; workers: ChildProcess[] };

/** Upgrades from one version to another during a send, process by process, and back again. */
async function rollOverAndBack(older: Version, newer: Version): Promise<void> {
  const database = await emptyDatabase();
  const { db } = database;
  const sink = await startSlowSink(READERS);
  const environment = {
    DATABASE_URL: database.url,
    SMTP_URL: `${sink.url}?connections=${CONNECTIONS}`,
    SECRET: 'a secret of the upgrade test that is longer than 32 bytes',
    TRUST_PROXY: '127.0.0.1',
    DATA_DIR: folder,
  };
  const running = new Set<ChildProcess>();
  const start = async (version: Version, file: string, more: Record<string, string> = {}): Promise<ChildProcess> => {
    // A folder of this run must not fill the cache that is kept from run to run.
    const cache: Record<string, string> = version.root === ROOT ? {} : { NODE_COMPILE_CACHE: join(folder, 'compiled') };
    const child = await startProcess(file, { ...environment, ...cache, ...more }, version.root);
    running.add(child);
    return child;
  };
  const webs = new Set<number>();
  const startFleet = async (version: Version): Promise<Fleet> => {
    const port = await freePort();
    const [web, ...workers] = await Promise.all([
      start(version, 'src/web/main.ts', { PORT: String(port) }),
      ...WORKERS.map((name) => start(version, `workers/${name}.ts`)),
    ]);
    webs.add(port);
    return { web, port, workers };
  };
  const stop = async (child: ChildProcess): Promise<void> => {
    expect(await stopProcess(child)).toBe(0);
    running.delete(child);
  };
  /** One process after the other, the web after its proxy stopped choosing it. */
  const stopFleet = async ({ web, port, workers }: Fleet): Promise<void> => {
    webs.delete(port);
    for (const child of [web, ...workers]) await stop(child);
  };
  /** The send goes on: so many more messages arrive than had until now. */
  const goesOn = async (): Promise<void> => {
    const before = sink.received.size;
    await vi.waitFor(() => expect(sink.received.size).toBeGreaterThan(before + 8), { timeout: 240_000, interval: 50 });
  };
  const sending = async (): Promise<string> => {
    const { rows } = await sql<{ state: string }>`select state from editions`.execute(db);
    return rows[0]!.state;
  };

  let signUps: ReturnType<typeof startSignUps> | null = null;
  try {
    const first = await startFleet(older);
    expect(await appliedIn(db)).toEqual(older.migrations);
    const { editionId } = await makeSend(db, READERS);
    const node = [process.execPath, join(older.root, 'src', 'cli.ts')] as const;
    await run(node[0], [node[1], 'send', String(editionId), '--yes'], { env: { ...PROCESS_ENV, ...environment } });
    signUps = startSignUps(webs);
    await goesOn();

    const second = await startFleet(newer);
    expect(await appliedIn(db)).toEqual([...new Set([...older.migrations, ...newer.migrations])].toSorted());
    await goesOn();
    await stopFleet(first);
    await goesOn();

    const third = await startFleet(older);
    await goesOn();
    await stopFleet(second);
    await goesOn();
    expect(await sending()).toBe('submitting');
    await signUps.stop();

    sink.hurry();
    await vi.waitFor(async () => expect(await sending()).toBe('submitted'), { timeout: 240_000, interval: 200 });
    const { rows } = await sql<{ email: string; state: string }>`
      select s.email, d.state from deliveries d join subscribers s on s.id = d.subscriber_id
      where d.edition_id = ${editionId}`.execute(db);
    const unknown = rows.filter(({ state }) => state === 'unknown');
    expect(rows).toHaveLength(READERS);
    expect(unknown.length).toBeLessThanOrEqual(CONNECTIONS);
    const settled = rows.filter(({ state }) => state === 'submitted').map(({ email }) => email);
    expect(settled.length + unknown.length).toBe(READERS);
    expect(settled.filter((email) => !sink.received.has(email))).toEqual([]);
    expect([...sink.received].filter(([, times]) => times > 1)).toEqual([]);

    expect(signUps.refused).toEqual([]);
    expect(signUps.sent.length).toBeGreaterThan(10);
    const { sent } = signUps;
    await vi.waitFor(() => expect(sent.filter((email) => !sink.confirmed.has(email))).toEqual([]), {
      timeout: 240_000,
      interval: 200,
    });
    await stopFleet(third);
  } finally {
    await signUps?.stop();
    for (const child of running) child.kill('SIGKILL');
    for (const child of running) if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
    await sink.close();
    await database.drop();
  }
}

test(
  'a send survives an upgrade to a version with a migration more, process by process, and the way back',
  async () => {
    await rollOverAndBack(await presentVersion(), await nextVersion(folder));
  },
  LONGEST_MS,
);

test.each(earlierCommit === null ? [] : [earlierCommit])(
  'a send survives the upgrade from %s, and the way back',
  async (commit) => {
    await rollOverAndBack(await earlierVersion(folder, commit), await presentVersion());
  },
  LONGEST_MS,
);

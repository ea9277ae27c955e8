import { appendFile, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openDatabase, type Db } from '../../src/platform/db/client.ts';
import { attachEmbedded, type Embedded } from '../../src/platform/db/embedded.ts';
import { keepEmbedded } from '../../src/platform/db/keepEmbedded.ts';
import { createLog } from '../../src/platform/log.ts';

const log = createLog('test', 'silent');
let dataDir: string;
let embedded: Embedded;
let db: Db;
let keeper: ReturnType<typeof keepEmbedded>;
let givenUp: Error[];

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'reveille-keep-'));
  embedded = await attachEmbedded(dataDir);
  db = openDatabase(embedded.url, { maxConnections: 2 });
  givenUp = [];
  keeper = keepEmbedded({ dataDir, url: embedded.url, log }, (error) => givenUp.push(error));
});
afterEach(async () => {
  await keeper.stop();
  await db.destroy();
  await embedded.detach();
  await rm(dataDir, { recursive: true, force: true });
});

async function postmasterPid(): Promise<number> {
  const text = await readFile(join(dataDir, 'postgres', 'cluster', 'postmaster.pid'), 'utf8').catch(() => '');
  return Number(text.split('\n', 1)[0]);
}

/** The number of stored words, or the error. */
async function countWords(): Promise<number | string> {
  try {
    const { rows } = await sql<{ count: number }>`select count(*) from words`.execute(db);
    return rows[0]!.count;
  } catch (error) {
    return String(error);
  }
}

test('a server that ends, however, is started again where everybody looks for it, with all that was committed', async () => {
  await sql`create table words (word text)`.execute(db);
  let words = 0;
  for (const signal of ['SIGKILL', 'SIGINT', 'SIGTERM'] as const) {
    await sql`insert into words values (${signal})`.execute(db);
    words++;
    // A connection in the middle of a query outlives a killed server, and keeps the next one waiting.
    const busy = sql`select pg_sleep(2)`.execute(db).catch(() => undefined);
    await sleep(200);
    const pid = await postmasterPid();
    process.kill(pid, signal);
    await expect.poll(async () => [0, pid].includes(await postmasterPid())).toBe(false);
    await expect.poll(countWords).toBe(words);
    await busy;
  }
  expect(givenUp).toEqual([]);
});

test('a process that attaches to a server that died under others also starts it at its port', async () => {
  await keeper.stop();
  // As another process would have left it.
  const attached = join(dataDir, 'postgres', 'attached');
  const mine = await readFile(join(attached, String(process.pid)), 'utf8');
  await appendFile(
    join(attached, '1'),
    mine.replace(/"pid":\d+/, `"pid":${process.ppid}`).replace(/"startedAt":"\d+"/, '"startedAt":null'),
  );
  process.kill(await postmasterPid(), 'SIGKILL');
  const again = await attachEmbedded(dataDir);
  await rm(join(attached, '1'));
  expect(again.url).toBe(embedded.url);
});

test('a server that ends while the system stops is not restarted', async () => {
  await keeper.stop();
  process.kill(await postmasterPid(), 'SIGINT');
  await expect.poll(postmasterPid).toBe(0);
  await sleep(2_500);
  expect(await postmasterPid()).toBe(0);
});

test('a server that cannot be started again is given up after a few starts, with its own words', async () => {
  await appendFile(join(dataDir, 'postgres', 'cluster', 'postgresql.conf'), '\nnonsense = 1\n');
  process.kill(await postmasterPid(), 'SIGINT');
  await expect.poll(() => givenUp).toHaveLength(1);
  expect(givenUp[0]).toMatchObject({
    code: 'DATABASE_START_FAILED',
    message: expect.stringMatching(
      /^The embedded PostgreSQL did not start: .*contains errors; 5 restarts in a row .*; see \S+server\.log\.$/,
    ),
  });
  await sleep(2_000);
  expect(givenUp).toHaveLength(1);
});

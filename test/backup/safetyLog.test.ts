import { appendFile, mkdir, mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { checkSafetyLog } from '../../src/checks/doctor/backups.ts';
import type { Db } from '../../src/platform/db/client.ts';
import { deriveTokenKeys } from '../../src/platform/keys.ts';
import { createLog } from '../../src/platform/log.ts';
import { withoutPage } from '../../src/readers/consent.ts';
import { endAndRecord, unsubscribe } from '../../src/readers/optOut.ts';
import { startSafetyLog, writeSafetyLog } from '../../src/readers/safetyLog.ts';
import { saveSuppression } from '../../src/readers/suppressions.ts';
import { resubscribe } from '../../src/readers/undo.ts';
import { issueToken } from '../../src/platform/tokens.ts';
import { linesOf, runCli, type Ran } from '../cli/run.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { makeNewsletter, testKeys } from '../support/edition.ts';
import { openBareMachine, SECRET, type Place } from './support.ts';

const NEWER = 'a newer secret of more than thirty-two bytes';
const now = (): Date => new Date();
let folder: string;
let home: TestDatabase;
let bare: Place;
let path: string;
let files = 0;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'safety-'));
});
afterAll(() => rm(folder, { recursive: true }));
beforeEach(async () => {
  home = await createTestDatabase();
  const hashKey = JSON.stringify(testKeys.addressHash.toString('base64'));
  await home.db.insertInto('settings').values({ key: 'address_hash_key', value: hashKey }).execute();
  bare = await openBareMachine();
  path = join(folder, `${++files}.safety`);
});
afterEach(async () => {
  await bare.close();
  await home.drop();
});

const here = (args: string[], others: Record<string, string> = {}): Promise<Ran> =>
  runCli(args, { DATABASE_URL: home.url, DATA_DIR: folder, SECRET, SAFETY_LOG: path, ...others });
const lines = async (): Promise<string[]> => (await readFile(path, 'utf8')).split('\n').filter((line) => line !== '');
const leave = (subscriberId: number, newsletterId: number | null): Promise<unknown> =>
  endAndRecord({ db: home.db, now }, { subscriberId, newsletterId, by: 'page' }, withoutPage('mail'));

async function statuses(db: Db): Promise<string[]> {
  const { rows } = await sql<{ text: string }>`
    select r.id || ' ' || n.slug || ' ' || s.status || coalesce(' ' || x.reason, '') as text
    from subscribers r join subscriptions s on s.subscriber_id = r.id join newsletters n on n.id = s.newsletter_id
    left join suppressions x on x.address_hash = r.address_hash order by r.id, n.slug`.execute(db);
  return rows.map(({ text }) => text);
}

async function takeBackup(): Promise<string> {
  const file = join(folder, `${files}.backup`);
  expect(await here(['backup', file])).toMatchObject({ code: 0 });
  return file;
}

const restore = (file: string, others: Record<string, string> = {}): Promise<Ran> =>
  runCli(['restore', file, '--json'], { ...bare.environment, SAFETY_LOG: path, ...others });

test('readers who left, were erased, suppressed or complained after the backup are not mailed after a restore', async () => {
  const daily = await makeNewsletter(home.db, 'daily', 9);
  const weekly = await makeNewsletter(home.db, 'weekly', 0);
  await sql`insert into subscriptions (subscriber_id, newsletter_id, status) values (2, ${weekly}, 'active'), (3, ${weekly}, 'active')`.execute(
    home.db,
  );
  // Left before the backup: not the log's business.
  await leave(9, daily);
  const file = await takeBackup();

  await unsubscribe(
    { db: home.db, keys: testKeys, now },
    issueToken(testKeys, { purpose: 'unsubscribe', subscriberId: 1, newsletterId: daily }),
    withoutPage('mail'),
  );
  await leave(2, daily);
  await leave(3, null);
  expect((await here(['subscribers', 'erase', 'reader4@daily.example'])).code).toBe(0);
  // Who returns stays, and who leaves again after that does not.
  for (const subscriberId of [5, 6]) {
    await leave(subscriberId, daily);
    await resubscribe(
      { db: home.db, keys: testKeys, now },
      issueToken(testKeys, { purpose: 'unsubscribe', subscriberId, newsletterId: daily }),
      withoutPage('mail'),
    );
  }
  await leave(6, daily);
  const { rows } = await sql<{
    hash: Buffer;
  }>`select address_hash as hash from subscribers where id in (7, 8) order by id`.execute(home.db);
  // Written under a newer key: SECRET was changed meanwhile.
  expect((await here(['status'])).code).toBe(0);
  await saveSuppression(home.db, rows[0]!.hash, 'complaint', '', now());
  await saveSuppression(home.db, rows[1]!.hash, 'erased', 'moved', now());
  expect((await here(['status'], { SECRET: `${NEWER},${SECRET}` })).code).toBe(0);

  const text = await readFile(path, 'utf8');
  expect(text).not.toMatch(/@|reader|daily/);
  expect((await stat(path)).mode & 0o777).toBe(0o600);
  expect(await sql`select 1 from safety_events`.execute(home.db)).toMatchObject({ rows: [] });

  const ran = await restore(file, { SECRET: `${NEWER},${SECRET}` });
  expect(ran.code).toBe(0);
  expect(linesOf(ran)).toMatchObject([{ safetyLog: { erased: 1, suppressed: 2, left: 5, unreadable: 0 } }]);
  expect(await statuses(bare.db)).toEqual([
    '1 daily unsubscribed',
    '2 daily unsubscribed',
    '2 weekly active',
    '3 daily unsubscribed',
    '3 weekly unsubscribed',
    '5 daily active',
    '6 daily unsubscribed',
    '7 daily active complaint',
    '8 daily unsubscribed erased',
    '9 daily unsubscribed',
  ]);
  const { rows: erased } = await sql`select 1 from subscribers where email = 'reader4@daily.example'`.execute(bare.db);
  expect(erased).toEqual([]);
  const { rows: kept } =
    await sql`select left_everything_at is not null as "hasLeftAll" from subscribers where id = 3`.execute(bare.db);
  expect(kept).toEqual([{ hasLeftAll: true }]);
});

test('without the log, a restore says so; a log that cannot be read stops it', async () => {
  await makeNewsletter(home.db, 'daily', 1);
  const file = await takeBackup();
  const refused = await restore(file, { SAFETY_LOG: join(folder, 'not-mounted', 'x') });
  expect(refused).toMatchObject({ code: 2, stdout: '' });
  expect(refused.stderr).toContain('Mount its disk, or unset SAFETY_LOG');
  const ran = await runCli(['restore', file], bare.environment);
  expect(ran.code).toBe(0);
  expect(ran.stderr).toContain('SAFETY_LOG is not set: readers who left after the backup are on the list again.');
});

test('a file that cannot be written stops nobody from leaving, is reported, and is caught up later', async () => {
  const newsletterId = await makeNewsletter(home.db, 'daily', 3);
  path = join(folder, 'absent', 'reveille.safety');
  const ran = await here(['subscribers', 'erase', 'reader1@daily.example'], { LOG_LEVEL: 'error' });
  expect(ran.code).toBe(0);
  expect(ran.stderr).toContain('cannot be written (ENOENT); what is missing is written later');
  const said: string[] = [];
  const log = Object.assign(createLog('test', 'silent'), { error: (_: object, text: string) => void said.push(text) });
  const config = { safetyLog: path, dataDir: folder, databaseUrl: home.url };
  const running = startSafetyLog({ db: home.db, keys: testKeys, log, now, config }, 20);
  await expect.poll(() => said).toHaveLength(1);
  expect(said[0]).toContain('readers can leave, but a restore would not know of them');
  await leave(2, newsletterId);
  expect(await checkSafetyLog({ db: home.db, config })).toMatchObject({
    ok: false,
    detail: expect.stringContaining('2 lines wait.'),
  });
  await mkdir(join(folder, 'absent'));
  await expect.poll(() => readFile(path, 'utf8').catch(() => '')).toMatch(/"erased".*\n.*"left".*\n$/);
  await running.close();
  expect(said).toHaveLength(1);
  expect(await checkSafetyLog({ db: home.db, config })).toMatchObject({ ok: true, advice: null });
  expect(await checkSafetyLog({ db: home.db, config: { ...config, databaseUrl: null } })).toMatchObject({
    ok: true,
    advice: 'It is on the disk of DATA_DIR: put it on another one.',
  });
});

test('several processes write each line once and whole, also after a line that a crash tore', async () => {
  await makeNewsletter(home.db, 'daily', 1);
  await sql`
    insert into safety_events (kind, address_hash) select 'left', sha256(n::text::bytea) from generate_series(1, 1700) n`.execute(
    home.db,
  );
  await appendFile(path, '{"at":"2026-11-30T03:0', { mode: 0o600 });
  const counts = await Promise.all([1, 2, 3].map(() => writeSafetyLog({ db: home.db, keys: testKeys, path })));
  expect(counts.reduce((sum, count) => sum + count)).toBe(1_700);
  const written = await lines();
  expect(written).toHaveLength(1_701);
  expect(new Set(written).size).toBe(1_701);
  const file = await takeBackup();
  const ran = await restore(file);
  expect(linesOf(ran)).toMatchObject([{ safetyLog: { left: 0, unmatched: 1_700, unreadable: 1 } }]);
});

test('a line names its key, and a reader’s hash is another one under another key', async () => {
  await makeNewsletter(home.db, 'daily', 1);
  for (const secret of [SECRET, NEWER]) {
    await sql`insert into safety_events (kind, address_hash) select 'left', address_hash from subscribers`.execute(
      home.db,
    );
    await writeSafetyLog({ db: home.db, keys: { ...testKeys, tokens: deriveTokenKeys([secret]) }, path });
  }
  const [first, second] = (await lines()).map((line) => JSON.parse(line) as { key: number; hash: string });
  expect(first!.key).not.toBe(second!.key);
  expect(first!.hash).not.toBe(second!.hash);
});

test('somebody who signed up again after an erasure is a new reader, and stays', async () => {
  await makeNewsletter(home.db, 'daily', 1);
  await sql`insert into safety_events (at, kind, address_hash) select created_at - interval '1 minute', 'erased', address_hash from subscribers`.execute(
    home.db,
  );
  const file = await takeBackup();
  expect((await here(['status'])).code).toBe(0);
  expect(linesOf(await restore(file))).toMatchObject([{ safetyLog: { erased: 0 } }]);
  expect(await statuses(bare.db)).toEqual(['1 daily active']);
});

test('without SAFETY_LOG, what happened is kept for a month', async () => {
  await sql`insert into safety_events (at, kind, address_hash) values (now() - interval '31 days', 'left', '\\x01'), (now(), 'left', '\\x02')`.execute(
    home.db,
  );
  const running = startSafetyLog({
    db: home.db,
    keys: testKeys,
    log: createLog('test', 'silent'),
    now,
    config: { safetyLog: null },
  });
  await running.close();
  const { rows } = await sql`select 1 from safety_events`.execute(home.db);
  expect(rows).toHaveLength(1);
});

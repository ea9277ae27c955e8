import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { recordBackup } from '../../../src/platform/backupRecords.ts';
import { loadConfig } from '../../../src/platform/config.ts';
import { removeHold, saveHold } from '../../../src/platform/hold.ts';
import { createLog } from '../../../src/platform/log.ts';
import type { FindDeps } from '../../../src/schedule/alerts/condition.ts';
import { backupFinder, holdFinder, safetyLogFinder } from '../../../src/schedule/alerts/find/backups.ts';
import { createTestDatabase, type TestDatabase } from '../../support/database.ts';
import { makeNewsletter } from '../../support/edition.ts';

const SINCE = new Date('2026-11-24T06:00:00Z');
let database: TestDatabase;
let clock = SINCE;
let deps: FindDeps;

beforeAll(async () => {
  database = await createTestDatabase();
  const config = loadConfig({ SAFETY_LOG: '/mnt/other-disk/reveille.safety' });
  deps = { db: database.db, log: createLog('test', 'silent'), now: () => clock, config };
});
afterAll(() => database.drop());
beforeEach(() => {
  clock = SINCE;
});

const after = (hours: number): void => void (clock = new Date(SINCE.getTime() + hours * 3_600_000));
const texts = async (finder: typeof backupFinder): Promise<string[]> =>
  (await finder.find(deps)).map(({ text }) => text);

test('a backup is missed a day after the first reader, and a day after the latest one', async () => {
  expect(await texts(backupFinder)).toEqual([]);
  await makeNewsletter(database.db, 'daily', 1);
  await sql`update subscribers set created_at = ${SINCE}`.execute(database.db);
  after(24);
  expect(await texts(backupFinder)).toEqual([]);
  after(26);
  expect(await texts(backupFinder)).toEqual(['No backup was ever taken. "reveille backup FILE" takes one.']);
  await recordBackup({ db: database.db }, { at: clock, bytes: 1, rows: 1, isEncrypted: false });
  expect(await texts(backupFinder)).toEqual([]);
  after(26 + 26);
  expect(await texts(backupFinder)).toEqual(['The latest backup is 26 hours old.']);
});

test('what SAFETY_LOG lacks is reported after a minute', async () => {
  await sql`insert into safety_events (at, kind, address_hash) values (now() - interval '30 seconds', 'left', '\\x01')`.execute(
    database.db,
  );
  expect(await texts(safetyLogFinder)).toEqual([]);
  await sql`update safety_events set at = now() - interval '2 minutes'`.execute(database.db);
  expect(await texts(safetyLogFinder)).toEqual([
    expect.stringContaining('SAFETY_LOG /mnt/other-disk/reveille.safety cannot be written'),
  ]);
  expect(await safetyLogFinder.find({ ...deps, config: { ...deps.config, safetyLog: null } })).toEqual([]);
});

test('the pause after a restore is reported until it is over', async () => {
  expect(await texts(holdFinder)).toEqual([]);
  await saveHold({ db: database.db }, { restoredAt: SINCE, backupAt: SINCE });
  expect(await texts(holdFinder)).toEqual([expect.stringContaining('"reveille resume --all" ends the pause.')]);
  await removeHold({ db: database.db });
  expect(await texts(holdFinder)).toEqual([]);
});

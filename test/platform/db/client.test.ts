import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openConnection, openDatabase, openLedgerDatabase, type Db } from '../../../src/platform/db/client.ts';
import { createLog } from '../../../src/platform/log.ts';
import { createTestDatabase, type TestDatabase } from '../../support/database.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
  // As PostgreSQL's packages have it.
  await sql.raw(`alter database ${new URL(database.url).pathname.slice(1)} set jit = on`).execute(database.db);
});
afterAll(() => database.drop());

const SETTINGS = ['jit', 'TimeZone', 'enable_seqscan', 'plan_cache_mode', 'lock_timeout'];

async function settingsOf(db: Db): Promise<string[]> {
  const { rows } = await sql<{ setting: string }>`
    select current_setting(name) as setting from unnest(${SETTINGS}::text[]) with ordinality u (name, n) order by n`.execute(
    db,
  );
  await db.destroy();
  return rows.map(({ setting }) => setting);
}

test('sessions know no JIT and no zone but UTC; the ledger’s look up by keys', async () => {
  const log = createLog('test', 'silent');
  expect(await settingsOf(openDatabase(database.url))).toEqual(['off', 'UTC', 'on', 'auto', '0']);
  expect(await settingsOf(openLedgerDatabase(database.url, { log }))).toEqual([
    'off',
    'UTC',
    'off',
    'force_generic_plan',
    '0',
  ]);
});

test('options of the address hold beside ours', async () => {
  const options = encodeURIComponent('-c lock_timeout=7s -c jit=on -c TimeZone=Asia/Tokyo');
  const db = openDatabase(`${database.url}?options=${options}`);
  const client = await openConnection(db);
  const { rows } = await client.query("select current_setting('jit') as jit, current_setting('lock_timeout') as lock");
  expect(rows).toEqual([{ jit: 'off', lock: '7s' }]);
  await client.end();
  expect(await settingsOf(db)).toEqual(['off', 'UTC', 'on', 'auto', '7s']);
});

import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { isDatabaseAway } from '../../../src/platform/db/away.ts';
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

test('a server that became a standby is left at its first refusal of a write', async () => {
  const db = openDatabase(database.url, { maxConnections: 1 });
  await sql`set default_transaction_read_only = on`.execute(db);
  const write = (): Promise<unknown> => sql`create table written (id integer)`.execute(db);
  const refused = await write().catch((error: unknown) => error);
  expect(isDatabaseAway(refused)).toBe(true);
  await write();
  await db.destroy();
});

test('a server over a network notices a client that is gone, and one on this machine needs no settings for it', async () => {
  const names = ['tcp_keepalives_idle', 'tcp_keepalives_interval', 'tcp_keepalives_count', 'tcp_user_timeout'];
  const settings = async (url: string): Promise<string[]> => {
    const db = openDatabase(url);
    const { rows } = await sql<{ setting: string }>`
      select current_setting(name) as setting from unnest(${names}::text[]) with ordinality u (name, n) order by n`.execute(
      db,
    );
    await db.destroy();
    return rows.map(({ setting }) => setting);
  };
  const usual = await settings(database.url);
  // A name of this machine that does not say so.
  const remote = database.url.replace('127.0.0.1', '0.0.0.0');
  expect(await settings(remote)).toEqual(['10', '5', '3', '30000']);
  expect(usual).not.toEqual(['10', '5', '3', '30000']);
});

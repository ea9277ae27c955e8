import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openDatabase, type Db } from '../../src/platform/db/client.ts';
import { SECRET, openBareMachine, readAll } from '../backup/support.ts';
import { runCli } from '../cli/run.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { makeNewsletter } from '../support/edition.ts';
import { startDebianCluster, type DebianCluster } from '../support/debianCluster.ts';

let folder: string;
let debianServer: DebianCluster;
let url: string;
let home: TestDatabase;

beforeAll(async () => {
  home = await createTestDatabase();
  folder = await mkdtemp(join(tmpdir(), 'reveille-move-'));
  debianServer = await startDebianCluster();
  url = debianServer.url;
});
afterAll(async () => {
  await debianServer.close();
  await home.drop();
  await rm(folder, { recursive: true, force: true });
});

async function readers(db: Db): Promise<string[]> {
  const { rows } = await sql<{ text: string }>`
    select r.email || ' ' || s.status as text from subscribers r join subscriptions s on s.subscriber_id = r.id order by 1`.execute(
    db,
  );
  return rows.map(({ text }) => text);
}

test('a backup of our own PostgreSQL moves to Debian’s, where its owner may do little, and back', async () => {
  await makeNewsletter(home.db, 'daily', 20);
  const out = join(folder, 'out.backup');
  const dataDir = await mkdtemp(join(tmpdir(), 'reveille-move-data-'));
  const at = { DATA_DIR: dataDir, SECRET };
  expect(await runCli(['backup', out], { ...at, DATABASE_URL: home.url })).toMatchObject({ code: 0 });
  expect(await runCli(['restore', out], { ...at, DATABASE_URL: url })).toMatchObject({ code: 0 });
  const debian = openDatabase(url, { maxConnections: 1 });
  const back = join(dataDir, 'back.backup');
  const bare = await openBareMachine();
  try {
    expect(await readers(debian)).toEqual(await readers(home.db));
    expect(await runCli(['backup', back], { ...at, DATABASE_URL: url })).toMatchObject({ code: 0 });
    expect(await runCli(['restore', back], bare.environment)).toMatchObject({ code: 0 });
    expect(await readers(bare.db)).toEqual(await readers(home.db));
    expect([...(await readAll(bare.db)).keys()]).toEqual([...(await readAll(debian)).keys()]);
  } finally {
    await bare.close();
    await debian.destroy();
    await rm(dataDir, { recursive: true });
  }
});

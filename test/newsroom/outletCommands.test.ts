import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { linesOf, runCli, type Ran } from '../cli/run.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { addNewsletter, addOutlet } from './rank/newsroom.ts';

const URL_OF_IT = 'https://harbour.example/feed';
let database: TestDatabase;
let dataDir: string;

beforeAll(async () => {
  database = await createTestDatabase();
  dataDir = await mkdtemp(join(tmpdir(), 'reveille-outlets-'));
  await addOutlet(database.db, await addNewsletter(database.db), { url: URL_OF_IT, name: 'Harbour' });
});
afterAll(async () => {
  await database.drop();
  await rm(dataDir, { recursive: true });
});

const outlets = (...args: string[]): Promise<Ran> =>
  runCli(['outlets', ...args, '--json'], {
    DATABASE_URL: database.url,
    DATA_DIR: dataDir,
    SECRET: 'a secret of thirty-two bytes at least',
  });

test('an outlet is paused and resumed by its address, on record', async () => {
  const paused = await outlets('pause', URL_OF_IT);
  expect([paused.code, linesOf(paused)[0]]).toMatchObject([0, { name: 'Harbour', pausedAt: expect.any(String) }]);
  expect(linesOf(await outlets('resume', URL_OF_IT))[0]).toMatchObject({ pausedAt: null });
  const log = await database.db.selectFrom('audit_log').select(['actor', 'action']).orderBy('id').execute();
  expect(log).toEqual([
    { actor: 'cli', action: 'outlet.pause' },
    { actor: 'cli', action: 'outlet.resume' },
  ]);
});

test('an outlet is removed once, and then is not there', async () => {
  expect((await outlets('remove', URL_OF_IT)).code).toBe(0);
  expect(await database.db.selectFrom('outlets').select('id').execute()).toEqual([]);
  const again = await outlets('remove', URL_OF_IT);
  expect([again.code, again.stderr]).toEqual([1, expect.stringContaining('There is no outlet')]);
});

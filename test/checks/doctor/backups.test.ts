import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { checkBackups } from '../../../src/checks/doctor/backups.ts';
import { createTestDatabase, type TestDatabase } from '../../support/database.ts';
import { makeNewsletter } from '../../support/edition.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

test('without a backup, the readers say whether one is missed, and sample readers are no loss', async () => {
  const check = async (): Promise<[boolean, string]> => {
    const deps = { db: database.db, now: () => new Date(), config: { missesBackups: true } };
    const { ok, detail } = await checkBackups(deps);
    return [ok, detail];
  };
  expect(await check()).toEqual([true, 'No backup was taken, and there are no readers yet.']);
  await makeNewsletter(database.db, 'daily', 2);
  await sql`update subscribers set is_sample = true`.execute(database.db);
  expect(await check()).toEqual([true, 'No backup was taken, and the only readers are sample readers (2).']);
  await sql`update subscribers set is_sample = false where id = (select min(id) from subscribers)`.execute(database.db);
  expect(await check()).toEqual([false, 'No backup was taken.']);
});

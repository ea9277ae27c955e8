import { afterAll, beforeAll, expect, test } from 'vitest';
import { createLog } from '../../src/platform/log.ts';
import { warmUp } from '../../src/web/warmUp.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { makeEdition, makeNewsletter } from './support.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

test('the latest open edition of a newsletter is checked ahead, and a failure stops nothing', async () => {
  const { db } = database;
  const newsletter = await makeNewsletter(db);
  await makeEdition(db, newsletter.id, { date: '2026-11-22', state: 'draft' });
  const next = await makeEdition(db, newsletter.id, { date: '2026-11-25', state: 'approved' });
  await makeEdition(db, newsletter.id, { date: '2026-11-26', state: 'submitted' });
  const seen: number[] = [];
  await warmUp({ db, log: createLog('test', 'silent') }, (loaded) => {
    seen.push(loaded.edition.id);
    return Promise.reject(new Error('mjml is broken'));
  });
  expect(seen).toEqual([next]);
});

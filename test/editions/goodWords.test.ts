import { afterAll, beforeAll, expect, test } from 'vitest';
import { settleWords } from '../../src/editions/goodWords.ts';
import { openWords } from '../../src/language/catalogues.ts';
import type { Texts } from '../../src/language/wordFiles.ts';
import { createLog } from '../../src/platform/log.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';

const log = createLog('test', 'silent');
let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

test('good words are kept at the start; a later start with a fault takes them, and keeps nothing', async () => {
  const used: Record<string, Texts>[] = [];
  const use = (good: Record<string, Texts>): void => void used.push(good);
  const good = openWords('templates/words');
  const broken = openWords('templates/themes');
  expect(broken.faults.size).toBe(10);
  await settleWords({ db: database.db, log, words: broken, use });
  expect(used).toEqual([]);
  await settleWords({ db: database.db, log, words: good, use });
  await settleWords({ db: database.db, log, words: broken, use });
  await settleWords({ db: database.db, log, words: broken, use });
  expect(used).toEqual([Object.fromEntries(good.files), Object.fromEntries(good.files)]);
});

test('a database that does not answer does not keep a process from its start', async () => {
  const away = await createTestDatabase();
  await away.drop();
  await expect(settleWords({ db: away.db, log })).resolves.toBeUndefined();
});

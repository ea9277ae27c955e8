import { afterAll, beforeAll, expect, test } from 'vitest';
import { addNewsletter } from '../newsroom/rank/newsroom.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { runCli } from './run.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
  await addNewsletter(database.db, { slug: 'daily' });
});
afterAll(() => database.drop());

const days = (...args: string[]) =>
  runCli(['newsletters', 'days', 'daily', ...args], {
    DATABASE_URL: database.url,
    SECRET: 'a secret of the schedule test that is longer than 32 bytes',
  });

test('holidays and other hours are recorded, listed, and made usual again', async () => {
  expect(await days()).toMatchObject({ code: 0, stdout: '', stderr: 'No day differs from the usual schedule.\n' });
  const two = await days('2099-12-25', '2099-12-26', '--note', 'Christmas');
  expect(two).toMatchObject({
    code: 0,
    stdout: '2099-12-25  no edition  Christmas\n2099-12-26  no edition  Christmas\n',
  });
  expect((await days('2099-12-26', '--at', '09:00')).stdout).toContain('2099-12-26  at 09:00\n');
  expect(await days('2099-12-25', '--usual', '--json')).toMatchObject({
    code: 0,
    stdout: '{"date":"2099-12-26","sendAt":"09:00","note":""}\n',
  });
});

test.each([
  [['2099-02-30'], 2, 'This is not a day'],
  [['2099-03-01', '2020-01-01'], 2, '2020-01-01: This day is over'],
  [['2099-03-01', '--at', '25:00'], 2, 'This is not a time'],
  [['2099-03-01', '--usual', '--at', '08:00'], 2, 'takes neither'],
  [['--at', '08:00'], 2, 'Name at least one day'],
  [['2099-03-01', '--usual'], 1, '2099-03-01 is not among the recorded days'],
] as const)('%j is refused with exit code %i, and nothing is recorded', async (args, code, says) => {
  const before = (await days('--json')).stdout;
  const refused = await days(...args);
  expect([refused.code, refused.stderr]).toEqual([code, expect.stringContaining(says)]);
  expect((await days('--json')).stdout).toBe(before);
});

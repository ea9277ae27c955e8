import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { loadConfig } from '../../../../src/platform/config.ts';
import { createLog } from '../../../../src/platform/log.ts';
import { loadLastCheck, startCheck } from '../../../../src/web/desk/setup/lastCheck.ts';
import { createTestDatabase, type TestDatabase } from '../../../support/database.ts';

let database: TestDatabase;
let now = new Date('2026-11-24T12:00:00Z');
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

const config = loadConfig({
  SECRET: 'a secret of thirty-two bytes at least',
  SMTP_URL: 'smtp://desk:relay-password@relay.example',
});
const web = () => ({ db: database.db, now: () => now, log: createLog('test', 'silent'), config });
const last = (check: string) => loadLastCheck(web(), check, z.string());
const settled = (check: string) =>
  vi.waitFor(async () => expect((await last(check))!.endedAt).not.toBeNull(), { timeout: 60_000, interval: 10 });

test('of checks that are started at once, one runs, and the next may start when it ends', async () => {
  let runs = 0;
  const { promise, resolve } = Promise.withResolvers<string>();
  const run = (): Promise<string> => {
    runs++;
    return promise;
  };
  await Promise.all([1, 2, 3, 4].map(() => startCheck(web(), 'one', run)));
  expect([runs, (await last('one'))!.isRunning]).toEqual([1, true]);
  resolve('all is well');
  await settled('one');
  expect(await last('one')).toMatchObject({ isRunning: false, result: 'all is well', failure: null });
  await startCheck(web(), 'one', run);
  expect(runs).toBe(2);
  await settled('one');
});

test('a run that was cut off is given up, and its late end does not replace the next one', async () => {
  const late = Promise.withResolvers<string>();
  await startCheck(web(), 'cut', () => late.promise);
  now = new Date(now.getTime() + 61_000);
  const next = Promise.withResolvers<string>();
  await startCheck(web(), 'cut', () => next.promise);
  late.resolve('late');
  await late.promise;
  next.resolve('next');
  await settled('cut');
  expect((await last('cut'))!.result).toBe('next');
});

test('a failure is kept without the relay’s password', async () => {
  await startCheck(web(), 'failed', () => Promise.reject(new Error('535 wrong password relay-password for desk')));
  await settled('failed');
  const { failure } = (await last('failed'))!;
  expect(failure).toContain('535 wrong password');
  expect(failure).not.toContain('relay-password');
});

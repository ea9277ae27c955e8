import { pino } from 'pino';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { openClock } from '../../src/platform/clock.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';

const MINUTE_MS = 60_000;

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterEach(() => vi.useRealTimers());
afterAll(() => database.drop());

/** By the machine's real clock, whatever `Date` says. */
const realMs = (): number => performance.timeOrigin + performance.now();
const minutesOff = (date: Date): number => Math.round((date.getTime() - realMs()) / MINUTE_MS) + 0;
const turnClock = (minutes: number): unknown =>
  vi.useFakeTimers({ toFake: ['Date'], now: Math.round(realMs()) + minutes * MINUTE_MS });

test('a process whose machine has a wrong clock keeps the database’s time, also when the clock jumps', async () => {
  const lines: { msg: string; aheadSeconds: number }[] = [];
  const log = pino({}, { write: (line) => lines.push(JSON.parse(line) as (typeof lines)[number]) });
  const clock = openClock({ db: database.db, log });
  turnClock(30);
  expect(minutesOff(clock.now())).toBe(30);
  await clock.measure();
  expect(minutesOff(clock.now())).toBe(0);
  turnClock(-30);
  expect(minutesOff(clock.now())).toBe(0);

  await clock.measure();
  expect(lines).toHaveLength(1);
  expect(lines[0]!.msg).toBe('this machine’s clock differs from the database’s, which is used');
  expect(Math.round(lines[0]!.aheadSeconds / 60)).toBe(30);
  turnClock(0);
  await clock.measure();
  turnClock(-30);
  await clock.measure();
  expect(lines).toHaveLength(2);
  expect(minutesOff(clock.now())).toBe(0);
});

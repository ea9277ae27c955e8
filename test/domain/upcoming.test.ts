import { expect, test } from 'vitest';
import type { Schedule } from '../../src/domain/due.ts';
import { listUpcoming } from '../../src/domain/upcoming.ts';

const MADRID: Schedule = {
  zone: 'Europe/Madrid',
  sendAt: '06:30',
  weekdays: [1, 2, 3, 4, 5],
  exceptions: new Map(),
};

const times = (schedule: Schedule, now: string, count: number): string[] =>
  listUpcoming(schedule, new Date(now), count).map(({ date, dueAt }) => `${date} ${dueAt?.toISOString() ?? 'skipped'}`);

test('lists the weekdays of the schedule from now on', () => {
  expect(times(MADRID, '2026-11-26T05:30:00Z', 3)).toEqual([
    // The edition of the 26th is due at this very moment.
    '2026-11-27 2026-11-27T05:30:00.000Z',
    '2026-11-30 2026-11-30T05:30:00.000Z',
    '2026-12-01 2026-12-01T05:30:00.000Z',
  ]);
});

test('shows skipped days between the others, and days with another hour', () => {
  const exceptions = new Map<string, string | null>([
    ['2026-12-25', null],
    ['2026-12-24', '08:00:00'],
    // A Saturday, on which nothing goes out anyway, and a Sunday on which something does.
    ['2026-12-26', null],
    ['2026-12-27', '09:00:00'],
  ]);
  expect(times({ ...MADRID, exceptions }, '2026-12-23T12:00:00Z', 3)).toEqual([
    '2026-12-24 2026-12-24T07:00:00.000Z',
    '2026-12-25 skipped',
    '2026-12-27 2026-12-27T08:00:00.000Z',
    '2026-12-28 2026-12-28T05:30:00.000Z',
  ]);
});

test.each([
  ['2027-03-26T12:00:00Z', '2027-03-29', 60],
  ['2026-10-23T12:00:00Z', '2026-10-26', -60],
])('marks the first send after the clocks change (%s)', (now, date, change) => {
  const changed = listUpcoming(MADRID, new Date(now), 10).filter(({ clockChange }) => clockChange !== 0);
  expect(changed.map((day) => [day.date, day.clockChange])).toEqual([[date, change]]);
});

test('ends where no weekday is chosen', () => {
  expect(times({ ...MADRID, weekdays: [] }, '2026-11-26T00:00:00Z', 10)).toEqual([]);
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { dateIn, datesAround, dueOn, instantOf, isDay, type Schedule } from '../../src/domain/due.ts';

const everyDay: Schedule = {
  zone: 'America/New_York',
  sendAt: '05:30',
  weekdays: [1, 2, 3, 4, 5, 6, 7],
  exceptions: new Map(),
};
const iso = (date: Date | null): string | null => date?.toISOString() ?? null;

test('a wall-clock time is read in the newsletter’s zone, in winter and in summer', () => {
  expect(iso(dueOn(everyDay, '2026-01-15'))).toBe('2026-01-15T10:30:00.000Z');
  expect(iso(dueOn(everyDay, '2026-07-15'))).toBe('2026-07-15T09:30:00.000Z');
});

test('a time that the night of the change skips moves to the next that exists', () => {
  expect(iso(instantOf('2026-03-08', '02:30', 'America/New_York'))).toBe('2026-03-08T07:00:00.000Z');
  expect(iso(instantOf('2026-03-29', '02:00', 'Europe/Berlin'))).toBe('2026-03-29T01:00:00.000Z');
  // half an hour only
  expect(iso(instantOf('2026-10-04', '02:15', 'Australia/Lord_Howe'))).toBe('2026-10-03T15:30:00.000Z');
});

test('a time that comes twice is the first of the two', () => {
  expect(iso(instantOf('2026-11-01', '01:30', 'America/New_York'))).toBe('2026-11-01T05:30:00.000Z');
});

test('weekdays that the schedule leaves out have no edition', () => {
  const weekdaysOnly = { ...everyDay, weekdays: [1, 2, 3, 4, 5] };
  expect(dueOn(weekdaysOnly, '2026-11-28')).toBeNull();
  expect(dueOn(weekdaysOnly, '2026-11-27')).not.toBeNull();
});

test('a dated exception skips a day or moves its hour, also on a day without an edition otherwise', () => {
  const exceptions = new Map([
    ['2026-12-25', null],
    ['2026-11-28', '07:00'],
  ]);
  const schedule = { ...everyDay, weekdays: [1, 2, 3, 4, 5], exceptions };
  expect(dueOn(schedule, '2026-12-25')).toBeNull();
  expect(iso(dueOn(schedule, '2026-11-28'))).toBe('2026-11-28T12:00:00.000Z');
});

test('each date is due once, on its own calendar day, in any zone and at any time of night', () => {
  const zones = fc.constantFrom(
    'UTC',
    'Asia/Tokyo',
    'America/Santiago',
    'Pacific/Apia',
    'Africa/Cairo',
    'Europe/Lisbon',
  );
  const minutes = fc.integer({ min: 0, max: 24 * 60 - 1 });
  const days = fc.integer({ min: 0, max: 3650 });
  fc.assert(
    fc.property(zones, minutes, days, (zone, minute, day) => {
      const time = `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
      const date = Temporal.PlainDate.from('2020-01-01').add({ days: day });
      const [at, next] = [date, date.add({ days: 1 })].map((d) => instantOf(d.toString(), time, zone));
      expect(dateIn(zone, at!)).toBe(date.toString());
      expect(next!.getTime()).toBeGreaterThan(at!.getTime());
    }),
  );
});

test('the dates around now are two either way by the newsletter’s calendar: zones lie up to 26 hours apart', () => {
  expect(datesAround('Asia/Tokyo', new Date('2026-11-24T20:00:00Z'))).toEqual([
    '2026-11-23',
    '2026-11-24',
    '2026-11-25',
    '2026-11-26',
    '2026-11-27',
  ]);
});

test('a day is one of the calendar, in ten characters', () => {
  for (const day of ['2026-02-28', '2028-02-29', '0001-01-01']) expect(isDay(day)).toBe(true);
  for (const text of ['2026-02-29', '2026-13-01', '2026-1-01', '2026-01-01T00:00', '', '20260101', '2026-00-10'])
    expect({ text, isDay: isDay(text) }).toEqual({ text, isDay: false });
});

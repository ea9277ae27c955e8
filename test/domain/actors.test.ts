import { expect, test } from 'vitest';
import { isReservedName, PROCESSES } from '../../src/domain/actors.ts';
import { isDay } from '../../src/domain/due.ts';

test('no account can be called as a process is, in the log or in its sentences, however it is written', () => {
  for (const [name, subject] of Object.entries(PROCESSES))
    for (const each of [
      name,
      subject,
      name.toUpperCase(),
      ` ${subject.toLowerCase().replace(' ', '  ')} `,
      subject.slice(4),
    ])
      expect([each, isReservedName(each)]).toEqual([each, true]);
  expect(isReservedName('ｃｌｉ')).toBe(true);
  for (const name of ['Ana', 'Clifford', 'desk', 'Mailer Daemon'])
    expect([name, isReservedName(name)]).toEqual([name, false]);
});

test('a day is one of the calendar, from year 1 on', () => {
  for (const day of ['2026-11-30', '2024-02-29', '0001-01-01', '9999-12-31'])
    expect([day, isDay(day)]).toEqual([day, true]);
  for (const day of ['0000-01-01', '2026-02-29', '2026-13-01', '2026-1-1', '-001-01-01', ''])
    expect([day, isDay(day)]).toEqual([day, false]);
});

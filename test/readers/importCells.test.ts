import { expect, test } from 'vitest';
import { readChoice } from '../../src/readers/import/importedChoices.ts';
import { readWish } from '../../src/readers/import/wishes.ts';

const inDays = (days: number): string => Temporal.Now.plainDateISO('UTC').add({ days }).toString();

test('a pause lasts to a day of the calendar within a year; any other cell says nothing', () => {
  expect(readChoice('pausedUntil', inDays(30))).toBe(inDays(30));
  const others = ['2027-02-30', '0000-01-01', '9999-12-31', inDays(-1), inDays(400), 'soon'];
  expect(others.filter((cell) => readChoice('pausedUntil', cell) !== null)).toEqual([]);
});

test.each([
  ['Double', 'active'],
  ['2024-05-01', 'active'],
  ['2024-05-01 10:20:30 UTC', 'active'],
  ['yes', 'active'],
  ['no', 'unsubscribed'],
  ['perhaps', 'unknown'],
] as const)('an opt-in of %s means %s', (cell, wish) => {
  expect(readWish('subscribed', cell)).toBe(wish);
});

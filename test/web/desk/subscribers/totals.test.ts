import { expect, test } from 'vitest';
import { describeTotal, readTotal, writeTotal } from '../../../../src/web/desk/subscribers/totals.ts';

test.each([
  [{ skipped: 0, shown: 25, total: { is: 'exactly', count: 25 } }, '25 subscribers'],
  [{ skipped: 0, shown: 1, total: { is: 'exactly', count: 1 } }, '1 subscriber'],
  [{ skipped: 0, shown: 0, total: { is: 'exactly', count: 0 } }, '0 subscribers'],
  [{ skipped: 0, shown: 50, total: { is: 'exactly', count: 12_345 } }, '1–50 of 12,345 subscribers'],
  [{ skipped: 50, shown: 50, total: { is: 'more', count: 1000 } }, '51–100 of more than 1,000 subscribers'],
  [{ skipped: 0, shown: 50, total: { is: 'about', count: 1_002_000 } }, '1–50 of about 1,002,000 subscribers'],
  [{ skipped: 50, shown: 7, total: null }, 'Subscribers 51–57'],
  [{ skipped: 50, shown: 0, total: { is: 'more', count: 50 } }, 'No further subscribers'],
] as const)('%j is told as “%s”', (view, words) => {
  expect(describeTotal(view)).toBe(words);
});

test('a total is sent along to the next page; another text is none', () => {
  const total = { is: 'about', count: 3000 } as const;
  expect(readTotal(writeTotal(total))).toEqual(total);
  for (const text of ['', 'toString 3', 'more', 'more -1', 'exactly 99999999999']) expect(readTotal(text)).toBeNull();
});

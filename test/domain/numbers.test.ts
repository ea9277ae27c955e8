import { expect, test } from 'vitest';
import { readId, readWhole } from '../../src/domain/numbers.ts';

test('a whole number is decimal digits within its bounds, with spaces around it at most', () => {
  expect(readWhole(' 007 ', { min: 0, max: 7 })).toBe(7);
  for (const text of ['', ' ', '8', '-1', '+1', '1.0', '1e0', '0x1', '1_0', '١', '9'.repeat(16), 'NaN'])
    expect({ text, read: readWhole(text, { min: 0, max: 7 }) }).toEqual({ text, read: null });
});

test('an id is from 1 to what the database can hold', () => {
  expect(readId('2147483647')).toBe(2_147_483_647);
  for (const text of ['0', '2147483648', '']) expect(readId(text)).toBeNull();
});

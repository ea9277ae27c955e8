import fc from 'fast-check';
import { expect, test } from 'vitest';
import { countCharacters } from '../../src/editions/text.ts';
import { shortSummary } from '../../src/render/summary.ts';

const FIRST = 'The harbour opened at dawn after a week of storms.';
const SECOND = 'The first ferry left an hour later with everyone who had waited.';

test('a summary that fits stays as it is, and a longer one keeps its whole sentences', () => {
  expect(shortSummary(FIRST, 60, 'en')).toBe(FIRST);
  expect(shortSummary(`${FIRST} ${SECOND}`, 140, 'en')).toBe(`${FIRST} ${SECOND}`);
  expect(shortSummary(`${FIRST} ${SECOND}`, 100, 'en')).toBe(FIRST);
  expect(shortSummary('The U.S. Navy has left. It will not come back to the harbour.', 40, 'en')).toBe(
    'The U.S. Navy has left.',
  );
});

test('a long first sentence is cut at a clause, else between words, and says so', () => {
  const clause = 'The harbour opened at dawn, although the storm that had closed it for a week was not over.';
  expect(shortSummary(clause, 50, 'en')).toBe('The harbour opened at dawn…');
  const phrase = `The harbour ${'opened and '.repeat(20)}closed.`;
  expect(shortSummary(phrase, 60, 'en')).toMatch(/^The harbour (?:opened(?: and)? ?)+…$/);
  expect(shortSummary('港口今天重新开放'.repeat(30), 60, 'zh')).toMatch(/^(港口今天重新开放)+.*…$/);
});

test('a first sentence that is half as long again stays whole', () => {
  expect(shortSummary(`${SECOND} ${FIRST}`, 43, 'en')).toBe(SECOND);
  expect(SECOND).toHaveLength(64);
});

test('no summary is longer than it may be', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 900 }), fc.integer({ min: 60, max: 600 }), (text, max) => {
      expect(countCharacters(shortSummary(text, max, 'en'))).toBeLessThanOrEqual(max * 1.5);
    }),
  );
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  agencyBeside,
  buildPreheader,
  buildSubject,
  countCharacters,
  cutText,
  flattenText,
} from '../../src/editions/text.ts';

test('a subject names the lead and how many more there are', () => {
  expect(buildSubject(['Ferries sail again', 'Tram opens', 'Pie prize'], 'en', 'Amsel')).toBe(
    'Ferries sail again, and 2 more',
  );
  expect(buildSubject(['Ferries sail again'], 'en', 'Amsel')).toBe('Ferries sail again');
  expect(buildSubject(['Fähren fahren', 'Straßenbahn'], 'de-AT', 'Amsel')).toBe('Fähren fahren (+1)');
  expect(buildSubject([], 'en', 'Amsel Headlines')).toBe('Amsel Headlines');
});

test('a long headline is cut at a word, one without words inside itself', () => {
  const long = buildSubject(
    ['Council votes to extend the tram line to the harbour after years of argument', 'b'],
    'en',
    'Amsel',
  );
  expect(long).toBe('Council votes to extend the tram line to the harbour…, and 1 more');
  expect(cutText('首相'.repeat(2_500), 10)).toBe('首相首相首相首相首…');
});

test('a subject never has a line break, with any headline', () => {
  expect(buildSubject(['Ferries\r\nBcc: all@paper.example\u2028sail', 'b'], 'en', 'Amsel')).toBe(
    'Ferries Bcc: all@paper.example sail, and 1 more',
  );
});

test('a preheader carries the next headlines', () => {
  expect(buildPreheader(['Lead', 'Tram opens', 'Pie prize'])).toBe('Tram opens · Pie prize');
  expect(buildPreheader(['Lead'])).toBe('');
});

test('cutting keeps within the length and never splits a visible character', () => {
  const text = fc.string({ unit: 'grapheme', maxLength: 200 }).map(flattenText);
  fc.assert(
    fc.property(text, fc.integer({ min: 2, max: 80 }), (whole, max) => {
      const cut = cutText(whole, max);
      expect(countCharacters(cut)).toBeLessThanOrEqual(max);
      expect(cut.isWellFormed()).toBe(true);
      expect(cut === whole || whole.startsWith(cut.slice(0, -1))).toBe(true);
    }),
  );
  expect(cutText('👩‍👩‍👧‍👦'.repeat(3), 3)).toBe('👩‍👩‍👧‍👦'.repeat(3));
  expect(cutText(`a${'\u0301'.repeat(5_000)} b`, 70)).toBe('…');
});

test('an agency that the byline names is not named again', () => {
  expect(agencyBeside('The Associated Press', 'Associated Press')).toBeNull();
  expect(agencyBeside('Ana Example, Corvale Wire', 'Corvale Wire')).toBeNull();
  expect(agencyBeside('Ana Wirer', 'Wire')).toBe('Wire');
  expect(agencyBeside(null, 'Wire')).toBe('Wire');
  expect(agencyBeside('Ana Example', null)).toBeNull();
});

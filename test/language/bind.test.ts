import { expect, test } from 'vitest';
import { bindHour, bindLastWords, bindSigns, joinParts, unbind } from '../../src/language/bind.ts';

const seen = (text: string): string => text.replaceAll('\u00a0', '~');

test('the sign of a copyright stays with its owner, wherever it stands', () => {
  expect(seen(bindSigns('© 2026 Meridian, © Ada Merrin, ©X'))).toBe('©~2026 Meridian, ©~Ada Merrin, ©X');
});

test.each([
  ['Read this edition in your browser', 'Read this edition in your~browser'],
  ['Continue reading at The Post', 'Continue reading at The~Post'],
  ['Two words', 'Two~words'],
  ['One', 'One'],
  ['', ''],
  // A line of a phone has no room for these two together.
  ['Continue reading at Donaudampfschifffahrtspost', 'Continue reading at Donaudampfschifffahrtspost'],
  [
    `Continue reading at ${'x'.repeat(20)} ${'y'.repeat(20)}`,
    `Continue reading at ${'x'.repeat(20)} ${'y'.repeat(20)}`,
  ],
])('the last two words of “%s” are bound where both are short', (text, bound) => {
  expect(seen(bindLastWords(text))).toBe(bound);
});

test.each([
  ['On Tuesday, December 1 at 5:30 AM GMT.', 'On Tuesday, December 1 at 5:30~AM~GMT.'],
  ['Le mardi 1 décembre à 05:30 UTC+1', 'Le mardi 1 décembre à 05:30~UTC+1'],
  [
    'At 5:30 AM by the clock of the reader, wherever that is',
    'At 5:30 AM by the clock of the reader, wherever that is',
  ],
  ['On 1.12. without an hour', 'On 1.12. without an hour'],
])('the hour of “%s” is bound to what follows, where that is short', (text, bound) => {
  expect(seen(bindHour(text))).toBe(bound);
});

test('a dot between parts may end a line but never starts one, and empty parts have none', () => {
  expect(seen(joinParts(['Ada Merrin', null, '', '© Meridian']))).toBe('Ada Merrin~· © Meridian');
  expect(joinParts([null, ''])).toBe('');
});

test('bound text can be unbound', () => {
  expect(unbind(bindLastWords(bindSigns('By Ada · © The Post')))).toBe('By Ada · © The Post');
});

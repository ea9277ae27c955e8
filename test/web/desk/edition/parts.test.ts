import { describe, expect, test } from 'vitest';
import { inColours, withoutPictures } from '../../../../src/web/desk/edition/digest.ts';
import { until } from '../../../../src/web/desk/edition/overview.ts';
import { rankParts } from '../../../../src/web/desk/edition/reasons.ts';
import { sentenceFor } from '../../../../src/web/desk/edition/said.ts';

test('the reasons of a rank fall into words and points; what has its own mark is left out', () => {
  const reasons = ['placed at number 2 by staff', 'reported by 3 outlets (+1.4)', 'led by opinion (−1.8)', 'led by us'];
  expect(rankParts(reasons)).toEqual([
    { words: 'reported by 3 outlets', points: '+1.4' },
    { words: 'led by opinion', points: '−1.8' },
    { words: 'led by us', points: null },
  ]);
});

test('a countdown is in minutes, hours or days, depending on its length', () => {
  const now = new Date('2026-11-24T12:00:00Z');
  const after = (minutes: number): string => until(new Date(now.getTime() + minutes * 60_000), now);
  expect([0, 1, 59, 60, 134, 2_879, 2_880].map(after)).toEqual([
    'now',
    'in 1 min',
    'in 59 min',
    'in 1 h 0 min',
    'in 2 h 14 min',
    'in 47 h 59 min',
    'in 2 days',
  ]);
});

describe('a look of the digest', () => {
  const MAIL = `<meta name="color-scheme" content="light dark"><style>@media (prefers-color-scheme: dark) { p { color: #fff } }</style>`;

  test('is light or dark whatever the browser prefers', () => {
    expect(inColours(MAIL, 'dark')).toContain('@media all { p');
    expect(inColours(MAIL, 'dark')).toContain('content="dark"');
    expect(inColours(MAIL, 'light')).toContain('@media not all { p');
  });

  test('without pictures keeps their descriptions', () => {
    expect(withoutPictures('<img alt="A ferry" src="https://a.example/1.jpg" width="5">')).toBe(
      '<img alt="A ferry" width="5">',
    );
  });
});

test('the address of a page names a sentence, and never brings its own', () => {
  expect(sentenceFor('paused')).toBe('Paused. No further message starts.');
  for (const other of [undefined, 'toString', 'Your account is closed']) expect(sentenceFor(other)).toBeNull();
});

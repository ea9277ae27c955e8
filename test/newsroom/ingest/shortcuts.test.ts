import { describe, expect, test } from 'vitest';
import { parseDate } from '../../../src/newsroom/ingest/dates/dates.ts';
import { storyUrl } from '../../../src/newsroom/ingest/links.ts';
import { parseMarkup, visibleText } from '../../../src/newsroom/ingest/markup.ts';
import { cleanText } from '../../../src/newsroom/ingest/text.ts';

// Each of these has a short way for the usual input. What it gives must be what the long way gives.
describe('the short way', () => {
  test('of cleaning gives what the long way gives, for every character and wherever it stands', () => {
    const characters = Array.from({ length: 0x1_0000 }, (_, code) => String.fromCharCode(code));
    // A zero-width space is always removed, and only the long way removes it.
    const differing = characters.filter((character) =>
      [`a${character}b`, `${character} a`, `a ${character}`, `a\n${character}\u00a0 b`].some(
        (text) => cleanText(text) !== cleanText(`a\u200b${text}`).slice(1).replace(/^ /, ''),
      ),
    );
    expect(differing.map((character) => character.charCodeAt(0).toString(16))).toEqual([]);
  });

  test.each([
    ['', ''],
    ['   ', ''],
    [' one  two\t\nthree ', 'one two three'],
    ['one two', 'one two'],
    ['\n\none', 'one'],
  ])('of cleaning folds the blanks of %j', (text, cleaned) => {
    expect(cleanText(text)).toBe(cleaned);
  });

  test.each([
    ['Tue, 03 Mar 2026 10:00:00 GMT', 'Tue, 3 Mar 2026 10:00:00 UTC'],
    ['Tue, 03 Mar 2026 10:00:00 +0000', 'Tue, 3 Mar 2026 10:00:00 UTC'],
    // a wrong weekday, a day that does not exist, a leap second
    ['Mon, 03 Mar 2026 10:00:00 GMT', 'Mon, 3 Mar 2026 10:00:00 UTC'],
    ['Tue, 31 Feb 2026 10:00:00 GMT', 'Tue, 31 Feb 2026 10:00:00 UTC'],
    ['2026-03-03T10:00:00Z', '2026-03-03T10:00:00+00:00'],
    ['2026-02-31T10:00:00Z', '2026-02-31T10:00:00+00:00'],
    ['2026-03-03T10:00:60Z', '2026-03-03T10:00:60+00:00'],
    ['2026-03-03T24:00:00Z', '2026-03-03T24:00:00+00:00'],
    ['2026-03-03T10:00:00.000Z', '2026-03-03T10:00:00+00:00'],
  ])('of reading the date %s gives what %s gives', (usual, other) => {
    expect(parseDate(usual)).toBe(parseDate(other));
  });

  test.each([
    ['https://paper.example', 'https://paper.example'],
    ['https://paper.example/a#part?x=1', 'https://paper.example/a#part?x=1'],
    ['https://paper.example/a?utm_source=x&b=1', 'https://paper.example/a?b=1'],
    ['https://paper.example/a?utm_source=x#part', 'https://paper.example/a#part'],
    ['HTTPS://Paper.Example/a', 'https://paper.example/a'],
    ['https://paper.example:443/a', 'https://paper.example/a'],
  ])('of repairing the address %s gives %s', (written, url) => {
    expect(storyUrl(written)).toBe(url);
  });

  test('of parsing is left for a document with many tags, which is flattened', () => {
    const nested = `${'<b>'.repeat(40_000)}deep${'</b>'.repeat(40_000)}`;
    expect(visibleText(parseMarkup(nested)).trim()).toBe('deep');
  });
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parsePhrases } from '../../src/language/terms.ts';

// A Cyrillic word makes the segmenter read the whole text. Without one, ASCII is read by an expression.
const BY_EXPRESSION = 'zzq';
const BY_SEGMENTER = 'жжж';

test('ASCII is read as the segmenter of Unicode reads it', () => {
  const letters = fc.constantFrom(..."abxyzABZ0195__..,,;;::''`\"-/&@#$%*()[]<>|~!?=+   \t\n\r\0".split(''));
  fc.assert(
    fc.property(fc.string({ unit: letters, maxLength: 16 }), (text) => {
      const segmented = parsePhrases(`${text} | ${BY_SEGMENTER}`);
      expect(segmented.at(-1)).toEqual([BY_SEGMENTER]);
      expect(parsePhrases(`${text} | ${BY_EXPRESSION}`)).toEqual([...segmented.slice(0, -1), [BY_EXPRESSION]]);
    }),
    { numRuns: 2_000 },
  );
});

test('a word keeps its colon, a number its decimals, and an initialism and a possessive lose their signs', () => {
  expect(parsePhrases("U.S. Steel: 1,250.5 tons, Smith's a:b")).toEqual([
    ['us', 'steel'],
    ['1250.5', 'ton'],
    ['smith', 'a:b'],
  ]);
});

import { expect, test } from 'vitest';
import { splitNames } from '../../src/language/names.ts';

const namesIn = (text: string): string[] =>
  splitNames(text).flatMap(({ text: part, isName }) => (isName ? [part] : []));

test.each<[text: string, names: string[]]>([
  ['F-16', ['F-16']],
  ['Two F-16s, a B-52H and an MQ-9 over Port Aven', ['F-16s', 'B-52H', 'MQ-9']],
  ['Covid-19 und die A-10', ['Covid-19', 'A-10']],
  ['مقاتلة F-16 تهبط', ['F-16']],
  ['a Су-27 and a Ту-95', ['Су-27', 'Ту-95']],
  ['a well-known 12-year-old, 2026-11-30, 5-4', []],
  ['ISBN 978-3-16-148410-0, https://x.example/a-1-b', []],
  ['Lockheed-Martin-16 and F-16-like', []],
  ['', []],
])('%s has the names %j', (text, names) => {
  expect(namesIn(text)).toEqual(names);
  expect(
    splitNames(text)
      .map((part) => part.text)
      .join(''),
  ).toBe(text);
});

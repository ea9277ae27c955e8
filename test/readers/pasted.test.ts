import { expect, test } from 'vitest';
import { bareAddress } from '../../src/readers/pasted.ts';
import { wordsOf } from '../../src/readers/search/readerFilter.ts';

const ADDRESS = 'ana.ruiz+news@paper.example';

test.each([
  `\u200B${ADDRESS}`,
  `\uFEFF ${ADDRESS}\u2060`,
  `ana.ruiz\u00AD+news@paper.example`,
  `\u202A${ADDRESS}\u202C`,
  `<${ADDRESS}>`,
  `< ${ADDRESS} >`,
  `Ana Ruiz <${ADDRESS}>`,
  `"Ruiz, Ana" <${ADDRESS}>;`,
  `Ana Ruiz [mailto:${ADDRESS}]`,
  `mailto:${ADDRESS}`,
  `MAILTO:${ADDRESS}?subject=Hello%20there`,
  `mailto:ana.ruiz%2Bnews@paper.example`,
  `<mailto:${ADDRESS}>`,
  `[Ana](mailto:${ADDRESS})`,
  `${ADDRESS},`,
  `${ADDRESS} ;`,
  `${ADDRESS}.`,
  `"${ADDRESS}"`,
  `'${ADDRESS}',`,
  `'${ADDRESS},'`,
  `“${ADDRESS}”`,
  `«${ADDRESS}»`,
  `„${ADDRESS}“`,
  `(${ADDRESS})`,
  `\t${ADDRESS}\r\n`,
])('%j is the address within it', (pasted) => {
  expect(bareAddress(pasted).trim()).toBe(ADDRESS);
  expect(wordsOf(pasted)).toEqual([ADDRESS]);
});

test.each(["'ana@paper.example", '{ana}@paper.example', "o'brien@paper.example", 'ana@', 'no address', '', '<>'])(
  '%j is an address already, or has none, and stays',
  (text) => {
    expect(bareAddress(text)).toBe(text);
  },
);

test.each([
  ['Ruiz, Ana;', ['ruiz', 'ana']],
  ['“Zoë” O’Brien', ['zoë', 'o’brien']],
  ["d'Arc", ["d'arc"]],
  ['ana@', ['ana@']],
  ['ANA@Bücher.example', ['ana@xn--bcher-kva.example']],
  ['\u200B \u200B', []],
  ['mailto:%00ana', ['ana']],
  ['mailto:50%', ['50%']],
  ['...', ['...']],
])('the words of %j are %j', (text, words) => {
  expect(wordsOf(text)).toEqual(words);
});

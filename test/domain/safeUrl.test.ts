import { expect, test } from 'vitest';
import { safeUrl } from '../../src/domain/safeUrl.ts';

test.each([
  ['https://paper.example/a b?q=ü#x', 'https://paper.example/a%20b?q=%C3%BC#x'],
  ['http://münchen.example', 'http://xn--mnchen-3ya.example/'],
  ['https://desk:secret@paper.example/story', 'https://paper.example/story'],
  ['https://paper.example@evil.example/', 'https://evil.example/'],
  ['javascript:alert(1)', null],
  ['data:text/html,x', null],
  ['/story', null],
  ['', null],
  [null, null],
])('%j is linked as %j', (address, linked) => {
  expect(safeUrl(address)).toBe(linked);
});

import { expect, test } from 'vitest';
import { creditLine } from '../../../src/newsroom/pictures/creditLine.ts';
import { wordsIn } from '../../../src/language/catalogues.ts';

const { mail } = wordsIn('en');

test('a bare name gets the word “Picture”, and a complete credit stays unchanged', () => {
  expect(creditLine('Zoë Müster/Example Agency', mail)).toEqual({
    text: 'Picture: Zoë Müster/Example Agency',
    isOurs: true,
  });
  expect(creditLine('A. Merrin', wordsIn('es').mail)?.text).toBe('Imagen: A. Merrin');
  expect(creditLine('Photo: Ada Merrin', mail)).toEqual({ text: 'Photo: Ada Merrin', isOurs: false });
  expect(creditLine('© Meridian', mail)).toEqual({ text: '©\u00a0Meridian', isOurs: false });
});

test('without a credit there is no line', () => {
  for (const none of [null, '']) expect(creditLine(none, mail)).toBeNull();
});

import { expect, test } from 'vitest';
import { nameBrowser } from '../../src/staff/browserName.ts';
import { findPasswordFault } from '../../src/staff/passwordRules.ts';

test.each([
  ['short', 'A password has at least 12 characters.'],
  ['é'.normalize('NFD').repeat(11), 'A password has at least 12 characters.'],
  [`ab cd ${'x'.repeat(200)}`, 'A password has at most 200 characters.'],
  ['abababababababab', 'A password has at least 5 different characters.'],
  ['Ada Lovelace 1', 'The password is your name, or nearly so.'],
  ['ada lovelaceADA LOVELACE12', 'The password is your name, or nearly so.'],
])('“%s” is refused with its reason', (password, reason) => {
  expect(findPasswordFault(password, 'Ada Lovelace')).toBe(reason);
});

test.each(['four words are enough', 'ada lovelace counts engines', 'пароль из слов', '🐦🐧🦆🦉🦚🐓🦃🦢🦜🐤🐥🐣'])(
  '“%s” is accepted',
  (password) => {
    expect(findPasswordFault(password, 'Ada Lovelace')).toBeNull();
  },
);

test.each([
  ['Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:145.0) Gecko/20100101 Firefox/145.0', 'Firefox on Windows'],
  [
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36 Edg/142.0.0.0',
    'Edge on Windows',
  ],
  [
    'Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.6 Mobile/15E148 Safari/604.1',
    'Safari on iPhone',
  ],
  [
    'Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Mobile Safari/537.36',
    'Chrome on Android',
  ],
  ['curl/8.14', 'Unknown browser'],
  [null, 'Unknown browser'],
])('the browser %s is named', (userAgent, name) => {
  expect(nameBrowser(userAgent)).toBe(name);
});

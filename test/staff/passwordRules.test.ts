import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { nameBrowser } from '../../src/staff/browserName.ts';
import { findPasswordFault } from '../../src/staff/passwordRules.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { makeNewsletter } from '../web/support.ts';

describe('a password', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createTestDatabase();
    await makeNewsletter(database.db);
  });
  afterAll(() => database.drop());

  const faultOf = (password: string): Promise<string | null> =>
    findPasswordFault(database, password, { name: 'Ada Lovelace', email: 'a.countess@paper.example' });

  const COMMON = 'Many people use this password, so it is guessed first. Choose another.';
  test.each([
    ['short', 'A password has at least 12 characters.'],
    ['é'.normalize('NFD').repeat(11), 'A password has at least 12 characters.'],
    [`ab cd ${'x'.repeat(200)}`, 'A password has at most 200 characters.'],
    ['abababababababab', 'A password has at least 5 different characters.'],
    ['Ada Lovelace 1', 'The password is your name, or nearly so.'],
    ['ada lovelaceADA LOVELACE12', 'The password is your name, or nearly so.'],
    ['a.countess@paper.example', 'The password is your email address, or nearly so.'],
    ['ACountess-2026', 'The password is your email address, or nearly so.'],
    ['The Daily Test!', 'The password is the name of the paper, or nearly so.'],
    ['Paper Ltd 2026', 'The password is the name of the paper, or nearly so.'],
    ['1qaz2wsx3edc4rfv', COMMON],
    ['Password123456', COMMON],
    ['P@ssw0rd!!!!!!', COMMON],
    ['basketballbasketball', COMMON],
    ['2026 Football 2026', COMMON],
    ['qwertyuiop1234', COMMON],
  ])('“%s” is refused with its reason', async (password, reason) => {
    expect(await faultOf(password)).toBe(reason);
  });

  test.each(['four words are enough', 'ada lovelace counts engines', 'the daily test of tides', 'пароль из слов'])(
    '“%s” is accepted',
    async (password) => {
      expect(await faultOf(password)).toBeNull();
    },
  );

  test('of twelve pictures is accepted', async () => {
    expect(await faultOf('🐦🐧🦆🦉🦚🐓🦃🦢🦜🐤🐥🐣')).toBeNull();
  });
});

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

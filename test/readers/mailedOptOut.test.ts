import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { setNewsletter } from '../../src/editions/newsletters/newsletters.ts';
import { findMailedTokens, optOutByMail, parseTokenAddress } from '../../src/readers/mailedOptOut.ts';
import { showSubscriber } from '../../src/readers/record.ts';
import { issueToken } from '../../src/platform/tokens.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { addNewsletter, addReader, keys, statusOf, unsubscribeToken } from './support.ts';

let database: TestDatabase;
let newsletterId: number;
let subscriberId: number;
let email: string;
let count = 0;
beforeAll(async () => {
  database = await createTestDatabase();
  newsletterId = await addNewsletter(database.db, 'morning');
  await setNewsletter(database, 'morning', { unsubscribeAddress: 'Unsubscribe@Paper.example' }, 'test');
});
afterAll(() => database.drop());
beforeEach(async () => {
  email = `reader${++count}@paper.example`;
  subscriberId = await addReader(database.db, email, [newsletterId]);
});

const deps = () => ({ db: database.db, keys, now: () => new Date('2026-03-01T05:30:00Z') });
const token = () => unsubscribeToken(subscriberId, newsletterId);
const status = () => statusOf(database.db, email, newsletterId);

describe('a mail to the unsubscribe address', () => {
  test('opts out whom its token names, again and again', async () => {
    const recipients = [`unsubscribe+${token()}@paper.example`];
    expect(await optOutByMail(deps(), recipients)).toBe(true);
    expect(await status()).toBe('unsubscribed');
    expect(await optOutByMail(deps(), recipients)).toBe(true);
    expect((await showSubscriber(deps(), email))?.history).toMatchObject([
      { kind: 'unsubscribed', page: 'mail', detail: { by: 'mail', from: 'active' } },
    ]);
  });

  test.each([
    ['another address of ours', (own: string) => `news+${own}@paper.example`],
    ['another host', (own: string) => `unsubscribe+${own}@paper.example.evil.example`],
    ['a token cut short', (own: string) => `unsubscribe+${own.slice(1)}@paper.example`],
    [
      'an altered token',
      (own: string) => `unsubscribe+${own.slice(0, -1)}${own.endsWith('A') ? 'B' : 'A'}@paper.example`,
    ],
    ['no token', () => 'unsubscribe@paper.example'],
    ['line ends and NUL', (own: string) => `unsubscribe+${own}\r\n@paper.example\0`],
    ['a hundred thousand plus signs', () => `${'+'.repeat(100_000)}@paper.example`],
  ])('with %s opts nobody out', async (_what, write) => {
    expect(await optOutByMail(deps(), [write(token())])).toBe(false);
    expect(await status()).toBe('active');
  });

  test('accepts only tokens of its own purpose', async () => {
    const preferences = issueToken(keys, { purpose: 'preferences', subscriberId, newsletterId });
    expect(await optOutByMail(deps(), [`unsubscribe+${preferences}@paper.example`])).toBe(false);
  });

  test('is found in any case of the address, once for each token, and not without end', () => {
    const home = ['unsubscribe@paper.example'];
    const own = token();
    const line = `To: Me <UNSUBSCRIBE+${own}@PAPER.example>, unsubscribe+${own}@paper.example`;
    expect(findMailedTokens([line], home)).toEqual([own]);
    const many = Array.from({ length: 200 }, (_, n) => `unsubscribe+${String(n).padStart(40, 'a')}@paper.example`);
    expect(findMailedTokens([many.join(',')], home)).toHaveLength(50);
  });
});

describe('the unsubscribe address', () => {
  test('leaves room for a token before the @', () => {
    expect(parseTokenAddress('off', 40)).toBeNull();
    expect(parseTokenAddress(`${'u'.repeat(23)}@paper.example`, 40)).toMatch(/^u{23}@/);
    for (const address of [`${'u'.repeat(24)}@paper.example`, 'un+sub@paper.example', 'bäja@paper.example'])
      expect(() => parseTokenAddress(address, 40)).toThrow(expect.objectContaining({ code: 'INVALID_INPUT' }));
    expect(() => parseTokenAddress('nothing', 40)).toThrow(expect.objectContaining({ code: 'ADDRESS_INVALID' }));
  });
});

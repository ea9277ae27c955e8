import { generateKeyPairSync } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loadDkimKeys, makeDkimKeys, setDkimSigning } from '../../../src/wire/dkim/keys.ts';
import { dkimRecord } from '../../../src/wire/dkim/records.ts';
import { checkDkim } from '../../../src/checks/preflight/dkim.ts';
import { createTestDatabase, type TestDatabase } from '../../support/database.ts';
import { outcomes, resolverOf, type Zone } from './zone.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

/** A domain of its own with these keys, and what DNS should say of them. */
async function makeKeys(
  domain: string,
  kinds: ('ed25519' | number)[],
): Promise<{ names: string[]; values: string[]; zone: (values: string[][]) => Zone }> {
  for (const [index, kind] of kinds.entries()) {
    const pair =
      kind === 'ed25519' ? generateKeyPairSync('ed25519') : generateKeyPairSync('rsa', { modulusLength: kind });
    await database.db
      .insertInto('dkim_keys')
      .values({
        domain,
        selector: `s${index}`,
        algorithm: kind === 'ed25519' ? 'ed25519-sha256' : 'rsa-sha256',
        private_key: pair.privateKey.export({ type: 'pkcs8', format: 'pem' }),
      })
      .execute();
  }
  const keys = await loadDkimKeys(database, domain);
  const records = keys.toSorted((a, b) => a.selector.localeCompare(b.selector)).map(dkimRecord);
  const names = records.map(({ name }) => name);
  return {
    names,
    values: records.map(({ value }) => value),
    zone: (values) => Object.fromEntries(names.map((name, index) => [name, { txt: values[index] ?? [] }])),
  };
}

const check = (domain: string, zone: Zone): ReturnType<typeof checkDkim> =>
  checkDkim({ db: database.db, resolver: resolverOf(zone) }, domain);

describe('the DKIM keys', () => {
  test('pass, both of them, when DNS has what "reveille dkim" says', async () => {
    await makeDkimKeys({ db: database.db, now: () => new Date() }, 'a.example', { actor: 'test' });
    const records = (await loadDkimKeys(database, 'a.example')).map(dkimRecord);
    const { findings, published } = await check(
      'a.example',
      Object.fromEntries(records.map(({ name, value }) => [name, { txt: ['note', value] }])),
    );
    expect(outcomes(findings)).toEqual(['pass', 'pass']);
    expect(new Set(findings.map(({ found }) => / \((.*)\) /.exec(found)?.[1]))).toEqual(
      new Set(['Ed25519', 'RSA-2048']),
    );
    expect(published).toEqual(['a.example', 'a.example']);
  });

  test('are missed where none signs, or none any more', async () => {
    const { findings, published } = await check('none.example', {});
    expect(findings).toMatchObject([{ outcome: 'fail', found: expect.stringContaining('is not signed') }]);
    expect(published).toEqual([]);
    await makeDkimKeys({ db: database.db, now: () => new Date() }, 'off.example', { actor: 'test' });
    await setDkimSigning(database, 'off.example', { isOn: false, actor: 'test' });
    expect(outcomes((await check('off.example', {})).findings)).toEqual(['fail']);
  });

  test('pass however the record is spelt, as long as it says the same', async () => {
    const { values, zone } = await makeKeys('b.example', [2048]);
    const p = /p=(.*)$/.exec(values[0]!)![1]!;
    const spelt = [
      `p=${p.slice(0, 80)} ${p.slice(80)}`,
      `v=DKIM1; h=sha1:sha256; p = ${p};`,
      `v=DKIM1;k=rsa;s=email;p=${p}`,
    ];
    for (const value of spelt) expect(outcomes((await check('b.example', zone([[value]]))).findings)).toEqual(['pass']);
  });

  test('fail where the record is missing, another, revoked, twice, or of another kind', async () => {
    const { values, zone, names } = await makeKeys('c.example', [2048]);
    const [value] = values as [string];
    const other = value.replace(/p=.{20}/, 'p=AAAAAAAAAAAAAAAAAAAA');
    const cases: [string[], string][] = [
      [[], 'not published'],
      [[other], 'another key'],
      [[value.replace('k=rsa', 'k=ed25519')], 'another key'],
      [['v=DKIM1; p='], 'revoked'],
      [[value, other], '2 key records'],
      [[value.replace('DKIM1', 'DKIM2')], 'another version or hash'],
      [[value.replace('k=rsa', 'k=rsa; h=sha1')], 'another version or hash'],
    ];
    for (const [records, found] of cases) {
      const { findings, published } = await check('c.example', zone([records]));
      expect(findings).toMatchObject([{ outcome: 'fail', found: expect.stringContaining(found) }]);
      expect(findings[0]?.todo).toContain(names[0]);
      expect(published).toEqual([]);
    }
  });

  test('warn of a test flag, and of fewer bits than are asked for', async () => {
    const { values, zone } = await makeKeys('d.example', [1024]);
    expect(outcomes((await check('d.example', zone([values]))).findings)).toEqual(['warn']);
    const full = await makeKeys('e.example', [2048]);
    const { findings } = await check('e.example', full.zone([[`${full.values[0]}; t=s:y`]]));
    expect(findings).toMatchObject([{ outcome: 'warn', found: expect.stringContaining('as a test') }]);
  });

  test('fail with too few bits to be accepted', async () => {
    const { values, zone } = await makeKeys('f.example', [768]);
    const { findings } = await check('f.example', zone([values]));
    expect(findings).toMatchObject([{ outcome: 'fail', found: expect.stringContaining('768 bits') }]);
  });

  test('fail with only Ed25519, which not every provider verifies', async () => {
    const { values, zone } = await makeKeys('g.example', ['ed25519']);
    const { findings } = await check('g.example', zone([values]));
    expect(outcomes(findings)).toEqual(['pass', 'fail']);
  });
});

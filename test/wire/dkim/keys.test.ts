import { createPublicKey } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  listDkimKeys,
  loadDkimKeys,
  makeDkimKeys,
  parseDkimDomain,
  setDkimSigning,
} from '../../../src/wire/dkim/keys.ts';
import { dkimRecord, zoneFileLine } from '../../../src/wire/dkim/records.ts';
import { createSigner } from '../../../src/wire/dkim/sign.ts';
import { linesOf, runCli, type Ran } from '../../cli/run.ts';
import { createTestDatabase, type TestDatabase } from '../../support/database.ts';
import { makeNewsletter } from '../../support/edition.ts';
import { bothPass, ed25519Key, rsaKey, verifySignatures } from './support.ts';

let database: TestDatabase;
const actor = 'cli';
const now = (): Date => new Date('2026-11-24T05:30:00Z');
const message = Buffer.from('From: news@paper.example\r\nSubject: x\r\n\r\nbody\r\n');

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

const selectorsOf = async (domain: string, isActive: boolean): Promise<string[]> =>
  (await listDkimKeys(database, domain)).filter((key) => key.isActive === isActive).map((key) => key.selector);

test('a domain without keys is unsigned; then it has one of each kind, and keeps them', async () => {
  const deps = { db: database.db, now };
  const domain = 'first.example';
  expect(await loadDkimKeys(deps, domain)).toEqual([]);
  expect(await makeDkimKeys(deps, domain, { actor })).toBe(true);
  expect(await makeDkimKeys(deps, domain, { actor })).toBe(false);
  expect(await selectorsOf(domain, true)).toEqual(['r20261124', 'e20261124']);
  const keys = await loadDkimKeys(deps, domain);
  expect(keys[0]?.privateKey.asymmetricKeyDetails).toMatchObject({ modulusLength: 2048 });
  const header = await createSigner(keys)(message, now());
  expect(await verifySignatures(Buffer.concat([header, message]), keys)).toEqual(bothPass);
});

test('two commands at a time make one pair', async () => {
  const deps = { db: database.db, now };
  const made = await Promise.all([1, 2, 3].map(() => makeDkimKeys(deps, 'race.example', { actor })));
  expect(made.filter(Boolean)).toHaveLength(1);
  expect(await listDkimKeys(deps, 'race.example')).toHaveLength(2);
});

test('rotation never uses a selector twice, and the former keys stay listed but sign no more', async () => {
  const domain = 'rotating.example';
  const later = (): Date => new Date('2026-12-24T05:30:00Z');
  await makeDkimKeys({ db: database.db, now }, domain, { actor });
  await makeDkimKeys({ db: database.db, now }, domain, { actor, rotate: true });
  expect(await selectorsOf(domain, true)).toEqual(['r20261124-2', 'e20261124-2']);
  await makeDkimKeys({ db: database.db, now: later }, domain, { actor, rotate: true });
  expect(await selectorsOf(domain, true)).toEqual(['r20261224', 'e20261224']);
  expect(new Set(await selectorsOf(domain, false))).toEqual(
    new Set(['r20261124', 'e20261124', 'r20261124-2', 'e20261124-2']),
  );
});

test('signing can be turned off, stays off, and comes back with the newest keys', async () => {
  const { db } = database;
  const domain = 'off.example';
  const later = (): Date => new Date('2026-12-24T05:30:00Z');
  await makeDkimKeys({ db, now }, domain, { actor });
  await makeDkimKeys({ db, now: later }, domain, { actor, rotate: true });
  expect(await setDkimSigning({ db }, domain, { isOn: false, actor })).toBe(2);
  expect(await makeDkimKeys({ db, now }, domain, { actor })).toBe(false);
  expect(await loadDkimKeys({ db }, domain)).toEqual([]);
  expect(await setDkimSigning({ db }, domain, { isOn: true, actor })).toBe(2);
  expect(await setDkimSigning({ db }, domain, { isOn: true, actor })).toBe(0);
  expect(await selectorsOf(domain, true)).toEqual(['r20261224', 'e20261224']);
  const rows = await db.selectFrom('audit_log').select(['action', 'detail']).execute();
  const actions = rows.filter(({ detail }) => JSON.stringify(detail).includes(domain)).map(({ action }) => action);
  expect(actions).toEqual(['dkim.make', 'dkim.rotate', 'dkim.off', 'dkim.on']);
  expect(JSON.stringify(rows)).not.toContain('PRIVATE');
});

test.each([
  ['News.Paper.Example.', 'news.paper.example'],
  ['zürich.example', 'xn--zrich-kva.example'],
])('the domain %s is written %s', (given, domain) => expect(parseDkimDomain(given)).toBe(domain));

test.each(['', 'localhost', '192.0.2.1', 'a b.example', '-a.example', 'a..example', 'x@paper.example', 'a.example"'])(
  '"%s" is no domain',
  (given) => expect(() => parseDkimDomain(given)).toThrow(expect.objectContaining({ code: 'INVALID_INPUT' })),
);

test('an RSA record holds the whole public key, in strings of 255 where a zone file wants it', () => {
  const record = dkimRecord(rsaKey);
  expect(record).toMatchObject({ name: 'r20261124._domainkey.paper.example', type: 'TXT' });
  const der = Buffer.from(/^v=DKIM1; k=rsa; p=([A-Za-z0-9+/]+=*)$/.exec(record.value)?.[1] ?? '', 'base64');
  const held = createPublicKey({ key: der, format: 'der', type: 'spki' });
  expect(held.equals(createPublicKey(rsaKey.privateKey))).toBe(true);
  const line = zoneFileLine(record);
  const strings = [...line.matchAll(/"([^"]*)"/g)].map(([, text]) => text ?? '');
  expect(line).toMatch(/^r20261124\._domainkey\.paper\.example\. IN TXT \( "v=DKIM1; .*" \)$/);
  expect(strings.map((text) => text.length)).toEqual([255, record.value.length - 255]);
  expect(strings.join('')).toBe(record.value);
});

test('an Ed25519 record holds 32 bytes in one string', () => {
  const record = dkimRecord(ed25519Key);
  expect(record.value).toMatch(/^v=DKIM1; k=ed25519; p=[A-Za-z0-9+/]{43}=$/);
  expect(zoneFileLine(record)).toBe(`${record.name}. IN TXT "${record.value}"`);
});

type Printed = { name: string; type: string; value: string; selector: string; algorithm: string; active: boolean };

/** `reveille dkim …`, as an operator calls it. */
async function reveille(...args: string[]): Promise<Ran & { records: Printed[] }> {
  const ran = await runCli(['dkim', ...args], {
    DATABASE_URL: database.url,
    SECRET: 'a test secret of at least thirty-two bytes',
    LOG_LEVEL: 'error',
  });
  return { ...ran, records: args.includes('--json') ? (linesOf(ran) as Printed[]) : [] };
}

test('the command makes keys once, prints their records, rotates, and turns signing off', async () => {
  await makeNewsletter(database.db, 'harbour', 0);
  const first = await reveille('--newsletter', 'harbour', '--json');
  expect(first.stderr).toMatch(/is signed from the next run.*RFC 6376/s);
  expect(first.records.map(({ algorithm, active }) => [algorithm, active])).toEqual([
    ['rsa-sha256', true],
    ['ed25519-sha256', true],
  ]);
  const [record] = first.records;
  expect(Object.keys(record ?? {})).toEqual(['name', 'type', 'value', 'selector', 'algorithm', 'active']);
  expect(record?.name).toBe(`${record?.selector}._domainkey.paper.example`);
  expect((await reveille('--json')).records).toEqual(first.records);

  const rotated = await reveille('--domain', 'Paper.example', '--rotate', '--json');
  expect(rotated.stderr).toContain('earlier keys no longer sign');
  expect(rotated.records.map(({ active }) => active)).toEqual([true, true, false, false]);
  expect(rotated.records.slice(2)).toEqual(first.records.map((each) => ({ ...each, active: false })));

  const off = await reveille('--off');
  expect(off.stderr).toContain('is not signed');
  expect(off.stdout).toContain('signing is off');
  expect(off.stdout).toContain(` in a zone file:\n  ${first.records[0]?.name}. IN TXT (`);
  const on = await reveille('--on', '--json');
  expect(on.records).toEqual(rotated.records);
  for (const { stdout, stderr } of [first, rotated, off, on]) expect(stdout + stderr).not.toContain('PRIVATE');
});

test('what contradicts itself or names no domain is a wrong call', async () => {
  expect(await reveille('--off', '--rotate')).toMatchObject({ code: 2, stdout: '' });
  expect(await reveille('--domain', 'no domain')).toMatchObject({ code: 2, stdout: '' });
  expect(await reveille('--newsletter', 'nowhere')).toMatchObject({ code: 1, stdout: '' });
});

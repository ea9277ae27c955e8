import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { openSite, post } from '../web/support.ts';
import { linesOf, runCli, type Ran } from './run.ts';

let database: TestDatabase;
let dataDir: string;

beforeAll(async () => {
  database = await createTestDatabase();
  dataDir = await mkdtemp(join(tmpdir(), 'reveille-staff-'));
});
afterAll(async () => {
  await database.drop();
  await rm(dataDir, { recursive: true, force: true });
});

const staff = (...args: string[]): Promise<Ran> =>
  runCli(['staff', ...args], {
    DATABASE_URL: database.url,
    DATA_DIR: dataDir,
    SECRET: 'a secret of thirty-two bytes at least',
  });

test('accounts are made, listed, changed, reset, unlocked and removed', async () => {
  const added = await staff('add', 'ann', '--role', 'owner', '--email', 'ann@paper.example', '--json');
  expect(added.code).toBe(0);
  const [made] = linesOf(added);
  expect(Object.keys(made!)).toEqual(['name', 'role', 'password']);
  expect(made).toMatchObject({ name: 'ann', role: 'owner' });
  const site = await openSite(database.db);
  const signIn = async (password: unknown): Promise<number> =>
    (await post(site.app, '/desk/login', { name: 'ann', password: String(password) })).status;
  expect(await signIn(made!['password'])).toBe(303);

  expect((await staff('add', 'bob', '--role', 'viewer')).stdout).toMatch(
    /^Name bob, role viewer, password \S+ \(shown only once\)\.\n$/,
  );
  expect(linesOf(await staff('list', '--json'))).toEqual([
    {
      name: 'ann',
      role: 'owner',
      email: 'ann@paper.example',
      createdAt: expect.stringMatching(/Z$/),
      lastSignInAt: '2026-11-24T12:00:00.000Z',
    },
    { name: 'bob', role: 'viewer', email: null, createdAt: expect.stringMatching(/Z$/), lastSignInAt: null },
  ]);

  const [reset] = linesOf(await staff('reset', 'ann', '--json'));
  expect(await signIn(made!['password'])).toBe(401);
  expect(await signIn(reset!['password'])).toBe(303);
  expect(linesOf(await staff('set', 'bob', '--role', 'sender', '--json'))).toMatchObject([
    { name: 'bob', role: 'sender' },
  ]);
  expect((await staff('unlock', 'ann')).code).toBe(0);

  const refused = await staff('remove', 'ann');
  expect([refused.code, refused.stderr]).toEqual([1, expect.stringContaining('"ann" is the last owner')]);
  expect((await staff('set', 'ann', '--role', 'editor')).code).toBe(1);
  expect((await staff('remove', 'bob')).code).toBe(0);
  expect(linesOf(await staff('list', '--json'))).toHaveLength(1);
});

test.each([
  [['add', 'eve'], 2],
  [['add', 'eve', '--role', 'boss'], 2],
  [['add', 'eve', '--role', 'owner', '--email', 'nobody'], 2],
  [['reset', 'nobody'], 1],
  [['remove', 'nobody'], 1],
  [['unlock', 'nobody'], 1],
])('staff %j ends with %i', async (args, code) => {
  const ran = await staff(...args);
  expect([ran.code, ran.stdout]).toEqual([code, '']);
});

test('an invitation prints its link once, and makes the account of the person who uses it', async () => {
  const { code, stdout } = await staff('invite', '--role', 'editor');
  expect(code).toBe(0);
  const [, path] = /Invitation for role editor: http:\/\/[^/]+(\/desk\/invitation\/\S+) \(shown only once, works/.exec(
    stdout,
  )!;
  const site = await openSite(database.db, {}, () => new Date());
  const password = 'four words are enough';
  const answer = await post(site.app, path!, { name: 'carol', password, again: password });
  expect(answer.status).toBe(303);
  expect(linesOf(await staff('list', '--json')).at(-1)).toMatchObject({ name: 'carol', role: 'editor' });
  expect((await staff('invite', '--role', 'king')).code).toBe(2);
  // The letter would have no sender yet.
  const mailed = await staff('invite', '--role', 'editor', '--email', 'dan@paper.example');
  expect([mailed.code, mailed.stderr]).toEqual([1, expect.stringContaining('before the first newsletter exists')]);
});

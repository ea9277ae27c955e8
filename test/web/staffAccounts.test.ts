import { afterAll, beforeAll, expect, test } from 'vitest';
import { listStaff } from '../../src/staff/accounts.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { signIn, type SignedIn } from './signedIn.ts';
import { openSite, post, type TestSite } from './support.ts';

const PATH = '/desk/staff';
let database: TestDatabase;
let site: TestSite;
let desk: SignedIn;

beforeAll(async () => {
  database = await createTestDatabase();
  site = await openSite(database.db);
  desk = await signIn(site);
});
afterAll(() => database.drop());

const roleOf = async (name: string): Promise<string | undefined> =>
  (await listStaff(database)).find((account) => account.name === name)?.role;

const add = (name: string, role: string = 'editor', email: string = ''): Promise<Response> =>
  desk.act(PATH, { action: 'add', name, role, email });

const readPassword = (page: string): string => /<code>([a-z0-9-]{23})<\/code>/.exec(page)![1]!;

test('an owner adds an account, and sees its password once', async () => {
  const page = await (await add('Ada', 'sender', 'ada@paper.example')).text();
  const password = readPassword(page);
  expect(await roleOf('Ada')).toBe('sender');
  expect((await post(site.app, '/desk/login', { name: 'Ada', password })).status).toBe(303);
  const later = await desk.get(PATH);
  expect(later).toContain('ada@paper.example');
  expect(later).not.toContain(password);
});

test.each([
  ['name', { name: 'desk' }, 'The account “desk” already exists.'],
  ['name', { name: 'x'.repeat(101) }, 'A name has 1 to 100 visible characters.'],
  ['email', { email: 'not an address' }, ''],
  ['role', { role: 'king' }, 'Choose a role.'],
])('a wrong %s is explained beside its field, and what was typed stays', async (field, wrong, says) => {
  const typed = { action: 'add', name: 'Grace <b>', role: 'viewer', email: 'grace@paper.example', ...wrong };
  const before = await listStaff(database);
  const answer = await desk.act(PATH, typed);
  const page = await answer.text();
  expect(answer.status).toBe(422);
  expect(page).toContain(`<p class="error" id="add-${field}-error">${says}`);
  for (const kept of [typed.name, typed.email])
    expect(page).toContain(`value="${kept.replaceAll('<', '&lt;').replaceAll('>', '&gt;')}"`);
  if (field !== 'role') expect(page).toMatch(/id="add-role"[^]*<option value="viewer"\s+selected/);
  expect(await listStaff(database)).toEqual(before);
});

test('an owner changes a role, makes a new password, unlocks and removes', async () => {
  const first = readPassword(await (await add('Bo', 'viewer')).text());
  const role = await desk.act(PATH, { action: 'role', name: 'Bo', role: 'sender' });
  expect([role.status, role.headers.get('location')]).toEqual([303, '/desk/staff?done=role']);
  expect(await roleOf('Bo')).toBe('sender');
  const second = readPassword(await (await desk.act(PATH, { action: 'reset', name: 'Bo' })).text());
  expect(second).not.toBe(first);
  expect((await desk.act(PATH, { action: 'unlock', name: 'Bo' })).headers.get('location')).toBe(
    '/desk/staff?done=unlock',
  );
  const unsure = await desk.act(PATH, { action: 'remove', name: 'Bo', typed: 'B' });
  expect(unsure.status).toBe(422);
  expect(await unsure.text()).toContain('Nothing was removed: the name that you typed does not match.');
  expect(await roleOf('Bo')).toBe('sender');
  expect((await desk.act(PATH, { action: 'remove', name: 'Bo', typed: ' Bo ' })).status).toBe(303);
  expect(await roleOf('Bo')).toBeUndefined();
  const audit = await database.db
    .selectFrom('audit_log')
    .select(['actor', 'action'])
    .where('action', 'like', 'staff.%')
    .where((eb) => eb(eb.ref('detail', '->>').key('name'), '=', 'Bo'))
    .orderBy('id')
    .execute();
  const actions = ['staff.add', 'staff.set', 'staff.reset', 'staff.unlock', 'staff.remove'];
  expect(audit).toEqual(actions.map((action) => ({ actor: 'desk', action })));
});

test('the last owner is neither demoted nor removed, and an account cannot reset or remove itself', async () => {
  const demoted = await desk.act(PATH, { action: 'role', name: 'desk', role: 'viewer' });
  expect(demoted.status).toBe(422);
  expect(await demoted.text()).toContain('“desk” is the last owner'.replaceAll(/[“”]/g, '&quot;'));
  for (const action of ['reset', 'remove']) {
    const answer = await desk.act(PATH, { action, name: 'desk', typed: 'desk' });
    expect([answer.status, (await answer.text()).includes('This is your own account')]).toEqual([422, true]);
  }
  expect(await roleOf('desk')).toBe('owner');
});

test('an account that another owner removed meanwhile is named', async () => {
  const answer = await desk.act(PATH, { action: 'unlock', name: 'Nobody' });
  expect([answer.status, (await answer.text()).includes('There is no account')]).toEqual([422, true]);
});

test('an owner who gives the role up is led to a page that they may see', async () => {
  await add('Eve', 'owner');
  const answer = await desk.act(PATH, { action: 'role', name: 'desk', role: 'editor' });
  expect(answer.headers.get('location')).toBe('/desk/account');
  expect((await desk.act(PATH, { action: 'add', name: 'Mal', role: 'owner' })).status).toBe(403);
  expect(await roleOf('Mal')).toBeUndefined();
});

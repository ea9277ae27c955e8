import { afterAll, beforeAll, expect, test } from 'vitest';
import { verifyPassword } from '../../src/staff/passwords.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { signIn, type SignedIn } from './signedIn.ts';
import { NOON, openSite, post, type TestSite } from './support.ts';

const OLD = 'correct horse';
const NEW = 'four words are enough';
const FIREFOX = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:145.0) Gecko/20100101 Firefox/145.0';
let database: TestDatabase;
let site: TestSite;
let desk: SignedIn;
let nowMs = NOON.getTime();
let count = 0;
let name: string;

beforeAll(async () => {
  database = await createTestDatabase();
  site = await openSite(database.db, {}, () => new Date(nowMs));
});
afterAll(() => database.drop());

/** A new account with one session. */
async function begin(): Promise<void> {
  nowMs = NOON.getTime();
  await database.db.deleteFrom('allowances').execute();
  name = `viewer ${++count}`;
  desk = await signIn(site, name, 'viewer');
}

const change = (fields: Record<string, string>): Promise<Response> =>
  desk.act('/desk/account', { action: 'password', old: OLD, password: NEW, again: NEW, ...fields });

const account = () => database.db.selectFrom('staff').selectAll().where('name', '=', name).executeTakeFirstOrThrow();

/** Another session of the account; its cookie. */
async function signInElsewhere(as: string = name, headers: Record<string, string> = {}): Promise<string> {
  const answer = await post(site.app, '/desk/login', { name: as, password: OLD }, headers);
  return answer.headers.get('set-cookie')!.split(';')[0]!;
}

const isSignedIn = async (cookie: string): Promise<boolean> =>
  (await site.app.request('/desk/account', { headers: { cookie } })).status === 200;

test('a person changes the password, keeps this session, and loses the others', async () => {
  await begin();
  const other = await signInElsewhere();
  const answer = await change({});
  expect(answer.headers.get('location')).toBe('/desk/account?done=password');
  expect(await verifyPassword({}, NEW, (await account()).password_hash)).toBe(true);
  expect(await isSignedIn(other)).toBe(false);
  expect(await desk.get('/desk/account?done=password')).toContain('Your password is changed.');
  expect((await post(site.app, '/desk/login', { name, password: NEW })).status).toBe(303);
  const audit = await database.db.selectFrom('audit_log').selectAll().where('action', '=', 'staff.password').execute();
  expect(audit).toMatchObject([{ actor: name, detail: { name } }]);
});

test.each([
  ['a wrong present password', { old: 'wrong' }, 'old', 'This is not your password.'],
  ['a short new one', { password: 'short', again: 'short' }, 'password', 'A password has at least 12 characters.'],
  ['two new ones that differ', { again: `${NEW}!` }, 'again', 'The two new passwords differ.'],
])('%s is refused beside its field, and nothing is changed', async (_what, fields, field, says) => {
  await begin();
  const other = await signInElsewhere();
  const before = await account();
  const answer = await change(fields);
  expect(answer.status).toBe(422);
  const page = await answer.text();
  expect(page).toContain(`<p class="error" id="${field}-error">${says}</p>`);
  expect(page).toMatch(new RegExp(`name="${field}"[^>]*aria-describedby="${field}-error`));
  // No password is ever part of a page.
  expect(page).not.toContain(NEW);
  expect((await account()).password_hash).toBe(before.password_hash);
  expect(await isSignedIn(other)).toBe(true);
});

test('guesses of the present password count like those of the sign-in', async () => {
  await begin();
  const statuses: number[] = [];
  for (let attempt = 0; attempt < 9; attempt++) statuses.push((await change({ old: `wrong ${attempt}` })).status);
  expect(statuses.at(-1)).toBe(429);
  const refused = await change({});
  expect(refused.status).toBe(429);
  expect(await refused.text()).toMatch(/id="old-error">Too many attempts\. Wait (a minute|\d+ minutes)\./);
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
});

test('the page lists the sessions of this account with browser and times, and no secret', async () => {
  await begin();
  nowMs += 3_600_000;
  const cookie = await signInElsewhere(name, { 'user-agent': FIREFOX });
  const page = await desk.get('/desk/account');
  expect(page).toContain('Firefox on Windows');
  expect(page).toMatch(/Sessions <small>2<\/small>/);
  expect(page).toMatch(/Unknown browser <span class="mark">this one<\/span>/);
  expect(page).toMatch(/data-head="Signed in"[^>]*>Tue, Nov 24, 13:00 UTC</);
  expect(page).not.toContain(cookie.split('=')[1]);
});

test('a session shows the network address of its latest request', async () => {
  await begin();
  const behind = await openSite(database.db, { TRUST_PROXY: '127.0.0.1' }, () => new Date(nowMs));
  nowMs += 6 * 60_000;
  const page = await behind.app.request(
    '/desk/account',
    { headers: { cookie: desk.cookie, 'x-forwarded-for': '198.51.100.7' } },
    { incoming: { socket: { remoteAddress: '127.0.0.1' } } },
  );
  expect(await page.text()).toMatch(/data-head="Address"[^>]*>198\.51\.100\.7</);
});

test('a person sets and removes the own address, which a link for a new password goes to', async () => {
  await begin();
  const wrong = await desk.act('/desk/account/email', { email: 'no address' });
  expect([wrong.status, await wrong.text()]).toEqual([422, expect.stringContaining('value="no address"')]);
  const answer = await desk.act('/desk/account/email', { email: 'vera@paper.example' });
  expect(answer.headers.get('location')).toBe('/desk/account?done=email');
  expect((await account()).email).toBe('vera@paper.example');
  await desk.act('/desk/account/email', { email: '' });
  expect((await account()).email).toBeNull();
});

test('a session is seen again after five minutes, and not stored before', async () => {
  await begin();
  const seen = async () =>
    (
      await database.db
        .selectFrom('staff_sessions')
        .select('last_seen_at')
        .where('staff_id', '=', (await account()).id)
        .executeTakeFirstOrThrow()
    ).last_seen_at!.getTime();
  nowMs += 4 * 60_000;
  await desk.get('/desk/account');
  expect(await seen()).toBe(NOON.getTime());
  nowMs += 2 * 60_000;
  await desk.get('/desk/account');
  expect(await seen()).toBe(nowMs);
});

test('staff can end one session or all others, and never those of another person', async () => {
  await begin();
  const stranger = desk;
  await begin();
  const [first, second] = [await signInElsewhere(), await signInElsewhere()];
  const ids = async (as: SignedIn): Promise<string[]> =>
    [...(await as.get('/desk/account')).matchAll(/name="session" value="(\d+)"/g)].map(([, id]) => id!);
  const [newest] = await ids(desk);
  const theirs = await stranger.act('/desk/account', { action: 'end', session: newest! });
  expect(theirs.status).toBe(303);
  expect(await ids(desk)).toHaveLength(2);
  const answer = await desk.act('/desk/account', { action: 'end', session: newest! });
  expect(answer.headers.get('location')).toBe('/desk/account?done=session');
  expect([await isSignedIn(first), await isSignedIn(second)]).toEqual([true, false]);
  expect((await desk.act('/desk/account', { action: 'end-others' })).status).toBe(303);
  expect([await isSignedIn(first), await isSignedIn(desk.cookie), await isSignedIn(stranger.cookie)]).toEqual([
    false,
    true,
    true,
  ]);
});

test('a form without the session’s token changes nothing', async () => {
  await begin();
  const before = await account();
  const fields = { action: 'password', old: OLD, password: NEW, again: NEW };
  expect((await post(site.app, '/desk/account', fields, { cookie: desk.cookie })).status).toBe(403);
  expect((await account()).password_hash).toBe(before.password_hash);
});

import { load } from 'cheerio';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { CHECKED, type DeskRoute } from '../../src/web/desk/access.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { signIn, type SignedIn } from './signedIn.ts';
import { makeEdition, makeNewsletter, makeSubscriber, NOON, openSite, type TestSite } from './support.ts';

const PASSWORD = 'correct horse';
const MINUTE_MS = 60_000;

let database: TestDatabase;
let site: TestSite;
let newsletterId: number;
let desk: SignedIn;
let nowMs = NOON.getTime();
let count = 0;

beforeAll(async () => {
  database = await createTestDatabase();
  site = await openSite(database.db, { SMTP_URL: 'smtp://relay.example' }, () => new Date(nowMs));
  const newsletter = await makeNewsletter(database.db);
  newsletterId = newsletter.id;
  await makeSubscriber(site, newsletterId, 'a@reader.example');
});
afterAll(() => database.drop());
beforeEach(async () => {
  nowMs = NOON.getTime();
  await database.db.deleteFrom('allowances').execute();
  desk = await signIn(site, `owner ${++count}`);
});

const makeDraft = (): Promise<number> =>
  makeEdition(database.db, newsletterId, { date: `2026-09-${String(++count).padStart(2, '0')}`, state: 'draft' });

async function stateOf(id: number): Promise<string> {
  return (await database.db.selectFrom('editions').select('state').where('id', '=', id).executeTakeFirstOrThrow())
    .state;
}

const send = (id: number, fields: Record<string, string> = {}): Promise<Response> =>
  desk.act(`/desk/editions/${id}/send`, { readers: '1', ...fields });

test('a sign-in counts for ten minutes: the form has no password, and none is asked for', async () => {
  const id = await makeDraft();
  nowMs += 9 * MINUTE_MS;
  expect(await desk.get(`/desk/editions/${id}`)).not.toContain('name="password"');
  expect((await send(id)).status).toBe(303);
  expect(await stateOf(id)).toBe('preparing');
});

test('after ten minutes the form has the password beside the number, and the right one sends', async () => {
  const id = await makeDraft();
  nowMs += 11 * MINUTE_MS;
  const form = load(await desk.get(`/desk/editions/${id}`))('form.send');
  expect(form.find('[name="readers"]').length).toBe(1);
  expect(form.find('[name="password"]').attr('type')).toBe('password');
  expect((await send(id, { password: PASSWORD })).status).toBe(303);
  expect(await stateOf(id)).toBe('preparing');
  // The check counts for the next ten minutes.
  const next = await makeDraft();
  nowMs += 9 * MINUTE_MS;
  expect((await send(next)).status).toBe(303);
  const audit = await database.db
    .selectFrom('audit_log')
    .select(['action', 'detail'])
    .where('action', '=', 'check')
    .execute();
  expect(audit).toEqual([{ action: 'check', detail: { by: 'password' } }]);
});

test('a form without the password does nothing, and comes back on a page that asks for it', async () => {
  const id = await makeDraft();
  nowMs += 11 * MINUTE_MS;
  const answer = await send(id);
  expect([answer.status, await stateOf(id)]).toEqual([403, 'draft']);
  const page = load(await answer.text());
  const form = page(`form[action="/desk/editions/${id}/send"]`);
  expect([page('h1').text(), form.find('[name="readers"]').val()]).toEqual(['Your password, please', '1']);
  const fields = Object.fromEntries(form.serializeArray().map(({ name, value }) => [name, value]));
  const wrong = await desk.act(`/desk/editions/${id}/send`, { ...fields, password: 'wrong' });
  expect([wrong.status, await stateOf(id)]).toEqual([403, 'draft']);
  const again = load(await wrong.text());
  expect(again('#password-error').text()).toBe('This is not your password.');
  expect(again('[name="readers"]').val()).toBe('1');
  expect((await desk.act(`/desk/editions/${id}/send`, { ...fields, password: PASSWORD })).status).toBe(303);
});

test('guesses count like those of the sign-in', async () => {
  const id = await makeDraft();
  nowMs += 11 * MINUTE_MS;
  const statuses: number[] = [];
  for (let guess = 0; guess < 9; guess++) statuses.push((await send(id, { password: `wrong ${guess}` })).status);
  expect(statuses).toEqual([...Array<number>(8).fill(403), 429]);
  expect((await send(id, { password: PASSWORD })).status).toBe(429);
  expect(await stateOf(id)).toBe('draft');
});

test.each([...CHECKED])('%s asks for it', async (route: DeskRoute) => {
  nowMs += 11 * MINUTE_MS;
  const path = route.slice(5).replace(':id', '999999999');
  expect(await (await desk.act(path)).text()).toContain('<h1>Your password, please</h1>');
});

test('a session of an older version, which stored no check, is asked', async () => {
  await database.db.updateTable('staff_sessions').set({ checked_at: null }).execute();
  expect(await (await desk.act('/desk/staff')).text()).toContain('<h1>Your password, please</h1>');
});

test('a person with too low a role gets an error, and is not asked for a password', async () => {
  const editor = await signIn(site, `editor ${++count}`, 'editor');
  nowMs += 11 * MINUTE_MS;
  const answer = await editor.act(`/desk/editions/${await makeDraft()}/send`, { readers: '1' });
  expect(await answer.text()).toContain('This needs the role sender');
});

test('programs get a code', async () => {
  nowMs += 11 * MINUTE_MS;
  const answer = await site.app.request('/desk/staff', {
    method: 'POST',
    headers: { cookie: desk.cookie, 'content-type': 'application/json' },
    body: JSON.stringify({ form_token: desk.formToken, action: 'unlock', name: 'x' }),
  });
  expect([answer.status, await answer.json()]).toMatchObject([403, { error: { code: 'CHECK_NEEDED' } }]);
});

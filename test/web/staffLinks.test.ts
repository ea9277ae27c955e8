import { load } from 'cheerio';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { deliverOutbox } from '../../src/deliver/outbox.ts';
import type { Transports } from '../../src/deliver/transports.ts';
import { createLog } from '../../src/platform/log.ts';
import { renderOutbox } from '../../src/render/render.ts';
import { verifyPassword } from '../../src/staff/passwords.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { signIn, type SignedIn } from './signedIn.ts';
import { makeNewsletter, NOON, openSite, post, type TestSite } from './support.ts';

const NEW = 'four words are enough';
const HOUR_MS = 3_600_000;

let database: TestDatabase;
let site: TestSite;
let owner: SignedIn;
let nowMs = NOON.getTime();

beforeAll(async () => {
  database = await createTestDatabase();
  site = await openSite(database.db, { PUBLIC_URL: 'https://desk.paper.example/mail' }, () => new Date(nowMs));
  await makeNewsletter(database.db);
});
afterAll(() => database.drop());
beforeEach(async () => {
  nowMs = NOON.getTime();
  for (const table of ['staff_links', 'outbox', 'audit_log', 'staff', 'allowances'] as const)
    await database.db.deleteFrom(table).execute();
  site.jobs.length = 0;
  owner = await signIn(site, 'Olga');
});

const rows = () => database.db.selectFrom('staff').select(['name', 'role', 'email']).orderBy('id').execute();
const audit = async (): Promise<string[]> =>
  (await database.db.selectFrom('audit_log').select(['actor', 'action']).orderBy('id').execute()).map(
    ({ actor, action }) => `${actor} ${action}`,
  );
const pathOf = (url: string): string => new URL(url).pathname.replace(/^\/mail/, '');

/** Submits the letters that are ready to a relay that accepts everything. */
async function submitAll(): Promise<void> {
  // The database's own clock says what has expired.
  await database.db.updateTable('outbox').set({ expires_at: null }).execute();
  const reply = { code: 250, status: null, text: 'ok' };
  const transport = {
    submit: async ({ beforeData }: { beforeData: () => Promise<boolean> }) => {
      await beforeData();
      return { kind: 'submitted', relay: 'relay.example:25', reply };
    },
  };
  const transports = { forRun: async () => transport } as unknown as Transports;
  const log = createLog('test', 'silent');
  await deliverOutbox({ db: database.db, log, now: () => new Date(), transports }, new AbortController().signal);
}

async function inviteByLink(role = 'editor'): Promise<string> {
  const page = load(await (await owner.act('/desk/staff', { action: 'invite', role, email: '' })).text());
  return page('.notice code').text();
}

const accept = (path: string, fields: Record<string, string> = {}): Promise<Response> =>
  post(site.app, path, { name: 'Grace', password: NEW, again: NEW, ...fields });

describe('an invitation', () => {
  test('by a link is shown once, works once, and makes the account that its person names', async () => {
    const url = await inviteByLink();
    expect(url).toMatch(/^https:\/\/desk\.paper\.example\/mail\/desk\/invitation\/[\w-]{43}$/);
    const staffPage = await owner.get('/desk/staff');
    expect(staffPage).toContain('Open invitations');
    expect(staffPage).not.toContain(url);
    const stored = await database.db.selectFrom('staff_links').selectAll().execute();
    expect(JSON.stringify(stored)).not.toContain(url.split('/').at(-1));
    const path = pathOf(url);
    expect(await (await site.app.request(path)).text()).toContain('Your role is <b>editor</b>');
    const answer = await accept(path);
    expect([answer.status, answer.headers.get('location')]).toEqual([303, '/mail/desk']);
    expect(await rows()).toEqual([
      { name: 'Olga', role: 'owner', email: null },
      { name: 'Grace', role: 'editor', email: null },
    ]);
    const cookie = answer.headers.getSetCookie()[0]!.split(';')[0]!;
    expect((await site.app.request('/desk/account', { headers: { cookie } })).status).toBe(200);
    expect((await accept(path, { name: 'Second' })).status).toBe(404);
    expect(await audit()).toEqual(['Olga login', 'Olga staff.invite', 'Grace staff.join', 'Grace login']);
  });

  test('by mail is seen only in the letter, which names the address for the account', async () => {
    const fields = { action: 'invite', role: 'sender', email: 'grace@paper.example' };
    const page = await (await owner.act('/desk/staff', fields)).text();
    expect(page).toContain('The invitation to grace@paper.example is on its way.');
    expect(page).not.toContain('/desk/invitation/');
    const letter = await database.db.selectFrom('outbox').selectAll().executeTakeFirstOrThrow();
    expect(letter).toMatchObject({ kind: 'staff_link', to_address: 'grace@paper.example', state: 'pending' });
    expect(site.jobs).toEqual([{ name: 'renderOutbox', payload: { outboxId: letter.id } }]);
    const deps = {
      db: database.db,
      log: createLog('test', 'silent'),
      now: () => new Date(nowMs),
      publicUrl: 'https://x',
    };
    expect(await renderOutbox(deps, letter.id)).toBe('ready');
    const { message } = await database.db.selectFrom('outbox').select('message').executeTakeFirstOrThrow();
    expect(message!.toString()).toContain('Subject: Your invitation to the desk of The Daily Test');
    await submitAll();
    const after = await database.db.selectFrom('outbox').selectAll().executeTakeFirstOrThrow();
    expect(after).toMatchObject({ state: 'submitted', message: null, payload: {} });
    await accept(pathOf(String(letter.payload['url'])));
    expect((await rows()).at(-1)).toEqual({ name: 'Grace', role: 'sender', email: 'grace@paper.example' });
  });

  test('works for 72 hours, and until it is withdrawn', async () => {
    const taken = pathOf(await inviteByLink());
    const page = load(await owner.get('/desk/staff'));
    const invitation = String(page('[name="invitation"]').last().val());
    const answer = await owner.act('/desk/staff', { action: 'withdraw', invitation });
    expect(answer.headers.get('location')).toBe('/mail/desk/staff?done=withdraw');
    expect((await accept(taken)).status).toBe(404);
    expect((await site.app.request(taken)).status).toBe(404);
    expect((await owner.act('/desk/staff', { action: 'withdraw', invitation })).status).toBe(422);
    const late = pathOf(await inviteByLink());
    nowMs += 72 * HOUR_MS + 1;
    expect((await accept(late)).status).toBe(404);
  });

  test.each([
    ['a common password', { password: 'Password12345', again: 'Password12345' }, 'Many people use this password'],
    ['two passwords', { again: 'another one that differs' }, 'The two passwords differ.'],
    ['a taken name', { name: 'Olga' }, 'Somebody has this name. Choose another.'],
    ['no name', { name: ' ' }, 'A name has 1 to 100 visible characters.'],
  ])('with %s says so beside the field, keeps the name, and stays good', async (_what, fields, says) => {
    const path = pathOf(await inviteByLink());
    const answer = await accept(path, fields);
    const page = load(await answer.text());
    expect([answer.status, page('.error').text()]).toEqual([422, expect.stringContaining(says)]);
    expect(page('[name="name"]').val()).toBe((fields as { name?: string }).name ?? 'Grace');
    expect(page('[type="password"]').val()).toBeUndefined();
    expect((await accept(path)).status).toBe(303);
  });

  test('of an owner who is removed, or no longer an owner, is withdrawn', async () => {
    for (const change of [
      { action: 'remove', name: 'Ines', typed: 'Ines' },
      { action: 'role', name: 'Ines', role: 'editor' },
    ]) {
      const ines = await signIn(site, 'Ines');
      const answer = await ines.act('/desk/staff', { action: 'invite', role: 'owner', email: '' });
      const path = pathOf(load(await answer.text())('.notice code').text());
      expect((await site.app.request(path)).status).toBe(200);
      expect((await owner.act('/desk/staff', change)).status).toBe(303);
      expect((await site.app.request(path)).status).toBe(404);
    }
  });

  test('of two people at once makes one account', async () => {
    const path = pathOf(await inviteByLink());
    const answers = await Promise.all([accept(path), accept(path, { name: 'Heidi' })]);
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([303, 404]);
    expect(await rows()).toHaveLength(2);
  });

  test('takes no form of another site', async () => {
    const path = pathOf(await inviteByLink());
    const fields = { name: 'Grace', password: NEW, again: NEW };
    expect((await post(site.app, path, fields, { 'sec-fetch-site': 'cross-site' })).status).toBe(403);
    expect(await rows()).toHaveLength(1);
  });

  test('is the owners’ to give', async () => {
    const editor = await signIn(site, 'Edith', 'editor');
    expect((await editor.act('/desk/staff', { action: 'invite', role: 'owner' })).status).toBe(403);
    expect((await owner.act('/desk/staff', { action: 'invite', role: 'king' })).status).toBe(422);
    const bad = await owner.act('/desk/staff', { action: 'invite', role: 'editor', email: 'no address' });
    expect([bad.status, load(await bad.text())('#invite-email').val()]).toEqual([422, 'no address']);
    expect(await database.db.selectFrom('staff_links').selectAll().execute()).toEqual([]);
  });
});

describe('a forgotten password', () => {
  const forget = (name: string): Promise<Response> => post(site.app, '/desk/forgotten', { name });
  const letters = () => database.db.selectFrom('outbox').selectAll().orderBy('id').execute();
  const settledLetters = (length: number) =>
    vi.waitFor(async () => expect(await letters()).toHaveLength(length), { timeout: 20_000, interval: 20 });

  beforeEach(() => database.db.updateTable('staff').set({ email: 'Olga@paper.example' }).execute());

  test('is replaced by a letter’s link, once; all sessions and other links end', async () => {
    await forget('Olga');
    await settledLetters(1);
    await forget('olga@PAPER.example');
    await settledLetters(2);
    const [first, second] = (await letters()).map(({ payload }) => pathOf(String(payload['url'])));
    expect(await (await site.app.request(first!)).text()).toContain('value="Olga"');
    const weak = await post(site.app, first!, { password: 'The Daily Test!', again: 'The Daily Test!' });
    expect([weak.status, load(await weak.text())('#password-error').text()]).toEqual([
      422,
      'The password is the name of the paper, or nearly so.',
    ]);
    const answer = await post(site.app, first!, { password: NEW, again: NEW });
    expect([answer.status, await answer.text()]).toEqual([200, expect.stringContaining('Your password is changed')]);
    expect(answer.headers.getSetCookie()).toEqual([]);
    const { password_hash: hash } = await database.db.selectFrom('staff').selectAll().executeTakeFirstOrThrow();
    expect(await verifyPassword({}, NEW, hash)).toBe(true);
    const session = await site.app.request('/desk/account', { headers: { cookie: owner.cookie } });
    expect(session.headers.get('location')).toBe('/mail/desk/login');
    expect((await post(site.app, first!, { password: NEW, again: NEW })).status).toBe(404);
    expect((await site.app.request(second!)).status).toBe(404);
    expect((await audit()).slice(1)).toEqual([
      'sign-in page staff.forgot',
      'sign-in page staff.forgot',
      'Olga staff.password',
    ]);
  });

  test('gets the same answer for every name, and a letter only for an account with an address', async () => {
    await signIn(site, 'Nora', 'viewer');
    const answers: string[] = [];
    for (const name of ['Nora', 'nobody', '\0', 'nobody@paper.example', 'Olga']) {
      const answer = await forget(name);
      answers.push(`${answer.status} ${await answer.text()}`);
    }
    expect(new Set(answers).size).toBe(1);
    await settledLetters(1);
    expect((await letters())[0]!.to_address).toBe('Olga@paper.example');
  });

  test('is asked for three times an hour by account, and thirty times in a quarter by network', async () => {
    for (let ask = 0; ask < 5; ask++) expect((await forget('Olga')).status).toBe(200);
    await settledLetters(3);
    const statuses: number[] = [];
    for (let ask = 0; ask < 26; ask++) statuses.push((await forget(`nobody ${ask}`)).status);
    expect(statuses.indexOf(429)).toBe(25);
  });

  test('has a link that works for an hour, and not after the address was changed', async () => {
    await forget('Olga');
    await settledLetters(1);
    const path = pathOf(String((await letters())[0]!.payload['url']));
    nowMs += HOUR_MS + 1;
    expect((await site.app.request(path)).status).toBe(404);
    nowMs = NOON.getTime();
    expect((await site.app.request(path)).status).toBe(200);
    await owner.act('/desk/account/email', { email: 'new@paper.example' });
    expect((await site.app.request(path)).status).toBe(404);
  });
});

test('letters with a link into the desk are shown in the built-in inbox to owners only', async () => {
  await owner.act('/desk/staff', { action: 'invite', role: 'owner', email: 'grace@paper.example' });
  const { id, payload } = await database.db.selectFrom('outbox').select(['id', 'payload']).executeTakeFirstOrThrow();
  const log = createLog('test', 'silent');
  const deps = { db: database.db, log, now: () => new Date(nowMs), publicUrl: 'https://desk.paper.example/mail' };
  await renderOutbox(deps, id);
  const { message } = await database.db.selectFrom('outbox').select('message').executeTakeFirstOrThrow();
  const store = async (raw: Buffer): Promise<number> => {
    const envelope = { mail_from: 'a@paper.example', rcpt_to: 'grace@paper.example', header_from: 'a@paper.example' };
    const row = { ...envelope, subject: 'x', received_at: new Date(nowMs), bytes: raw.length, raw };
    const kept = await database.db.insertInto('inbox_messages').values(row).returning('id').executeTakeFirstOrThrow();
    return kept.id;
  };
  const letter = await store(message!);
  const digest = await store(Buffer.from('Subject: News\r\nContent-Type: text/html\r\n\r\n<p>News of /desk</p>\r\n'));
  const viewer = await signIn(site, 'Vera', 'viewer');
  const look = async ({ cookie }: SignedIn, path: string): Promise<[status: number, hasLink: boolean]> => {
    const answer = await site.app.request(`/inbox/messages/${path}`, { headers: { cookie } });
    const text = (await answer.text()).replaceAll(/=\r?\n/g, '');
    return [answer.status, text.includes(pathOf(String(payload['url'])))];
  };
  for (const path of [`${letter}`, `${letter}.eml`]) {
    expect([path, await look(viewer, path)]).toEqual([path, [403, false]]);
    expect([path, await look(owner, path)]).toEqual([path, [200, true]]);
  }
  expect((await look(viewer, `${letter}/html`))[0]).toBe(403);
  expect(await look(viewer, `${digest}/html`)).toEqual([200, false]);
});

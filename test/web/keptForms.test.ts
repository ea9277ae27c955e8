import { load } from 'cheerio';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { DESK_ACCESS, type DeskRoute } from '../../src/web/desk/access.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { signIn, type SignedIn } from './signedIn.ts';
import { makeEdition, makeNewsletter, NOON, openSite, type TestSite } from './support.ts';

const PASSWORD = 'correct horse';
const TYPED = {
  subject: 'Tide & “<b>harbour</b>”',
  was_subject: 'Subject of 2026-11-24',
  preheader: 'Typed after lunch',
  was_preheader: 'What is inside',
  note: '\r\nFirst line\r\nSecond </textarea> line',
  was_note: '',
};

let database: TestDatabase;
let site: TestSite;
let draft: number;
let nowMs: number;

beforeAll(async () => {
  database = await createTestDatabase();
  site = await openSite(database.db, {}, () => new Date(nowMs));
  const newsletter = await makeNewsletter(database.db);
  draft = await makeEdition(database.db, newsletter.id, { date: '2026-11-24', state: 'draft' });
  nowMs = NOON.getTime();
  await signIn(site, 'Ada', 'owner');
  await signIn(site, 'Vera', 'viewer');
});
afterAll(() => database.drop());
beforeEach(async () => {
  nowMs = NOON.getTime();
  await database.db.deleteFrom('allowances').execute();
});

/** A browser: it keeps cookies, follows redirects, and can fill in and send the forms of the page that it shows. */
function openTab() {
  const jar = new Map<string, string>();
  let at = '';
  let page = '';
  let status = 0;
  const request = async (
    path: string,
    init: { method?: string; body?: URLSearchParams | FormData; headers?: Record<string, string> } = {},
  ): Promise<void> => {
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
    const answer = await site.app.request(path, {
      ...init,
      headers: { 'sec-fetch-site': 'same-origin', ...(cookie ? { cookie } : {}), ...init.headers },
    });
    for (const line of answer.headers.getSetCookie()) {
      const [pair, ...rest] = line.split('; ');
      const [name, value] = [pair!.slice(0, pair!.indexOf('=')), pair!.slice(pair!.indexOf('=') + 1)];
      if (rest.includes('Max-Age=0')) jar.delete(name);
      else jar.set(name, value);
    }
    const location = answer.headers.get('location');
    if (location) return request(location);
    [at, page, status] = [path, await answer.text(), answer.status];
  };
  const tab = {
    jar,
    get at() {
      return at;
    },
    get page() {
      return page;
    },
    get status() {
      return status;
    },
    $: () => load(page),
    open: (path: string) => request(path),
    post: (path: string, fields: Record<string, string> | URLSearchParams | FormData, headers = {}) =>
      request(path, {
        method: 'POST',
        body: fields instanceof FormData ? fields : new URLSearchParams(fields),
        headers,
      }),
    /** Sends the form that posts to `action`, as it stands, with `typed` on top. */
    send: (action: string, typed: Record<string, string> = {}) => {
      const form = load(page)(`form[action="${action}"]`).first();
      const fields = new URLSearchParams(form.serializeArray().map(({ name, value }) => [name, value]));
      for (const [name, value] of Object.entries(typed)) fields.set(name, value);
      return tab.post(action, fields);
    },
    signIn: (name = 'Ada', password = PASSWORD) => tab.send('/desk/login', { name, password }),
    /** The session ends on the server, and this browser does not know. */
    endSession: () => database.db.deleteFrom('staff_sessions').execute(),
  };
  return tab;
}

const words = (): string => `/desk/editions/${draft}/words`;
const subject = async (): Promise<string> =>
  (await database.db.selectFrom('editions').select('subject').where('id', '=', draft).executeTakeFirstOrThrow())
    .subject;

async function openSignedIn(): Promise<ReturnType<typeof openTab>> {
  const tab = openTab();
  await tab.open('/desk/login');
  await tab.signIn();
  return tab;
}

describe('a form that is sent after the session ended', () => {
  test('comes back filled on its page after the sign-in, and is saved only when it is sent again', async () => {
    const tab = await openSignedIn();
    await tab.open(`/desk/editions/${draft}`);
    await tab.endSession();
    await tab.send(words(), TYPED);
    expect([tab.status, tab.$()('h1').text()]).toEqual([403, 'Sign in']);
    expect(tab.page).toContain('what you typed comes back in its form');
    expect(tab.page).not.toContain('Typed after lunch');
    await tab.signIn();
    expect(tab.at).toMatch(new RegExp(`^/desk/editions/${draft}\\?kept=\\d+$`));
    expect(tab.status).toBe(200);
    const $ = tab.$();
    const form = $(`form[action="${words()}"]`);
    expect(form.find('[name="subject"]').val()).toBe(TYPED.subject);
    expect(form.find('[name="preheader"]').val()).toBe(TYPED.preheader);
    expect(form.find('[name="note"]').val()).toBe('\nFirst line\nSecond </textarea> line');
    expect(form.find('#kept').text()).toContain('Nothing of it is saved yet.');
    expect($('main .kept-notice').text()).toContain('Not done yet.');
    expect(await subject()).toBe('Subject of 2026-11-24');
    await tab.send(words());
    expect([tab.status, await subject()]).toEqual([200, 'Tide & “<b>harbour</b>”']);
    await database.db
      .updateTable('editions')
      .set({ subject: 'Subject of 2026-11-24', preheader: 'What is inside', note: '' })
      .execute();
  });

  test('survives wrong passwords', async () => {
    const tab = openTab();
    await tab.post(words(), { ...TYPED, form_token: 'of an old session' });
    await tab.signIn('Ada', 'wrong');
    expect(tab.status).toBe(401);
    await tab.signIn();
    expect(tab.$()(`form[action="${words()}"] [name="subject"]`).val()).toBe(TYPED.subject);
  });

  test('keeps what the form showed, so that a change by somebody else is still noticed', async () => {
    const tab = openTab();
    await tab.post(words(), TYPED);
    await database.db.updateTable('editions').set({ subject: 'By somebody else' }).where('id', '=', draft).execute();
    await tab.signIn();
    await tab.send(words());
    expect([tab.status, await subject()]).toEqual([409, 'By somebody else']);
    await database.db.updateTable('editions').set({ subject: 'Subject of 2026-11-24' }).execute();
  });

  test('never holds a password', async () => {
    const tab = openTab();
    await tab.post('/desk/account', {
      action: 'password',
      old: 'my old secret',
      password: 'my new secret',
      again: 'x',
    });
    await tab.signIn();
    expect(tab.at).toMatch(/^\/desk\/account\?kept=/);
    expect(tab.page).not.toContain('secret');
    const rows = await database.db
      .selectFrom('kept_forms')
      .select('fields')
      .where('path', '=', '/desk/account')
      .execute();
    expect(rows).toEqual([{ fields: [['action', 'password']] }]);
  });

  test('stands in a card of its own if the page no longer has it', async () => {
    const tab = openTab();
    await tab.post(`/desk/editions/${draft}/stories/9/fix`, { headline: 'Of a story that is gone', was_headline: 'x' });
    await tab.signIn();
    const form = tab.$()(`#kept form[action="/desk/editions/${draft}/stories/9/fix"]`);
    expect(form.find('[name="headline"]').val()).toBe('Of a story that is gone');
    expect(form.find('label').text()).toBe('Headline');
    expect(form.find('[name="was_headline"]').attr('type')).toBe('hidden');
    expect(form.find('button').length).toBe(1);
    await tab.send(`/desk/editions/${draft}/stories/9/fix`);
    expect(tab.status).toBe(404);
  });

  test('shows a person whose role is too low the text, and no button', async () => {
    const tab = openTab();
    await tab.post(words(), TYPED);
    await tab.signIn('Vera');
    const card = tab.$()('#kept');
    expect(card.find('[name="preheader"]').val()).toBe('Typed after lunch');
    expect(card.text()).toContain('Your role is viewer; this form needs editor.');
    expect(card.find('button').length).toBe(0);
    await tab.send(words());
    expect([tab.status, await subject()]).toEqual([403, 'Subject of 2026-11-24']);
  });

  test('is told apart from other forms of the same page by what it is about', async () => {
    const tab = openTab();
    await tab.post('/desk/staff', { action: 'role', name: 'Vera', role: 'editor' });
    await tab.signIn();
    const filled = tab.$()('#kept').closest('form');
    expect(filled.find('[name="name"]').val()).toBe('Vera');
    expect(filled.find('option[selected]').attr('value')).toBe('editor');
  });

  test('that had a file asks for the file again', async () => {
    const tab = openTab();
    const upload = new FormData();
    upload.set('note', 'Beside the file');
    upload.set('list', new File(['a@b.example'], 'list.csv'));
    await tab.post(words(), upload, { 'content-length': '500' });
    await tab.signIn();
    expect(tab.page).toContain('choose it again');
    expect(tab.$()('[name="note"]').val()).toBe('Beside the file');
  });

  test('loses NUL characters, which the database cannot store', async () => {
    const tab = openTab();
    await tab.post(words(), { ...TYPED, subject: 'Ti\0de', 'x\0': 'y' });
    await tab.signIn();
    expect([tab.status, tab.$()('[name="subject"]').val()]).toEqual([200, 'Tide']);
    const again = await openSignedIn();
    await again.post(words(), { ...TYPED, subject: 'Ti\0de', form_token: 'of the session before' });
    expect([again.status, again.$()('main a').text()]).toEqual([403, 'Go on with what you typed']);
  });

  test('is not read if it is no form of a file where a large file may be sent', async () => {
    let pieces = 0;
    const body = new ReadableStream<Uint8Array>({
      pull: (controller) => {
        pieces++;
        if (pieces > 100) controller.close();
        else controller.enqueue(new Uint8Array(64 * 1024).fill(97));
      },
    });
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    const init: RequestInit = { method: 'POST', body, duplex: 'half', headers };
    const answer = await site.app.request('/desk/subscribers/import', init);
    expect(answer.status).toBe(403);
    expect(pieces).toBeLessThan(10);
  });

  test('holds as much as a form takes', async () => {
    const tab = openTab();
    const long = Array.from({ length: 60_000 }, (_, index) => String.fromCharCode(97 + ((index * index * 7919) % 26)));
    await tab.post(words(), { ...TYPED, note: long.join('') });
    await tab.signIn();
    expect(tab.$()(`form[action="${words()}"] [name="note"]`).val()).toBe(long.join(''));
  });

  test.each(
    (Object.keys(DESK_ACCESS) as DeskRoute[]).filter((route) => route.startsWith('POST') && DESK_ACCESS[route]),
  )('is not lost on %s', async (route) => {
    const path = route.slice(5).replace(':id', String(draft)).replace(':position', '1').replace(':slug', 'daily');
    if (path === '/desk/logout') return;
    const tab = openTab();
    await tab.post(path, { anything: 'typed with care' });
    expect([tab.status, tab.$()('h1').text()]).toEqual([403, 'Sign in']);
    await tab.signIn();
    // What a page is about may be gone; the text is there all the same.
    expect([200, 404, 409]).toContain(tab.status);
    expect(tab.page).toContain('typed with care');
  });

  test('leads to a page that exists where the path of its form is none', async () => {
    for (const [path, page] of [
      ['/desk/subscribers/export', '/desk/subscribers'],
      [`/desk/editions/${draft}/picture`, `/desk/editions/${draft}`],
    ] as const) {
      const tab = openTab();
      await tab.post(path, { anything: 'typed with care' });
      await tab.signIn();
      expect([tab.status, tab.at.split('?')[0]]).toEqual([200, page]);
      expect(tab.page).toContain('typed with care');
    }
  });
});

describe('what is kept', () => {
  test('can be neither read nor changed on its way, nor used in another browser', async () => {
    const tab = openTab();
    await tab.post(words(), TYPED);
    const sealed = String(tab.$()('[name="kept"]').val());
    const other = openTab();
    await other.post('/desk/login', { name: 'Ada', password: PASSWORD, kept: sealed });
    expect(other.at).toBe('/desk');
    const altered = `${sealed.slice(0, 60)}${sealed[60] === 'A' ? 'B' : 'A'}${sealed.slice(61)}`;
    await tab.post('/desk/login', { name: 'Ada', password: PASSWORD, kept: altered });
    expect(tab.at).toBe('/desk');
    expect(await subject()).toBe('Subject of 2026-11-24');
  });

  test('is for twelve hours', async () => {
    const tab = openTab();
    await tab.post(words(), TYPED);
    nowMs += 12.1 * 3_600_000;
    await tab.signIn();
    expect(tab.at).toBe(`/desk/editions/${draft}`);
  });

  test('is shown to its own session only', async () => {
    const tab = openTab();
    await tab.post(words(), TYPED);
    await tab.signIn();
    const other = await openSignedIn();
    await other.open(tab.at);
    expect(other.page).not.toContain('Typed after lunch');
  });

  test('does not come from another site', async () => {
    for (const headers of [{ 'sec-fetch-site': 'cross-site' }, { 'sec-fetch-site': 'same-site' }]) {
      const tab = openTab();
      await tab.post(words(), TYPED, headers);
      expect([tab.status, tab.page.includes('name="kept"')]).toEqual([403, false]);
    }
  });
});

describe('a form of an earlier session of the same browser', () => {
  let desk: SignedIn;
  beforeEach(async () => {
    desk = await signIn(site, `again ${Math.random()}`, 'editor');
  });

  test('is not carried out, and can be gone on with', async () => {
    const body = new URLSearchParams({ ...TYPED, form_token: 'of the session before' });
    const answer = await site.app.request(words(), { method: 'POST', body, headers: { cookie: desk.cookie } });
    expect([answer.status, await subject()]).toEqual([403, 'Subject of 2026-11-24']);
    const link = load(await answer.text())('main a');
    expect(link.text()).toBe('Go on with what you typed');
    const page = load(await desk.get(link.attr('href')!));
    expect(page('[name="preheader"]').val()).toBe('Typed after lunch');
  });

  test('of another site is refused, and nothing is kept', async () => {
    const body = new URLSearchParams({ ...TYPED, form_token: 'x' });
    const headers = { cookie: desk.cookie, 'sec-fetch-site': 'cross-site' };
    const answer = await site.app.request(words(), { method: 'POST', body, headers });
    expect([answer.status, (await answer.text()).includes('Go on')]).toEqual([403, false]);
  });
});

describe('a page that is asked for without a session', () => {
  test('is where the sign-in leads', async () => {
    const tab = openTab();
    await tab.open('/desk/audit?actor=Ada');
    expect(tab.$()('h1').text()).toBe('Sign in');
    await tab.signIn();
    expect(tab.at).toBe('/desk/audit?actor=Ada');
    await tab.open('/desk/login');
    expect(tab.at).toBe('/desk');
  });

  test('in each of two windows is where the sign-in of that window leads', async () => {
    const [first, second] = [openTab(), openTab()];
    await first.open('/desk/outlets');
    for (const [name, value] of first.jar) second.jar.set(name, value);
    await second.open('/desk/audit');
    for (const [name, value] of second.jar) first.jar.set(name, value);
    await first.signIn();
    expect(first.at).toBe('/desk/outlets');
  });

  test('is no frame, no stream, and never another site', async () => {
    const tab = openTab();
    await tab.open('/desk/audit');
    const frame = await site.app.request(`/desk/editions/${draft}/digest`, { headers: { 'sec-fetch-dest': 'iframe' } });
    expect(frame.headers.getSetCookie()).toEqual([]);
    for (const to of [
      'https://evil.example/desk',
      '//evil.example/desk',
      '/\\evil.example',
      '/desk/../../evil',
      '/desk\\..\\evil',
      '/desk/..//evil.example',
      '/desk/%2e%2e//evil.example',
      '/desk@evil.example',
      'javascript:alert(1)',
      '/desk/login',
      '/desk/x\r\nset-cookie: a=b',
      '/preferences/x',
    ]) {
      const answer = await site.app.request('/desk/login', {
        method: 'POST',
        body: new URLSearchParams({ name: 'Ada', password: PASSWORD, to }),
      });
      expect([to, answer.status, answer.headers.get('location')]).toEqual([to, 303, '/desk']);
    }
  });
});

test('a text that the database cannot store is refused, and nothing is changed', async () => {
  const desk = await signIn(site, 'Nil', 'editor');
  const answer = await desk.act(words(), { ...TYPED, note: 'a\0b' });
  expect([answer.status, await subject()]).toEqual([422, 'Subject of 2026-11-24']);
});

test('a sign-in ends the session that the browser had, and starts one with another cookie', async () => {
  const tab = await openSignedIn();
  const before = tab.jar.get('reveille');
  await tab.post('/desk/login', { name: 'Ada', password: PASSWORD });
  expect(tab.jar.get('reveille')).not.toBe(before);
  const old = await site.app.request('/desk', { headers: { cookie: `reveille=${before}` } });
  expect(old.headers.get('location')).toBe('/desk/login');
});

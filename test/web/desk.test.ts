import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Newsletter } from '../../src/editions/newsletters/newsletters.ts';
import { ensureFirstStaff, hashPassword, verifyPassword } from '../../src/staff/passwords.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { CHEAP } from '../support/staff.ts';
import { makeEdition, makeNewsletter, makeSubscriber, NOON, openSite, post, type TestSite } from './support.ts';

let database: TestDatabase;
let site: TestSite;
let newsletter: Newsletter;
let password: string;
let cookie: string;
let formToken: string;

beforeAll(async () => {
  database = await createTestDatabase();
  // A relay is named, so that sends are for real.
  site = await openSite(database.db, { SMTP_URL: 'smtp://relay.example' });
  newsletter = await makeNewsletter(database.db);
  const first = await ensureFirstStaff({ db: database.db, passwordCost: CHEAP });
  password = first!.password;
  const response = await post(site.app, '/desk/login', { name: first!.name, password });
  cookie = response.headers.get('set-cookie')!.split(';')[0]!;
  const page = await (await site.app.request('/desk', { headers: { cookie } })).text();
  formToken = /name="form_token" value="([^"]+)"/.exec(page)![1]!;
});
afterAll(() => database.drop());

function act(path: string, fields: Record<string, string> = {}): Promise<Response> {
  return post(site.app, path, { form_token: formToken, ...fields }, { cookie });
}

async function stateOf(id: number): Promise<string> {
  const row = await site.db.selectFrom('editions').select('state').where('id', '=', id).executeTakeFirstOrThrow();
  return row.state;
}

describe('passwords', () => {
  test('a hash takes its own password only, and never repeats', async () => {
    const hash = await hashPassword({}, 'correct horse');
    expect(hash).toMatch(/^scrypt\$32768\$8\$3\$/);
    expect(await hashPassword({}, 'correct horse')).not.toBe(hash);
    expect(await verifyPassword({}, 'correct horse', hash)).toBe(true);
    expect(await verifyPassword({}, 'correct hors', hash)).toBe(false);
    expect(await verifyPassword({}, 'correct horse', null)).toBe(false);
    expect(await verifyPassword({}, 'correct horse', 'md5$x')).toBe(false);
  });

  test('the first account is made once', async () => {
    expect(await ensureFirstStaff({ db: site.db })).toBeNull();
  });
});

describe('signing in', () => {
  test('sets a cookie that scripts and other sites cannot use, and that is Secure on https', async () => {
    const response = await post(site.app, '/desk/login', { name: 'desk', password });
    expect(response.status).toBe(303);
    expect(response.headers.get('set-cookie')).toMatch(/HttpOnly/);
    expect(response.headers.get('set-cookie')).toMatch(/SameSite=Strict/);
    const https = await openSite(site.db, { PUBLIC_URL: 'https://paper.example' });
    const secure = await post(https.app, '/desk/login', { name: 'desk', password });
    expect(secure.headers.get('set-cookie')).toMatch(/^__Host-.*Secure/);
  });

  test('keeps no token that a reader of the table could use', async () => {
    const rows = await site.db.selectFrom('staff_sessions').select('token_hash').execute();
    const token = cookie.split('=')[1]!;
    expect(rows.some(({ token_hash: hash }) => hash.toString('utf8').includes(token))).toBe(false);
  });

  test('a wrong name and a wrong password get one answer, and too many attempts are refused', async () => {
    const other = await openSite(site.db);
    const wrong = await post(other.app, '/desk/login', { name: 'desk', password: 'no' });
    expect(wrong.status).toBe(401);
    const stranger = await post(other.app, '/desk/login', { name: 'nobody', password: 'no' });
    expect((await stranger.text()).replaceAll('nobody', 'desk')).toBe(await wrong.text());
    for (let attempt = 0; attempt < 7; attempt++)
      await post(other.app, '/desk/login', { name: 'desk', password: 'no' });
    const throttled = await post(other.app, '/desk/login', { name: 'desk', password });
    expect(throttled.status).toBe(429);
    // Another process knows, and a client's allowance comes back with time.
    expect((await post(site.app, '/desk/login', { name: 'desk', password })).status).toBe(429);
    const later = await openSite(site.db, {}, () => new Date(NOON.getTime() + 15 * 60_000));
    expect((await post(later.app, '/desk/login', { name: 'desk', password })).status).toBe(303);
    await site.db.deleteFrom('allowances').execute();
  });

  test('a session ends after twelve hours, and with signing out', async () => {
    const later = await openSite(site.db, {}, () => new Date(NOON.getTime() + 12.1 * 3_600_000));
    expect((await later.app.request('/desk', { headers: { cookie } })).status).toBe(303);
    const response = await post(site.app, '/desk/login', { name: 'desk', password });
    const own = response.headers.get('set-cookie')!.split(';')[0]!;
    const page = await (await site.app.request('/desk', { headers: { cookie: own } })).text();
    const token = /name="form_token" value="([^"]+)"/.exec(page)![1]!;
    await post(site.app, '/desk/logout', { form_token: token }, { cookie: own });
    expect((await site.app.request('/desk', { headers: { cookie: own } })).status).toBe(303);
  });
});

describe('forms', () => {
  test('need a session, the page’s own token, and our own origin', async () => {
    const id = await makeEdition(site.db, newsletter.id, { date: '2026-10-01', state: 'draft' });
    const path = `/desk/editions/${id}/cancel`;
    const fields = { form_token: formToken };
    const refused = [
      await post(site.app, path, fields),
      await post(site.app, path, {}, { cookie }),
      await post(site.app, path, { form_token: 'x' }, { cookie }),
      await post(site.app, path, fields, { cookie, 'sec-fetch-site': 'cross-site' }),
      await post(site.app, path, fields, { cookie, origin: 'https://evil.example' }),
    ];
    expect(refused.map(({ status }) => status)).toEqual([403, 403, 403, 403, 403]);
    expect(await stateOf(id)).toBe('draft');
    const taken = await post(site.app, path, { ...fields, sure: 'yes' }, { cookie, 'sec-fetch-site': 'same-origin' });
    expect(taken.status).toBe(303);
    expect(await stateOf(id)).toBe('cancelled');
  });

  test('the login takes no form of another site', async () => {
    const response = await post(
      site.app,
      '/desk/login',
      { name: 'desk', password },
      { origin: 'https://evil.example' },
    );
    expect(response.status).toBe(403);
  });
});

describe('an edition', () => {
  test('goes out once the number of active, unsuppressed readers was typed, and not before', async () => {
    const id = await makeEdition(site.db, newsletter.id, { date: '2026-11-24', state: 'draft' });
    await makeSubscriber(site, newsletter.id, 'a@reader.example');
    await makeSubscriber(site, newsletter.id, 'b@reader.example');
    await makeSubscriber(site, newsletter.id, 'c@reader.example', 'pending');
    for (const typed of ['', '3', '2.5', 'two', '-2']) {
      const response = await act(`/desk/editions/${id}/send`, { readers: typed });
      expect(response.status).toBe(422);
      expect(await response.text()).toContain('2 readers would get it now');
    }
    expect(await stateOf(id)).toBe('draft');
    site.jobs.length = 0;
    expect((await act(`/desk/editions/${id}/send`, { readers: '2' })).status).toBe(303);
    expect(await stateOf(id)).toBe('preparing');
    expect(site.jobs).toEqual([{ name: 'render', payload: { editionId: id } }]);
    const page = await (await site.app.request(`/desk/editions/${id}`, { headers: { cookie } })).text();
    expect(page).toContain('http-equiv="refresh"');
    expect((await act(`/desk/editions/${id}/send`, { readers: '2' })).status).toBe(409);
    const audit = await site.db.selectFrom('audit_log').select('actor').where('edition_id', '=', id).execute();
    expect(audit).toEqual([{ actor: 'desk' }]);
  });

  test('is paused, resumed and cancelled, each on record', async () => {
    const id = await makeEdition(site.db, newsletter.id, { date: '2026-10-02', state: 'submitting' });
    for (const [action, state] of [
      ['pause', 'paused'],
      ['resume', 'submitting'],
      ['cancel', 'cancelled'],
    ] as const) {
      expect((await act(`/desk/editions/${id}/${action}`, { sure: 'yes' })).status).toBe(303);
      expect(await stateOf(id)).toBe(state);
    }
    expect((await act(`/desk/editions/${id}/pause`)).status).toBe(409);
    const audit = await site.db.selectFrom('audit_log').select('action').where('edition_id', '=', id).execute();
    expect(audit).toHaveLength(3);
  });

  test.each(['draft', 'submitting'] as const)(
    'that is %s is cancelled only with a tick that cannot be a slip, asked for by page and server',
    async (state) => {
      const id = await makeEdition(site.db, newsletter.id, { date: '2026-10-08', state });
      const page = await (await site.app.request(`/desk/editions/${id}`, { headers: { cookie } })).text();
      const form = /<details[^>]*>\s*<summary>Cancel this edition<[^]*?<\/details>/.exec(page)![0];
      expect(form).not.toMatch(/<details[^>]* open/);
      expect(form).toMatch(/type="checkbox"[^>]* name="sure" value="yes" required/);
      expect(page.match(/editions\/\d+\/cancel"/g)).toHaveLength(1);
      for (const fields of [{}, { sure: '' }, { sure: 'no' }] as Record<string, string>[]) {
        const refused = await act(`/desk/editions/${id}/cancel`, fields);
        expect([refused.status, await refused.text()]).toEqual([422, expect.stringContaining('Nothing was cancelled')]);
      }
      expect(await stateOf(id)).toBe(state);
      expect((await act(`/desk/editions/${id}/cancel`, { sure: 'yes' })).status).toBe(303);
      expect(await stateOf(id)).toBe('cancelled');
      await site.db.deleteFrom('editions').where('id', '=', id).execute();
    },
  );

  test('that is paused before anything of it has gone out can be resumed, or cancelled, from its page', async () => {
    const id = await makeEdition(site.db, newsletter.id, { date: '2026-10-09', state: 'draft' });
    await site.db.updateTable('editions').set({ state: 'preparing' }).where('id', '=', id).execute();
    expect((await act(`/desk/editions/${id}/pause`)).status).toBe(303);
    const page = await (await site.app.request(`/desk/editions/${id}`, { headers: { cookie } })).text();
    for (const action of ['resume', 'cancel', 'rate'])
      expect(page.split(`action="/desk/editions/${id}/${action}"`)).toHaveLength(2);
    expect((await act(`/desk/editions/${id}/resume`)).status).toBe(303);
    expect(await stateOf(id)).toBe('preparing');
  });

  test('a test copy is one mail of the outbox, and its links identify no reader', async () => {
    const id = await makeEdition(site.db, newsletter.id, { date: '2026-10-03', state: 'draft' });
    site.jobs.length = 0;
    expect((await act(`/desk/editions/${id}/test`, { to: 'editor@paper.example' })).status).toBe(303);
    const row = await site.db.selectFrom('outbox').selectAll().where('edition_id', '=', id).executeTakeFirstOrThrow();
    expect(row).toMatchObject({ kind: 'test', to_address: 'editor@paper.example', state: 'pending' });
    expect(Object.keys(row.payload).toSorted()).toEqual(['preferencesToken', 'unsubscribeToken']);
    expect(site.jobs).toEqual([{ name: 'renderOutbox', payload: { outboxId: row.id } }]);
    expect((await act(`/desk/editions/${id}/test`, { to: 'a@b.example, c@d.example' })).status).toBe(422);
  });

  test('shows its digest in a frame that runs nothing', async () => {
    const id = await makeEdition(site.db, newsletter.id, { date: '2026-10-04', state: 'submitted' });
    const path = `/desk/editions/${id}/digest`;
    await site.db
      .insertInto('digests')
      .values({
        edition_id: id,
        revision: 1,
        is_rehearsal: false,
        subject: 's',
        preheader: 'p',
        mjml: '',
        html: '<html><head></head><body><script>alert(1)</script>Hello</body></html>',
        plain: '',
        message: Buffer.from(''),
        dropped_stories: 1,
      })
      .execute();
    const page = await site.app.request(`/desk/editions/${id}`, { headers: { cookie } });
    expect(await page.text()).toContain('The last story is left out of the mail');
    const response = await site.app.request(path, { headers: { cookie } });
    const policy = response.headers.get('content-security-policy')!;
    expect(policy).toContain('sandbox');
    expect(policy).not.toContain('script-src');
    expect(policy).not.toContain('allow-scripts');
    expect(policy).toContain("frame-ancestors 'self'");
    expect(await response.text()).toContain('Hello');
  });

  test('shows the digest of a draft as it would be mailed', async () => {
    const id = await makeEdition(site.db, newsletter.id, { date: '2026-10-05', state: 'draft' });
    const response = await site.app.request(`/desk/editions/${id}/digest`, { headers: { cookie } });
    expect(response.status).toBe(200);
    expect(await response.text()).toContain('A bridge opens');
    expect(await site.db.selectFrom('digests').select('html').where('edition_id', '=', id).execute()).toEqual([]);
  });

  test('an unknown edition is a plain 404', async () => {
    for (const id of ['0', '99999', 'x', '99999999999'])
      expect((await site.app.request(`/desk/editions/${id}`, { headers: { cookie } })).status).toBe(404);
  });
});

describe('the dashboard', () => {
  test('names each newsletter’s readers and due time, a held edition’s reason, and the outlets that fail', async () => {
    await site.db
      .insertInto('outlets')
      .values({
        newsletter_id: newsletter.id,
        url: 'https://broken.example/feed',
        name: 'The Broken Post',
        error_code: 'FEED_UNREADABLE',
        error_message: 'It is <no> feed.',
      })
      .execute();
    const text = await (await site.app.request('/desk', { headers: { cookie } })).text();
    expect(text).toContain('The Broken Post');
    expect(text).toContain('It is &lt;no&gt; feed.');
    expect(text).toMatch(/24 Nov, 06:30|Nov 24, 06:30/);
  });

  test('a page shows the state of each outlet’s fetches, failing outlets first', async () => {
    await site.db
      .insertInto('outlets')
      .values([
        {
          newsletter_id: newsletter.id,
          url: 'https://able.example/feed',
          name: 'The Able Post',
          is_own: true,
          rights: ['headline', 'picture'],
          last_success_at: new Date('2026-11-24T11:50:00Z'),
          next_fetch_at: new Date('2026-11-24T12:10:00Z'),
          median_delay_seconds: 240,
        },
        {
          newsletter_id: newsletter.id,
          url: 'https://silent.example/feed',
          name: 'Zzz, the Silent Post',
          failures: 3,
          error_code: 'FETCH_TIMEOUT',
          error_message: '<silent> did not answer.',
        },
      ])
      .execute();
    const text = await (await site.app.request('/desk/outlets', { headers: { cookie } })).text();
    expect(text.indexOf('Zzz, the Silent Post')).toBeLessThan(text.indexOf('The Able Post'));
    expect(text).toMatch(
      /failed 3 times in a row<\/b>\s*<code>FETCH_TIMEOUT<\/code>\s*&lt;silent&gt; did not answer\./,
    );
    expect(text).toContain('4 min');
    expect(text).toContain('headline, picture');
    expect((await site.app.request('/desk/outlets')).status).toBe(303);
  });

  test('composing is a job, on record', async () => {
    await site.db.updateTable('editions').set({ state: 'draft' }).where('date', '=', '2026-11-24').execute();
    await site.db.updateTable('newsletters').set({ created_at: '2026-01-01T00:00:00Z' }).execute();
    site.jobs.length = 0;
    expect((await act('/desk/newsletters/daily/compose')).status).toBe(303);
    const payload = { newsletterId: newsletter.id, date: '2026-11-24', dueAt: '2026-11-24T05:30:00.000Z' };
    expect(site.jobs).toEqual([{ name: 'compose', payload }]);
  });

  test('composing a date whose edition is cancelled is refused, and the page says why', async () => {
    const other = await makeNewsletter(site.db, 'ended');
    const id = await makeEdition(site.db, other.id, { date: '2026-11-24', state: 'draft' });
    expect((await act('/desk/newsletters/ended/compose')).status).toBe(303);
    await act(`/desk/editions/${id}/cancel`, { sure: 'yes' });
    const says = `Edition ${id} of 2026-11-24 is cancelled; it is not composed again.`;
    const text = await (await site.app.request('/desk', { headers: { cookie } })).text();
    expect(text).toContain(says);
    expect(text).not.toContain('/desk/newsletters/ended/compose');
    site.jobs.length = 0;
    const refused = await act('/desk/newsletters/ended/compose');
    expect([refused.status, await refused.text()]).toEqual([409, expect.stringContaining(says)]);
    expect(site.jobs).toEqual([]);

    // The desk's word for "submitted" is "sent".
    await site.db.updateTable('editions').set({ state: 'submitted' }).where('id', '=', id).execute();
    const later = await (await site.app.request('/desk', { headers: { cookie } })).text();
    expect(later).toContain(`Edition ${id} of 2026-11-24 is sent; it is not composed again.`);
  });
});

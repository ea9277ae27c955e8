import { createHash } from 'node:crypto';
import type { QueryResult, RootOperationNode, UnknownRow } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { setNewsletter, type Newsletter } from '../../src/editions/newsletters/newsletters.ts';
import { suppressAddress } from '../../src/readers/suppressions.ts';
import { SIGN_UP_LIMITS } from '../../src/web/public/signUp/limits.ts';
import { createClock } from '../readers/support.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import {
  makeEdition,
  makeNewsletter,
  makeSubscriber,
  NOON,
  openSite,
  post,
  settled,
  tokenFor,
  type TestSite,
} from './support.ts';

const PATH = '/newsletters/daily/subscribe';
const ROOMY = {
  perNetwork: { count: 10_000, windowMs: 1000 },
  perAddress: { count: 3, windowMs: 24 * 3600_000 },
  inAll: { count: 10_000, windowMs: 1000 },
};

let database: TestDatabase;
let site: TestSite;
let newsletter: Newsletter;
const clock = createClock(NOON.toISOString());

beforeAll(async () => {
  database = await createTestDatabase();
  site = await openSite(database.db, {}, clock.now, { signUpLimits: ROOMY });
  newsletter = await makeNewsletter(database.db);
});
afterAll(() => database.drop());

const set = async (settings: Parameters<typeof setNewsletter>[2]): Promise<void> => {
  newsletter = await setNewsletter(site, 'daily', settings, 'test');
};
const text = async (path: string, headers: Record<string, string> = {}): Promise<string> =>
  (await site.app.request(path, { headers })).text();
const postJson = async (body: object, headers: Record<string, string> = {}): Promise<Response> =>
  site.app.request(PATH, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
const hidden = (page: string, name: string): string =>
  new RegExp(`name="${name}" value="([^"]*)"`).exec(page)?.[1] ?? 'none';

const styleOf = (page: string): string => /<style>(.*)<\/style>/s.exec(page)![1]!;

async function requestOf(email: string): Promise<Record<string, unknown> | undefined> {
  await settled(site);
  return site.db
    .selectFrom('consent_events')
    .innerJoin('subscribers', 'subscribers.id', 'subscriber_id')
    .innerJoin('subscriptions', 'subscriptions.subscriber_id', 'subscribers.id')
    .selectAll()
    .where('email_key', '=', email)
    .orderBy('consent_events.id', 'desc')
    .executeTakeFirst();
}

async function countMails(email: string): Promise<number> {
  await settled(site);
  return (await site.db.selectFrom('outbox').select('id').where('to_address', '=', email).execute()).length;
}

describe('a sign-up', () => {
  test('has the same answer for unknown, pending, active, unsubscribed and suppressed addresses', async () => {
    await makeSubscriber(site, newsletter.id, 'active@reader.example', 'active');
    await makeSubscriber(site, newsletter.id, 'left@reader.example', 'unsubscribed');
    await makeSubscriber(site, newsletter.id, 'pending@reader.example', 'pending');
    await suppressAddress({ ...site, now: clock.now }, { email: 'bounced@reader.example', reason: 'bounce' });
    const names = ['new', 'new', 'active', 'left', 'pending', 'bounced'];
    for (const send of [
      (email: string) => post(site.app, PATH, { email }),
      (email: string) => postJson({ email }),
      (email: string) => post(site.app, PATH, { email, via: 'embed' }),
    ]) {
      const answers: string[] = [];
      for (const name of names) {
        const response = await send(`${name}@reader.example`);
        answers.push(`${response.status} ${JSON.stringify([...response.headers])} ${await response.text()}`);
      }
      expect(answers[0]).toMatch(/^20[02] /);
      expect(new Set(answers).size).toBe(1);
    }
    await settled(site);
    expect(await countMails('active@reader.example')).toBe(0);
    expect(await countMails('bounced@reader.example')).toBe(0);
    expect(await countMails('new@reader.example')).toBe(1);
  });

  test('runs the same queries for every address before its answer', async () => {
    const statements: string[] = [];
    const { db } = site;
    // Nothing is processed after the answer, so only queries before it are recorded.
    const plugin = {
      transformQuery: ({ node }: { node: RootOperationNode }) => {
        statements.push(node.kind);
        return node;
      },
      transformResult: async ({ result }: { result: QueryResult<UnknownRow> }) => result,
    };
    const others = { signUpLimits: ROOMY, draining: AbortSignal.abort() };
    const watched = await openSite(db.withPlugin(plugin), {}, clock.now, others);
    const asked: string[] = [];
    for (const name of ['never-seen', 'active', 'left', 'pending', 'bounced', 'new']) {
      statements.length = 0;
      await post(watched.app, PATH, { email: `${name}@reader.example` });
      asked.push(statements.join());
    }
    expect(asked[0]!.split(',').length).toBeGreaterThan(2);
    expect(new Set(asked).size).toBe(1);
    await post(site.app, PATH, { email: 'new@reader.example' });
    await settled(site);
  });

  test('stores the words shown, the source and the language, and enqueues the confirmation', async () => {
    site.jobs.length = 0;
    const response = await postJson(
      { email: 'json@reader.example', firstName: 'Ada', zone: 'Asia/Tokyo', lang: 'es' },
      { 'user-agent': 'a test' },
    );
    expect(response.status).toBe(202);
    expect(await response.json()).toEqual({ ok: true });
    expect(await requestOf('json@reader.example')).toMatchObject({
      kind: 'requested',
      user_agent: 'a test',
      first_name: 'Ada',
      language: 'es',
      zone: 'Asia/Tokyo',
      status: 'pending',
      detail: { via: 'json', language: 'es', shownBy: 'site' },
      text_shown: expect.stringContaining('Suscribirme a The Daily Test'),
      page_url: 'http://127.0.0.1:3000/newsletters/daily',
    });
    await expect.poll(() => site.jobs).toMatchObject([{ name: 'renderOutbox' }]);
  });

  test('stores no unknown zone, and no language without a catalogue', async () => {
    await post(site.app, PATH, { email: 'odd@reader.example', zone: 'Mars/Olympus', lang: 'xx"><' });
    expect(await requestOf('odd@reader.example')).toMatchObject({ zone: null, language: 'en' });
  });

  test('handles any content of a request', async () => {
    const response = await post(
      site.app,
      PATH,
      { email: 'nul@reader.example', first_name: 'A\0b\ud800', zone: '\0', page: 'https://a.example/\\u0000' },
      { 'user-agent': '\\u0000' },
    );
    expect(response.status).toBe(200);
    expect(await requestOf('nul@reader.example')).toMatchObject({ status: 'pending', user_agent: '\\u0000' });
  });

  test.each([
    ['no address, with markup', '"><b>no address'],
    ['more than one line', 'a@b.example\r\nBcc: c@d.example'],
    ['a NUL', 'a\0@b.example'],
    ['10 KB', `${'a'.repeat(10_000)}@b.example`],
    ['look-alike letters', 'аdmin@раypal.example'],
  ])('of %s is refused with a sentence, and what was typed is kept and escaped', async (_, email) => {
    const page = await post(site.app, PATH, { email });
    const body = await page.text();
    expect(page.status).toBe(422);
    expect(body).toContain('role="alert"');
    expect(body).not.toContain('<b>no');
    const json = await postJson({ email });
    expect(json.status).toBe(422);
    expect(await json.json()).toMatchObject({ ok: false, error: { code: 'ADDRESS_INVALID' } });
  });

  test('that fills the honeypot is thanked and forgotten', async () => {
    const response = await post(site.app, PATH, { email: 'bot@reader.example', website: 'x' });
    expect(response.status).toBe(200);
    expect(await requestOf('bot@reader.example')).toBeUndefined();
  });

  test('that is too large, of no newsletter, or no JSON, is refused', async () => {
    expect((await post(site.app, PATH, { email: 'a'.repeat(70_000) })).status).toBe(413);
    expect((await post(site.app, '/newsletters/%00/subscribe')).status).toBe(404);
  });

  test.each([
    [PATH, '{', 422, 'INVALID_INPUT'],
    [PATH, '[]', 422, 'INVALID_INPUT'],
    ['/newsletters/none/subscribe', '{}', 404, 'NOT_FOUND'],
    [PATH, JSON.stringify({ email: 'a'.repeat(70_000) }), 413, 'TOO_LARGE'],
  ] as const)('in JSON is refused in JSON, with a code: %s, %.9s', async (path, body, status, code) => {
    const headers = { 'content-type': 'application/json' };
    const response = await site.app.request(path, { method: 'POST', headers, body });
    expect(response.status).toBe(status);
    expect(await response.json()).toEqual({ ok: false, error: { code, message: expect.any(String) } });
  });

  test('posted faster than a person can type must be posted again, and is then accepted', async () => {
    for (const via of ['page', 'embed']) {
      const email = `quick-${via}@reader.example`;
      const stamp = hidden(await text(via === 'embed' ? '/embed/daily' : '/newsletters/daily'), 'stamp');
      clock.advance(900);
      const refused = await post(site.app, PATH, { email, stamp, via });
      expect(refused.status).toBe(422);
      const again = await refused.text();
      expect(again).toContain(`value="${email}"`);
      expect(hidden(again, 'stamp')).toBe(stamp);
      expect(await requestOf(email)).toBeUndefined();
      clock.advance(1_200);
      expect((await post(site.app, PATH, { email, stamp, via })).status).toBe(200);
      expect(await requestOf(email)).toMatchObject({ status: 'pending', detail: { via } });
    }
  });

  test('that an ended process left is processed by the next one', async () => {
    const own = await createTestDatabase();
    await makeNewsletter(own.db);
    const ended = await openSite(own.db, {}, clock.now, { draining: AbortSignal.abort() });
    expect((await post(ended.app, PATH, { email: 'left-behind@reader.example' })).status).toBe(200);
    const waiting = await own.db.selectFrom('sign_ups').select('email').execute();
    expect(waiting).toEqual([{ email: 'left-behind@reader.example' }]);
    const next = await openSite(own.db, {}, clock.now);
    await post(next.app, PATH, { email: 'next@reader.example' });
    await settled(next);
    expect(await own.db.selectFrom('outbox').select('to_address').orderBy('id').execute()).toEqual([
      { to_address: 'left-behind@reader.example' },
      { to_address: 'next@reader.example' },
    ]);
    await own.drop();
  });

  test('of an address that reached its limit has the usual answer, and nothing is sent', async () => {
    const email = 'beset@reader.example';
    const answers = new Set<string>();
    for (let hour = 0; hour < 6; hour++) {
      const response = await post(site.app, PATH, { email });
      answers.add(`${response.status} ${await response.text()}`);
      await settled(site);
      clock.advance(3600_000);
    }
    expect(answers.size).toBe(1);
    expect(await countMails(email)).toBe(ROOMY.perAddress.count);
  });
});

describe('disposable addresses', () => {
  const email = 'someone@a.mailinator.com';

  test('are accepted, accepted after a warning, or refused, as the newsletter is set', async () => {
    expect((await post(site.app, PATH, { email })).status).toBe(200);
    await set({ disposable: 'warn' });
    const warned = await post(site.app, PATH, { email });
    expect(warned.status).toBe(422);
    const page = await warned.text();
    expect(page).toContain('disposable address');
    expect((await post(site.app, PATH, { email, disposable: hidden(page, 'disposable') })).status).toBe(200);
    expect((await postJson({ email })).status).toBe(202);
    await set({ disposable: 'refuse' });
    expect((await post(site.app, PATH, { email, disposable: 'accepted' })).status).toBe(422);
    expect(await (await postJson({ email })).json()).toMatchObject({ error: { code: 'ADDRESS_DISPOSABLE' } });
    expect((await postJson({ email: 'someone@paper.example' })).status).toBe(202);
    await set({ disposable: 'off' });
  });
});

describe('limits', () => {
  const limits = {
    ...SIGN_UP_LIMITS,
    perNetwork: { count: 4, windowMs: 60_000 },
    inAll: { count: 12, windowMs: 60_000 },
  };
  const from = (address: string) => ({ incoming: { socket: { remoteAddress: address } } });
  const postFrom = async (address: string, fields: Record<string, string> = {}): Promise<Response> => {
    // Each time another process: what holds is in the database.
    const { app } = await openSite(database.db, {}, clock.now, { signUpLimits: limits });
    const body = new URLSearchParams({ email: `n${Math.random()}@reader.example`, ...fields });
    return app.request(PATH, { method: 'POST', body }, from(address));
  };

  test('hold over processes: a network, the /64 of one with IPv6, waits, and others go on', async () => {
    await site.db.deleteFrom('allowances').execute();
    const statuses = async (...addresses: string[]): Promise<number[]> => {
      const answers = [];
      for (const address of addresses) answers.push((await postFrom(address)).status);
      return answers;
    };
    // Without a stamp each counts twice.
    expect(await statuses('203.0.113.9', '203.0.113.9', '203.0.113.9')).toEqual([200, 200, 429]);
    expect(await statuses('2001:db8:1:2::1', '2001:db8:1:2:ffff::9', '2001:db8:1:2::3')).toEqual([200, 200, 429]);
    expect(await statuses('2001:db8:1:3::1', '203.0.113.10', '::ffff:203.0.113.9')).toEqual([200, 200, 429]);
    const refused = await postFrom('203.0.113.9');
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(await refused.text()).toContain('Too many sign-ups');
    clock.advance(30_000);
    expect(await statuses('203.0.113.9')).toEqual([200]);
  });

  test('a form that a person filled counts once, and a forged, old or foreign stamp proves nothing', async () => {
    await site.db.deleteFrom('allowances').execute();
    const stamp = hidden(await text('/newsletters/daily'), 'stamp');
    clock.advance(5_000);
    for (let n = 0; n < 4; n++) expect((await postFrom('203.0.113.50', { stamp })).status).toBe(200);
    expect((await postFrom('203.0.113.50', { stamp })).status).toBe(429);
    clock.advance(48 * 3600_000);
    const forged = `${stamp.slice(0, -1)}${stamp.endsWith('A') ? 'B' : 'A'}`;
    for (const bad of [forged, stamp, 'x']) {
      await site.db.deleteFrom('allowances').execute();
      expect((await postFrom('203.0.113.51', { stamp: bad })).status).toBe(200);
      expect((await postFrom('203.0.113.51', { stamp: bad })).status).toBe(200);
      expect((await postFrom('203.0.113.51', { stamp: bad })).status).toBe(429);
    }
  });

  test('all visitors together must wait, and refused requests do not count', async () => {
    await site.db.deleteFrom('allowances').execute();
    for (let n = 0; n < 20; n++) await postFrom('203.0.113.60');
    const statuses = [];
    for (let n = 0; n < 11; n++) statuses.push((await postFrom(`198.51.100.${n}`)).status);
    expect(statuses).toEqual([...Array.from({ length: 10 }, () => 200), 429]);
    await site.db.deleteFrom('allowances').execute();
  });
});

describe('pages of other sites', () => {
  const origin = 'https://paper.example';

  test('that the newsletter allows may read the answer to JSON, and no others; no cookie takes part', async () => {
    await set({ signUpSites: [`${origin}/`] });
    const preflight = (from: string): Promise<Response> =>
      Promise.resolve(
        site.app.request(PATH, {
          method: 'OPTIONS',
          headers: {
            origin: from,
            'access-control-request-method': 'POST',
            'access-control-request-headers': 'content-type',
          },
        }),
      );
    const allowed = await preflight(origin);
    expect(allowed.status).toBe(204);
    expect(allowed.headers.get('access-control-allow-origin')).toBe(origin);
    expect(allowed.headers.get('access-control-allow-methods')).toBe('POST');
    expect(allowed.headers.get('access-control-allow-headers')).toBe('Content-Type');
    for (const stranger of [
      'https://evil.example',
      'https://paper.example.evil.example',
      'null',
      'http://paper.example',
    ])
      for (const response of [
        await preflight(stranger),
        await postJson({ email: 'a@b.example' }, { origin: stranger }),
      ]) {
        expect([...response.headers.keys()].filter((name) => name.startsWith('access-control'))).toEqual([]);
        expect(response.headers.get('vary')).toContain('Origin');
      }
    for (const body of [{ email: 'cors@reader.example' }, { email: 'x' }]) {
      const response = await postJson(body, { origin });
      expect(response.headers.get('access-control-allow-origin')).toBe(origin);
      expect(response.headers.get('access-control-allow-credentials')).toBeNull();
      expect(response.headers.get('vary')).toContain('Origin');
    }
  });

  test('may post a plain form, whose answer is a page of ours', async () => {
    const headers = { origin: 'https://anyone.example', referer: 'https://anyone.example/story' };
    const response = await post(site.app, PATH, { email: 'form@reader.example' }, headers);
    expect(response.status).toBe(200);
    expect(await requestOf('form@reader.example')).toMatchObject({
      page_url: 'https://anyone.example/story',
      detail: { via: 'form', shownBy: 'site' },
    });
  });
});

describe('the block', () => {
  test('may stand in any page, and its own answers keep its looks', async () => {
    const query = '?theme=dark&accent=FF0&size=compact&radius=pill&lang=es';
    const response = await site.app.request(`/embed/daily${query}`, {
      headers: { referer: 'https://paper.example/story?a=1&b="2"' },
    });
    const page = await response.text();
    const policy = response.headers.get('content-security-policy')!;
    expect(policy).toContain('frame-ancestors *');
    expect(policy).toMatch(/style-src 'self' 'sha256-[A-Za-z0-9+/=]{44}'/);
    expect(policy).not.toContain('unsafe-inline');
    expect(policy).toContain(`'sha256-${createHash('sha256').update(styleOf(page)).digest('base64')}'`);
    expect(page).toContain('https://paper.example/story');
    const action = /action="([^"]+)"/.exec(page)![1]!.replaceAll('&amp;', '&');
    for (const [email, status] of [
      ['embed@reader.example', 200],
      ['x', 422],
    ] as const) {
      const answer = await post(site.app, action, { email, via: 'embed', lang: hidden(page, 'lang') });
      const body = await answer.text();
      expect(answer.status).toBe(status);
      expect(body).toContain('class="theme-dark size-compact radius-pill"');
      expect(body).toContain('lang="es"');
      expect(styleOf(body)).toBe(styleOf(page));
      expect(answer.headers.get('content-security-policy')).toBe(policy);
    }
  });

  test('ignores unknown values', async () => {
    const page = await text('/embed/daily?theme=dark"><script>&accent=red;}&size=huge&radius=9&lang=xx&other=1');
    expect(page).toContain('class="theme-auto size-full radius-small"');
    expect(page).toContain('action="/newsletters/daily/subscribe"');
    expect(page).not.toContain('<style');
    expect(page).toMatch(/<html\s+lang="en"/);
  });

  test('has a script for other pages that fits it, kept for an hour and readable from anywhere', async () => {
    const response = await site.app.request('/embed.js');
    expect(response.headers.get('content-type')).toContain('text/javascript');
    expect(response.headers.get('cache-control')).toContain('max-age=3600');
    expect(response.headers.get('cross-origin-resource-policy')).toBe('cross-origin');
    expect(Buffer.byteLength(await response.text())).toBeLessThan(3_000);
  });
});

describe('words and languages', () => {
  test('staff’s words are on the page and in the block, and are stored in the record', async () => {
    await set({
      signUpHeading: 'Daily Headlines',
      signUpPromise: 'Sign up to receive a daily email of today’s top stories',
      signUpButton: 'Sign Up Now',
      privacyUrl: 'https://paper.example/privacy',
    });
    for (const path of ['/newsletters/daily', '/embed/daily', '/']) {
      const page = await text(path);
      expect(page).toMatch(/<h1[^>]*>Daily Headlines<\/h1>/);
      expect(page).toMatch(/<button type="submit">\s*Sign Up Now\s*<\/button>/);
      expect(page).toContain('href="https://paper.example/privacy"');
    }
    await post(site.app, PATH, { email: 'words@reader.example' });
    const first = await requestOf('words@reader.example');
    expect(first!['text_shown']).toBe(
      [
        'Daily Headlines',
        'Sign up to receive a daily email of today’s top stories',
        'Sign Up Now',
        'We send you a mail to confirm your address. After that, you get The Daily Test by email. Every mail has a link to unsubscribe with one click.',
        'https://paper.example/privacy',
      ].join('\n'),
    );
    await set({ signUpHeading: '', signUpPromise: '', signUpButton: '', privacyUrl: '' });
    await post(site.app, PATH, { email: 'words2@reader.example' });
    const second = await requestOf('words2@reader.example');
    expect(second!['text_version']).not.toBe(first!['text_version']);
  });

  test('every page on the way in speaks the newsletter’s language, or the one asked for', async () => {
    await set({ language: 'es' });
    const subscriber = await makeSubscriber(site, newsletter.id, 'es@reader.example', 'pending');
    const token = tokenFor(site.keys, 'confirm', subscriber, newsletter.id, new Date(clock.now().getTime() + 3600_000));
    const pages = {
      '/newsletters/daily': 'Correo electrónico',
      '/embed/daily': 'Correo electrónico',
      [`/confirm/${token}`]: 'Confirme su suscripción',
      '/editions/daily': 'Ediciones',
    };
    for (const [path, words] of Object.entries(pages)) {
      const page = await text(path);
      expect(page).toMatch(/<html\s+lang="es"\s+dir="ltr"/);
      expect(page).toContain(words);
      if (!path.startsWith('/embed')) expect(page).toContain('Ir al contenido');
      expect(await text(`${path}?lang=en`)).toMatch(/<html\s+lang="en"/);
    }
    const taken = await (await post(site.app, PATH, { email: 'hola@reader.example' })).text();
    expect(taken).toContain('Mire su correo');
    expect(await (await post(site.app, PATH, { email: 'x' })).text()).toContain('Revise los datos');
    expect(await (await post(site.app, `/confirm/${token}`)).text()).toContain('Su suscripción está confirmada');
    await set({ language: 'en' });
  });

  test('the confirmation speaks the reader’s language before the newsletter’s', async () => {
    const subscriber = await makeSubscriber(site, newsletter.id, 'lector@reader.example', 'pending');
    await site.db.updateTable('subscribers').set({ language: 'es' }).where('id', '=', subscriber).execute();
    const token = tokenFor(site.keys, 'confirm', subscriber, newsletter.id, new Date(clock.now().getTime() + 3600_000));
    expect(await text(`/confirm/${token}`)).toContain('Confirme su suscripción');
  });

  test('a broken link shows a page in the visitor’s language, the same for every reason', async () => {
    const headers = { 'accept-language': 'pt;q=0.9, es-MX;q=0.8, en;q=0.7' };
    const gone = tokenFor(site.keys, 'confirm', 999_999, newsletter.id, new Date(clock.now().getTime() + 3600_000));
    const pages = await Promise.all(['x', gone, `${gone}x`].map((token) => text(`/confirm/${token}`, headers)));
    expect(pages[0]).toContain('Este enlace no funciona');
    expect(new Set(pages).size).toBe(1);
    expect(await text('/nothing?lang=es')).toContain('No se encontró');
  });

  test('a newsletter in Arabic keeps its own words in their direction, and ours in theirs', async () => {
    await set({ language: 'ar', signUpHeading: 'عناوين اليوم', signUpButton: 'اشترك الآن', signUpPromise: 'كل صباح' });
    await makeEdition(site.db, newsletter.id, { date: '2026-11-20', state: 'submitted' }, [
      { headline: 'افتتاح الجسر' },
    ]);
    for (const path of ['/newsletters/daily', '/embed/daily']) {
      const page = await text(path);
      expect(page).toMatch(/<html\s+lang="en"\s+dir="ltr"/);
      expect(page).toMatch(/<h1\s+lang="ar" dir="rtl"\s*>عناوين اليوم<\/h1>/);
      expect(page).toMatch(/<p class="promise"\s+lang="ar" dir="rtl"\s*>\s*كل صباح/);
      expect(page).toMatch(/<button type="submit">\s*<span\s+lang="ar" dir="rtl"\s*>اشترك الآن<\/span>\s*<\/button>/);
    }
    expect(await text('/newsletters/daily')).toMatch(/<ol class="sample"\s+lang="ar" dir="rtl"/);
    const edition = await text('/editions/daily/2026-11-20');
    expect(edition).toMatch(/<html\s+lang="ar"\s+dir="rtl"/);
    expect(edition).toMatch(/href="#main"\s+lang="en" dir="ltr"/);
    await set({ language: 'en', signUpHeading: '', signUpButton: '', signUpPromise: '' });
  });

  test('the sign-up page shows the latest edition’s stories as text', async () => {
    await makeEdition(site.db, newsletter.id, { date: '2026-11-23', state: 'submitted' }, [
      { headline: 'A bridge opens' },
      { headline: 'Tom & <i>Jerry</i>', url: 'javascript:alert(1)' },
    ]);
    const page = await text('/newsletters/daily');
    expect(page).toContain('From the latest edition');
    expect(page).toMatch(/<h3><a href="https:\/\/outlet\.example\/0">A bridge opens<\/a><\/h3>/);
    expect(page).toContain('Tom &amp; &lt;i&gt;Jerry&lt;/i&gt;');
    expect(page).not.toContain('javascript:');
  });
});

import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Newsletter } from '../../src/editions/newsletters/newsletters.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { addOwnPicture, storedPicture } from '../support/pictures.ts';
import {
  makeEdition,
  makeNewsletter,
  makeSubscriber,
  openSite,
  post,
  settled,
  tokenFor,
  type TestSite,
} from './support.ts';

let database: TestDatabase;
let site: TestSite;
let newsletter: Newsletter;

beforeAll(async () => {
  database = await createTestDatabase();
  site = await openSite(database.db);
  newsletter = await makeNewsletter(database.db);
});
afterAll(() => database.drop());

async function statusOf(id: number): Promise<string | undefined> {
  const row = await site.db
    .selectFrom('subscriptions')
    .select('status')
    .where('subscriber_id', '=', id)
    .executeTakeFirst();
  return row?.status;
}

/** Everything that a page could change, as one text. */
async function snapshot(): Promise<string> {
  const tables = ['subscribers', 'subscriptions', 'consent_events', 'suppressions', 'outbox', 'audit_log', 'editions'];
  const rows = await Promise.all(
    tables.map((table) => sql`select * from ${sql.table(table)} order by 1, 2`.execute(site.db)),
  );
  return JSON.stringify(rows.map((result) => result.rows));
}

describe('sign-up', () => {
  test('the page offers a form, and the only newsletter is the front', async () => {
    for (const path of ['/', '/newsletters/daily']) {
      const response = await site.app.request(path);
      const text = await response.text();
      expect(response.status).toBe(200);
      expect(text).toContain('action="/newsletters/daily/subscribe"');
      expect(Buffer.byteLength(text)).toBeLessThan(30_000);
      expect(response.headers.get('set-cookie')).toBeNull();
    }
  });
});

describe('a slash too many', () => {
  test('redirects to the page without it, also below the path of PUBLIC_URL, and never to another host', async () => {
    const location = async (path: string): Promise<string | null> =>
      (await site.app.request(path)).headers.get('location');
    expect(await location('/editions/daily/?q=two+words')).toBe('/editions/daily?q=two+words');
    expect(await location('/newsletters/daily//')).toBe('/newsletters/daily');
    for (const path of ['//evil.example/', String.raw`/\evil.example/`, '/.//evil.example/', '//', '/newsletters/x'])
      expect(await location(path)).toBeNull();
    const below = await openSite(database.db, { PUBLIC_URL: 'https://paper.example/news' });
    const moved = await below.app.request('/news/editions/daily/');
    expect([moved.status, moved.headers.get('location')]).toEqual([301, '/news/editions/daily']);
    expect((await below.app.request('/news//evil.example/')).headers.get('location')).toBeNull();
  });

  test('is no way to post', async () => {
    expect((await site.app.request('/newsletters/daily/subscribe/', { method: 'POST' })).status).toBe(404);
  });
});

describe('links of mails', () => {
  test('GET and HEAD on every token link change nothing, ten times over', async () => {
    const id = await makeSubscriber(site, newsletter.id, 'scanned@reader.example', 'pending');
    const later = new Date('2026-11-25T12:00:00Z');
    const paths = [
      `/confirm/${tokenFor(site.keys, 'confirm', id, newsletter.id, later)}`,
      `/unsubscribe/${tokenFor(site.keys, 'unsubscribe', id, newsletter.id)}`,
      `/preferences/${tokenFor(site.keys, 'preferences', id, newsletter.id)}`,
    ];
    const before = await snapshot();
    for (let round = 0; round < 10; round++)
      for (const path of paths)
        for (const method of ['GET', 'HEAD']) {
          const response = await site.app.request(path, { method });
          expect(response.status).toBe(200);
          expect(response.headers.get('referrer-policy')).toBe('no-referrer');
          expect(response.headers.get('cache-control')).toBe('no-store');
        }
    expect(await snapshot()).toBe(before);
  });

  test('a sign-up is confirmed by POST, and a second POST gives the same answer', async () => {
    await post(site.app, '/newsletters/daily/subscribe', { email: 'confirm@reader.example' });
    await settled(site);
    const { payload } = await site.db
      .selectFrom('outbox')
      .select('payload')
      .where('to_address', '=', 'confirm@reader.example')
      .executeTakeFirstOrThrow();
    const path = new URL(String(payload['confirmUrl'])).pathname;
    expect(await (await site.app.request(path)).text()).toContain('method="post"');
    const answers = [await post(site.app, path), await post(site.app, path)];
    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    expect(await answers[0]!.text()).toBe(await answers[1]!.text());
    const { id } = await site.db
      .selectFrom('subscribers')
      .select('id')
      .where('email', '=', 'confirm@reader.example')
      .executeTakeFirstOrThrow();
    expect(await statusOf(id)).toBe('active');
  });

  test('one click ends the subscription in both encodings, without cookie, Origin or redirect, again and again', async () => {
    const multipart = new FormData();
    multipart.set('List-Unsubscribe', 'One-Click');
    const bodies = [new URLSearchParams('List-Unsubscribe=One-Click'), multipart];
    for (const [index, body] of bodies.entries()) {
      const id = await makeSubscriber(site, newsletter.id, `one-click-${index}@reader.example`);
      const path = `/unsubscribe/${tokenFor(site.keys, 'unsubscribe', id, newsletter.id)}`;
      for (let round = 0; round < 2; round++) {
        const response = await site.app.request(path, { method: 'POST', body });
        expect(response.status).toBe(200);
        expect(response.headers.get('location')).toBeNull();
        expect(await statusOf(id)).toBe('unsubscribed');
      }
    }
  });

  test('a body that cannot be read still leaves', async () => {
    const id = await makeSubscriber(site, newsletter.id, 'garbled@reader.example');
    const path = `/unsubscribe/${tokenFor(site.keys, 'unsubscribe', id, newsletter.id)}`;
    const headers = { 'content-type': 'multipart/form-data; boundary=x' };
    const response = await site.app.request(path, { method: 'POST', headers, body: 'no boundary' });
    expect(response.status).toBe(200);
    expect(await statusOf(id)).toBe('unsubscribed');
  });

  test('leaving by the page can be undone by POST', async () => {
    const id = await makeSubscriber(site, newsletter.id, 'undo@reader.example');
    const path = `/unsubscribe/${tokenFor(site.keys, 'unsubscribe', id, newsletter.id)}`;
    const left = await post(site.app, path, { action: 'leave' });
    expect(await left.text()).toContain('value="undo"');
    expect(await statusOf(id)).toBe('unsubscribed');
    expect((await post(site.app, path, { action: 'undo' })).status).toBe(200);
    expect(await statusOf(id)).toBe('active');
  });

  test('forged, truncated, expired and wrong-purpose tokens get the same page, and change nothing', async () => {
    const id = await makeSubscriber(site, newsletter.id, 'forged@reader.example', 'pending');
    const good = tokenFor(site.keys, 'unsubscribe', id, newsletter.id);
    const expired = tokenFor(site.keys, 'confirm', id, newsletter.id, new Date('2026-11-24T11:00:00Z'));
    const before = await snapshot();
    const answers = new Set<string>();
    for (const path of [
      `/unsubscribe/${good.slice(0, -1)}${good.endsWith('A') ? 'B' : 'A'}`,
      `/unsubscribe/${good.slice(0, 20)}`,
      `/preferences/${good}`,
      `/confirm/${good}`,
      `/confirm/${expired}`,
      `/unsubscribe/${tokenFor(site.keys, 'unsubscribe', id, 999)}`,
      '/unsubscribe/%00',
    ])
      for (const method of ['GET', 'POST']) {
        const response = await site.app.request(path, { method });
        answers.add(`${response.status} ${await response.text()}`);
      }
    expect(answers.size).toBe(1);
    expect([...answers][0]).toMatch(/^404 /);
    expect(await snapshot()).toBe(before);
  });

  test('the links of a test copy open, and change nothing', async () => {
    const path = `/unsubscribe/${tokenFor(site.keys, 'unsubscribe', 0, newsletter.id)}`;
    const before = await snapshot();
    expect((await site.app.request(path)).status).toBe(200);
    expect((await post(site.app, path)).status).toBe(200);
    expect(await snapshot()).toBe(before);
  });
});

describe('preferences', () => {
  test('the name is changed, and a newsletter is left and taken again, each by one press', async () => {
    const id = await makeSubscriber(site, newsletter.id, 'prefs@reader.example');
    const path = `/preferences/${tokenFor(site.keys, 'preferences', id, newsletter.id)}`;
    expect(await (await post(site.app, path, { action: 'profile', first_name: 'Grace' })).text()).toContain(
      'value="Grace"',
    );
    await post(site.app, path, { action: 'leave', newsletter: String(newsletter.id) });
    expect(await statusOf(id)).toBe('unsubscribed');
    await post(site.app, path, { action: 'undo', newsletter: String(newsletter.id) });
    expect(await statusOf(id)).toBe('active');
    expect((await post(site.app, path, { action: 'leave', newsletter: '4711' })).status).toBe(422);
    expect((await post(site.app, path, {})).status).toBe(422);
    expect(await statusOf(id)).toBe('active');
  });
});

describe('editions', () => {
  test('what went out can be read, linked with its neighbours, and drafts cannot', async () => {
    const { hash } = await addOwnPicture(site.db, 'bridge', newsletter.id);
    await makeEdition(site.db, newsletter.id, { date: '2026-11-21', state: 'submitted' });
    await makeEdition(site.db, newsletter.id, { date: '2026-11-22', state: 'submitted', isRehearsal: true }, [
      { headline: 'Tom & <i>Jerry</i>', image: 'bridge' },
      { headline: 'A picture that was swept', image: 'swept' },
      { headline: 'A link that runs', url: 'javascript:alert(1)' },
    ]);
    await makeEdition(site.db, newsletter.id, { date: '2026-11-23', state: 'draft' });
    const response = await site.app.request('/editions/daily/2026-11-22');
    const text = await response.text();
    expect(response.status).toBe(200);
    expect(text).toContain('Rehearsal');
    expect(text).toContain('Tom &amp; &lt;i&gt;Jerry');
    expect(text).not.toContain('javascript:');
    expect(text).toContain('A. Photographer');
    expect(text).toContain('Also reported by The Other');
    expect(text).toContain(`property="og:image" content="http://127.0.0.1:3000/pictures/${hash}-1120.jpg"`);
    expect(text).toContain(`<source type="image/webp" srcset="/pictures/${hash}-352.webp 352w, `);
    expect(text).toContain(`src="/pictures/${hash}-560.jpg"`);
    expect(text).not.toContain(storedPicture('swept').hash);
    expect(text).not.toContain('outlet.example/bridge');
    expect(response.headers.get('content-security-policy')).toContain("img-src 'self';");
    expect(text).toContain('href="/editions/daily/2026-11-21"');
    expect(Buffer.byteLength(text)).toBeLessThan(30_000);
    for (const date of ['2026-11-23', '2026-02-31', 'tomorrow', '2026-11-20', '%00', 'feed.xml%00'])
      expect((await site.app.request(`/editions/daily/${date}`)).status).toBe(404);
    expect(await (await site.app.request('/editions/daily')).text()).not.toContain('2026-11-23');
  });

  test('the feed is RSS that names what went out', async () => {
    const response = await site.app.request('/editions/daily/feed.xml');
    const text = await response.text();
    expect(response.headers.get('content-type')).toContain('application/rss+xml');
    expect(text).toContain('http://127.0.0.1:3000/editions/daily/2026-11-22');
    expect(text).not.toContain('2026-11-23');
  });
});

describe('every page', () => {
  test('carries a policy without unsafe-inline, errors included', async () => {
    for (const path of [
      '/',
      '/embed/daily',
      '/editions/daily',
      '/nothing',
      '/confirm/x',
      '/desk',
      '/desk/login',
      '/inbox',
    ]) {
      const { headers } = await site.app.request(path);
      const policy = headers.get('content-security-policy') ?? '';
      expect(policy).toContain("default-src 'none'");
      expect(policy).not.toContain('unsafe-inline');
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      // The desk's forms tell by it that they come from the desk itself.
      expect(headers.get('referrer-policy')).toBe(path.startsWith('/desk') ? 'same-origin' : 'no-referrer');
    }
  });

  test('has no inline script or style, and no request to another host', async () => {
    for (const path of ['/', '/embed/daily', '/editions/daily', '/desk/login', '/inbox']) {
      const text = await (await site.app.request(path)).text();
      expect(text).not.toMatch(/<script(?! src="\/assets\/)|<style| style=|\son\w+=/);
      // A sample's headlines link to their stories; nothing is loaded from there.
      expect(text).not.toMatch(/(src|<link[^>]*href)="https?:\/\/(?!127\.0\.0\.1:3000)/);
    }
  });

  test('an unexpected error shows no detail', async () => {
    const other = await createTestDatabase();
    const broken = await openSite(other.db);
    await other.drop();
    const response = await broken.app.request('/');
    expect(response.status).toBe(500);
    expect(await response.text()).not.toMatch(/driver|pool|destroyed/i);
  });

  test('the style sheet is cached by its version', async () => {
    const first = await site.app.request('/assets/site.css');
    const etag = first.headers.get('etag')!;
    expect(first.headers.get('content-type')).toContain('text/css');
    const again = await site.app.request('/assets/site.css', { headers: { 'if-none-match': etag } });
    expect(again.status).toBe(304);
    expect((await site.app.request('/assets/..%2f..%2fpackage.json')).status).toBe(404);
  });

  test('a PUBLIC_URL with a path leads every link, whether or not the proxy takes the path off', async () => {
    const below = await openSite(site.db, { PUBLIC_URL: 'https://paper.example/mail/' });
    for (const path of ['/mail/newsletters/daily', '/newsletters/daily']) {
      const text = await (await below.app.request(path)).text();
      expect(text).toContain('action="/mail/newsletters/daily/subscribe"');
    }
  });
});

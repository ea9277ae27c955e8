import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Newsletter } from '../../src/editions/newsletters/newsletters.ts';
import { isReveilleError } from '../../src/domain/errors.ts';
import { findClientAddress } from '../../src/web/clientAddress.ts';
import { listen } from '../../src/web/server.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { makeEdition, makeNewsletter, openSite, type TestSite } from './support.ts';

let database: TestDatabase;
let site: TestSite;
let newsletter: Newsletter;

beforeAll(async () => {
  database = await createTestDatabase();
  site = await openSite(database.db);
  newsletter = await makeNewsletter(database.db);
});
afterAll(() => database.drop());

describe('readiness', () => {
  beforeEach(() => site.db.deleteFrom('editions').execute());

  test('a system with nothing overdue is ready', async () => {
    await makeEdition(site.db, newsletter.id, {
      date: '2026-11-24',
      state: 'approved',
      dueAt: new Date('2026-11-24T11:00:00Z'),
    });
    const response = await site.app.request('/readyz');
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({ ready: true });
    expect(await (await site.app.request('/healthz')).text()).toBe('ok');
  });

  test('an edition past its hour by more than it may be makes it unready', async () => {
    await makeEdition(site.db, newsletter.id, {
      date: '2026-11-24',
      state: 'draft',
      dueAt: new Date('2026-11-24T09:59:00Z'),
    });
    const response = await site.app.request('/readyz');
    expect(response.status).toBe(503);
    expect(await response.json()).toMatchObject({
      ready: false,
      checks: { editions: { ok: false, detail: [{ newsletter: 'daily', date: '2026-11-24', reason: 'overdue' }] } },
    });
  });

  test('a database that does not answer makes it unready, and tells nothing of itself', async () => {
    const other = await createTestDatabase();
    const broken = await openSite(other.db);
    await other.drop();
    const response = await broken.app.request('/readyz');
    expect(response.status).toBe(503);
    expect(await response.text()).not.toMatch(/driver|destroyed|postgres:/);
  });

  test('a database that takes no writes makes it unready', async () => {
    await database.db.connection().execute(async (db) => {
      const { app } = await openSite(db);
      await sql`set default_transaction_read_only = on`.execute(db);
      const response = await app.request('/readyz');
      await sql`reset default_transaction_read_only`.execute(db);
      expect(response.status).toBe(503);
      expect(await response.json()).toMatchObject({ checks: { database: { ok: false, detail: 'takes no writes' } } });
    });
  });

  test('a queue that does not answer makes it unready, and leaves the metrics of the rest', async () => {
    const fail = (): Promise<never> => Promise.reject(new Error('no answer from redis://secret@queue.example'));
    const queues = { enqueue: async () => undefined, ping: fail, counts: fail, close: async () => undefined };
    const { app } = await openSite(site.db, {}, undefined, { queues });
    const response = await app.request('/readyz');
    expect(response.status).toBe(503);
    const { checks } = (await response.json()) as { checks: object };
    expect(checks).toMatchObject({ database: { ok: true }, queue: { ok: false, detail: 'does not answer' } });
    const metrics = await (await app.request('/metrics')).text();
    expect(metrics).toContain('reveille_editions_overdue');
    expect(metrics).not.toContain('reveille_queue_jobs{');
  });

  test('relays make it unready only while every one of them is known to be down', async () => {
    const relayed = await openSite(site.db, { SMTP_URL: 'smtp://one.example,smtps://two.example' });
    const down = (relay: string, minutes: number): Promise<unknown> =>
      site.db
        .insertInto('relay_states')
        .values({ relay, down_until: new Date(Date.now() + minutes * 60_000), reason: 'refused by 192.0.2.1' })
        .execute();
    await down('one.example:25', 10);
    expect((await relayed.app.request('/readyz')).status).toBe(200);
    await down('two.example:465', 10);
    const response = await relayed.app.request('/readyz');
    expect(response.status).toBe(503);
    const text = await response.text();
    expect(JSON.parse(text).checks.relays).toEqual({ ok: false, detail: 'no relay can be reached' });
    expect(text).not.toContain('192.0.2.1');
    await site.db
      .updateTable('relay_states')
      .set({ down_until: new Date(Date.now() - 1_000) })
      .execute();
    expect((await relayed.app.request('/readyz')).status).toBe(200);
  });

  test('metrics name what Postgres and the queues know', async () => {
    const paused = { date: '2026-11-23', state: 'paused' as const, startedAt: new Date('2026-11-24T11:00:00Z') };
    await makeEdition(site.db, newsletter.id, paused);
    await makeEdition(site.db, newsletter.id, { ...paused, date: '2026-11-22', isRehearsal: true });
    // No other web was scraped, so this one shows the shared figures.
    await site.db.deleteFrom('settings').where('key', '=', 'metrics_scrape').execute();
    await site.db
      .insertInto('outlets')
      .values({
        newsletter_id: newsletter.id,
        url: 'https://gazette.example/feed',
        name: 'The "Gazette"',
        failures: 2,
        last_success_at: new Date('2026-11-24T11:50:00Z'),
        next_fetch_at: new Date('2026-11-24T12:10:00Z'),
        median_delay_seconds: 240,
      })
      .execute();
    const text = await (await site.app.request('/metrics')).text();
    for (const name of [
      'reveille_outbox',
      'reveille_editions_overdue{process="web"} 0',
      'reveille_editions_paused{process="web"} 1',
      'reveille_queue_jobs{queue="mailer"',
      'process_cpu',
      'reveille_outlet_failures{',
      'reveille_outlet_delay_seconds{',
    ])
      expect(text).toContain(name);
    expect(text).toMatch(/reveille_outlet_failures\{[^}]*outlet="The \\"Gazette\\" #\d+"[^}]*\} 2\n/);
    expect(text).toMatch(/reveille_outlet_last_success_timestamp_seconds\{[^}]*\} 1795521000\n/);
    expect(text).toMatch(/reveille_outlet_next_fetch_timestamp_seconds\{[^}]*\} 1795522200\n/);
  });
});

describe('what only this machine may see', () => {
  const paths = ['/inbox', '/inbox/messages.json', '/inbox/messages/1', '/inbox/messages/1.eml', '/metrics'];

  test('is open while PUBLIC_URL is loopback', async () => {
    for (const path of ['/inbox', '/inbox/messages.json', '/metrics'])
      expect((await site.app.request(path)).status).toBe(200);
  });

  test('is for staff where PUBLIC_URL is not, and where a stranger’s name was made to point here', async () => {
    const world = await openSite(site.db, { PUBLIC_URL: 'https://news.paper.example' });
    for (const path of paths) {
      expect((await world.app.request(path)).headers.get('location')).toBe('/desk/login');
      expect((await site.app.request(`http://rebound.example:3000${path}`)).status).toBe(303);
    }
  });

  test('there is no inbox where a relay is named', async () => {
    const relayed = await openSite(site.db, { SMTP_URL: 'smtp://relay.example' });
    for (const path of paths.filter((path) => path.startsWith('/inbox')))
      expect((await relayed.app.request(path)).status).toBe(404);
  });
});

describe('the inbox', () => {
  const raw = [
    'From: The Daily Test <news@paper.example>',
    'To: reader@reader.example',
    'Subject: =?utf-8?q?Caf=C3=A9?= <b>',
    'MIME-Version: 1.0',
    'Content-Type: multipart/alternative; boundary=x',
    '',
    '--x\r\nContent-Type: text/plain\r\n\r\nPlain words',
    '--x\r\nContent-Type: text/html\r\n\r\n<html><head></head><body onload="x()"><a href="https://a.example">A</a></body></html>',
    '--x--',
  ].join('\r\n');

  test('lists, shows and gives back what came in', async () => {
    const { id } = await site.db
      .insertInto('inbox_messages')
      .values({
        mail_from: 'bounce@paper.example',
        rcpt_to: 'reader@reader.example',
        header_from: 'The Daily Test <news@paper.example>',
        subject: 'Café <b>',
        bytes: raw.length,
        raw: Buffer.from(raw),
      })
      .returning('id')
      .executeTakeFirstOrThrow();
    const text = expect.any(String);
    expect(await (await site.app.request('/inbox/messages.json')).json()).toEqual([
      { id, to: 'reader@reader.example', from: text, subject: 'Café <b>', receivedAt: text, bytes: raw.length },
    ]);
    const list = await (await site.app.request('/inbox')).text();
    expect(list).toContain('Café &lt;b&gt;');
    expect(list).toContain('no reader received these messages');
    const page = await (await site.app.request(`/inbox/messages/${id}`)).text();
    expect(page).toContain('Plain words');
    expect(page).toContain(`src="/inbox/messages/${id}/html"`);
    const part = await site.app.request(`/inbox/messages/${id}/html`);
    expect(part.headers.get('content-security-policy')).toMatch(/default-src 'none'.*sandbox/);
    expect(await part.text()).toContain('<base target="_blank">');
    const eml = await site.app.request(`/inbox/messages/${id}.eml`);
    expect(eml.headers.get('content-type')).toBe('message/rfc822');
    expect(await eml.text()).toBe(raw);
    for (const missing of ['999', 'x', '0.eml', '99999999999999999999'])
      expect((await site.app.request(`/inbox/messages/${missing}`)).status).toBe(404);
  });
});

describe('the client’s address', () => {
  test.each([
    ['203.0.113.9', '198.51.100.1', [], '203.0.113.9'],
    ['::ffff:203.0.113.9', undefined, [], '203.0.113.9'],
    ['127.0.0.1', '6.6.6.6, 198.51.100.1', ['127.0.0.1'], '198.51.100.1'],
    ['127.0.0.1', '6.6.6.6, 198.51.100.1, 10.1.2.3', ['127.0.0.1', '10.0.0.0/8'], '198.51.100.1'],
    ['127.0.0.1', 'unknown', ['127.0.0.1'], '127.0.0.1'],
    ['127.0.0.1', '198.51.100.1:4711', ['127.0.0.1'], '198.51.100.1'],
    ['::1', '[2001:db8::1]:4711', ['::1/128'], '2001:db8::1'],
    ['fe80::1%eth0', undefined, [], 'fe80::1'],
    ['10.0.0.1', '10.0.0.2', ['10.0.0.0/8'], '10.0.0.2'],
    [undefined, '198.51.100.1', ['127.0.0.1'], null],
  ])('of peer %s that forwards for %s is the rightmost that nobody vouches for', (peer, forwarded, proxies, client) => {
    expect(findClientAddress(peer, forwarded, proxies)).toBe(client);
  });
});

describe('listening', () => {
  test('serves, names a port in use, and closes with no request cut', async () => {
    const server = await listen(site.app, { host: '127.0.0.1', port: 0 });
    const busy = await listen(site.app, { host: '127.0.0.1', port: server.port }).catch((error: unknown) => error);
    expect(isReveilleError(busy, 'PORT_IN_USE')).toBe(true);
    const running = fetch(`http://127.0.0.1:${server.port}/newsletters/daily`);
    expect((await running).status).toBe(200);
    const head = await fetch(`http://127.0.0.1:${server.port}/newsletters/daily`, { method: 'HEAD' });
    expect(await head.text()).toBe('');
    await server.close();
    await expect(fetch(`http://127.0.0.1:${server.port}/healthz`)).rejects.toThrow('fetch failed');
  });
});

describe('the sample newsroom', () => {
  test('is served while a sample newsletter takes from it, and says when nothing changed', async () => {
    expect((await site.app.request('/sample/sentinel')).status).toBe(404);
    await site.db.updateTable('newsletters').set({ is_sample: true }).execute();
    const first = await site.app.request('/sample/sentinel');
    expect(first.status).toBe(200);
    const headers = { 'if-none-match': first.headers.get('etag')! };
    expect((await site.app.request('/sample/sentinel', { headers })).status).toBe(304);
    expect((await site.app.request('/sample/nowhere')).status).toBe(404);
  });
});

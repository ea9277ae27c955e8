import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { listen, type Listening } from '../../src/web/server.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { openSite, type TestSite } from './support.ts';

const TOKEN = 'a-token-of-the-tests-0123456789';
let database: TestDatabase;
let site: TestSite;
let server: Listening;

beforeAll(async () => {
  database = await createTestDatabase();
  site = await openSite(database.db, { METRICS_TOKEN: TOKEN });
  server = await listen(site.app, { host: '127.0.0.1', port: 0 });
});
afterAll(async () => {
  await server.close();
  await database.drop();
});

/** The status that a request over a real connection gets. */
function visit(path: string, headers: Record<string, string> = {}): Promise<number> {
  return new Promise((done, fail) => {
    const sent = request({ port: server.port, host: '127.0.0.1', path, headers }, (response) => {
      response.resume();
      done(response.statusCode!);
    });
    sent.on('error', fail).end();
  });
}

describe('what only this machine may see', () => {
  test('is shown to a visit from this machine, by one of its names', async () => {
    for (const path of ['/inbox', '/inbox/messages.json', '/metrics']) {
      expect(await visit(path)).toBe(200);
      expect(await visit(path, { Host: `localhost:${server.port}` })).toBe(200);
      expect(await visit(path, { Host: 'news.paper.example' })).toBe(303);
    }
  });

  test.each([
    ['X-Forwarded-For', '203.0.113.9'],
    ['X-Forwarded-For', '127.0.0.1'],
    ['X-Forwarded-Proto', 'https'],
    ['X-Forwarded-Host', 'localhost'],
    ['Forwarded', 'for=203.0.113.9'],
    ['Via', '1.1 proxy'],
    ['X-Real-IP', '203.0.113.9'],
    ['CF-Connecting-IP', '203.0.113.9'],
    ['True-Client-IP', '203.0.113.9'],
    ['X-Forwarded', '203.0.113.9'],
    ['Fly-Client-IP', '203.0.113.9'],
    ['Forwarded-For', '203.0.113.9'],
    ['WL-Proxy-Client-IP', '203.0.113.9'],
    ['DO-Connecting-IP', '203.0.113.9'],
    ['X-Amzn-Trace-Id', 'Root=1-67891233'],
    ['X-Request-Id', '5f1e'],
    ['CDN-Loop', 'cloudflare'],
    ['Max-Forwards', '10'],
  ])('is not shown where a proxy passed the visit on, which %s: %s tells', async (name, value) => {
    for (const path of ['/inbox', '/inbox/messages.json', '/metrics'])
      expect(await visit(path, { [name]: value })).toBe(303);
  });

  test('is shown to browsers, commands and scrapers here with the headers that these send', async () => {
    for (const headers of [
      { 'X-Requested-With': 'XMLHttpRequest', 'Sec-Fetch-Mode': 'cors', 'Accept-Language': '*' },
      { 'X-Prometheus-Scrape-Timeout-Seconds': '10', 'User-Agent': 'Prometheus/2.42.0' },
      { 'Upgrade-Insecure-Requests': '1', DNT: '1', Priority: 'u=0, i', Pragma: 'no-cache' },
    ])
      expect(await visit('/metrics', headers)).toBe(200);
  });

  test('is not shown to a peer that is not this machine', async () => {
    for (const remoteAddress of ['192.0.2.7', '::ffff:192.0.2.7', undefined]) {
      const env = { incoming: { httpVersion: '1.1', socket: { remoteAddress } } };
      expect((await site.app.request('http://127.0.0.1:3000/inbox', {}, env as object)).status).toBe(303);
    }
    const env = { incoming: { httpVersion: '1.1', socket: { remoteAddress: '::ffff:127.0.0.1' } } };
    expect((await site.app.request('http://127.0.0.1:3000/inbox', {}, env as object)).status).toBe(200);
  });
});

describe('METRICS_TOKEN', () => {
  const away = { 'X-Forwarded-For': '203.0.113.9' };

  test('opens /metrics from anywhere, and nothing else', async () => {
    const bearer = { ...away, Authorization: `Bearer ${TOKEN}` };
    expect(await visit('/metrics', bearer)).toBe(200);
    expect(await visit('/metrics', { ...bearer, Authorization: `bearer ${TOKEN}`, Host: 'x.example' })).toBe(200);
    expect(await visit('/inbox', bearer)).toBe(303);
    expect(await visit('/desk', bearer)).toBe(303);
  });

  test.each([`Bearer ${TOKEN}x`, `Bearer ${TOKEN.slice(1)}`, 'Bearer x'])(
    'is refused where it is another one: %s',
    async (sent) => {
      expect(await visit('/metrics', { ...away, Authorization: sent })).toBe(401);
    },
  );

  test('counts only as a bearer token', async () => {
    for (const Authorization of [TOKEN, `Basic ${TOKEN}`, 'Bearer '])
      expect(await visit('/metrics', { ...away, Authorization })).toBe(303);
    expect(await visit(`/metrics?token=${TOKEN}`, away)).toBe(303);
  });

  test('opens nothing where none is set', async () => {
    const { app } = await openSite(database.db, { PUBLIC_URL: 'https://news.paper.example' });
    for (const sent of ['Bearer null', 'Bearer undefined', `Bearer ${TOKEN}`])
      expect((await app.request('/metrics', { headers: { Authorization: sent } })).status).toBe(303);
  });
});

test('browsers keep to https where PUBLIC_URL does, on every answer', async () => {
  const secure = await openSite(database.db, { PUBLIC_URL: 'https://news.paper.example' });
  for (const path of ['/', '/healthz', '/nowhere', '/assets/site.css', '/desk'])
    expect((await secure.app.request(path)).headers.get('strict-transport-security')).toBe('max-age=31536000');
  expect((await site.app.request('/')).headers.get('strict-transport-security')).toBeNull();
});

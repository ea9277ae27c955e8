import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { request, type RequestOptions } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { killPicture } from '../../src/newsroom/pictures/kill.ts';
import { listen, type Listening } from '../../src/web/server.ts';
import { addDeliveries, makeEdition, makePaper, rememberJobs } from '../editions/support.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { startNginx } from '../support/nginx.ts';
import { addOwnPicture } from '../support/pictures.ts';
import { freePort } from '../../scripts/servers/ports.ts';
import { signIn, type SignedIn } from '../web/signedIn.ts';
import { makeSubscriber, NOON, openSite, tokenFor, type TestSite } from '../web/support.ts';

const HOST = 'news.paper.example';
const EXAMPLE = join(import.meta.dirname, '..', '..', 'packaging', 'nginx', 'reveille.conf');

let database: TestDatabase;
let folder: string;
let site: TestSite;
let desk: SignedIn;
let web: Listening;
let nginx: { stop: () => Promise<void> };
let ports: { http: number; https: number };
let newsletterId: number;
/** The headers of the requests that reached the web. */
const reached: Record<string, string>[] = [];

/** The example as it stands in the repository, with this machine's ports and a certificate of the tests. */
async function exampleHere(webPort: number): Promise<string> {
  const key = join(folder, 'key.pem');
  const certificate = join(folder, 'certificate.pem');
  const asked = ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'];
  const names = ['-subj', `/CN=${HOST}`, '-addext', `subjectAltName=DNS:${HOST}`];
  execFileSync('openssl', [...asked, ...names, '-keyout', key, '-out', certificate], { stdio: 'ignore' });
  const here = {
    'listen 80;': `listen 127.0.0.1:${ports.http};`,
    'listen [::]:80;': `listen 127.0.0.2:${ports.http};`,
    'listen 443 ssl': `listen 127.0.0.1:${ports.https} ssl`,
    'listen [::]:443 ssl': `listen 127.0.0.2:${ports.https} ssl`,
    '127.0.0.1:3000': `127.0.0.1:${webPort}`,
    [`/etc/letsencrypt/live/${HOST}/fullchain.pem`]: certificate,
    [`/etc/letsencrypt/live/${HOST}/privkey.pem`]: key,
    '/var/log/nginx/reveille.error.log': join(folder, 'error.log'),
  };
  let text = await readFile(EXAMPLE, 'utf8');
  for (const [there, own] of Object.entries(here)) {
    expect(text).toContain(there);
    text = text.replaceAll(there, own);
  }
  return text;
}

beforeAll(async () => {
  database = await createTestDatabase();
  folder = await mkdtemp(join(tmpdir(), 'reveille-nginx-'));
  // nginx's workers are another user, and keep larger bodies below it.
  await chmod(folder, 0o711);
  ports = { http: await freePort(), https: await freePort() };
  const environment = { TRUST_PROXY: '127.0.0.1', PUBLIC_URL: `https://${HOST}`, DATA_DIR: folder };
  site = await openSite(database.db, { ...environment, SMTP_URL: 'smtp://relay.example' });
  desk = await signIn(site);
  newsletterId = await makePaper(database.db, 2);
  const app = (...[asked, env]: Parameters<TestSite['app']['fetch']>): ReturnType<TestSite['app']['fetch']> => {
    reached.push(Object.fromEntries(asked.headers));
    return site.app.fetch(asked, env);
  };
  web = await listen({ fetch: app }, { host: '127.0.0.1', port: 0 });
  nginx = await startNginx(folder, await exampleHere(web.port), ports.https);
});
afterAll(async () => {
  await nginx.stop();
  await web.close();
  await database.drop();
  await rm(folder, { recursive: true, force: true });
});

type Answer = { status: number; headers: IncomingMessage['headers']; body: string };

async function answerOf(response: IncomingMessage): Promise<Answer> {
  let body = '';
  for await (const chunk of response) body += String(chunk);
  return { status: response.statusCode!, headers: response.headers, body };
}

/** A request by HTTPS that checks the certificate, without its body. */
async function ask(path: string, options: RequestOptions = {}): Promise<ReturnType<typeof request>> {
  const ca = await readFile(join(folder, 'certificate.pem'));
  const { headers, ...others } = options;
  return request({
    host: '127.0.0.1',
    port: ports.https,
    servername: HOST,
    ca,
    path,
    headers: { Host: HOST, ...(headers as Record<string, string>) },
    ...others,
  });
}

async function get(path: string, options: RequestOptions = {}, body?: string): Promise<Answer> {
  const sent = await ask(path, options);
  sent.end(body);
  const [response] = (await once(sent, 'response')) as [IncomingMessage];
  return answerOf(response);
}

test('HTTP leads to HTTPS at the same path, and a POST stays a POST', async () => {
  for (const method of ['GET', 'POST']) {
    const options = { host: '127.0.0.1', port: ports.http, path: '/editions/daily/2026-11-24?x=1', method };
    const sent = httpRequest({ ...options, headers: { Host: HOST } }).end();
    const [response] = (await once(sent, 'response')) as [IncomingMessage];
    response.resume();
    expect([response.statusCode, response.headers.location]).toEqual([
      308,
      `https://${HOST}/editions/daily/2026-11-24?x=1`,
    ]);
  }
});

test('the web sees the visitor’s own address, whatever the visitor says, and the host', async () => {
  const { status, headers } = await get('/', { headers: { 'X-Forwarded-For': '203.0.113.9' } });
  expect(status).toBe(200);
  expect(headers['strict-transport-security']).toMatch(/max-age=/);
  expect(reached.at(-1)).toMatchObject({ 'x-forwarded-for': '127.0.0.1', 'x-forwarded-proto': 'https', host: HOST });
});

test('a mailbox provider’s one-click POST unsubscribes', async () => {
  const reader = await makeSubscriber(site, newsletterId, 'ada@reader.example');
  const path = `/unsubscribe/${tokenFor(site.keys, 'unsubscribe', reader, newsletterId)}`;
  const headers = { 'Content-Type': 'application/x-www-form-urlencoded' };
  const { status } = await get(path, { method: 'POST', headers }, 'List-Unsubscribe=One-Click');
  expect(status).toBe(200);
  const row = await database.db
    .selectFrom('subscriptions')
    .select('status')
    .where('subscriber_id', '=', reader)
    .executeTakeFirstOrThrow();
  expect(row.status).toBe('unsubscribed');
});

/** A multipart form with one file of so many bytes. */
function listForm(bytes: number): { body: string; headers: Record<string, string> } {
  const field = (name: string, value: string): string =>
    `--edge\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;
  const rows = 'email\r\n'.padEnd(bytes, 'reader@reader.example\r\n');
  const file = `--edge\r\nContent-Disposition: form-data; name="list"; filename="list.csv"\r\n\r\n${rows}\r\n--edge--\r\n`;
  const body = `${field('form_token', desk.formToken)}${field('consent', 'At the fair')}${file}`;
  const headers = { 'Content-Type': 'multipart/form-data; boundary=edge', Cookie: desk.cookie };
  return { body, headers: { ...headers, 'Content-Length': String(body.length) } };
}

test('a list of five megabytes is taken', async () => {
  const { body, headers } = listForm(5_000_000);
  const answer = await get('/desk/subscribers/import', { method: 'POST', headers }, body);
  expect([answer.status, answer.headers.location]).toEqual([303, expect.stringContaining('/desk/subscribers/import')]);
});

test('an upload that is refused is answered before it has arrived', async () => {
  const { body, headers } = listForm(100_000);
  const sent = await ask('/desk/subscribers/import', {
    method: 'POST',
    headers: { ...headers, Cookie: '', 'Content-Length': '200000000' },
  });
  sent.write(body);
  const [response] = (await once(sent, 'response')) as [IncomingMessage];
  sent.on('error', () => undefined).destroy();
  expect(response.statusCode).toBe(403);
});

test('a picture of three megabytes reaches the web, which refuses it itself where nobody is signed in', async () => {
  const { status, body } = await get('/desk/account', { method: 'POST' }, 'x'.repeat(3_000_000));
  expect(status).toBe(413);
  expect(body).not.toContain('nginx');
});

test('the progress of a send arrives while it goes on', async () => {
  const edition = await makeEdition(database.db, newsletterId, { state: 'submitting' });
  await addDeliveries(database.db, edition, [{ state: 'submitted' }, { state: 'pending' }]);
  const sent = await ask(`/desk/editions/${edition}/progress`, { headers: { Cookie: desk.cookie } });
  sent.end();
  const [response] = (await once(sent, 'response')) as [IncomingMessage];
  const [chunk] = (await once(response, 'data')) as [Buffer];
  expect(String(chunk)).toContain('event: progress');
  expect(response.complete).toBe(false);
  sent.on('error', () => undefined).destroy();
});

test('a picture may be cached for a minute, and is gone for all once it must go', async () => {
  const { hash } = await addOwnPicture(database.db, 'harbour', newsletterId);
  const path = `/pictures/${hash}-176.jpg`;
  const first = await get(path);
  expect([first.status, first.headers['cache-control']]).toEqual([200, 'public, max-age=60, must-revalidate']);
  const again = await get(path, { headers: { 'If-None-Match': String(first.headers.etag) } });
  expect(again.status).toBe(304);
  await killPicture(
    { db: database.db, queues: rememberJobs().queues, now: () => NOON },
    { which: hash, actor: 'test' },
  );
  expect((await get(path)).status).toBe(410);
});

test('no log of nginx holds a reader’s token, not even where the web is away', async () => {
  await web.close();
  const token = createHash('sha256').update('a reader').digest('hex');
  const { status } = await get(`/preferences/${token}`);
  expect(status).toBe(502);
  expect(await readFile(join(folder, 'error.log'), 'utf8')).not.toContain(token);
});

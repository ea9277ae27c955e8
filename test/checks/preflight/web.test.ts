import { createServer, type RequestListener } from 'node:http';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { checkClock } from '../../../src/checks/preflight/clock.ts';
import { checkOneClick } from '../../../src/checks/preflight/oneClick.ts';
import { openVisits, type Answer, type Visit } from '../../../src/checks/preflight/visit.ts';
import { createTestDatabase, type TestDatabase } from '../../support/database.ts';
import { testKeys } from '../../support/edition.ts';

const PUBLIC_URL = 'https://news.paper.example';
const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

/** Visits a server on loopback as if it were PUBLIC_URL. */
async function visitsOf(listener: RequestListener, now = (): Date => new Date()): Promise<Visit> {
  const server = createServer(listener);
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  closers.push(() => new Promise((done) => server.close(() => done())));
  const { port } = server.address() as { port: number };
  const visit = openVisits({ now });
  return (method, url) => visit(method, url.replace(PUBLIC_URL, `http://127.0.0.1:${port}`));
}

/** Answers as our own web does: the first token that it sees is the signed one, and another is refused. */
function likeOurs(
  change: { post?: number; get?: number; altered?: number; headers?: Record<string, string> } = {},
): RequestListener {
  let signed: string | undefined;
  return (request, response) => {
    signed ??= request.url;
    const isAltered = request.url !== signed;
    const status = isAltered
      ? (change.altered ?? 404)
      : request.method === 'POST'
        ? (change.post ?? 200)
        : (change.get ?? 200);
    response.writeHead(status, change.headers ?? {}).end('a page');
  };
}

const check = async (visit: Visit, publicUrl = PUBLIC_URL): Promise<{ outcome: string; found: string }> =>
  (await checkOneClick({ keys: testKeys, visit, publicUrl }, 7)).finding;

describe('the one click', () => {
  test('passes, with the body that RFC 8058 asks for and neither cookie nor login', async () => {
    const seen: string[] = [];
    const ours = likeOurs();
    const visit = await visitsOf((request, response) => {
      let body = '';
      request.on('data', (chunk: Buffer) => (body += chunk.toString()));
      request.on('end', () => seen.push(`${request.method} ${request.headers.cookie ?? ''}${body}`));
      ours(request, response);
    });
    expect(await check(visit)).toMatchObject({ outcome: 'pass' });
    const post = 'POST List-Unsubscribe=One-Click';
    expect(seen).toEqual([post, 'GET ', post]);
  });

  test.each([
    ['http://127.0.0.1:3000', 'only this machine'],
    ['https://localhost', 'only this machine'],
    ['http://news.paper.example', 'requires https'],
  ])('fails at once where PUBLIC_URL is %s', async (publicUrl, found) => {
    const nobody: Visit = () => Promise.reject(new Error('nobody is to be visited'));
    expect(await check(nobody, publicUrl)).toMatchObject({ outcome: 'fail', found: expect.stringContaining(found) });
  });

  test.each([
    ['redirects', likeOurs({ post: 302, headers: { location: '/login' } }), 'redirects to /login'],
    ['asks for a login', likeOurs({ post: 401 }), 'login (401)'],
    ['fails', likeOurs({ post: 502 }), 'fails (502)'],
    ['has another SECRET', likeOurs({ post: 404 }), 'refuses a link that was signed here'],
    ['takes every link', likeOurs({ altered: 200 }), 'without a valid signature'],
  ])('fails where the server %s', async (_what, listener, found) => {
    expect(await check(await visitsOf(listener))).toMatchObject({
      outcome: 'fail',
      found: expect.stringContaining(found),
    });
  });

  test('fails where nobody answers, with the reason', async () => {
    const visit = await visitsOf(likeOurs());
    for (const close of closers.splice(0)) await close();
    const finding = await check(visit);
    expect(finding).toMatchObject({ outcome: 'fail' });
    expect(finding.found).toContain('ECONNREFUSED');
  });

  test.each([
    ['readers see no page', likeOurs({ get: 405 }), 'gets no page'],
    ['it sets a cookie', likeOurs({ headers: { 'set-cookie': 'a=1' } }), 'cookie'],
  ])('warns where %s', async (_what, listener, found) => {
    expect(await check(await visitsOf(listener))).toMatchObject({
      outcome: 'warn',
      found: expect.stringContaining(found),
    });
  });

  test('warns where the answer takes long', async () => {
    let minutes = 0;
    const visit = await visitsOf(likeOurs(), () => new Date(Date.UTC(2026, 10, 24, 12, minutes++)));
    expect(await check(visit)).toMatchObject({ outcome: 'warn', found: expect.stringContaining('took 60 s') });
  });
});

describe('the clock', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createTestDatabase();
  });
  afterAll(() => database.drop());

  const shifted = (ms: number) => (): Date => new Date(Date.now() + ms);
  const answeredAt = (date: string | null, at: Date): Extract<Answer, { kind: 'answered' }> => ({
    kind: 'answered',
    status: 200,
    headers: new Headers(date === null ? {} : { date }),
    startedAt: at,
    endedAt: at,
  });

  test.each([
    [0, 'pass'],
    [30_000, 'pass'],
    [-90_000, 'warn'],
    [90_000, 'warn'],
    [400_000, 'fail'],
  ])('%i ms from the database: %s', async (ms, outcome) => {
    expect(await checkClock({ db: database.db, machineNow: shifted(ms) }, null)).toMatchObject({ outcome });
  });

  test.each([
    [0, 'pass'],
    [120_000, 'warn'],
    [-600_000, 'fail'],
  ])('%i ms from PUBLIC_URL’s Date: %s', async (ms, outcome) => {
    const at = new Date();
    const answer = answeredAt(new Date(at.getTime() + ms).toUTCString(), at);
    expect(await checkClock({ db: database.db, machineNow: shifted(0) }, answer)).toMatchObject({ outcome });
  });

  test('a server that tells no time is left out', async () => {
    for (const date of [null, 'noon'])
      expect(
        (await checkClock({ db: database.db, machineNow: shifted(0) }, answeredAt(date, new Date()))).found,
      ).not.toContain('PUBLIC_URL');
  });
});

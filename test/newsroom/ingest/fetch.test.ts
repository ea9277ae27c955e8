import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  isPublicAddress,
  namesPrivateHost,
  publicLookup,
  type Resolve,
} from '../../../src/newsroom/ingest/fetch/addresses.ts';
import {
  openFetcher,
  readRetryAfter,
  type FetchOptions,
  type FetchOutcome,
} from '../../../src/newsroom/ingest/fetch/fetch.ts';
import { userAgentOf } from '../../../src/newsroom/ingest/fetch/userAgent.ts';
import { redirect, send, startOutlet, type Outlet } from './standin.ts';

let outlet: Outlet;
let other: Outlet;

beforeAll(async () => {
  [outlet, other] = await Promise.all([startOutlet(), startOutlet({ '/secret': send('secret') })]);
});
afterAll(async () => {
  await Promise.all([outlet.close(), other.close()]);
});

async function get(
  url: string,
  options: Partial<FetchOptions> = {},
  origin: string | null = outlet.origin,
  timeoutMs = 20_000,
): Promise<FetchOutcome> {
  const fetcher = openFetcher({ privateOrigin: origin, timeoutMs });
  try {
    return await fetcher.fetch(url, { maxBytes: 1000, accept: '*/*', ...options });
  } finally {
    await fetcher.close();
  }
}

const failure = (outcome: FetchOutcome): string => (outcome.kind === 'failed' ? outcome.code : outcome.kind);

describe('addresses', () => {
  test.each([
    '127.0.0.1',
    '10.1.2.3',
    '172.16.0.1',
    '192.168.1.1',
    '169.254.169.254',
    '100.64.0.1',
    '0.0.0.0',
    '224.0.0.1',
    '255.255.255.255',
    '192.0.2.1',
    '198.18.0.1',
    '240.0.0.1',
    '::',
    '::1',
    'fe80::1',
    'fc00::1',
    'ff02::1',
    'fec0::1',
    '::ffff:127.0.0.1',
    '::ffff:a00:1',
    '::127.0.0.1',
    '64:ff9b::7f00:1',
    '64:ff9b:1::1',
    '2002:7f00:1::',
    '2001:0:1::1',
    '2001:db8::1',
    '100::1',
    '4000::1',
    'nonsense',
  ])('%s is not public', (address) => {
    expect(isPublicAddress(address)).toBe(false);
  });
  test.each(['93.184.215.14', '2606:4700::1111', '::ffff:93.184.215.14'])('%s is public', (address) => {
    expect(isPublicAddress(address)).toBe(true);
  });
  test.each([
    'http://127.1/',
    'http://2130706433/',
    'http://0x7f.0.0.1/',
    'http://0177.0.0.1/',
    'http://127.0.0.1./',
    'http://[::1]/',
    'http://[::ffff:7f00:1]/',
    'http://localhost/',
    'http://a.localhost./',
    'http://printer.local/',
  ])('%s names a private host', (url) => {
    expect(namesPrivateHost(new URL(url))).toBe(true);
  });
  test.each([
    'http://127.1/',
    'http://[::ffff:7f00:1]/',
    'http://169.254.169.254/',
    'http://localhost:1/',
    'ftp://paper.example/',
    'nonsense',
  ])('%s is refused before anything is sent', async (url) => {
    expect(failure(await get(url))).toBe('FETCH_REFUSED_ADDRESS');
  });
  test('a name is judged by the addresses it has at the moment of connecting', async () => {
    const answer = await new Promise<string>((resolve) => {
      publicLookup()('localhost', { all: true }, (error) => {
        resolve((error as { code?: string } | null)?.code ?? 'connected');
      });
    });
    expect(answer).toBe('FETCH_REFUSED_ADDRESS');
  });
  test('a name that turns private after its first answer is refused, and every connection asks once', async () => {
    const asked: string[] = [];
    const answers = ['198.51.100.7', '127.0.0.1', '::1', '::ffff:10.0.0.1', '169.254.169.254'];
    const fetcher = openFetcher({
      timeoutMs: 20_000,
      resolve: ((name: string, _options: unknown, answer: (error: null, found: object[]) => void) => {
        asked.push(name);
        const address = answers[asked.length - 1] ?? '127.0.0.1';
        answer(null, [{ address, family: address.includes(':') ? 6 : 4 }]);
      }) as unknown as Resolve,
    });
    // The first address is reserved for documentation: it is refused as well, which is all that this test may try.
    for (let i = 0; i < answers.length; i++)
      expect(failure(await fetcher.fetch('http://turncoat.example/', { maxBytes: 10, accept: '*/*' }))).toBe(
        'FETCH_REFUSED_ADDRESS',
      );
    expect(asked).toEqual(answers.map(() => 'turncoat.example'));
    await fetcher.close();
  });
  test('of several addresses only the public ones are used', async () => {
    const found = await new Promise<unknown>((resolve) => {
      const mixed = ((_name: string, _options: unknown, answer: (error: null, all: object[]) => void) => {
        answer(null, [
          { address: '10.0.0.1', family: 4 },
          { address: '93.184.215.14', family: 4 },
          { address: '::1', family: 6 },
        ]);
      }) as unknown as Resolve;
      publicLookup(mixed)('mixed.example', { all: true }, (_error, addresses) => {
        resolve(addresses);
      });
    });
    expect(found).toEqual([{ address: '93.184.215.14', family: 4 }]);
  });
  test('the socket asks the guarded lookup: a public-looking name for loopback is refused', async () => {
    // ip6-localhost stands for loopback in the hosts file of most machines; elsewhere it does not resolve.
    expect(['FETCH_REFUSED_ADDRESS', 'FETCH_FAILED']).toContain(failure(await get('http://ip6-localhost:9/')));
  });
});

describe('an outlet that may be private', () => {
  test('may use its own origin', async () => {
    outlet.routes['/ok'] = send('hello', 'text/plain', { etag: '"1"' });
    expect(await get(`${outlet.origin}/ok`)).toMatchObject({
      kind: 'fetched',
      bytes: Buffer.from('hello'),
      etag: '"1"',
      contentType: 'text/plain',
    });
  });
  test('may use nothing else that is: neither directly nor by redirect', async () => {
    expect(failure(await get(`${other.origin}/secret`))).toBe('FETCH_REFUSED_ADDRESS');
    outlet.routes['/away'] = redirect(`${other.origin}/secret`);
    outlet.routes['/metadata'] = redirect('http://169.254.169.254/latest/');
    outlet.routes['/file'] = redirect('file:///etc/passwd');
    outlet.routes['/decimal'] = redirect('http://2130706433/');
    outlet.routes['/short'] = redirect('http://127.1/');
    outlet.routes['/six'] = redirect('http://[::ffff:7f00:1]/');
    outlet.routes['/userinfo'] = redirect('http://paper.example@10.0.0.1/');
    outlet.routes['/name'] = redirect(outlet.origin.replace('127.0.0.1', 'localhost'));
    for (const path of ['/away', '/metadata', '/file', '/name', '/decimal', '/short', '/six', '/userinfo'])
      expect(failure(await get(`${outlet.origin}${path}`))).toBe('FETCH_REFUSED_ADDRESS');
    expect(other.asked).toEqual([]);
  });
  test('without leave, not even its own', async () => {
    expect(failure(await get(`${outlet.origin}/ok`, {}, null))).toBe('FETCH_REFUSED_ADDRESS');
  });
});

describe('who asks', () => {
  test('is named in the user agent, in characters that are allowed in a header', () => {
    expect(userAgentOf({ publicUrl: 'https://news.gazette.example', operator: 'Gazette (Süd)\r\nLtd' })).toBe(
      'Reveille/0.1 (+https://news.gazette.example; Gazette Sud Ltd; newsletter feed reader)',
    );
    expect(userAgentOf({ publicUrl: 'http://127.0.0.1:3000', operator: null })).toBe(
      'Reveille/0.1 (newsletter feed reader)',
    );
  });
});

describe('answers', () => {
  test('five redirects are followed, six are not', async () => {
    for (let i = 0; i < 7; i++) outlet.routes[`/r${i}`] = redirect(`/r${i + 1}`);
    outlet.routes['/r7'] = send('there');
    expect(await get(`${outlet.origin}/r2`)).toMatchObject({ kind: 'fetched', url: `${outlet.origin}/r7` });
    expect(failure(await get(`${outlet.origin}/r1`))).toBe('FETCH_TOO_MANY_REDIRECTS');
  });

  test.each([
    ['gzip', gzipSync('hello')],
    ['br', brotliCompressSync('hello')],
    ['deflate', deflateSync('hello')],
    ['deflate', deflateRawSync('hello')],
    ['gzip, br', brotliCompressSync(gzipSync('hello'))],
  ])('a body in %s is decoded', async (encoding, body) => {
    outlet.routes['/coded'] = send(body, 'text/plain', { 'content-encoding': encoding });
    expect(await get(`${outlet.origin}/coded`)).toMatchObject({ bytes: Buffer.from('hello') });
  });

  test('the size is that of the decoded bytes: a small bomb is stopped', async () => {
    outlet.routes['/bomb'] = send(gzipSync(Buffer.alloc(20_000_000)), 'text/xml', { 'content-encoding': 'gzip' });
    outlet.routes['/double'] = send(gzipSync(gzipSync(Buffer.alloc(20_000_000))), 'text/xml', {
      'content-encoding': 'gzip, gzip',
    });
    outlet.routes['/large'] = send('x'.repeat(1001));
    for (const path of ['/bomb', '/double', '/large'])
      expect(failure(await get(`${outlet.origin}${path}`))).toBe('FETCH_TOO_LARGE');
  });

  test('a body without end is cut off where it grows, whether it says its length or not', async () => {
    outlet.routes['/endless'] = (_request, response) => {
      const more = (): void => {
        while (!response.destroyed && response.write('x'.repeat(500)));
      };
      response.on('drain', more).writeHead(200);
      more();
    };
    expect(failure(await get(`${outlet.origin}/endless`))).toBe('FETCH_TOO_LARGE');
    expect(await get(`${outlet.origin}/endless`, { mayCut: true })).toMatchObject({
      kind: 'fetched',
      bytes: Buffer.from('x'.repeat(1000)),
    });
  });

  test('a file that was compressed before it was served is opened, a bomb in it is not', async () => {
    outlet.routes['/feed.xml.gz'] = send(gzipSync('hello'), 'application/gzip');
    outlet.routes['/bomb.gz'] = send(gzipSync(Buffer.alloc(500_000)), 'application/gzip');
    expect(await get(`${outlet.origin}/feed.xml.gz`)).toMatchObject({ bytes: Buffer.from('hello') });
    expect(failure(await get(`${outlet.origin}/bomb.gz`))).toBe('FETCH_TOO_LARGE');
  });

  test('broken and unknown encodings fail', async () => {
    outlet.routes['/broken'] = send('not gzip', 'text/xml', { 'content-encoding': 'gzip' });
    outlet.routes['/odd'] = send('x', 'text/xml', { 'content-encoding': 'compress' });
    outlet.routes['/layers'] = send('x', 'text/xml', { 'content-encoding': 'gzip, gzip, gzip, gzip' });
    for (const path of ['/broken', '/odd', '/layers'])
      expect(failure(await get(`${outlet.origin}${path}`))).toBe('FETCH_FAILED');
  });

  test('silence and a slow drip end at the deadline', async () => {
    outlet.routes['/hang'] = () => {};
    outlet.routes['/drip'] = (_request, response) => {
      const timer = setInterval(() => response.write(' '), 50);
      response.on('close', () => {
        clearInterval(timer);
      });
    };
    for (const path of ['/hang', '/drip'])
      expect(failure(await get(`${outlet.origin}${path}`, {}, outlet.origin, 700))).toBe('FETCH_TIMEOUT');
  });

  test('a status and its Retry-After are returned', async () => {
    outlet.routes['/busy'] = (_request, response) => {
      response.writeHead(503, { 'retry-after': '120' }).end();
    };
    expect(await get(`${outlet.origin}/busy`)).toMatchObject({
      code: 'FETCH_STATUS',
      status: 503,
      retryAfterMs: 120_000,
    });
    expect(readRetryAfter('Tue, 03 Nov 2026 08:00:30 GMT', new Date('2026-11-03T08:00:00Z'))).toBe(30_000);
    expect(readRetryAfter('soon', new Date())).toBeNull();
  });

  test('what has not changed is not sent again', async () => {
    outlet.routes['/same'] = (request, response) => {
      response.writeHead(request.headers['if-none-match'] === '"1"' ? 304 : 200).end();
    };
    expect(await get(`${outlet.origin}/same`, { etag: '"1"' })).toEqual({ kind: 'unchanged' });
    expect(failure(await get(`${outlet.origin}/same`, { etag: '"2"' }))).toBe('fetched');
  });

  test('a refused connection is a failure with a sentence', async () => {
    const gone = await startOutlet();
    await gone.close();
    expect(await get(`${gone.origin}/`, {}, gone.origin)).toMatchObject({
      code: 'FETCH_FAILED',
      message: expect.stringMatching(/refused the connection\.$/),
    });
  });
});

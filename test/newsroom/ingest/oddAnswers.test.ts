import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { decodeBytes } from '../../../src/newsroom/ingest/charset.ts';
import { fetchFeed, type FeedOutcome } from '../../../src/newsroom/ingest/discovery.ts';
import { openFetcher } from '../../../src/newsroom/ingest/fetch/fetch.ts';
import { refreshTarget } from '../../../src/newsroom/ingest/fetch/refresh.ts';
import { parser } from '../../../src/newsroom/ingest/parse/parser.ts';
import { parseFeedStories } from '../../support/readers.ts';
import { send, startOutlet, type Outlet } from './standin.ts';

const FEED =
  '<rss version="2.0"><channel><title>Gazette</title><item><title>A</title><link>/a</link></item><item><title>B</title><link>/b</link></item></channel></rss>';
let site: Outlet;
beforeEach(async () => {
  site = await startOutlet();
});
afterEach(() => site.close());

async function titles(path: string): Promise<string[] | string> {
  const fetcher = openFetcher({ privateOrigin: site.origin, timeoutMs: 20_000 });
  try {
    const outcome: FeedOutcome = await fetchFeed({ fetcher, parser }, `${site.origin}${path}`, {});
    if (outcome.kind === 'read') return outcome.feed.stories.map(({ title }) => title);
    return outcome.kind === 'failed' ? outcome.code : outcome.kind;
  } finally {
    await fetcher.close();
  }
}

test.each(['UTF-8', 'none', 'aws-chunked', 'binary'])('an invalid content encoding (%s) is ignored', async (label) => {
  site.routes['/feed.xml'] = send(FEED, 'text/xml', { 'content-encoding': label });
  expect(await titles('/feed.xml')).toEqual(['A', 'B']);
});

test('a page that sends its visitors on at once is followed, others are not', async () => {
  const refresh = (content: string, around = ''): string =>
    `<html><head>${around}<meta http-equiv="refresh" content="${content}">`;
  site.routes['/real.xml'] = send(FEED);
  site.routes['/feed.xml'] = send(refresh('0; URL=/real.xml'), 'text/html');
  site.routes['/loop.xml'] = send(refresh('0; URL=/loop-back.xml'), 'text/html');
  site.routes['/loop-back.xml'] = send(refresh('0; URL=/loop.xml'), 'text/html');
  expect(await titles('/feed.xml')).toEqual(['A', 'B']);
  expect(refreshTarget(Buffer.from(refresh('30; URL=/later')), 'https://gazette.example/')).toBeNull();
  expect(await titles('/loop.xml')).toBe('FETCH_TOO_MANY_REDIRECTS');
  expect(
    refreshTarget(Buffer.from(`<noscript>${refresh('0; URL=/plain')}</noscript>`), 'https://gazette.example/'),
  ).toBeNull();
});

test('header lines that end in LF alone are read', async () => {
  const server = createServer((socket) => {
    socket.on('error', () => {});
    socket.once('data', () =>
      socket.end(`HTTP/1.1 200 OK\nContent-Type: text/xml\nContent-Length: ${FEED.length}\n\n${FEED}`),
    );
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const fetcher = openFetcher({ privateOrigin: origin, timeoutMs: 20_000 });
  try {
    expect(await fetchFeed({ fetcher, parser }, `${origin}/feed.xml`, {})).toMatchObject({ kind: 'read' });
  } finally {
    await fetcher.close();
    server.close();
  }
});

test('a proxy’s 203 is a success', async () => {
  site.routes['/feed.xml'] = (_request, response) => void response.writeHead(203).end(FEED);
  expect(await titles('/feed.xml')).toEqual(['A', 'B']);
});

test.each([
  ['behind its end', FEED, ['A', 'B']],
  ['within an item', FEED.slice(0, FEED.indexOf('B</title>') + 1), ['A']],
])('a feed whose connection closes %s is read as far as its last whole item', async (_, body, expected) => {
  site.routes['/feed.xml'] = (_request, response) => {
    response.writeHead(200, { 'content-length': body.length + 500 });
    response.write(body, () => response.destroy());
  };
  expect(await titles('/feed.xml')).toEqual(expected);
});

test('cookies go back along a chain of redirects, and are forgotten after it', async () => {
  const cookies: (string | undefined)[] = [];
  site.routes['/feed.xml'] = (request, response) => {
    cookies.push(request.headers.cookie);
    if (request.headers.cookie === 'seen=1') response.end(FEED);
    else response.writeHead(302, { location: '/feed.xml', 'set-cookie': 'seen=1; Path=/; HttpOnly' }).end();
  };
  expect(await titles('/feed.xml')).toEqual(['A', 'B']);
  expect(await titles('/feed.xml')).toEqual(['A', 'B']);
  expect(cookies).toEqual([undefined, 'seen=1', undefined, 'seen=1']);
});

test.each([
  '<br />\n<b>Warning</b>: Undefined key in <b>/srv/feed.php</b><br />\n<?xml version="1.0"?>',
  '<script>console.log("x")</script>\n',
  '<html><body>',
])('a feed behind %j is read', (before) => {
  const stories = parseFeedStories(Buffer.from(before + FEED), { url: null });
  expect(stories.map(({ title }) => title)).toEqual(['A', 'B']);
});

test('entities that are declared after a printed warning are refused too', () => {
  const feed = `<b>Warning</b><?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "b">]>${FEED}`;
  expect(() => parseFeedStories(Buffer.from(feed), { url: null })).toThrow('declares its own entities');
});

test('valid UTF-8 is read as such under any label, and Cyrillic under a wrong one is guessed', () => {
  const text = '<rss>Порт открыт снова</rss>';
  for (const label of ['gb2312', 'big5', 'shift_jis', 'windows-1251', 'euc-kr'])
    expect(decodeBytes(Buffer.from(text), { xml: true, contentType: `text/xml; charset=${label}` })).toBe(text);
  const windows1251 = Buffer.from('cfeef0f220eef2eaf0fbf220f1edeee2e0', 'hex');
  expect(decodeBytes(Buffer.concat([Buffer.from('<rss>'), windows1251]), { xml: true })).toBe('<rss>Порт открыт снова');
});

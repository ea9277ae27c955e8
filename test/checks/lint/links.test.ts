import { load } from 'cheerio';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openFetcher, type Fetcher } from '../../../src/newsroom/ingest/fetch/fetch.ts';
import { checkLinks, listLinks, openLinkFetcher, type Link } from '../../../src/checks/lint/links.ts';
import { makeEdition, makePaper } from '../../editions/support.ts';
import { redirect, send, startOutlet, type Outlet } from '../../newsroom/ingest/standin.ts';
import { addItem, addOutlet } from '../../newsroom/rank/newsroom.ts';
import { createTestDatabase, type TestDatabase } from '../../support/database.ts';

let outlet: Outlet;
let fetcher: Fetcher;
beforeAll(async () => {
  outlet = await startOutlet({
    '/there': send('<html>a story</html>', 'text/html'),
    '/large': send('x'.repeat(5_000_000), 'text/html'),
    '/moved': redirect('/there'),
    '/empty': (_request, response) => void response.writeHead(204).end(),
    '/paywall': (_request, response) => void response.writeHead(403).end(),
    '/broken': (_request, response) => void response.writeHead(503).end(),
    '/gone': (_request, response) => void response.writeHead(410).end(),
    '/inward': redirect('http://10.0.0.1/secret'),
    '/never': () => undefined,
  });
  fetcher = openFetcher({ privateOrigin: outlet.origin, timeoutMs: 3_000 });
});
afterAll(async () => {
  await fetcher.close();
  await outlet.close();
});

const links = (...paths: string[]): Link[] => paths.map((path) => ({ url: `${outlet.origin}${path}`, place: path }));
const check = async (paths: string[], isTrial = false): Promise<string[]> =>
  (await checkLinks(fetcher, links(...paths), { isTrial })).map(({ severity, place }) => `${severity} ${place}`);

test('what answers is fine, redirected, large or empty as it may be', async () => {
  expect(await check(['/there', '/large', '/moved', '/empty'])).toEqual([]);
});

test('a missing page is an error; a page that refuses programs or fails for now is a warning; in the mail’s order', async () => {
  expect(await check(['/gone', '/there', '/paywall', '/missing', '/broken', '/never'])).toEqual([
    'error /gone',
    'warning /paywall',
    'error /missing',
    'warning /broken',
    'warning /never',
  ]);
});

test('a private address is never asked, and an error unless all is a trial on this machine', async () => {
  const guarded = openFetcher({ timeoutMs: 20_000 });
  const before = outlet.asked.length;
  const [finding] = await checkLinks(guarded, links('/there'), { isTrial: false });
  expect(finding).toMatchObject({ severity: 'error', message: expect.stringContaining('is not a public address') });
  expect(await checkLinks(guarded, links('/there'), { isTrial: true })).toMatchObject([{ severity: 'warning' }]);
  expect(outlet.asked.length).toBe(before);
  expect(await check(['/inward'])).toEqual(['error /inward']);
  await guarded.close();
});

test('forty links that never answer end together, at the time that all of them have', async () => {
  const before = outlet.asked.length;
  const many = Array.from({ length: 40 }, (_, index) => ({ url: `${outlet.origin}/never`, place: String(index) }));
  const found = await checkLinks(fetcher, many, { isTrial: false, withinMs: 1_000 });
  // Eight at once, and none after the time is over: one after another they would take five times as long.
  expect(outlet.asked.length - before).toBeLessThanOrEqual(8);
  expect(found.map(({ severity }) => severity)).toEqual(many.map(() => 'warning'));
});

test('our own pages are not fetched, each address is fetched once, and a counted link is checked at its target', () => {
  const $ = load(
    `<a href="https://news.paper.example/unsubscribe/AAA">leave</a><a href="https://news.paper.example.evil.example/x">x</a>
     <a href="https://paper.example/1"><img src="https://p.example/1.jpg" alt="a ferry"></a>
     <a href="https://paper.example/1">again</a><a href="mailto:a@b.example">mail</a>`,
  );
  const stories = [
    { position: 1, url: 'https://paper.example/1' },
    { position: 2, url: 'https://paper.example/2' },
  ];
  expect(listLinks(stories, $, 'https://news.paper.example').map(({ url, place }) => `${place} ${url}`)).toEqual([
    'story 1 https://paper.example/1',
    'story 2 https://paper.example/2',
    'link “x” https://news.paper.example.evil.example/x',
    'picture “a ferry” https://p.example/1.jpg',
  ]);
});

describe('an edition’s links', () => {
  let database: TestDatabase;
  let newsletterId: number;
  let edition: number;
  const open = () =>
    openLinkFetcher({ db: database.db, publicUrl: 'https://news.paper.example' }, edition, 'Paper Ltd');
  beforeAll(async () => {
    database = await createTestDatabase();
    newsletterId = await makePaper(database.db, 1);
    edition = await makeEdition(database.db, newsletterId);
  });
  afterAll(() => database.drop());

  test('are asked by turns, by the name that outlets know, and no private one is', async () => {
    const polite = await open();
    const [finding] = await checkLinks(polite, links('/there'), { isTrial: false });
    expect(finding?.message).toContain('is not a public address');
    const hosts = await database.db.selectFrom('fetch_hosts').select('origin').execute();
    expect(hosts).toEqual([{ origin: outlet.origin }]);
    await polite.close();
  });

  test('are asked at a private outlet for its own stories, and for no others', async () => {
    const { db } = database;
    const intranet = await addOutlet(db, newsletterId, { url: `${outlet.origin}/feed`, allow_private: true });
    const url = `${outlet.origin}/gone`;
    const itemId = await addItem(db, intranet, { title: 'Tram opens', url });
    await db
      .updateTable('edition_stories')
      .set({ item_id: itemId, url })
      .where('edition_id', '=', edition)
      .where('position', '=', 2)
      .execute();
    const polite = await open();
    const before = outlet.asked.length;
    const found = await checkLinks(polite, links('/there', '/gone'), { isTrial: true });
    expect(found).toMatchObject([
      { severity: 'warning', place: '/there', message: expect.stringContaining('is not a public address') },
      { severity: 'error', place: '/gone', message: expect.stringContaining('410') },
    ]);
    expect(outlet.asked.slice(before)).toEqual(['/gone']);
    await polite.close();
  });
});

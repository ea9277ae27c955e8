import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { parser } from '../../../src/newsroom/ingest/parse/parser.ts';
import { fetchFeed, type FeedOutcome } from '../../../src/newsroom/ingest/discovery.ts';
import { openFetcher } from '../../../src/newsroom/ingest/fetch/fetch.ts';
import { send, startOutlet, type Outlet } from './standin.ts';

const FEED =
  '<rss version="2.0"><channel><title>Gazette</title><item><title>A</title><link>/a</link></item></channel></rss>';
const EMPTY = '<rss version="2.0"><channel><title>Comments</title></channel></rss>';
let site: Outlet;
beforeEach(async () => {
  site = await startOutlet();
});
afterEach(() => site.close());

async function discover(path: string, timeoutMs = 20_000, eachTimeoutMs = timeoutMs): Promise<FeedOutcome> {
  const fetcher = openFetcher({ privateOrigin: site.origin, timeoutMs: eachTimeoutMs });
  try {
    return await fetchFeed({ fetcher, parser }, `${site.origin}${path}`, { signal: AbortSignal.timeout(timeoutMs) });
  } finally {
    await fetcher.close();
  }
}

const found = (outcome: FeedOutcome): string =>
  outcome.kind === 'read' ? outcome.feedUrl.replace(site.origin, '') : outcome.kind;

test('a page that announces nothing: a link that looks like a feed is followed', async () => {
  site.routes['/'] = send(
    '<title>Gazette</title><a href="/about">About</a><a href="/news/rss.xml">RSS</a>',
    'text/html',
  );
  site.routes['/news/rss.xml'] = send(FEED);
  expect(found(await discover('/'))).toBe('/news/rss.xml');
});

test.each(['/feed', '/rss.xml', '/index.xml', '/news-sitemap.xml'])(
  'a page that says nothing: %s is tried',
  async (path) => {
    site.routes['/'] = send('<title>Gazette</title>', 'text/html');
    site.routes[path] = send(
      path.includes('sitemap')
        ? '<urlset xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"><url><loc>https://gazette.example/a</loc><news:news><news:title>A</news:title></news:news></url></urlset>'
        : FEED,
    );
    expect(found(await discover('/'))).toBe(path);
  },
);

test('a section’s own feed comes before the whole site’s', async () => {
  site.routes['/world/'] = send('<title>World</title>', 'text/html');
  site.routes['/world/feed'] = send(FEED);
  site.routes['/feed'] = send(FEED);
  expect(found(await discover('/world/'))).toBe('/world/feed');
});

test('a feed with stories comes before one without, an announced one before a guess', async () => {
  site.routes['/'] = send(
    '<link rel="alternate" type="application/rss+xml" href="/empty.xml"><link rel="alternate" type="application/rss+xml" href="/full.xml">',
    'text/html',
  );
  site.routes['/empty.xml'] = send(EMPTY);
  site.routes['/full.xml'] = send(FEED);
  site.routes['/feed'] = send(FEED);
  expect(found(await discover('/'))).toBe('/full.xml');
  expect(site.asked).not.toContain('/feed');
});

test('an announcement that is dead leads on to the usual places', async () => {
  site.routes['/'] = send('<link rel="alternate" type="application/rss+xml" href="/dead.xml">', 'text/html');
  site.routes['/feed'] = send(FEED);
  expect(found(await discover('/'))).toBe('/feed');
});

test('a page with no feed anywhere says that it is a page, and only so much is tried', async () => {
  site.routes['/'] = send('<title>Gazette</title>', 'text/html');
  expect(await discover('/')).toMatchObject({ kind: 'failed', code: 'FEED_IS_A_PAGE' });
  expect(site.asked.length).toBeLessThan(25);
});

test('places that hang end at the deadline', async () => {
  site.routes['/'] = send('<title>Gazette</title>', 'text/html');
  for (const path of ['/feed', '/rss', '/rss.xml', '/feed.xml']) site.routes[path] = () => {};
  // Each place alone might hang for an hour.
  expect(await discover('/', 2_000, 3_600_000)).toMatchObject({ kind: 'failed', code: 'FEED_IS_A_PAGE' });
});

test('an index of sitemaps gives the stories of its parts, compressed or not', async () => {
  const part = (name: string): string =>
    `<urlset xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"><url><loc>/${name}</loc><news:news><news:publication><news:name>Gazette</news:name></news:publication><news:title>${name}</news:title></news:news></url></urlset>`;
  site.routes['/sitemap.xml'] = send(
    `<sitemapindex><sitemap><loc>${site.origin}/news-1.xml</loc></sitemap><sitemap><loc>${site.origin}/news-2.xml.gz</loc></sitemap><sitemap><loc>${site.origin}/gone.xml</loc></sitemap></sitemapindex>`,
    'application/xml',
    { etag: '"1"' },
  );
  site.routes['/news-1.xml'] = send(part('one'));
  site.routes['/news-2.xml.gz'] = send(gzipSync(part('two')), 'application/gzip');
  const outcome = await discover('/sitemap.xml');
  expect(outcome).toMatchObject({ kind: 'read', etag: null, feed: { title: 'Gazette' } });
  expect(outcome.kind === 'read' && outcome.feed.stories.map(({ title }) => title)).toEqual(['one', 'two']);
});

test('an index that leads only to private places elsewhere is a failure with its code', async () => {
  site.routes['/sitemap.xml'] = send(
    '<sitemapindex><sitemap><loc>http://169.254.169.254/news.xml</loc></sitemap></sitemapindex>',
  );
  expect(await discover('/sitemap.xml')).toMatchObject({ kind: 'failed', code: 'FETCH_REFUSED_ADDRESS' });
});

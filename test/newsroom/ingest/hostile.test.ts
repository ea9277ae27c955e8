import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { composeEdition } from '../../../src/newsroom/compose/compose.ts';
import type { Db } from '../../../src/platform/db/client.ts';
import { ingestNewsletter, type IngestResult } from '../../../src/newsroom/ingest/ingest.ts';
import { createLog } from '../../../src/platform/log.ts';
import { rankNewsletter } from '../../../src/newsroom/rank/rank.ts';
import { createTestDatabase, type TestDatabase } from '../../support/database.ts';
import { redirect, send, startOutlet, type Answer, type Outlet } from './standin.ts';

const NOW = new Date('2026-11-03T12:00:00Z');
const log = createLog('test', 'silent');
const deps = (db: Db): Parameters<typeof ingestNewsletter>[0] => ({ db, log, now: () => NOW, fetchTimeoutMs: 3000 });

const feedOf = (items: string, head = ''): string =>
  `<?xml version="1.0"?>${head}<rss version="2.0"><channel><title>Gazette</title>${items}</channel></rss>`;
const itemOf = (title: string, id: string): string =>
  `<item><title>${title}</title><link>https://gazette.example/${id}</link><guid>${id}</guid><pubDate>Tue, 03 Nov 2026 08:00:00 GMT</pubDate><description>Text of ${id}.</description><enclosure url="https://gazette.example/${id}-900x600.jpg" type="image/jpeg"/></item>`;

const drip: Answer = (_request, response) => {
  response.writeHead(200, { 'content-type': 'text/xml' });
  const timer = setInterval(() => response.write(' '), 50);
  response.on('close', () => {
    clearInterval(timer);
  });
};
const endless: Answer = (_request, response) => {
  const filler = 'x'.repeat(65_536);
  const more = (): void => {
    while (!response.destroyed && response.write(filler));
  };
  response.on('drain', more).writeHead(200, { 'content-type': 'application/rss+xml' });
  response.write('<rss><channel><item><title>');
  more();
};
const loop: Answer = (request, response) => {
  const { searchParams } = new URL(request.url ?? '/', 'http://outlet.example');
  response.writeHead(302, { location: `?n=${Number(searchParams.get('n')) + 1}` }).end();
};
const entities = `<!DOCTYPE rss [<!ENTITY a "lol">${'bcdefghi'
  .split('')
  .map((name, i) => `<!ENTITY ${name} "${`&${'abcdefgh'[i]};`.repeat(10)}">`)
  .join('')}]>`;
const external = '<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]>';
const remote = (origin: string): string =>
  `<!DOCTYPE rss SYSTEM "${origin}/fetched.dtd" [<!ENTITY % p SYSTEM "${origin}/fetched.dtd"> %p;]>`;

/** Each misbehaviour and the code that its outlet must carry afterwards. */
const HOSTILE: Record<string, [answer: (site: Outlet) => Answer, code: string]> = {
  hang: [() => () => {}, 'FETCH_TIMEOUT'],
  drip: [() => drip, 'FETCH_TIMEOUT'],
  error: [() => (_request, response) => void response.writeHead(500).end('boom'), 'FETCH_STATUS'],
  hangup: [() => (request) => void request.destroy(), 'FETCH_FAILED'],
  loop: [() => loop, 'FETCH_TOO_MANY_REDIRECTS'],
  metadata: [() => redirect('http://169.254.169.254/latest/meta-data/'), 'FETCH_REFUSED_ADDRESS'],
  name: [() => redirect('http://localhost:1/'), 'FETCH_REFUSED_ADDRESS'],
  six: [() => redirect('http://[::1]:1/'), 'FETCH_REFUSED_ADDRESS'],
  mapped: [() => redirect('http://[::ffff:127.0.0.1]:1/'), 'FETCH_REFUSED_ADDRESS'],
  decimal: [() => redirect('http://2130706433:1/'), 'FETCH_REFUSED_ADDRESS'],
  hex: [() => redirect('http://0x7f000001:1/'), 'FETCH_REFUSED_ADDRESS'],
  file: [() => redirect('file:///etc/passwd'), 'FETCH_REFUSED_ADDRESS'],
  endless: [() => endless, 'FETCH_TOO_LARGE'],
  gzip: [
    () => send(gzipSync(Buffer.alloc(30_000_000, 32)), 'text/xml', { 'content-encoding': 'gzip' }),
    'FETCH_TOO_LARGE',
  ],
  gzipFile: [() => send(gzipSync(Buffer.alloc(30_000_000, 32)), 'application/gzip'), 'FETCH_TOO_LARGE'],
  bomb: [() => send(feedOf(itemOf('&i;', 'a'), entities)), 'FEED_HAS_DTD'],
  xxe: [() => send(feedOf(itemOf('Leak: &x;', 'a'), external)), 'FEED_HAS_DTD'],
  dtd: [(site) => send(feedOf(itemOf('A', 'a'), remote(site.origin))), 'FEED_HAS_DTD'],
  page: [() => send('<!doctype html><title>Moved</title>', 'text/html'), 'FEED_IS_A_PAGE'],
  noise: [() => send(Buffer.from([0, 1, 2, 255, 254, 3])), 'FEED_UNREADABLE'],
};

let database: TestDatabase;
let site: Outlet;
let results: IngestResult[];
let newsletterId: number;

beforeAll(async () => {
  database = await createTestDatabase();
  const { db } = database;
  site = await startOutlet({
    '/good.xml': send(
      feedOf(
        itemOf('Bridge opens', 'b') +
          itemOf('Vote &lt;mj-include path="/etc/passwd"/&gt; counted {{7*7}} \u202egnp\u202c', 'v'),
      ),
    ),
  });
  for (const [name, [answer]] of Object.entries(HOSTILE)) site.routes[`/${name}.xml`] = answer(site);
  const newsletter = { slug: 'daily', name: 'Daily', from_name: 'N', from_address: 'n@paper.example' };
  newsletterId = (await db.insertInto('newsletters').values(newsletter).returning('id').executeTakeFirstOrThrow()).id;
  for (const name of [...Object.keys(HOSTILE), 'good'])
    await db
      .insertInto('outlets')
      .values({
        newsletter_id: newsletterId,
        url: `${site.origin}/${name}.xml`,
        name,
        allow_private: true,
        rights: ['headline', 'summary'],
      })
      .execute();
  results = await ingestNewsletter(deps(db), newsletterId);
});
afterAll(async () => {
  await site.close();
  await database.drop();
});

test.each(Object.entries(HOSTILE).map(([name, [, code]]) => [name, code]))(
  '%s ends as %s on its outlet',
  async (name, code) => {
    expect(results.find(({ outlet }) => outlet === name)).toMatchObject({ status: 'failed', errorCode: code });
    const row = await database.db.selectFrom('outlets').selectAll().where('name', '=', name).executeTakeFirstOrThrow();
    expect(row).toMatchObject({ error_code: code, failures: 1, fetching_until: null });
    expect(row.next_fetch_at.getTime()).toBeGreaterThan(NOW.getTime());
  },
);

test('nothing that a document type names was fetched', () => {
  expect(site.asked).not.toContain('/fetched.dtd');
});

test('the edition goes out with what the others told, its headlines clean', async () => {
  const { db } = database;
  await rankNewsletter({ db, log, now: () => NOW }, newsletterId);
  const edition = await composeEdition({ db, log, now: () => NOW }, { newsletterId, date: '2026-11-03', dueAt: null });
  const stories = await db
    .selectFrom('edition_stories')
    .select('headline')
    .where('edition_id', '=', edition.id)
    .execute();
  expect(stories.map(({ headline }) => headline).toSorted()).toEqual(['Bridge opens', 'Vote counted {{7*7}} gnp']);
});

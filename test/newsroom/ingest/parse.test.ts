import { afterAll, beforeAll, expect, test } from 'vitest';
import { ingestNewsletter, parseFeedStories } from '../../../src/newsroom/ingest/ingest.ts';
import { openParser, type ParseLimits } from '../../../src/newsroom/ingest/parse/parserPool.ts';
import { createLog } from '../../../src/platform/log.ts';
import { createTestDatabase, type TestDatabase } from '../../support/database.ts';
import { send, startOutlet, type Outlet } from './standin.ts';

const GENEROUS: ParseLimits = { threads: 1, cpuMs: 60_000, wallMs: 200_000, heapMegabytes: 192 };
const URL_OF_FEED = 'https://gazette.example/feed.xml';

const feedOf = (items: string): string => `<rss version="2.0"><channel><title>Gazette</title>${items}</channel></rss>`;
const itemOf = (id: string, text = `Text of ${id}.`): string =>
  `<item><title>Title of ${id}</title><link>/${id}</link><description>${text}</description></item>`;
const PLAIN = Buffer.from(feedOf(itemOf('a')));
// Some 2 s of work: deep nesting, over and over.
const COSTLY = Buffer.from(feedOf(itemOf('a', `<![CDATA[${`${'<p>'.repeat(390)}x`.repeat(3500)}]]>`)));

test.each([
  ['CPU time', { cpuMs: 500 }, 'PARSE_TOO_SLOW'],
  ['memory', { heapMegabytes: 16 }, 'PARSE_TOO_LARGE'],
])('a document that takes too much %s is refused, and the next one parsed', async (_, limits, code) => {
  const parser = openParser({ ...GENEROUS, ...limits });
  try {
    const costly = parser.parse('feed', COSTLY, { url: URL_OF_FEED });
    const next = parser.parse('feed', PLAIN, { url: URL_OF_FEED });
    await expect(costly).rejects.toMatchObject({ code });
    expect((await next).stories.map(({ title }) => title)).toEqual(['Title of a']);
  } finally {
    await parser.close();
  }
});

test('a parser’s error keeps its code and its message, and the thread survives', async () => {
  await expect(
    parseFeedStories(Buffer.from('<!doctype html><title>Moved</title>'), { url: null }),
  ).rejects.toMatchObject({
    name: 'ReveilleError',
    code: 'FEED_IS_A_PAGE',
    message: 'The address leads to a page, not to a feed.',
  });
  expect(await parseFeedStories(PLAIN, { url: URL_OF_FEED })).toMatchObject([{ url: 'https://gazette.example/a' }]);
});

let database: TestDatabase;
let site: Outlet;
beforeAll(async () => {
  database = await createTestDatabase();
  site = await startOutlet({ '/costly.xml': send(COSTLY), '/good.xml': send(PLAIN) });
});
afterAll(async () => {
  await site.close();
  await database.drop();
});

test('an outlet whose feed takes too much fails with its code, and the others are read', async () => {
  const { db } = database;
  const newsletter = { slug: 'daily', name: 'Daily', from_name: 'N', from_address: 'n@paper.example' };
  const { id } = await db.insertInto('newsletters').values(newsletter).returning('id').executeTakeFirstOrThrow();
  for (const name of ['costly', 'good'])
    await db
      .insertInto('outlets')
      .values({ newsletter_id: id, url: `${site.origin}/${name}.xml`, name, allow_private: true })
      .execute();
  const parser = openParser({ ...GENEROUS, cpuMs: 500 });
  try {
    const deps = { db, log: createLog('test', 'silent'), now: () => new Date('2026-11-03T12:00:00Z'), parser };
    expect(await ingestNewsletter(deps, id)).toMatchObject([
      { outlet: 'costly', status: 'failed', errorCode: 'PARSE_TOO_SLOW' },
      { outlet: 'good', status: 'fetched', items: 1 },
    ]);
  } finally {
    await parser.close();
  }
});

import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createClickCounter, type ClickCounter } from '../../src/editions/clicks/counter.ts';
import { loadClicks } from '../../src/editions/clicks/clickCounts.ts';
import { saveLinks, storyLink } from '../../src/editions/clicks/links.ts';
import { loadEdition } from '../../src/editions/load.ts';
import { createLog } from '../../src/platform/log.ts';
import { setNewsletter } from '../../src/editions/newsletters/newsletters.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { serveApp } from '../support/serve.ts';
import { signIn } from './signedIn.ts';
import { makeEdition, makeNewsletter, NOON, openSite, type TestSite } from './support.ts';

const FIREFOX = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0';
const STORY = 'https://outlet.example/story?a=1&b=%20#end';

let database: TestDatabase;
let clicks: ClickCounter;
let site: TestSite;
let editionId: number;
let path: string;

beforeAll(async () => {
  database = await createTestDatabase();
  const { db } = database;
  clicks = createClickCounter({ db, log: createLog('test', 'silent'), now: () => NOON });
  site = await openSite(db, {}, () => NOON, { clicks });
  const newsletter = await makeNewsletter(db);
  await setNewsletter({ db }, newsletter.slug, { clickCounts: 'on' }, 'test');
  editionId = await makeEdition(db, newsletter.id, { date: '2026-11-24', state: 'submitted' }, [
    { headline: 'One', url: STORY },
    { headline: 'Two' },
  ]);
  const loaded = (await loadEdition({ db }, editionId))!;
  await saveLinks({ db }, loaded, { isRehearsal: false });
  path = storyLink(loaded, loaded.stories[0]!, { publicUrl: '', isRehearsal: false });
});
afterAll(() => database.drop());

const get = (of: string, options: RequestInit = {}): Response | Promise<Response> =>
  site.app.request(of, { headers: { 'user-agent': FIREFOX }, ...options });

test('a short link leads to the unchanged address of its story, and sends the outlet no Referer', async () => {
  for (const method of ['GET', 'HEAD']) {
    const response = await get(path, { method });
    expect([response.status, response.headers.get('location')]).toEqual([302, STORY]);
    expect(response.headers.get('referrer-policy')).toBe('no-referrer');
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(response.headers.get('set-cookie')).toBeNull();
  }
});

test('a link leads only to its stored target, with any parameters', async () => {
  const others = [
    '/r',
    '/r/AAAAAAAAAAAA',
    `${path}x`,
    '/r/https:%2F%2Fevil.example',
    '/r/%2F%2Fevil.example',
    '/r/%00',
  ];
  for (const other of [...others, '/r/AAAAAAAAAAAA?url=https://evil.example']) {
    const response = await get(other);
    expect([response.status, response.headers.get('location')]).toEqual([404, null]);
  }
  const asked = await get(`${path}?url=https://evil.example`);
  expect(asked.headers.get('location')).toBe(STORY);
});

test('being followed counts, and changes nothing else', async () => {
  const everything = async (): Promise<string> => {
    const { rows } = await sql<{ name: string }>`
      select table_name as name from information_schema.tables
      where table_schema = 'public' and table_type = 'BASE TABLE' and table_name <> 'links' order by 1`.execute(
      site.db,
    );
    const tables = rows.map(({ name }) =>
      sql<{ rows: string }>`
      select coalesce(json_agg(t)::text, '') as rows from ${sql.table(name)} t`.execute(site.db),
    );
    return JSON.stringify((await Promise.all(tables)).map((result) => result.rows));
  };
  await clicks.settle(true);
  const earlier = (await loadClicks(site, editionId)).get(1)!;
  const before = await everything();
  for (const method of ['GET', 'GET', 'HEAD']) await get(path, { method });
  await clicks.settle(true);
  expect(await loadClicks(site, editionId)).toEqual(
    new Map([
      [1, { clicks: earlier.clicks + 1, scans: earlier.scans + 1 }],
      [2, { clicks: 0, scans: 0 }],
    ]),
  );
  expect(await everything()).toBe(before);
});

test('of those who followed, neither address nor program is kept anywhere', async () => {
  const server = await serveApp(site.app);
  try {
    const headers = { 'user-agent': `${FIREFOX} Unmistakable`, 'x-forwarded-for': '198.51.100.77' };
    await fetch(`${server.origin}${path}`, { redirect: 'manual', headers });
  } finally {
    await server.close();
  }
  await clicks.settle(true);
  const { rows } = await sql<{ columns: string }>`
    select string_agg(column_name, ' ' order by column_name) as columns
    from information_schema.columns where table_name = 'links'`.execute(site.db);
  expect(rows[0]!.columns).toBe('clicks edition_id id is_rehearsal position scans slot url');
});

test('the edition’s page links directly to the outlets, without a count', async () => {
  const page = await (await get('/editions/daily/2026-11-24')).text();
  expect(page).toContain('href="https://outlet.example/story?a=1&amp;b=%20#end"');
  expect(page).not.toContain('/r/');
});

test('the desk shows the counts of each story', async () => {
  await clicks.settle(true);
  const { clicks: count } = (await loadClicks(site, editionId)).get(1)!;
  const { cookie } = await signIn(site);
  const page = await (await site.app.request(`/desk/editions/${editionId}`, { headers: { cookie } })).text();
  expect(page.replaceAll(/\s+/g, ' ')).toContain(`${count} clicks, and 2 by link scanners`);
});

import { sql, type Selectable } from 'kysely';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Db } from '../../../src/platform/db/client.ts';
import type { Outlets } from '../../../src/platform/db/tables/outlets.ts';
import {
  addOutlet,
  ingestNewsletter,
  ingestOutlet,
  outletsDue,
  type NewOutlet,
} from '../../../src/newsroom/ingest/ingest.ts';
import { createLog } from '../../../src/platform/log.ts';
import { createTestDatabase, type TestDatabase } from '../../support/database.ts';
import { send, startOutlet, type Outlet } from './standin.ts';

const NOW = new Date('2026-11-03T12:00:00Z');
let database: TestDatabase;
let db: Db;
let site: Outlet;
let newsletterId: number;
let clock = NOW;
const log = createLog('test', 'silent');
const now = (): Date => clock;
const deps = (): Parameters<typeof ingestOutlet>[0] => ({ db, log, now, fetchTimeoutMs: 1000, patienceMs: 200_000 });

beforeAll(async () => {
  database = await createTestDatabase();
  db = database.db;
});
afterAll(() => database.drop());
beforeEach(async () => {
  clock = NOW;
  site = await startOutlet();
  const newsletter = {
    slug: `n-${performance.now()}`.replace('.', '-'),
    name: 'N',
    from_name: 'N',
    from_address: 'n@paper.example',
  };
  newsletterId = (await db.insertInto('newsletters').values(newsletter).returning('id').executeTakeFirstOrThrow()).id;
});
afterEach(() => site.close());

type Entry = { title?: string; link?: string; guid?: string; date?: string; text?: string };
const PICTURE = '<enclosure url="/p-900x600.jpg" type="image/jpeg"/>';

function rss(entries: Entry[], extra = PICTURE): string {
  const items = entries.map(
    ({ title = 'T', link = '/a', guid = '', date = 'Tue, 03 Nov 2026 08:00:00 GMT', text = 'Text of it.' }) =>
      `<item><title>${title}</title><link>${link}</link>${guid && `<guid isPermaLink="false">${guid}</guid>`}<pubDate>${date}</pubDate><description>${text}</description>${extra}</item>`,
  );
  return `<rss version="2.0"><channel><title>Gazette</title>${items.join('')}</channel></rss>`;
}

async function add(more: Partial<NewOutlet> = {}): Promise<number> {
  const outlet = await addOutlet(
    deps(),
    { newsletterId, url: `${site.origin}/feed.xml`, allowPrivate: true, ...more },
    'test',
  );
  return outlet.id;
}

async function items(
  outletId: number,
): Promise<{ title: string; url: string | null; published_at: Date | null; summary: string; image: unknown }[]> {
  return await db
    .selectFrom('items')
    .select(['title', 'url', 'published_at', 'summary', 'image'])
    .where('outlet_id', '=', outletId)
    .orderBy('position')
    .orderBy('id')
    .execute();
}

const row = (id: number): Promise<Selectable<Outlets>> =>
  db.selectFrom('outlets').selectAll().where('id', '=', id).executeTakeFirstOrThrow();

describe('adding an outlet', () => {
  test('a feed gives its title as the name', async () => {
    site.routes['/feed.xml'] = send(rss([{}]));
    expect(await row(await add())).toMatchObject({ name: 'Gazette', feed_url: null, is_own: false, rights: [] });
  });

  test('a home page gives the feed that it announces, and the first fetch reads that', async () => {
    site.routes['/'] = send(
      '<link rel="alternate" type="application/rss+xml" title="Comments" href="/c.xml"><link rel="alternate" type="application/rss+xml" href="/feed.xml">',
      'text/html',
    );
    site.routes['/feed.xml'] = send(rss([{}]));
    const id = await add({ url: `${site.origin}/`, name: 'My Gazette' });
    expect(await row(id)).toMatchObject({ name: 'My Gazette', feed_url: `${site.origin}/feed.xml` });
    expect(await ingestOutlet(deps(), id)).toMatchObject({ status: 'fetched', items: 1 });
  });

  test('an address that does not answer is stored nevertheless', async () => {
    const outlet = await addOutlet(
      deps(),
      { newsletterId, url: `${site.origin}/none.xml`, allowPrivate: true },
      'test',
    );
    expect(outlet).toMatchObject({ name: '127.0.0.1', discovery: expect.stringMatching(/status 404\.$/) });
  });

  test('the same address updates the outlet, and options that are not given keep their values', async () => {
    const id = await add({ name: 'One', rights: ['headline', 'picture'] });
    expect(await add({ isOwn: true })).toBe(id);
    expect(await row(id)).toMatchObject({ name: 'One', is_own: true, rights: ['headline', 'summary', 'picture'] });
  });

  test.each([
    'nonsense',
    'ftp://paper.example/',
    'https://me:pass@paper.example/',
    'http://127.0.0.1/feed',
    'http://localhost/',
    'http://[::ffff:10.0.0.1]/',
  ])('%s is refused with a sentence', async (url) => {
    await expect(addOutlet(deps(), { newsletterId, url }, 'test')).rejects.toMatchObject({
      code: 'INVALID_INPUT',
      message: expect.stringMatching(/^[^\n]+[^.]\S*$/),
    });
  });
});

describe('fetching an outlet', () => {
  test('stores items once; a changed headline is updated, a moved place is no change', async () => {
    site.routes['/feed.xml'] = send(
      rss([
        { title: 'Bridge approved', guid: 'a' },
        { title: 'Storm nears', link: '/b', guid: 'b' },
      ]),
    );
    const id = await add();
    expect(await ingestOutlet(deps(), id)).toMatchObject({ status: 'fetched', items: 2 });
    site.routes['/feed.xml'] = send(
      rss([
        { title: 'Storm nears', link: '/b', guid: 'b' },
        { title: 'CORRECTED: Bridge rejected', guid: 'a' },
      ]),
    );
    expect(await ingestOutlet(deps(), id)).toMatchObject({ items: 1 });
    expect((await items(id)).map(({ title }) => title)).toEqual(['Storm nears', 'CORRECTED: Bridge rejected']);
  });

  test('an item that did not change is not written again', async () => {
    const versions = async (): Promise<unknown[]> =>
      (await sql<{ v: string }>`select xmin::text as v from items where outlet_id = ${id} order by guid`.execute(db))
        .rows;
    const entries = [
      { guid: 'a', title: 'Pier stays' },
      { guid: 'b', title: 'Tram returns', link: '/b' },
    ];
    site.routes['/feed.xml'] = send(rss(entries));
    const id = await add();
    await ingestOutlet(deps(), id);
    const first = await versions();
    expect(await ingestOutlet(deps(), id)).toMatchObject({ status: 'fetched', items: 0 });
    expect(await versions()).toEqual(first);
    site.routes['/feed.xml'] = send(rss([entries[0]!, { ...entries[1]!, text: 'It is late.' }]));
    expect(await ingestOutlet(deps(), id)).toMatchObject({ items: 1 });
    const later = await versions();
    expect([later[0], later[1] !== first[1]]).toEqual([first[0], true]);
  });

  test('twin guids, missing guids, and links that differ only in tracking', async () => {
    site.routes['/feed.xml'] = send(
      rss([
        { title: 'Twin one', link: '/1', guid: 'twin' },
        { title: 'Twin two', link: '/2', guid: 'twin' },
        { title: 'Twin one', link: '/1', guid: 'twin' },
        { title: 'Plain', link: '/3?utm_source=a' },
        { title: 'Plain again', link: '/3?utm_source=b' },
      ]),
    );
    const id = await add();
    await ingestOutlet(deps(), id);
    expect((await items(id)).map(({ url }) => url?.replace(site.origin, ''))).toEqual(['/1', '/2', '/3']);
    expect(await ingestOutlet(deps(), id)).toMatchObject({ items: 0 });
  });

  test('an item whose guid changes while its link stays is the same item; one beside it is not', async () => {
    const known = async (): Promise<[string, string][]> =>
      (await db.selectFrom('items').select(['guid', 'title']).where('outlet_id', '=', id).orderBy('id').execute()).map(
        ({ guid, title }) => [guid, title],
      );
    site.routes['/feed.xml'] = send(
      rss([
        { title: 'Bridge approved', guid: 'a1' },
        { title: 'Storm nears', link: '/b', guid: 'b1' },
        { title: 'Live', link: '/', guid: 'c1' },
      ]),
    );
    const id = await add();
    await ingestOutlet(deps(), id);
    site.routes['/feed.xml'] = send(
      rss([
        { title: 'CORRECTED: Bridge rejected', link: '/a?utm_source=rss', guid: 'a2' },
        { title: 'Storm nears', link: '/b-moved', guid: 'b2' },
        { title: 'Live again', link: '/', guid: 'c2', date: 'Tue, 03 Nov 2026 09:00:00 GMT' },
        { title: 'Storm nears', link: '/other', guid: 'd1', date: 'Mon, 02 Nov 2026 08:00:00 GMT' },
      ]),
    );
    await ingestOutlet(deps(), id);
    expect(await known()).toEqual([
      ['a2', 'CORRECTED: Bridge rejected'],
      ['b2', 'Storm nears'],
      ['c1', 'Live'],
      ['c2', 'Live again'],
      ['d1', 'Storm nears'],
    ]);
    expect(await ingestOutlet(deps(), id)).toMatchObject({ items: 0 });
  });

  test('section, change, embargo, withdrawal and notes to editors are kept beside the story', async () => {
    const extra = `${PICTURE}<category>Local</category><embargoed>2026-11-04T06:00:00Z</embargoed><pubstatus>canceled</pubstatus><ednote>JAPAN OUT</ednote>`;
    site.routes['/feed.xml'] = send(rss([{ guid: 'a' }], extra));
    const id = await add();
    await ingestOutlet(deps(), id);
    const read = async (): Promise<unknown> =>
      await db.selectFrom('items').selectAll().where('outlet_id', '=', id).executeTakeFirstOrThrow();
    expect(await read()).toMatchObject({
      section: 'Local',
      embargo_until: new Date('2026-11-04T06:00:00Z'),
      is_withdrawn: true,
      editors_note: 'JAPAN OUT',
      is_paywalled: null,
    });
    // Published again under another headline: what was withdrawn is not this.
    site.routes['/feed.xml'] = send(rss([{ guid: 'a', title: 'New words' }]));
    await ingestOutlet(deps(), id);
    expect(await read()).toMatchObject({ is_withdrawn: false, section: 'Local' });
  });

  test('who publishes often is asked often, who does so seldom is asked seldom, within bounds', async () => {
    const feedOf = (hoursApart: number): string =>
      rss(
        Array.from({ length: 12 }, (_, i) => ({
          guid: `g${i}`,
          link: `/${i}`,
          date: new Date(NOW.getTime() - i * hoursApart * 3_600_000).toUTCString(),
        })),
      );
    const pauses: number[] = [];
    for (const hoursApart of [0.1, 1, 100]) {
      site.routes[`/${hoursApart}.xml`] = send(feedOf(hoursApart));
      const id = await add({ url: `${site.origin}/${hoursApart}.xml` });
      await ingestOutlet(deps(), id);
      const outlet = await row(id);
      pauses.push((outlet.next_fetch_at.getTime() - NOW.getTime()) / 60_000);
      expect(outlet.interval_seconds).toBe(pauses.at(-1)! * 60);
    }
    expect(pauses).toEqual([10, 27.5, 180]);
  });

  test('the delay of its stories is the median of those that came after the first fetch', async () => {
    site.routes['/feed.xml'] = send(rss([{ guid: 'old' }]));
    const id = await add();
    await ingestOutlet(deps(), id);
    expect((await row(id)).median_delay_seconds).toBeNull();
    clock = new Date(NOW.getTime() + 3_600_000);
    const after = (minutes: number): Entry => ({
      guid: `n${minutes}`,
      link: `/n${minutes}`,
      date: new Date(clock.getTime() - minutes * 60_000).toUTCString(),
    });
    site.routes['/feed.xml'] = send(rss([after(5), after(10), after(40), { guid: 'old' }]));
    await ingestOutlet(deps(), id);
    expect((await row(id)).median_delay_seconds).toBe(600);
  });

  test('one odd answer moves no outlet: neither a page in the feed’s place nor a redirect for good', async () => {
    site.routes['/feed.xml'] = send(rss([{ link: '/a' }]));
    site.routes['/sport.xml'] = send(rss([{ title: 'Sport', link: '/sport' }]));
    const id = await add();
    await ingestOutlet(deps(), id);
    site.routes['/feed.xml'] = send(
      '<!doctype html><title>Back soon</title><link rel="alternate" type="application/rss+xml" href="/sport.xml">',
      'text/html',
    );
    expect(await ingestOutlet(deps(), id)).toMatchObject({ status: 'failed', errorCode: 'FEED_IS_A_PAGE' });
    site.routes['/feed.xml'] = (_request, response) => void response.writeHead(301, { location: '/sport.xml' }).end();
    await ingestOutlet(deps(), id);
    site.routes['/feed.xml'] = send(rss([{ link: '/a' }, { title: 'Later', link: '/later' }]));
    await ingestOutlet(deps(), id);
    expect(await row(id)).toMatchObject({ feed_url: null });
    expect((await items(id)).map(({ title }) => title)).toContain('Later');
  });

  test('without title or link nothing is stored, and a date far ahead or none is unknown', async () => {
    site.routes['/feed.xml'] = send(
      rss([
        { title: ' ', guid: 'x' },
        { link: 'javascript:x', guid: 'y' },
        { title: 'Future', guid: 'z', date: 'Thu, 31 Dec 2099 23:59:59 GMT' },
        { title: 'Undated', link: '/u', guid: 'u', date: 'soon' },
      ]),
    );
    const id = await add();
    await ingestOutlet(deps(), id);
    expect((await items(id)).map(({ title, published_at }) => [title, published_at])).toEqual([
      ['Future', null],
      ['Undated', null],
    ]);
  });

  test('an item without a readable date proves no freshness at the first fetch, and is new at a later one', async () => {
    site.routes['/feed.xml'] = send(rss([{ link: '/a', date: 'early in the week' }, { link: '/b' }]));
    const id = await add();
    await ingestOutlet(deps(), id);
    site.routes['/feed.xml'] = send(
      rss([{ link: '/a', date: 'early in the week' }, { link: '/b' }, { link: '/c', date: '?' }]),
    );
    await ingestOutlet(deps(), id);
    const rows = await db
      .selectFrom('items')
      .select('first_seen_at')
      .where('outlet_id', '=', id)
      .orderBy('id')
      .execute();
    const hours = rows.map(({ first_seen_at }) => (NOW.getTime() - first_seen_at.getTime()) / 3_600_000);
    expect(hours).toEqual([24, 0, 0]);
  });

  test('what has not changed is asked for with its tag', async () => {
    site.routes['/feed.xml'] = (request, response) => {
      if (request.headers['if-none-match'] === '"v1"') response.writeHead(304).end();
      else response.writeHead(200, { etag: '"v1"' }).end(rss([{}]));
    };
    const id = await add();
    expect(await ingestOutlet(deps(), id)).toMatchObject({ status: 'fetched' });
    expect(await ingestOutlet(deps(), id)).toMatchObject({ status: 'unchanged', items: 0 });
  });

  test('a failure is recorded with growing pauses, and success clears it', async () => {
    site.routes['/feed.xml'] = send('<!DOCTYPE rss [<!ENTITY a "b">]><rss/>');
    const id = await add();
    const pauses: number[] = [];
    for (let i = 0; i < 6; i++) {
      expect(await ingestOutlet(deps(), id)).toMatchObject({ status: 'failed', errorCode: 'FEED_HAS_DTD' });
      const { next_fetch_at } = await row(id);
      pauses.push((next_fetch_at.getTime() - NOW.getTime()) / 60_000);
    }
    expect(pauses).toEqual([15, 30, 60, 120, 240, 240]);
    expect(await row(id)).toMatchObject({
      failures: 6,
      error_code: 'FEED_HAS_DTD',
      fetching_until: null,
      last_success_at: null,
    });
    site.routes['/feed.xml'] = send(rss([{}]));
    await ingestOutlet(deps(), id);
    expect(await row(id)).toMatchObject({ failures: 0, error_code: null, error_message: null, last_success_at: NOW });
  });

  test('a server that asks for a longer pause gets it', async () => {
    site.routes['/feed.xml'] = (_request, response) => {
      response.writeHead(429, { 'retry-after': '36000' }).end();
    };
    const id = await add();
    await ingestOutlet(deps(), id);
    expect(await row(id)).toMatchObject({
      next_fetch_at: new Date(NOW.getTime() + 36_000_000),
      error_code: 'FETCH_STATUS',
    });
  });

  test('an outlet that does not exist is an error', async () => {
    await expect(ingestOutlet(deps(), 999_999)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });
});

describe('article pages', () => {
  const page =
    '<meta name="description" content="Told by the page."><meta property="og:image" content="/lead.jpg"><meta name="author" content="Ada Quill"><title>Story</title>';

  test('give what the feed lacks, once, and only for recent items', async () => {
    site.routes['/a'] = send(page, 'text/html');
    site.routes['/old'] = send(page, 'text/html');
    site.routes['/feed.xml'] = send(
      rss(
        [
          { text: '', guid: 'a' },
          { text: 'Own.', link: '/gone', guid: 'g' },
          { text: '', link: '/old', guid: 'o', date: 'Sun, 01 Nov 2026 08:00:00 GMT' },
        ],
        '',
      ),
    );
    const id = await add();
    await ingestOutlet(deps(), id);
    const stored = await items(id);
    expect(stored[0]).toMatchObject({ summary: 'Told by the page.', image: { url: `${site.origin}/lead.jpg` } });
    expect(stored[1]).toMatchObject({ summary: 'Own.', image: null });
    expect(stored[2]).toMatchObject({ summary: '', image: null });
    expect(await ingestOutlet(deps(), id)).toMatchObject({ status: 'fetched', items: 0 });
    expect(site.asked.filter((path) => path !== '/feed.xml').toSorted()).toEqual(['/a', '/gone', '/robots.txt']);
    expect((await items(id))[0]?.summary).toBe('Told by the page.');
  });

  test('give a better picture that its feed does not take back, until the feed has a new one', async () => {
    const shown = `<title>Story</title><meta property="og:image" content="/own.jpg"><meta property="og:image:width" content="1200">
      <article><p>Text.</p><figure><img src="/own.jpg"><figcaption>The pier. (Ada Quill/AP)</figcaption></figure></article>`;
    site.routes['/a'] = send(shown, 'text/html');
    const feed = (picture: string): void => {
      site.routes['/feed.xml'] = send(rss([{ guid: 'a' }], picture));
    };
    const imageOf = async (id: number): Promise<unknown> => (await items(id))[0]?.image;
    feed('<enclosure url="/thumb.jpg" type="image/jpeg"/>');
    const id = await add();
    const isOwn = { url: `${site.origin}/own.jpg`, width: 1200, credit: 'Ada Quill/AP' };
    await ingestOutlet(deps(), id);
    expect(await imageOf(id)).toMatchObject(isOwn);
    await ingestOutlet(deps(), id);
    expect(await imageOf(id)).toMatchObject(isOwn);
    feed('<enclosure url="/crop.jpg" type="image/jpeg"/>');
    await ingestOutlet(deps(), id);
    expect(await imageOf(id)).toMatchObject({ url: `${site.origin}/crop.jpg`, credit: null });
  });

  test('give a longer text that holds until the feed tells something else', async () => {
    const text = 'The pier stays where it is, the board said on Tuesday after a long debate. '.repeat(4);
    site.routes['/a'] = send(`<title>T</title><article><p>${text}</p></article>`, 'text/html');
    const feed = (summary: string): void => {
      site.routes['/feed.xml'] = send(rss([{ guid: 'a', text: summary }]));
    };
    const bodyOf = async (id: number): Promise<string> =>
      (await db.selectFrom('items').select('body').where('outlet_id', '=', id).executeTakeFirstOrThrow()).body;
    feed('The pier stays.');
    const id = await add();
    for (const _ of [1, 2]) {
      await ingestOutlet(deps(), id);
      expect(await bodyOf(id)).toBe(text.trim());
    }
    feed('The pier goes.');
    await ingestOutlet(deps(), id);
    expect(await bodyOf(id)).toBe('The pier goes.');
  });

  test('give a picture that a later one of the feed replaces only if it is better', async () => {
    site.routes['/a'] = send(
      '<title>Story</title><meta property="og:image" content="/own.jpg"><meta property="og:image:width" content="1200">',
      'text/html',
    );
    const feed = (picture: string): void => {
      site.routes['/feed.xml'] = send(rss([{ guid: 'a' }], picture));
    };
    feed('');
    const id = await add();
    const media = (width: number): string =>
      `<media:content xmlns:media="http://search.yahoo.com/mrss/" url="/feed.jpg" medium="image" width="${width}" height="${width}"/>`;
    for (const [picture, url] of [
      ['', '/own.jpg'],
      [media(200), '/own.jpg'],
      [media(900), '/feed.jpg'],
    ]) {
      feed(picture!);
      await ingestOutlet(deps(), id);
      expect((await items(id))[0]?.image).toMatchObject({ url: `${site.origin}${url}` });
    }
  });

  test('unmask a feed picture that is a pixel, and never lead to another private place', async () => {
    const elsewhere = await startOutlet({ '/x': send(page, 'text/html') });
    site.routes['/a'] = send(
      '<title>Story</title><article><img src="/e.jpg" width="1" height="1"></article>',
      'text/html',
    );
    site.routes['/feed.xml'] = send(
      rss([{ guid: 'a' }, { guid: 'x', link: `${elsewhere.origin}/x` }], '<enclosure url="/e.jpg" type="image/jpeg"/>'),
    );
    const id = await add();
    for (const _ of [1, 2]) {
      await ingestOutlet(deps(), id);
      expect((await items(id))[0]?.image).toBeNull();
    }
    expect(elsewhere.asked).toEqual([]);
    await elsewhere.close();
  });
});

describe('who fetches', () => {
  test('two at once: one does, the other finds it busy', async () => {
    site.routes['/feed.xml'] = (_request, response) => {
      setTimeout(() => response.end(rss([{}])), 200);
    };
    const id = await add();
    const results = await Promise.all([ingestOutlet(deps(), id), ingestOutlet(deps(), id)]);
    expect(results.map(({ status }) => status).toSorted()).toEqual(['busy', 'fetched']);
  });

  test('a newsletter waits for the fetch that another process has begun', async () => {
    site.routes['/feed.xml'] = (_request, response) => {
      setTimeout(() => response.end(rss([{}])), 400);
    };
    const id = await add();
    const other = ingestOutlet(deps(), id);
    await expect.poll(async () => (await row(id)).fetching_until).not.toBeNull();
    const heard: string[] = [];
    const results = await ingestNewsletter(deps(), newsletterId, ({ status }) => heard.push(status));
    expect(await items(id)).toHaveLength(1);
    expect(results).toMatchObject([{ outletId: id, status: 'fetched' }]);
    expect(heard).toEqual(['fetched']);
    await other;
  });

  test('a newsletter fetches all its outlets, due or not, and tells of each', async () => {
    for (let i = 0; i < 20; i++) site.routes[`/${i}.xml`] = send(i % 5 ? rss([{ guid: 'a' }]) : 'boom');
    for (let i = 0; i < 20; i++)
      await db
        .insertInto('outlets')
        .values({
          newsletter_id: newsletterId,
          url: `${site.origin}/${i}.xml`,
          name: `${i}`,
          allow_private: true,
          next_fetch_at: new Date('2030-01-01'),
        })
        .execute();
    const results = await ingestNewsletter(deps(), newsletterId);
    expect(results.map(({ outlet }) => Number(outlet))).toEqual(Array.from({ length: 20 }, (_, i) => i));
    expect(results.filter(({ errorCode }) => errorCode === 'FEED_UNREADABLE')).toHaveLength(4);
  });

  test('an outlet is due if its time has come and no process has claimed it; claims expire', async () => {
    site.routes['/feed.xml'] = send(rss([{}]));
    const id = await add();
    expect(await outletsDue({ db, now })).toContain(id);
    await ingestOutlet(deps(), id);
    expect(await outletsDue({ db, now })).not.toContain(id);
    clock = new Date(NOW.getTime() + 15 * 60_000);
    expect(await outletsDue({ db, now })).toContain(id);
    await db
      .updateTable('outlets')
      .set({ fetching_until: sql<Date>`now() + interval '1 minute'` })
      .where('id', '=', id)
      .execute();
    expect(await outletsDue({ db, now })).not.toContain(id);
    expect(await ingestOutlet(deps(), id)).toMatchObject({ status: 'busy' });
    await db
      .updateTable('outlets')
      .set({ fetching_until: sql<Date>`now() - interval '1 second'` })
      .where('id', '=', id)
      .execute();
    expect(await outletsDue({ db, now })).toContain(id);
    expect(await ingestOutlet(deps(), id)).toMatchObject({ status: 'fetched' });
  });
});

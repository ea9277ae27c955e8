import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { composeEdition, recheckBeforeSend, recomposeEdition } from '../../../src/newsroom/compose/compose.ts';
import type { Db } from '../../../src/platform/db/client.ts';
import { completeDraft } from '../../../src/newsroom/draft.ts';
import { fixStory } from '../../../src/editions/fix.ts';
import { listItemIds } from '../../../src/editions/load.ts';
import { addOutlet, ingestOutlet, readFirstPages, rereadItems } from '../../../src/newsroom/ingest/ingest.ts';
import { createLog } from '../../../src/platform/log.ts';
import type { Queues } from '../../../src/platform/queue/queue.ts';
import { rankNewsletter } from '../../../src/newsroom/rank/rank.ts';
import { createTestDatabase, type TestDatabase } from '../../support/database.ts';
import { addNewsletter } from '../rank/newsroom.ts';
import { send, startOutlet, type Outlet } from './standin.ts';

const NOW = new Date('2026-11-03T12:00:00Z');
const log = createLog('test', 'silent');
let database: TestDatabase;
let db: Db;
let site: Outlet;
let newsletterId: number;
let outletId: number;
let clock = NOW;

const queues: Queues = {
  enqueue: async () => undefined,
  ping: async () => undefined,
  counts: () => Promise.reject(new Error('not asked for')),
  close: async () => undefined,
};
const deps = () => ({ db, log, queues, now: () => clock, fetchTimeoutMs: 500 });

/** What the three stories of the feed are about, and what each page says. */
const STORIES = ['Ferries sail again', 'Bridge closes for repairs', 'Choir sings at dawn'];

type Page = { title?: string; summary?: string; head?: string; ld?: boolean };

function page(at: number, { title = STORIES[at]!, summary, head = '', ld = true }: Page = {}): string {
  const article = {
    '@type': 'NewsArticle',
    headline: title,
    description: summary ?? `${STORIES[at]!} in Amsel, said the harbour.`,
  };
  const script = ld ? `<script type="application/ld+json">${JSON.stringify(article)}</script>` : '';
  return `<html><head><title>${title}</title>${script}${head}</head><body><h1>${title}</h1></body></html>`;
}

const setPage = (at: number, values?: Page): void => {
  site.routes[`/${at}.html`] = send(page(at, values), 'text/html');
};
const answer = (at: number, status: number): void => {
  site.routes[`/${at}.html`] = (_request, response) => {
    response.writeHead(status).end('no');
  };
};

function setFeed(titles: readonly string[] = STORIES): void {
  const entries = titles.map(
    (title, at) =>
      `<item><title>${title}</title><link>${site.origin}/${at}.html</link><guid isPermaLink="false">${at}</guid>
       <pubDate>Tue, 03 Nov 2026 0${8 + (at % 2)}:00:00 GMT</pubDate><description>${STORIES[at]!} in Amsel, as the feed tells it.</description>
       <enclosure url="${site.origin}/p${at}-900x600.jpg" type="image/jpeg"/></item>`,
  );
  site.routes['/feed.xml'] = send(
    `<rss version="2.0"><channel><title>Gazette</title>${entries.join('')}</channel></rss>`,
  );
}

const items = () =>
  db
    .selectFrom('items')
    .select(['id', 'title', 'summary', 'is_withdrawn', 'embargo_until', 'editors_note', 'page_title', 'updated_at'])
    .where('outlet_id', '=', outletId)
    .orderBy('guid')
    .execute();
const ids = async (): Promise<number[]> => (await items()).map(({ id }) => id);
const reread = async (): Promise<number> => {
  clock = new Date(clock.getTime() + 10 * 60_000);
  return rereadItems(deps(), await ids());
};

beforeAll(async () => {
  database = await createTestDatabase();
  db = database.db;
});
afterAll(() => database.drop());
beforeEach(async () => {
  clock = NOW;
  site = await startOutlet();
  for (const at of STORIES.keys()) setPage(at);
  setFeed();
  newsletterId = await addNewsletter(db, { min_stories: 1 });
  const outlet = await addOutlet(
    deps(),
    {
      newsletterId,
      url: `${site.origin}/feed.xml`,
      allowPrivate: true,
      isOwn: true,
    },
    'test',
  );
  outletId = outlet.id;
  await ingestOutlet(deps(), outletId);
  await readFirstPages(deps(), await ids());
});
afterEach(() => site.close());

describe('a story read again', () => {
  test('stays what it is where nothing has changed', async () => {
    const before = await items();
    expect(await reread()).toBe(0);
    expect(await items()).toEqual(before);
    expect(before.map(({ page_title }) => page_title)).toEqual(STORIES);
  });

  test.each([404, 410])('is withdrawn where its page answers %i', async (status) => {
    answer(1, status);
    expect(await reread()).toBe(1);
    expect((await items()).map(({ is_withdrawn }) => is_withdrawn)).toEqual([false, true, false]);
  });

  test.each([403, 500, 503])('is not withdrawn where its page answers %i', async (status) => {
    answer(1, status);
    expect(await reread()).toBe(0);
    expect((await items()).some(({ is_withdrawn }) => is_withdrawn)).toBe(false);
  });

  test('is withdrawn, or embargoed, where its page says so', async () => {
    setPage(0, { head: '<meta name="pubstatus" content="canceled">' });
    setPage(2, { head: '<meta name="embargo" content="2026-11-04T06:00:00Z">' });
    expect(await reread()).toBe(2);
    const [first, second, third] = await items();
    expect(first!.is_withdrawn).toBe(true);
    expect(second).toMatchObject({ is_withdrawn: false, embargo_until: null });
    expect(third!.embargo_until).toEqual(new Date('2026-11-04T06:00:00Z'));
    // Said once, said for good: the page taking it back brings nothing out early.
    setPage(2);
    expect(await reread()).toBe(0);
    expect((await items())[2]!.embargo_until).toEqual(new Date('2026-11-04T06:00:00Z'));
  });

  test('has the headline and the summary that its page changed, until its feed says something newer', async () => {
    setPage(0, {
      title: 'Ferries stay in port',
      summary: 'The ferries of Amsel stay in port after all, said the harbour.',
    });
    expect(await reread()).toBe(1);
    const changed = {
      title: 'Ferries stay in port',
      summary: 'The ferries of Amsel stay in port after all, said the harbour.',
    };
    expect((await items())[0]).toMatchObject(changed);
    // The feed still has the old words.
    expect(await reread()).toBe(0);
    expect((await items())[0]).toMatchObject(changed);
    setFeed(['Ferries sail at noon', ...STORIES.slice(1)]);
    expect(await ingestOutlet(deps(), outletId)).toMatchObject({ items: 1 });
    expect((await items())[0]).toMatchObject({ title: 'Ferries sail at noon' });
  });

  test('keeps its feed’s headline where its page has always had another', async () => {
    await db
      .updateTable('items')
      .set({ page_title: 'Amsel: the ferries are back' })
      .where('title', '=', STORIES[0]!)
      .execute();
    setPage(0, { title: 'Amsel: the ferries are back' });
    expect(await reread()).toBe(0);
    expect((await items())[0]!.title).toBe(STORIES[0]);
  });

  test('takes no headline from a page that stands in its place', async () => {
    setPage(0, { title: 'Just a moment…', ld: false });
    site.routes['/1.html'] = (_request, response) => {
      response.writeHead(302, { location: '/' }).end();
    };
    site.routes['/'] = send(page(1, { title: 'The Gazette of Amsel' }), 'text/html');
    expect(await reread()).toBe(0);
    expect((await items()).map(({ title }) => title)).toEqual(STORIES);
    // One that calls itself no article, but speaks of the same, is the story.
    setPage(0, { title: 'Ferries stay in port', ld: false });
    expect(await reread()).toBe(1);
    expect((await items())[0]!.title).toBe('Ferries stay in port');
  });

  test('takes no headline that agrees with nothing else on its page', async () => {
    const headline = JSON.stringify({ '@type': 'NewsArticle', headline: 'Ferries: what else Amsel reads today' });
    const html = `<html><head><script type="application/ld+json">${headline}</script></head><body><p>a</p></body></html>`;
    site.routes['/0.html'] = send(html, 'text/html');
    expect(await reread()).toBe(0);
    expect((await items())[0]!.title).toBe(STORIES[0]);
  });

  test('does not change if robots.txt forbids its page', async () => {
    await db.deleteFrom('fetch_hosts').execute();
    site.routes['/robots.txt'] = send('User-agent: *\nDisallow: /', 'text/plain');
    answer(0, 404);
    const asked = site.asked.length;
    expect(await reread()).toBe(0);
    expect(site.asked.slice(asked)).not.toContain('/0.html');
    await db.deleteFrom('fetch_hosts').execute();
  });

  test('stays what it is where everything is down, after one try', async () => {
    const before = await items();
    await site.close();
    expect(await reread()).toBe(0);
    expect(await items()).toEqual(before);
    const asked = await db
      .selectFrom('outlets')
      .select('failures')
      .where('id', '=', outletId)
      .executeTakeFirstOrThrow();
    expect(asked.failures).toBe(1);
    site = await startOutlet();
  });

  test('does not fetch a feed while its server asks for a pause', async () => {
    site.routes['/feed.xml'] = (_request, response) => {
      response.writeHead(429, { 'retry-after': '3600' }).end();
    };
    await reread();
    const asked = (): number => site.asked.filter((path) => path === '/feed.xml').length;
    const before = asked();
    await reread();
    expect(asked()).toBe(before);
  });
});

describe('an edition whose stories are read again', () => {
  const headlines = async (editionId: number): Promise<string[]> => {
    const query = db.selectFrom('edition_stories').select('headline').where('edition_id', '=', editionId);
    return (await query.orderBy('position').execute()).map(({ headline }) => headline);
  };
  const compose = async (): Promise<number> => {
    await rankNewsletter(deps(), newsletterId);
    const { id } = await composeEdition(deps(), { newsletterId, date: '2026-11-03' });
    await completeDraft(deps(), id);
    return id;
  };
  const recheck = async (editionId: number): Promise<void> => {
    clock = new Date(clock.getTime() + 10 * 60_000);
    await rereadItems(deps(), await listItemIds(deps(), editionId));
    await recheckBeforeSend({ ...deps(), compose: (id) => recomposeEdition(deps(), id) }, editionId);
  };

  test('drops withdrawn stories and reports changes while it is a draft', async () => {
    const id = await compose();
    expect((await headlines(id)).toSorted()).toEqual(STORIES.toSorted());
    answer(1, 410);
    setPage(0, { title: 'Ferries stay in port' });
    await recheck(id);
    expect((await headlines(id)).toSorted()).toEqual(['Choir sings at dawn', 'Ferries stay in port']);
  });

  test('keeps what staff wrote, and after approval only drops', async () => {
    const id = await compose();
    const position = (await headlines(id)).indexOf(STORIES[0]!) + 1;
    await fixStory(deps(), { editionId: id, position, changes: { headline: 'The ferries are back' }, actor: 'ana' });
    setPage(0, { title: 'Ferries stay in port' });
    setPage(1, { title: 'Bridge stays open' });
    answer(2, 404);
    await recheck(id);
    expect((await headlines(id)).toSorted()).toEqual(['Bridge stays open', 'The ferries are back']);
    await database.db.updateTable('editions').set({ state: 'approved' }).where('id', '=', id).execute();
    setPage(1, { title: 'Bridge closes again' });
    await recheck(id);
    expect((await headlines(id)).toSorted()).toEqual(['Bridge stays open', 'The ferries are back']);
  });
});

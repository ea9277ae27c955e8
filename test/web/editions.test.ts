import { gunzipSync } from 'node:zlib';
import { load } from 'cheerio';
import { parseRssFeed } from 'feedsmith';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { editionPath, parseEditionName } from '../../src/editions/address.ts';
import { fixStory } from '../../src/editions/fix.ts';
import { addNewsletter, setNewsletter, type Newsletter } from '../../src/editions/newsletters/newsletters.ts';
import type { Queues } from '../../src/platform/queue/queue.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { addOwnPicture } from '../support/pictures.ts';
import { makeEdition, makeNewsletter, NOON, openSite, type TestSite } from './support.ts';

const LATER = new Date('2026-11-24T15:30:00Z');
const queues = { enqueue: async () => undefined } as unknown as Queues;

let database: TestDatabase;
let site: TestSite;
let newsletter: Newsletter;

beforeAll(async () => {
  database = await createTestDatabase();
  site = await openSite(database.db);
  newsletter = await makeNewsletter(database.db);
});
afterAll(() => database.drop());

const read = async (path: string): Promise<string> => (await site.app.request(path)).text();
const statusOf = async (path: string): Promise<number> => (await site.app.request(path)).status;
/** The paths of a page's own links, in order, inside `selector`. */
const linksIn = (text: string, selector: string): (string | undefined)[] => {
  const $ = load(text);
  return $(`${selector} a`)
    .toArray()
    .map((each) => $(each).attr('href'));
};
/** What of a page a reader sees, on one line. */
const wordsOf = (text: string, selector: string): string => load(text)(selector).text().replaceAll(/\s+/g, ' ').trim();

describe('addresses', () => {
  test('an edition has one path, and each path one edition', () => {
    const date = '2026-11-24';
    const names = [
      { date, kind: 'daily', number: 1 },
      { date, kind: 'daily', number: 2 },
      { date, kind: 'special', number: 1 },
      { date, kind: 'special', number: 12 },
      { date, kind: 'weekly', number: 1 },
      { date, kind: 'correction', number: 3 },
    ] as const;
    const paths = names.map((name) => editionPath('daily', name));
    expect(paths).toEqual([
      '/editions/daily/2026-11-24',
      '/editions/daily/2026-11-24/daily-2',
      '/editions/daily/2026-11-24/special',
      '/editions/daily/2026-11-24/special-12',
      '/editions/daily/2026-11-24/weekly',
      '/editions/daily/2026-11-24/correction-3',
    ]);
    const parsed = paths.map((path) => parseEditionName(path.split('/')[3]!, path.split('/')[4]));
    expect(parsed).toEqual(names);
    const others = [
      'daily',
      'special-1',
      'special-0',
      'special-01',
      'special-',
      'Special',
      'issue',
      '',
      'special-99999',
      '-2',
    ];
    expect(others.map((which) => parseEditionName(date, which))).toEqual(others.map(() => null));
    expect(['2026-02-30', '2026-1-1', '20261124', ''].map((day) => parseEditionName(day, undefined))).toEqual([
      null,
      null,
      null,
      null,
    ]);
  });

  test('several editions of a day are read in the order in which they went out, and corrections stand aside', async () => {
    const { db } = database;
    const other = await addNewsletter({ db }, 'several', { name: 'Several', from: 'news@paper.example' }, 'test');
    const at = (hour: string): Date => new Date(`2026-06-02T${hour}:00:00Z`);
    await makeEdition(db, other.id, { date: '2026-06-01', state: 'submitted' });
    await makeEdition(db, other.id, { date: '2026-06-02', kind: 'special', state: 'submitted', startedAt: at('15') });
    const daily = await makeEdition(db, other.id, { date: '2026-06-02', state: 'submitted', startedAt: at('05') });
    await makeEdition(db, other.id, {
      date: '2026-06-02',
      kind: 'special',
      number: 2,
      state: 'submitted',
      startedAt: at('18'),
    });
    await makeEdition(db, other.id, { date: '2026-06-03', kind: 'special', state: 'draft' });
    await makeEdition(db, other.id, {
      date: '2026-06-02',
      kind: 'correction',
      corrects: daily,
      note: 'It was another bridge.\n\nWe are sorry.',
      state: 'submitted',
    });
    await makeEdition(db, other.id, { date: '2026-06-07', kind: 'weekly', state: 'submitted' });
    const order = ['2026-06-01', '2026-06-02', '2026-06-02/special', '2026-06-02/special-2', '2026-06-07/weekly'];
    const paths = order.map((name) => `/editions/several/${name}`);
    for (const [index, path] of paths.entries()) {
      const $ = load(await read(path));
      expect([$('a[rel=prev]').attr('href'), $('a[rel=next]').attr('href')]).toEqual([
        paths[index - 1],
        paths[index + 1],
      ]);
      expect($('link[rel=canonical]').attr('href')).toBe(`http://127.0.0.1:3000${path}`);
    }
    expect(linksIn(await read('/editions/several'), '.editions')).toEqual(paths.toReversed());
    expect(wordsOf(await read(paths[3]!), '.dateline-bar p')).toBe('Special edition No. 2');
    expect(wordsOf(await read(paths[4]!), '.dateline-bar p')).toBe('Weekly edition');
    expect(await statusOf('/editions/several/2026-06-03/special')).toBe(404);
    const correction = await read('/editions/several/2026-06-02/correction');
    expect(linksIn(correction, '.pager')).toEqual([paths[1]]);
    expect(wordsOf(correction, '.note')).toBe('It was another bridge.We are sorry.');
    expect(correction).toContain('content="noindex, nofollow"');
  });
});

describe('an edition', () => {
  test('with twelve long stories and pictures stays far below 50 KB, one with forty as it is sent; it is the same for everybody, and contains no token', async () => {
    await addOwnPicture(database.db, 'long', newsletter.id);
    const summary = 'A sentence of a length that summaries have, which says what happened & where. '.repeat(5);
    const stories = Array.from({ length: 40 }, (_, index) => ({
      headline: `Headline ${index} of usual length, says the paper`,
      summary,
      url: `https://outlet.example/2026/03/01/world/a-slug-as-long-as-they-are-${index}.html`,
      image: 'long',
    }));
    await makeEdition(database.db, newsletter.id, { date: '2026-03-01', state: 'submitted' }, stories.slice(0, 12));
    await makeEdition(database.db, newsletter.id, { date: '2026-03-02', state: 'submitted' }, stories);
    const usual = await read('/editions/daily/2026-03-01');
    expect(Buffer.byteLength(usual)).toBeLessThan(23_000);
    const { app } = site;
    const sent = await app.request('/editions/daily/2026-03-02', { headers: { 'accept-encoding': 'gzip' } });
    expect(sent.headers.get('content-encoding')).toBe('gzip');
    const packed = Buffer.from(await sent.arrayBuffer());
    expect(packed.length).toBeLessThan(10_000);
    expect(gunzipSync(packed).toString()).toBe(await read('/editions/daily/2026-03-02'));
    const asked = await app.request('/editions/daily/2026-03-01?token=abc', { headers: { cookie: 'session=abc' } });
    expect(await asked.text()).toBe(usual);
    expect(asked.headers.get('cache-control')).toBe('public, max-age=60');
    const withoutPictures = usual.replaceAll(/\/pictures\/[\w-]+/g, '');
    expect(withoutPictures).not.toMatch(/\/(confirm|unsubscribe|preferences)\/|[A-Za-z0-9_-]{40}/);
  });

  test('is not sent again to a client with the current version', async () => {
    const id = await makeEdition(database.db, newsletter.id, { date: '2026-03-11', state: 'submitted' }, [
      { headline: 'A bridge opens' },
    ]);
    const { app } = site;
    for (const path of ['/editions/daily/2026-03-11', '/editions/daily/feed.xml', '/sitemap.xml']) {
      const headers = { 'accept-encoding': 'gzip' };
      const first = await app.request(path, { headers });
      const etag = first.headers.get('etag')!;
      const again = await app.request(path, { headers: { ...headers, 'if-none-match': etag } });
      expect([again.status, await again.text()]).toEqual([304, '']);
      expect(again.headers.get('cache-control')).toBe(first.headers.get('cache-control'));
      await database.db
        .updateTable('editions')
        .set({ subject: `Changed for ${path}` })
        .where('id', '=', id)
        .execute();
      if (path !== '/sitemap.xml')
        expect((await app.request(path, { headers: { ...headers, 'if-none-match': etag } })).status).toBe(200);
    }
  });

  test('that is not there has a page that leads to those that are, in the newsletter’s language', async () => {
    for (const path of ['2026-03-12', '2031-01', 'nonsense', '2026-03-11/special-9']) {
      const response = await site.app.request(`/editions/daily/${path}?lang=es`);
      expect(response.status).toBe(404);
      const $ = load(await response.text());
      expect([$('h1').text(), $('main a').attr('href')]).toEqual([
        'Aquí no hay ninguna edición',
        '/editions/daily?lang=es',
      ]);
    }
  });

  test('tells machines what it is: an issue whose parts others published', async () => {
    const { hash } = await addOwnPicture(database.db, 'bridge', newsletter.id);
    await makeEdition(database.db, newsletter.id, { date: '2026-03-03', state: 'submitted' }, [
      { headline: 'Ends </script><script>alert(1)</script> <!-- early', image: 'bridge' },
    ]);
    const text = await read('/editions/daily/2026-03-03');
    const $ = load(text);
    const data = JSON.parse($('script[type="application/ld+json"]').text()) as Record<string, unknown>;
    expect(data).toMatchObject({
      '@type': 'PublicationIssue',
      url: 'http://127.0.0.1:3000/editions/daily/2026-03-03',
      datePublished: NOON.toISOString(),
      isPartOf: { '@type': 'Periodical', name: 'The Daily Test' },
      hasPart: [{ headline: 'Ends </script><script>alert(1)</script> <!-- early', url: 'https://outlet.example/0' }],
    });
    expect($('script').length).toBe(1);
    expect($('meta[property="og:description"]').attr('content')).toBe('What is inside');
    expect($('meta[property="og:image"]').attr('content')).toBe(`http://127.0.0.1:3000/pictures/${hash}-1120.jpg`);
  });

  test('lists its stories to machines as it shows them, by section, and its language with a territory', async () => {
    const own = await makeNewsletter(database.db, 'sections');
    await setNewsletter(database, 'sections', { sections: 'At sea' }, 'test');
    const stories = ['Council meets', 'Budget passes', 'Ferries sail'].map((headline) => ({ headline }));
    const id = await makeEdition(database.db, own.id, { date: '2026-03-13', state: 'submitted' }, stories);
    await database.db
      .updateTable('edition_stories')
      .set({ section: 'At sea' })
      .where('edition_id', '=', id)
      .where('position', '=', 3)
      .execute();
    const $ = load(await read('/editions/sections/2026-03-13'));
    const { hasPart } = JSON.parse($('script[type="application/ld+json"]').text()) as { hasPart: object[] };
    const shown = $('article h2, article h3')
      .get()
      .map((each) => $(each).text());
    expect(shown).toEqual(['Council meets', 'Ferries sail', 'Budget passes']);
    expect(hasPart).toMatchObject(shown.map((headline, index) => ({ headline, position: index + 1 })));
    expect($('meta[property="og:locale"]').attr('content')).toBe('en_US');
  });

  test('gives each story the language that its outlet writes in, and the direction of its words', async () => {
    const id = await makeEdition(database.db, newsletter.id, { date: '2026-03-04', state: 'submitted' }, [
      { headline: 'Un puente' },
      { headline: 'A bridge' },
      { headline: 'Nobody knows' },
    ]);
    for (const [position, language] of [
      [1, 'es-mx'],
      [2, 'en'],
      [3, 'no language!'],
    ] as const)
      await database.db
        .updateTable('edition_stories')
        .set({ language })
        .where('edition_id', '=', id)
        .where('position', '=', position)
        .execute();
    const $ = load(await read('/editions/daily/2026-03-04'));
    const found = $('.story h2')
      .toArray()
      .map((each) => [$(each).attr('lang'), $(each).attr('dir')]);
    expect(found).toEqual([
      ['es-MX', 'auto'],
      [undefined, 'auto'],
      [undefined, 'auto'],
    ]);
  });

  test('shows caption and credit of its lead’s picture, credits of the others, and repeats none of them', async () => {
    await addOwnPicture(database.db, 'bridge', newsletter.id);
    const stories = (caption: string) => [
      { headline: 'Traffic waits', image: 'bridge', caption },
      { headline: 'Nobody knows', image: 'bridge', caption: 'A bridge <over> the Aven.' },
    ];
    const captions = [
      ['2026-03-05', 'A bridge <over> the Aven.', 'A bridge <over> the Aven.\nPicture: A. Photographer', ''],
      ['2026-03-06', 'Cars before “the bridge.”', 'Cars before “the bridge.”\nPicture: A. Photographer', 'A bridge'],
      ['2026-03-07', ' Cars on the quay', 'Cars on the quay\nPicture: A. Photographer', 'A bridge'],
      ['2026-03-08', ' ', 'Picture: A. Photographer', 'A bridge'],
    ] as const;
    for (const [date, caption, under, alt] of captions) {
      const id = await makeEdition(database.db, newsletter.id, { date, state: 'submitted' }, stories(caption));
      await database.db.updateTable('edition_stories').set({ language: 'es' }).where('edition_id', '=', id).execute();
      const $ = load(await read(`/editions/daily/${date}`));
      const said = $('#story-1 figcaption p').toArray();
      expect(said.map((each) => $(each).text()).join('\n')).toBe(under);
      expect($('#story-1 img').attr('alt')).toBe(alt);
      expect($('#story-1 figcaption > p').attr('lang')).toBe(caption.trim() ? 'es' : undefined);
      expect($('#story-2 figcaption').text()).toBe('Picture: A. Photographer');
      expect($('#story-2 img').attr('alt')).toBe('A bridge');
    }
  });

  test('has its running number and says whose its pictures are, as the mail does, and which language that is in', async () => {
    const { db } = database;
    const settings = { name: 'الموجز', from: 'news@paper.example', language: 'ar' };
    const arabic = await addNewsletter({ db }, 'mujaz', settings, 'test');
    const stories = [{ headline: 'الجسر', image: 'bridge', caption: 'جسر' }];
    for (const date of ['2026-05-01', '2026-05-02'])
      await makeEdition(db, arabic.id, { date, state: 'submitted' }, stories);
    const numbers = ['2026-05-01', '2026-05-02'].map(async (date) => {
      const $ = load(await read(`/editions/mujaz/${date}`));
      return [$('.dateline-bar p').text(), $('.dateline-bar p').attr('lang')];
    });
    expect(await Promise.all(numbers)).toEqual([
      ['No. 1', 'en'],
      ['No. 2', 'en'],
    ]);
    const $ = load(await read('/editions/mujaz/2026-05-01'));
    const parts = $('figcaption > p')
      .toArray()
      .map((each) => [$(each).text(), $(each).attr('lang'), $(each).attr('dir')]);
    expect(parts).toEqual([
      ['جسر', undefined, 'auto'],
      ['Picture: A. Photographer', 'en', 'ltr'],
    ]);
    expect($('.source').first().text()).toContain('The Outlet');
    expect($('.source').last().text()).toBe('Also reported by The Other');
  });

  test('can be passed on and cited without a script', async () => {
    const $ = load(await read('/editions/daily/2026-03-03'));
    const address = 'http://127.0.0.1:3000/editions/daily/2026-03-03';
    expect(
      $('.whole')
        .toArray()
        .map((each) => $(each).text()),
    ).toEqual([address, `“Subject of 2026-03-03”, The Daily Test, Tuesday, March 3, 2026, ${address}`]);
    const mail = new URL($('.share a').attr('href')!);
    expect([mail.protocol, mail.searchParams.get('body')]).toEqual(['mailto:', `Subject of 2026-03-03\r\n${address}`]);
  });
});

describe('what a newsletter adds', () => {
  test('its sections head the stories after the first, and its house notice follows them', async () => {
    const { db } = database;
    const { id } = await addNewsletter({ db }, 'parts', { name: 'Parts', from: 'news@paper.example' }, 'test');
    const edition = await makeEdition(
      db,
      id,
      { date: '2026-11-24', state: 'submitted' },
      ['Lead', 'A bridge', 'A ferry', 'A choir'].map((headline) => ({ headline })),
    );
    const plain = load(await read('/editions/parts/2026-11-24'));
    expect(plain('.story h2')).toHaveLength(4);
    expect(plain('.part, .house')).toHaveLength(0);

    await setNewsletter(
      { db },
      'parts',
      {
        sections: 'At sea & shore: ferries; Roads',
        houseNotice: 'Tours on <Sundays>',
        houseNoticeUrl: 'https://paper.example/tours',
      },
      'test',
    );
    for (const [position, section] of [
      [2, 'roads'],
      [3, 'Ferries'],
    ] as const)
      await db
        .updateTable('edition_stories')
        .set({ section })
        .where('edition_id', '=', edition)
        .where('position', '=', position)
        .execute();
    const $ = load(await read('/editions/parts/2026-11-24'));
    const headings = $('.edition :is(h2, h3)').toArray();
    expect(headings.map((each) => [each.tagName, $(each).text().trim()])).toEqual([
      ['h2', 'Lead'],
      ['h2', 'At sea & shore'],
      ['h3', 'A ferry'],
      ['h2', 'Roads'],
      ['h3', 'A bridge'],
      ['h2', 'More stories'],
      ['h3', 'A choir'],
    ]);
    expect($('#story-3 h3').text()).toBe('A ferry');
    expect($('.house a').attr('href')).toBe('https://paper.example/tours');
    expect($('.house .slot-text').text()).toBe('Tours on <Sundays>');
    expect($('#story-1 + .house')).toHaveLength(1);
  });
});

describe('a correction', () => {
  test('appears with its date at its story and in the feed if the edition was sent before; earlier fixes do not', async () => {
    const { db } = database;
    const fixes = await addNewsletter(
      { db },
      'fixes',
      { name: 'Fixes', from: 'news@paper.example', zone: 'Europe/Madrid' },
      'test',
    );
    const id = await makeEdition(db, fixes.id, { date: '2026-11-24', state: 'submitted' }, [
      { headline: 'A bridge closes', image: 'bridge' },
      { headline: 'A road opens' },
    ]);
    const fix = (at: Date, position: number, changes: object, note = '', actor = 'desk'): Promise<unknown> =>
      fixStory({ db, queues, now: () => at }, { editionId: id, position, changes, note, actor });
    await fix(new Date('2026-11-24T11:00:00Z'), 2, { summary: 'Set right before it went out.' }, 'nobody saw this');
    await fix(LATER, 2, { summary: 'What the outlet says now.' }, 'an outlet’s newer copy', 'recheck');
    expect(await read('/editions/fixes/2026-11-24')).not.toMatch(/correction"|Corrected/);
    await fix(LATER, 1, { headline: 'A bridge opens', image: null });
    await fix(LATER, 1, { summary: 'It <b>opens</b>.' }, 'We said that it closes & <b>were</b> wrong.');
    const text = await read('/editions/fixes/2026-11-24');
    const $ = load(text);
    expect(wordsOf(text, '.dateline-bar p')).toBe('No. 1Corrected November 24, 2026 at 4:30 PM GMT+1.');
    expect($('.dateline-bar p a').attr('href')).toBe('#story-1');
    expect(
      $('#story-1 .correction')
        .toArray()
        .map((each) => $(each).text().replaceAll(/\s+/g, ' ').trim()),
    ).toEqual([
      'Correction, November 24, 2026 at 4:30 PM GMT+1: The headline has been corrected. The picture has been removed.',
      'Correction, November 24, 2026 at 4:30 PM GMT+1: We said that it closes & <b>were</b> wrong.',
    ]);
    expect(text).not.toMatch(/nobody saw|newer copy/);
    expect(text).toContain('"@type":"CorrectionComment"');
    const { items } = parseRssFeed(await read('/editions/fixes/feed.xml'));
    expect(items?.[0]?.description).toContain('Correction, November 24, 2026 at 4:30 PM GMT+1: We said that it closes');
    expect(items?.[0]?.atom?.updated).toBe(LATER.toISOString());
  });

  test('and all else in the feed comes back as the text it was from readers that take descriptions for HTML', async () => {
    const { db } = database;
    const name = 'Fish & <i>chips</i> ]]>';
    const settings = { name, from: 'news@paper.example', description: 'Two <b>lines</b>\nof &lt;text&gt;' };
    const { id: newsletterId } = await addNewsletter({ db }, 'markup', settings, 'test');
    const id = await makeEdition(db, newsletterId, { date: '2026-11-24', state: 'submitted' });
    const subject = 'Court: <b> is no trademark & never was';
    const preheader = '"<script>alert(1)</script>" · &amp;c. · 1 < 2 > 0';
    await db
      .updateTable('editions')
      .set({ subject, preheader, subject_by: 'desk', preheader_by: 'desk' })
      .where('id', '=', id)
      .execute();
    const note = '<img src=x onerror=alert(1)> & <a href="https://elsewhere.example">this</a>';
    const changes = { headline: 'Set right' };
    const order = { editionId: id, position: 1, changes, note: note.replaceAll(' ', '\u0001'), actor: 'desk' };
    await fixStory({ db, queues, now: () => LATER }, order);
    const feed = await read('/editions/markup/feed.xml');
    expect(feed).not.toContain('\u0001');
    const { title, description, items } = parseRssFeed(feed);
    const shown = (markup = ''): string => {
      const $ = load(markup, null, false);
      $('br').replaceWith('\n');
      expect($('*').toArray()).toEqual([]);
      return $.text();
    };
    expect([title, shown(description)]).toEqual([name, settings.description]);
    expect(items?.[0]?.title).toBe(subject);
    const [first, second] = shown(items?.[0]?.description).split('\n');
    expect(first).toBe(preheader);
    expect(second).toMatch(/^Correction, /);
    expect(second?.slice(-note.length)).toBe(note);
  });
});

describe('the archive', () => {
  test('shows a month at a time, and leads to the others', async () => {
    const { db } = database;
    const { id } = await addNewsletter({ db }, 'months', { name: 'Months', from: 'news@paper.example' }, 'test');
    for (const date of ['2025-12-31', '2026-01-01', '2026-01-31', '2026-02-01'])
      await makeEdition(db, id, { date, state: 'submitted' });
    await makeEdition(db, id, { date: '2026-03-01', state: 'draft' });
    const latest = await read('/editions/months');
    expect(linksIn(latest, '.editions')).toEqual(['/editions/months/2026-02-01']);
    expect(linksIn(latest, '.months')).toEqual([
      '/editions/months/2026-01',
      '/editions/months/2026-02',
      '/editions/months/2025-12',
    ]);
    expect(linksIn(await read('/editions/months/2026-01'), '.editions')).toEqual([
      '/editions/months/2026-01-31',
      '/editions/months/2026-01-01',
    ]);
    for (const path of ['2026-03', '2026-13', '2024-01', '2026-00'])
      expect(await statusOf(`/editions/months/${path}`)).toBe(404);
  });

  describe('searched', () => {
    const found = async (query: string, slug = 'found'): Promise<string[]> => {
      const $ = load(await read(`/editions/${slug}?q=${encodeURIComponent(query)}`));
      return $('.found .subject')
        .toArray()
        .map((each) => $(each).text().trim());
    };

    beforeAll(async () => {
      const { db } = database;
      const { id } = await addNewsletter({ db }, 'found', { name: 'Found', from: 'news@paper.example' }, 'test');
      await makeEdition(db, id, { date: '2026-05-01', state: 'submitted' }, [
        { headline: 'Ferries sail again', summary: 'After a storm of three days the harbour opens.' },
        { headline: 'Council votes', summary: 'On ferry prices, among others.' },
      ]);
      await makeEdition(db, id, { date: '2026-05-02', kind: 'special', state: 'submitted' }, [
        { headline: 'The ferry strike', summary: 'Crews stay ashore.' },
      ]);
      await makeEdition(db, id, { date: '2026-05-03', state: 'draft' }, [
        { headline: 'A ferry that nobody may read of' },
      ]);
      await makeEdition(db, newsletter.id, { date: '2026-05-03', state: 'submitted' }, [
        { headline: 'Another paper’s ferry' },
      ]);
    });

    test('finds published stories by any form of a word in headline or summary, the latest first', async () => {
      expect(await found('ferry')).toEqual(['The ferry strike', 'Ferries sail again', 'Council votes']);
      expect(await found('FERRIES storms')).toEqual(['Ferries sail again']);
      expect(await found('ferry -strike')).toEqual(['Ferries sail again', 'Council votes']);
      expect(await found('"ferry strike"')).toEqual(['The ferry strike']);
      expect(await found('submarine')).toEqual([]);
      expect(linksIn(await read('/editions/found?q=strike'), '.found')).toEqual([
        '/editions/found/2026-05-02/special#story-1',
      ]);
    });

    test('follows a fix, and the newsletter’s language', async () => {
      const { db } = database;
      await db
        .updateTable('edition_stories')
        .set({ headline: 'Council adjourns' })
        .where('headline', '=', 'Council votes')
        .execute();
      expect(await found('adjourned')).toEqual(['Council adjourns']);
      expect(await found('votes')).toEqual([]);
      const { id } = await addNewsletter(
        { db },
        'hallados',
        { name: 'Hallados', from: 'news@paper.example', language: 'es-MX' },
        'test',
      );
      await makeEdition(db, id, { date: '2026-05-01', state: 'submitted' }, [{ headline: 'Los barcos zarparon' }]);
      expect(await found('barco zarpar', 'hallados')).toEqual(['Los barcos zarparon']);
      await setNewsletter({ db }, 'hallados', { language: 'qu' }, 'test');
      expect(await found('barco', 'hallados')).toEqual([]);
      expect(await found('barcos', 'hallados')).toEqual(['Los barcos zarparon']);
    });

    test('finds text without spaces between words by any part of it, in any language of the newsletter', async () => {
      const { db } = database;
      const settings = { name: 'Harbours', from: 'news@paper.example', language: 'ja' };
      const { id } = await addNewsletter({ db }, 'harbours', settings, 'test');
      const chinese = { headline: '港口今天重新开放', summary: '渡轮恢复航行，票价上涨100%。' };
      const japanese = { headline: 'フェリーの運航再開、iPhoneで乗船可能に', summary: '三日間の嵐の後。' };
      const thai = { headline: 'ท่าเรือเปิดอีกครั้งวันนี้', summary: 'เรือข้ามฟากแล่นได้' };
      const odd = { headline: '文件名 a_港 与 c:\\港', summary: 'A ferry sails.' };
      await makeEdition(db, id, { date: '2026-05-01', state: 'submitted' }, [chinese, japanese, thai, odd]);
      await makeEdition(db, id, { date: '2026-05-02', state: 'draft' }, [chinese]);
      await makeEdition(db, id, { date: '2026-05-01', kind: 'correction', state: 'submitted' }, [chinese]);
      const stories = [chinese, japanese, thai, odd];
      const indexes = async (query: string): Promise<number[]> =>
        (await found(query, 'harbours')).map((headline) => stories.findIndex((story) => story.headline === headline));
      expect(await indexes('重新开放')).toEqual([0]);
      expect(await indexes('渡轮 “港口”')).toEqual([0]);
      expect(await indexes('フェリー')).toEqual([1]);
      expect(await indexes('IPHONE乗船 嵐')).toEqual([1]);
      expect(await indexes('เรือ')).toEqual([2]);
      expect(await indexes('港')).toEqual([0, 3]);
      expect(await indexes('港 -渡轮')).toEqual([3]);
      expect(await indexes('渡轮 or フェリー')).toEqual([0, 1]);
      expect(await indexes('"文件名 a_港"')).toEqual([3]);
      expect(await indexes('潜艇')).toEqual([]);
      // As they stand, and never for another character or any.
      expect(await indexes('上涨100%')).toEqual([0]);
      expect(await indexes('a_港 c:\\港')).toEqual([3]);
      for (const wild of ['港%放', '港_今', '港口%', '_港口', '港口\\', '%港%'])
        expect(await indexes(wild)).toEqual([]);
      // Words that can be told are found in all their forms still.
      await setNewsletter({ db }, 'harbours', { language: 'en' }, 'test');
      expect(await indexes('ferries sailing')).toEqual([3]);
      expect(await indexes('sai')).toEqual([]);
    });

    test('answers any search by its first hundred characters, and shows it as text', async () => {
      const typed = [
        '%',
        "'; drop table editions; --",
        '"',
        '\\',
        '<script>',
        '( & | !',
        ':*',
        '\u0000ferry',
        '-ferry',
        '\u202eferry',
        'ferry '.repeat(2_000),
        '港'.repeat(2_000),
        '-港 '.repeat(50),
        'or or "" 港 or -',
        '\u0000港\u{20bb7}',
      ];
      for (const each of typed) {
        const response = await site.app.request(`/editions/found?q=${encodeURIComponent(each)}`);
        expect(response.status).toBe(200);
        const text = await response.text();
        expect(text).not.toContain('<script>');
        expect(Buffer.byteLength(text)).toBeLessThan(10_000);
      }
      expect(await found(`ferry ${'x'.repeat(5_000)}`)).toEqual([]);
      expect(linksIn(await read('/editions/found?q=%20%00'), '.editions').length).toBe(2);
      expect(await read('/editions/found?q=ferry')).toContain('content="noindex, nofollow"');
    });

    test('shows the fifty latest, and says that there are more', async () => {
      const { db } = database;
      const { id } = await addNewsletter({ db }, 'many', { name: 'Many', from: 'news@paper.example' }, 'test');
      const stories = Array.from({ length: 40 }, (_, index) => ({ headline: `Budget ${index}` }));
      await makeEdition(db, id, { date: '2026-05-01', state: 'submitted' }, stories);
      await makeEdition(db, id, { date: '2026-05-02', state: 'submitted' }, stories);
      expect((await found('budget', 'many')).length).toBe(50);
      expect(await read('/editions/many?q=budget')).toContain('These are the latest 50 stories.');
    });

    test('is answered from an index', async () => {
      const { rows } = await database.db.transaction().execute(async (tx) => {
        await sql`set local enable_seqscan = off`.execute(tx);
        return sql<{ 'QUERY PLAN': string }>`
          explain select from story_words where words @@ websearch_to_tsquery('english', 'ferry')`.execute(tx);
      });
      expect(rows.map((row) => row['QUERY PLAN']).join('\n')).toContain('story_words_words_idx');
    });
  });
});

describe('for crawlers', () => {
  test('robots.txt excludes pages of single readers, and names the sitemap', async () => {
    const below = await openSite(database.db, { PUBLIC_URL: 'https://paper.example/mail/' });
    const text = await (await below.app.request('/robots.txt')).text();
    expect(text).toContain('\nDisallow: /mail/preferences/\n');
    expect(text).toContain('\nSitemap: https://paper.example/mail/sitemap.xml\n');
  });

  test('the sitemap lists what the public reads, with its last change, and nothing else', async () => {
    const { db } = database;
    await makeEdition(db, newsletter.id, { date: '2026-08-01', state: 'submitted', isRehearsal: true });
    await makeEdition(db, newsletter.id, { date: '2026-08-02', state: 'draft' });
    const response = await site.app.request('/sitemap.xml');
    expect(response.headers.get('content-type')).toBe('application/xml; charset=utf-8');
    const $ = load(await response.text(), { xml: true });
    const pages = new Map(
      $('url')
        .toArray()
        .map((url) => [new URL($(url).find('loc').text()).pathname, $(url).find('lastmod').text()]),
    );
    expect(pages.get('/editions/fixes/2026-11-24')).toBe(LATER.toISOString());
    expect(pages.get('/editions/several/2026-06-02/special-2')).toBe('2026-06-02T18:00:00.000Z');
    expect(pages.has('/newsletters/daily')).toBe(true);
    for (const path of [
      '/editions/several/2026-06-02/correction',
      '/editions/daily/2026-08-01',
      '/editions/daily/2026-08-02',
    ])
      expect(pages.has(path)).toBe(false);
    const statuses = await Promise.all([...pages.keys()].map(statusOf));
    expect(new Set(statuses)).toEqual(new Set([200]));
  });
});

import { describe, expect, test } from 'vitest';
import { parsePage } from '../../../src/newsroom/ingest/page/page.ts';
import type { ParsedPage } from '../../../src/newsroom/ingest/story.ts';

const HERE = 'https://gazette.example/news/42';

function parse(html: string, url: string | null = HERE): ParsedPage {
  return parsePage(new TextEncoder().encode(html), { url });
}
const read = (html: string, url?: string): ParsedPage['story'] => parse(html, url).story;
const ld = (value: object): string => `<script type="application/ld+json">${JSON.stringify(value)}</script>`;
const node = (headline: string | null, more: object = {}): object => ({
  '@type': 'NewsArticle',
  ...(headline === null ? {} : { headline }),
  datePublished: '2026-11-03T08:00:00Z',
  ...more,
});

describe('of several JSON-LD nodes', () => {
  const own = node('Lighthouse keeper retires at ninety', { author: { name: 'Ada Quill' } });
  const other = node('Oyster prices double', { url: '/news/7', author: { name: 'Ben Inkwell' }, image: '/oyster.jpg' });
  const head = '<meta property="og:title" content="Lighthouse keeper retires at ninety">';
  const body = '<h1>Lighthouse keeper retires at ninety</h1>';

  test.each([
    ['the one whose url is the page’s', [other, { ...own, url: HERE }]],
    ['the one whose mainEntityOfPage is the page', [other, { ...own, mainEntityOfPage: { '@id': `${HERE}#page` } }]],
    ['the one whose headline is the page’s', [other, own]],
    ['one that names no address', [node('Oyster prices double', { url: 'https://gazette.example/n/1' }), own]],
  ])('%s is the story', (_, nodes) => {
    for (const scripts of [nodes.map(ld).join(''), ld(nodes), ld({ '@graph': nodes })]) {
      const { title, byline, image } = read(head + scripts + body);
      expect({ title, byline, image }).toEqual({
        title: 'Lighthouse keeper retires at ninety',
        byline: 'Ada Quill',
        image: null,
      });
    }
  });

  test.each([
    ['a related story alone', ld(other)],
    ['a list', ld({ '@type': 'ItemList', itemListElement: [{ '@type': 'ListItem', item: other }, { item: own }] })],
    ['a film about something else', ld({ '@type': 'VideoObject', name: 'Oysters, how to open them', author: 'Ben' })],
  ])('%s is none', (_, script) => {
    expect(read(head + script + body)).toMatchObject({ byline: null, publishedAt: null, image: null });
  });

  test('a live blog has its own headline and the start of its coverage, not those of its posts', () => {
    const update = node('Ferry turns back', { url: `${HERE}#post-3`, author: { name: 'Ben Inkwell' } });
    for (const headline of ['Storm Ida: coast closes its piers', undefined]) {
      const live = {
        '@type': 'LiveBlogPosting',
        ...(headline ? { headline } : {}),
        coverageStartTime: '2026-11-02T06:00:00Z',
        url: HERE,
        liveBlogUpdate: [update],
      };
      const page = `<meta property="og:title" content="Storm Ida: coast closes its piers">${ld(update)}${ld(live)}`;
      expect(read(page)).toMatchObject({
        title: 'Storm Ida: coast closes its piers',
        publishedAt: '2026-11-02T06:00:00.000Z',
        byline: null,
      });
    }
  });
});

test.each([
  ['a prefix', 'Opinion | Why the pier must stay', 'Why the pier must stay'],
  ['a year', 'Why the pier must stay (Published 2018)', 'Why the pier must stay'],
  [
    'a section and a site that the page does not name',
    'Pier stays, council votes – Coast – Elm Post',
    'Pier stays, council votes',
  ],
  ['full-width bars', '桟橋は残る、町議会が決定｜地域｜ニレ新聞', '桟橋は残る、町議会が決定'],
  ['a full-width colon', '社説：桟橋は残すべきだと町は言う', '桟橋は残すべきだと町は言う'],
])('a title with %s is what its heading is', (_, declared, heading) => {
  expect(read(`<meta property="og:title" content="${declared}"><h1>${heading}</h1>`).title).toBe(heading);
});

test('a heading that names a part of the headline, or the site, is no title', () => {
  const declared = (title: string): string => `<meta property="og:title" content="${title}">`;
  expect(read(`${declared('War at sea: two ferries sink within an hour')}<h1>War at sea</h1>`).title).toBe(
    'War at sea: two ferries sink within an hour',
  );
  expect(read('<title>Fleet to grow, more if needed: minister - Elm Post</title><h1><a>Elm Post</a></h1>').title).toBe(
    'Fleet to grow, more if needed: minister',
  );
});

test.each(['…', '...', ''])('a headline that was cut (%j) loses to the whole one', (mark) => {
  const whole =
    'Harbour board puts off the reopening of the northern basin for a third time after divers report a wreck beside the quay';
  const article = node(`${whole.slice(0, 108)}${mark}`);
  expect(read(`${ld(article)}<meta property="og:title" content="${whole}"><h1>${whole}</h1>`).title).toBe(whole);
});

test('a page’s address is never a home page, an unfilled template or an internal host', () => {
  for (const nonsense of [
    '/',
    '/en/',
    '/news/',
    '/{{slug}}',
    '/%7B%7Bslug%7D%7D',
    'http://localhost:3000/news/42',
    'http://10.0.0.3/news/42',
  ])
    expect(read(`<title>Pier stays</title><link rel="canonical" href="${nonsense}">`).url).toBe(HERE);
  expect(read('<title>Pier stays</title><link rel="canonical" href="/coast/pier-stays-42">').url).toBe(
    'https://gazette.example/coast/pier-stays-42',
  );
});

test('the time of the story comes before those around it, and a sidebar has none', () => {
  const aside = '<aside><time datetime="2019-01-01">old</time></aside>';
  const teaser = '<article><time datetime="2020-01-01">older</time></article>';
  const story = '<article><h1>Pier stays</h1><time datetime="2026-11-03T08:00:00Z"></time></article>';
  expect(read(`<title>a</title>${aside}${teaser}${story}`).publishedAt).toBe('2026-11-03T08:00:00.000Z');
  expect(read(`<title>a</title><h1>Pier stays</h1>${aside}`).publishedAt).toBeNull();
});

test('a headline is confirmed by another that agrees with it', () => {
  expect(parse('<title>Pier stays, says board | Post</title><h1>Pier stays, says board</h1>').isConfirmed).toBe(true);
  expect(parse('<title>Pier stays, says board</title>').isConfirmed).toBe(false);
});

test('a brand that stands for every page’s title, and is its author, is no headline', () => {
  const brand = '<meta property="og:title" content="Elm Labs"><meta name="author" content="Elm Labs">';
  expect(read(`<title>How a lighthouse learned to count ships</title>${brand}`).title).toBe(
    'How a lighthouse learned to count ships',
  );
});

test('an author is named in parts, and the account of a news feed is none', () => {
  const by = (author: object): string | null => read(ld(node('Oyster prices double', { author }))).byline;
  expect(by({ '@type': 'Person', givenName: 'Ada', familyName: 'Quill' })).toBe('Ada Quill');
  expect(by({ '@type': 'Person', name: 'Harbour feed' })).toBe('Harbour feed');
  expect(by({ '@type': 'Person', name: 'Harbour news feed' })).toBeNull();
});

import { describe, expect, test } from 'vitest';
import type { ReadStory } from '../../../src/domain/story.ts';
import { parsePageStory } from '../../support/readers.ts';
import { cpuMsOf } from '../../support/cpuTime.ts';

const url = 'https://gazette.example/news/harbour?utm_source=x';

function read(html: string, contentType: string | null = null): ReadStory {
  return parsePageStory(new TextEncoder().encode(html), { url, contentType });
}

const ARTICLE = {
  '@type': 'NewsArticle',
  headline: 'Harbour reopens',
  description: 'The ferry sails again.',
  datePublished: '2026-11-03T08:00:00+01:00',
  author: [{ '@type': 'Person', name: 'Ada Quill' }, { '@id': '#luc' }],
  image: {
    '@type': 'ImageObject',
    url: '/h.jpg',
    width: 1200,
    height: '800px',
    caption: 'Ferry at dawn',
    creditText: 'Lee Lens',
  },
};
const ld = (value: unknown): string => `<script type="application/ld+json">${JSON.stringify(value)}</script>`;

describe('JSON-LD', () => {
  test.each([
    ['alone', ARTICLE],
    [
      'in a graph',
      {
        '@graph': [
          { '@type': 'WebSite', name: 'Gazette' },
          { '@id': '#luc', '@type': 'Person', name: 'Luc Encre' },
          ARTICLE,
        ],
      },
    ],
    ['in an array', [{ '@type': 'BreadcrumbList' }, ARTICLE]],
  ])('an article %s is read', (_where, value) => {
    const story = read(`<title>x</title>${ld(value)}`);
    expect(story).toMatchObject({
      title: 'Harbour reopens',
      summary: 'The ferry sails again.',
      publishedAt: '2026-11-03T07:00:00.000Z',
      image: {
        url: 'https://gazette.example/h.jpg',
        width: 1200,
        height: 800,
        caption: 'Ferry at dawn',
        credit: 'Lee Lens',
      },
    });
    expect(story.byline).toMatch(/^Ada Quill/);
  });

  test('a broken script is passed over, raw line breaks and comments are mended', () => {
    const mended = `<script type="application/ld+json"><!-- {"@type":"Article","headline":"Two\nlines",} --></script>`;
    expect(read(`<title>x</title><script type="application/ld+json">{"@type":</script>${mended}`).title).toBe(
      'Two lines',
    );
  });
});

test('Open Graph, meta tags and the elements of the page are read together', () => {
  const story =
    read(`<html lang="en-GB"><head><title>Harbour reopens | Gazette</title><meta property="og:site_name" content="Gazette">
    <meta property="og:title" content="Harbour reopens - Gazette"><meta property="og:image" content="/h-1200x800.jpg">
    <meta name="author" content="By Ada Quill"><meta property="article:published_time" content="2026-11-03T08:00:00Z">
    <meta property="article:modified_time" content="2026-11-03T10:00:00+01:00"><meta property="article:section" content="Local">
    <meta itemprop="isAccessibleForFree" content="False">
    <link rel="canonical" href="/news/harbour"></head><body><header><img src="/logo.png" width="300" height="200"></header>
    <article><h1>Harbour reopens</h1><figure><img src="/h-640x480.jpg" alt="A ferry"><figcaption>Ferry at dawn <span class="credit">Photo: Lee Lens</span></figcaption></figure>
    <p>By Ada Quill</p><p>PORT ELM (Elm Wire) \u2014 The ferry between the harbour and the island sails again, the council said.</p>
    <p>\u00a92026 Elm Wire. Distributed by Elm Agency.</p></article><footer><p>\u00a9 Gazette</p></footer></body></html>`);
  expect(story).toEqual({
    url: 'https://gazette.example/news/harbour',
    title: 'Harbour reopens',
    summary: 'The ferry between the harbour and the island sails again, the council said.',
    publishedAt: '2026-11-03T08:00:00.000Z',
    modifiedAt: '2026-11-03T09:00:00.000Z',
    section: 'Local',
    isPaywalled: true,
    embargoUntil: null,
    isWithdrawn: false,
    byline: 'Ada Quill',
    dateline: 'PORT ELM',
    agency: 'Elm Wire',
    copyright: '\u00a92026 Elm Wire. Distributed by Elm Agency.',
    image: {
      url: 'https://gazette.example/h-1200x800.jpg',
      width: null,
      height: null,
      alt: 'A ferry',
      caption: 'Ferry at dawn',
      credit: 'Lee Lens',
    },
    language: 'en-GB',
    guid: null,
  });
});

test('a bare page gives its heading, its time and the largest picture of its article', () => {
  const story = read(`<title>Gazette - Harbour reopens after storm</title><article><h1>Harbour reopens after storm</h1>
    <a rel="author">Ada Quill</a><time datetime="2026-11-03T08:00Z">today</time>
    <img src="/px.gif" width="1" height="1"><img src="/small.jpg" width="300" height="200"><img src="/big.jpg" width="900" height="600">
    <p>Short.</p></article>`);
  expect(story).toMatchObject({
    title: 'Harbour reopens after storm',
    byline: 'Ada Quill',
    publishedAt: '2026-11-03T08:00:00.000Z',
    image: { url: 'https://gazette.example/big.jpg' },
  });
});

test('a declared picture that the page shows as a pixel or a banner is not taken', () => {
  const page = (size: string): ReadStory =>
    read(
      `<title>Harbour</title><meta property="og:image" content="/h.jpg"><article><img src="/h.jpg" ${size}></article>`,
    );
  expect(page('width="1" height="1"').image).toBeNull();
  expect(page('width="4000" height="300"').image).toBeNull();
  expect(page('width="900" height="600"').image).toMatchObject({ width: 900, height: 600 });
});

test('the charset comes from the content type, the meta tag, or the bytes', () => {
  const bytes = Uint8Array.from('<title>Caf\xe9 \x80</title>', (letter) => letter.charCodeAt(0));
  expect(parsePageStory(bytes, { url: null, contentType: 'text/html; charset=iso-8859-1' }).title).toBe(
    'Caf\u00e9 \u20ac',
  );
  expect(parsePageStory(bytes, { url: null }).title).toBe('Caf\u00e9 \u20ac');
  expect(read('<meta charset="iso-8859-1"><title>Caf\u00e9</title>').title).toBe('Caf\u00e9');
});

test('a syndicated story keeps its wire’s lines, and its byline and caption are parted', () => {
  const story = read(
    `<title>Ferry sails again | Gazette</title><meta property="og:site_name" content="Gazette"><article><h1>Ferry sails again</h1>
    <figure><img src="/h.jpg" alt="The ferry leaves the harbour of Elm on March 3."><figcaption>The ferry leaves the harbour of Elm on March 3. (Lee Lens/POOL/AFP via Getty Images/TNS)</figcaption></figure>
    <p>By Ada Quill, Elm Gazette (TNS)</p>
    <p>OAKTON (Tribune News Service) — The ferry between the harbour and the island sails again, the council said Wednesday.</p>
    <p>“It was time,” the mayor said.</p><p>©2026 Elm Wire L.P.</p><p>Visit elmwire.example</p><p>Distributed by Elm Content Agency, LLC.</p>
    </article><section><h2>Sign up</h2><p>Sign up to receive a daily email of the news.</p></section>`,
  );
  expect(story).toMatchObject({
    title: 'Ferry sails again',
    byline: 'Ada Quill, Elm Gazette (TNS)',
    dateline: 'OAKTON',
    agency: 'Tribune News Service',
    copyright: '©2026 Elm Wire L.P. Visit elmwire.example. Distributed by Elm Content Agency, LLC.',
    image: {
      alt: 'The ferry leaves the harbour of Elm on March 3.',
      credit: 'Lee Lens/POOL/AFP via Getty Images/TNS',
    },
  });
  expect(story.summary).toMatch(/^The ferry between/);
});

test('a caption stands beside its picture in boxes that are no figures, too', () => {
  const picture = '<div class="image"><div><img src="/h-900x600.jpg"></div>';
  const caption = (name: string): string => `<p class="${name}">A ferry. (Lee Lens/AP)</p></div>`;
  for (const name of ['caption', 'wp-caption-text', 'photo-caption'])
    expect(read(`<title>Ferry</title><article>${picture}${caption(name)}<p>Text.</p></article>`).image).toMatchObject({
      caption: 'A ferry.',
      credit: 'Lee Lens/AP',
    });
});

test('a page without paragraphs is read by its lines, or by what JSON-LD holds of it', () => {
  const text =
    'OAKTON (AP) — The ferry between the harbour and the island sails again, the council said on Monday.<br><br>It had been laid up since the autumn, when a storm broke its ramp.';
  expect(read(`<title>Ferry sails</title><nav>Home</nav><div itemprop="articleBody">${text}</div>`)).toMatchObject({
    summary:
      'The ferry between the harbour and the island sails again, the council said on Monday. It had been laid up since the autumn, when a storm broke its ramp.',
    dateline: 'OAKTON',
  });
  const body = text.replaceAll('<br>', '\\n');
  const ld = `<script type="application/ld+json">{"@type":"NewsArticle","headline":"Ferry sails","articleBody":"${body}"}</script>`;
  expect(read(`<title>Ferry sails</title>${ld}<div>Loading</div>`)).toMatchObject({ agency: 'AP', dateline: 'OAKTON' });
});

test('of several articles on a page the one with the text counts, not the teasers', () => {
  const teaser =
    '<article><h3>Other</h3><p>LONDON (dpa) — Another story altogether, in one line of text that is long.</p></article>';
  const own = `<article><p>${'OAKTON (AP) — The ferry sails again, the council said. '.repeat(5)}</p></article>`;
  expect(read(`<title>Ferry sails</title>${teaser}${own}${teaser}`)).toMatchObject({
    dateline: 'OAKTON',
    agency: 'AP',
  });
});

test.each([
  ['{"@type":"NewsArticle","headline":"Ferry","isAccessibleForFree":"False"}', true],
  ['{"@type":"NewsArticle","headline":"Ferry","isAccessibleForFree":true}', false],
  ['{"@type":"NewsArticle","headline":"Ferry","hasPart":{"isAccessibleForFree":false}}', true],
  ['{"@type":"NewsArticle","headline":"Ferry"}', null],
])('the paywall of %s is %j', (ld, expected) => {
  expect(read(`<title>Ferry</title><script type="application/ld+json">${ld}</script>`).isPaywalled).toBe(expected);
});

test('section and change come from JSON-LD and microdata, too', () => {
  const ld = { ...ARTICLE, articleSection: ['Local', 'Sea'], dateModified: '2026-11-03T10:00:00+01:00' };
  expect(read(`<title>x</title><script type="application/ld+json">${JSON.stringify(ld)}</script>`)).toMatchObject({
    section: 'Local',
    modifiedAt: '2026-11-03T09:00:00.000Z',
  });
  expect(
    read(
      '<title>Ferry</title><span itemprop="articleSection">Sea</span><time itemprop="dateModified" datetime="2026-11-03T09:00Z">',
    ),
  ).toMatchObject({ section: 'Sea', modifiedAt: '2026-11-03T09:00:00.000Z' });
});

test('a page without any title is unreadable', () => {
  expect(() => read('<p>Nothing here')).toThrow(expect.objectContaining({ code: 'PAGE_UNREADABLE' }));
});

test.each([
  ['20,000 nested blocks', `<title>T</title>${'<div>'.repeat(20_000)}x${'</div>'.repeat(20_000)}`],
  ['blocks never closed', `<title>T</title>${'<b>'.repeat(300_000)}`],
  ['ends of nothing', `<title>T</title>${'<a></b>'.repeat(200_000)}`],
  ['comments never closed', `<title>T</title>${'<!--'.repeat(300_000)}`],
  [
    'figures within figures',
    `<title>T</title><article>${'<figure><img src=a.jpg><figcaption>x</figcaption>'.repeat(20_000)}`,
  ],
  ['paragraphs without words', `<title>T</title>${'<p><link>'.repeat(33_000)}`],
  [
    'titles within bodies within one another',
    `<meta property="og:title" content="T">${'<div itemprop="articleBody"><a:title>'.repeat(8000)}`,
  ],
  ['headings within headings', `<title>T</title>${'<h1>a'.repeat(60_000)}`],
  ['authors within authors', `<title>T</title>${'<span itemprop="author">x'.repeat(15_000)}`],
  ['a text of marks that end no sentence', `<title>T</title><p>${'?>'.repeat(150_000)} published</p>`],
  ['bylines within bylines', `<title>T</title>${'<div class="byline">x'.repeat(15_000)}`],
  ['flags without end', `<title>T</title><p>${'\u{e0061}'.repeat(200_000)}`],
  [
    'graphs within graphs',
    `<title>T</title><script type="application/ld+json">${'{"@graph":'.repeat(50_000)}1${'}'.repeat(50_000)}</script>`,
  ],
])('%s are read within two seconds', async (_what, html) => {
  expect(await cpuMsOf(() => expect(read(html).title).toBe('T'))).toBeLessThan(2_000);
});

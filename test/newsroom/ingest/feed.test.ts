import { describe, expect, test } from 'vitest';
import { codeOf as codeOfError } from '../../../src/domain/errors.ts';
import { parseFeed } from '../../../src/newsroom/ingest/feed/feed.ts';
import { parseFeedStories } from '../../support/readers.ts';
import type { ReadStory } from '../../../src/domain/story.ts';
import { cpuMsOf } from '../../support/cpuTime.ts';

const URL_OF_FEED = 'https://gazette.example/news/feed.xml';

function read(text: string | Uint8Array, contentType: string | null = null): ReadStory[] {
  const bytes = typeof text === 'string' ? new TextEncoder().encode(text) : text;
  return parseFeedStories(bytes, { url: URL_OF_FEED, contentType });
}

function rss(items: string, channel = '', prolog = '<?xml version="1.0"?>'): string {
  return `${prolog}<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:m="http://search.yahoo.com/mrss/"
    xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>Gazette</title>
    <link>https://gazette.example/</link>${channel}${items}</channel></rss>`;
}

function only(text: string | Uint8Array, contentType: string | null = null): ReadStory {
  const stories = read(text, contentType);
  expect(stories).toHaveLength(1);
  const [story] = stories;
  if (!story) throw new Error('the feed has no story');
  return story;
}

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);
const latin = (text: string): Uint8Array => Uint8Array.from(text, (letter) => letter.charCodeAt(0));

describe('formats', () => {
  test('RSS 2.0 gives all the fields of a story', () => {
    const story = only(
      rss(
        `<item><title>Harbour &amp; bridge reopen</title><link>/harbour</link><guid isPermaLink="false">h-1</guid>
        <pubDate>Tue, 03 Nov 2026 08:00:00 EST</pubDate><category>Local</category><a10:updated xmlns:a10="http://www.w3.org/2005/Atom">2026-11-03T14:00:00Z</a10:updated><dc:creator>By Ada Quill</dc:creator>
        <description>PORT ELM (Elm Wire) — The ferry sails &lt;b&gt;again&lt;/b&gt;.</description>
        <m:content url="/h.jpg" type="image/jpeg" width="1200" height="800"><m:description>Ferry at dawn (Lee Lens/Elm Wire)</m:description></m:content>
        <m:thumbnail url="/t.jpg" width="160" height="90"/></item>`,
        '<language>en-gb</language><copyright>© 2026 Gazette</copyright>',
      ),
    );
    expect(story).toEqual({
      url: 'https://gazette.example/harbour',
      title: 'Harbour & bridge reopen',
      summary: 'The ferry sails again.',
      publishedAt: '2026-11-03T13:00:00.000Z',
      modifiedAt: '2026-11-03T14:00:00.000Z',
      byline: 'Ada Quill',
      dateline: 'PORT ELM',
      agency: 'Elm Wire',
      copyright: '© 2026 Gazette',
      section: 'Local',
      isPaywalled: null,
      embargoUntil: null,
      isWithdrawn: false,
      language: 'en-gb',
      guid: 'h-1',
      image: {
        url: 'https://gazette.example/h.jpg',
        width: 1200,
        height: 800,
        alt: 'Ferry at dawn',
        caption: 'Ferry at dawn',
        credit: 'Lee Lens/Elm Wire',
      },
    });
  });

  test('RSS 1.0 keeps its items beside the channel', () => {
    const story =
      only(`<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
      xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>G</title></channel>
      <item rdf:about="https://gazette.example/a"><title>A</title><dc:date>2026-11-03T08:00Z</dc:date></item></rdf:RDF>`);
    expect(story).toMatchObject({
      url: 'https://gazette.example/a',
      title: 'A',
      publishedAt: '2026-11-03T08:00:00.000Z',
    });
  });

  test('Atom 1.0 gives text of every type, and falls back to the updated time', () => {
    const stories =
      read(`<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="de" xml:base="https://gazette.example/de/">
      <entry><title type="html">&lt;i&gt;Hafen&lt;/i&gt; &amp;amp; Br\u00fccke</title><link href="a"/><id>1</id><updated>2026-11-03T09:00:00+01:00</updated></entry>
      <entry><title type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">Ein <b>Test</b></div></title><link rel="self" href="s"/><link rel="alternate" href="b"/></entry>
      <entry><title mode="base64">SGVsbG8=</title></entry></feed>`);
    expect(stories.map(({ title, url }) => [title, url])).toEqual([
      ['Hafen & Br\u00fccke', 'https://gazette.example/de/a'],
      ['Ein Test', 'https://gazette.example/de/b'],
      ['Hello', null],
    ]);
    expect(stories[0]).toMatchObject({ publishedAt: '2026-11-03T08:00:00.000Z', language: 'de', guid: '1' });
  });

  test('JSON Feed gives the same fields, its content included', () => {
    const story = only(
      JSON.stringify({
        version: 'https://jsonfeed.org/version/1.1',
        language: 'fr',
        items: [
          {
            id: 7,
            url: 'https://gazette.example/7?utm_source=feed&id=2',
            title: 'Sept',
            content_html: '<img src="p.gif" width="1" height="1"><p>Une phrase assez longue pour un chapeau.</p>',
            image: '/i.jpg',
            date_modified: '2026-11-03T08:00:00Z',
            authors: [{ name: 'Zo\u00e9 Plume' }, { name: 'Luc Encre' }],
          },
        ],
      }),
    );
    expect(story).toMatchObject({
      url: 'https://gazette.example/7?id=2',
      guid: '7',
      byline: 'Zo\u00e9 Plume, Luc Encre',
      summary: 'Une phrase assez longue pour un chapeau.',
      language: 'fr',
      publishedAt: '2026-11-03T08:00:00.000Z',
    });
    expect(story.image?.url).toBe('https://gazette.example/i.jpg');
  });

  test('a feed without items is no error', () => {
    expect(read(rss(''))).toEqual([]);
    expect(read('{"version":"https://jsonfeed.org/version/1"}')).toEqual([]);
    expect(read('<feed xmlns="http://www.w3.org/2005/Atom"/>')).toEqual([]);
  });
});

describe('refused documents', () => {
  const codeOf = (text: string): unknown => {
    try {
      return read(text).length;
    } catch (error) {
      return codeOfError(error);
    }
  };

  test.each([
    ['FEED_UNREADABLE', '{"version": "https://jsonfeed.org/version/1", "items": ['],
    ['FEED_UNREADABLE', '{"hello":"world"}'],
    ['FEED_UNREADABLE', 'boom'],
    ['FEED_UNREADABLE', ''],
    ['FEED_UNREADABLE', '<catalogue><book/></catalogue>'],
    ['FEED_IS_A_PAGE', '<!doctype html><title>Moved</title><p>Enable cookies.'],
    ['FEED_IS_A_PAGE', '<html><body><rss/></body></html>'],
    ['FEED_HAS_DTD', rss('', '', '<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "lol"><!ENTITY b "&a;&a;">]>')],
    ['FEED_HAS_DTD', rss('', '', '<!DOCTYPE rss [<!ENTITY % x SYSTEM "file:///etc/hostname"> %x;]>')],
  ])('%s: %s', (code, text) => {
    expect(codeOf(text)).toBe(code);
  });

  test('the plain document type of old RSS is fine, and nothing in it is defined or fetched', () => {
    const prolog =
      '<?xml version="1.0"?><!-- <rss> --><!DOCTYPE rss PUBLIC "-//Old//DTD RSS 0.91//EN" "http://old.example/rss.dtd">';
    expect(only(rss('<item><title>A&nbsp;B &eacute; &undefined;</title></item>', '', prolog)).title).toBe(
      'A B \u00e9 &undefined;',
    );
  });
});

describe('charsets', () => {
  const declared = (encoding: string, title: string): string =>
    rss(`<item><title>${title}</title></item>`, '', `<?xml version="1.0" encoding="${encoding}"?>`);

  test('ISO-8859-1 means windows-1252', () => {
    expect(only(latin(declared('ISO-8859-1', '\x93Caf\xe9\x94 \x80 5'))).title).toBe('\u201cCaf\u00e9\u201d \u20ac 5');
  });
  test('bytes that are not the UTF-8 they declare fall back to windows-1252', () => {
    expect(only(latin(declared('utf-8', 'Caf\xe9 M\xfcller'))).title).toBe('Caf\u00e9 M\u00fcller');
  });
  test('UTF-8 that declares itself ISO-8859-1 stays UTF-8', () => {
    expect(only(declared('ISO-8859-1', 'Caf\u00e9 M\u00fcller')).title).toBe('Caf\u00e9 M\u00fcller');
  });
  test('the content type names the charset, a byte order mark overrules it, and blanks may lead', () => {
    expect(only(latin(rss('<item><title>\xc6</title></item>', '', '')), 'text/xml; charset=iso-8859-5').title).toBe(
      '\u0426',
    );
    expect(only(`\ufeff${declared('utf-8', '\u0426')}`, 'text/xml; charset=iso-8859-1').title).toBe('\u0426');
    expect(only(`\n \t${declared('utf-8', 'x')}`).title).toBe('x');
    const wide = new Uint8Array(Buffer.from(`\ufeff${declared('utf-16', 'W\u00fc')}`, 'utf16le'));
    expect(only(wide).title).toBe('W\u00fc');
  });
});

describe('hostile and odd items', () => {
  const item = (inner: string): ReadStory => only(rss(`<item>${inner}</item>`));

  test.each(['javascript:alert(1)', 'data:text/html,x', 'file:///etc/passwd', 'mailto:a@b.example', ''])(
    'a link to %s is no link',
    (link) => {
      expect(item(`<title>T</title><link>${link}</link>`)).toMatchObject({ title: 'T', url: null });
    },
  );

  test.each([
    ['Minister resigns <script>alert(1)</script>', 'Minister resigns'],
    ['<![CDATA[Minister <b>resigns</b><script>alert(1)</script>]]>', 'Minister resigns'],
    ['Naked <em>mark</em>up', 'Naked markup'],
    ['Twice &amp;lt;b&amp;gt;escaped&amp;lt;/b&amp;gt; &amp;amp; &amp;#8217;quoted', 'Twice escaped & \u2019quoted'],
    ['Tom &amp;amp; Jerry&amp;#39;s', "Tom & Jerry's"],
    ['3 &lt; 5 and I &lt;3 you', '3 < 5 and I <3 you'],
    ['Vote &lt;mj-include path="/etc/passwd"/&gt; counted', 'Vote counted'],
    ['First&#13;&#10;Bcc: someone@else.example', 'First Bcc: someone@else.example'],
    ['a\u202eb\u202c c\u200bd \u2066e\u2069\u0007', 'ab cd e'],
    [
      '\u{1f469}\u200d\u{1f680} \u{1f3f4}\u{e0067}\u{e0062}\u{e007f} \u0645\u06cc\u200c\u062e\u0648',
      '\u{1f469}\u200d\u{1f680} \u{1f3f4}\u{e0067}\u{e0062}\u{e007f} \u0645\u06cc\u200c\u062e\u0648',
    ],
    ['   ', ''],
  ])('the title %j is read as %j', (title, expected) => {
    expect(item(`<title>${title}</title>`).title).toBe(expected);
  });

  test('a title without end is cut after a word', () => {
    const { title } = item(`<title>${'Long '.repeat(1000)}</title>`);
    expect(title.length).toBeLessThanOrEqual(300);
    expect(title).toMatch(/Long\u2026$/);
  });

  test('a permalink guid serves as link, and the first usable date counts', () => {
    expect(
      item(
        '<title>T</title><guid>https://gazette.example/p</guid><pubDate>soon</pubDate><dc:date>2026-11-03</dc:date>',
      ),
    ).toMatchObject({
      url: 'https://gazette.example/p',
      publishedAt: '2026-11-03T00:00:00.000Z',
    });
  });

  test('the summary leaves out what blog engines append', () => {
    const text = 'A bridge reopened. &lt;p&gt;The post A appeared first on Gazette.&lt;/p&gt;';
    expect(item(`<title>T</title><description>${text}</description>`).summary).toBe('A bridge reopened.');
  });
});

describe('pictures', () => {
  const picture = (inner: string): string | undefined =>
    only(rss(`<item><title>T</title>${inner}</item>`)).image?.url.replace('https://gazette.example', '');

  test('the largest declared one is chosen', () => {
    expect(
      picture(
        '<m:content url="/s.jpg" medium="image" width="300" height="200"/><m:group><m:content url="/l.jpg" medium="image" width="900" height="600"/></m:group>',
      ),
    ).toBe('/l.jpg');
  });
  test('films, tracking pixels, logos, icons and banners are none', () => {
    expect(picture('<m:content url="/v.mp4" medium="video"/>')).toBeUndefined();
    expect(picture('<m:content url="/p.jpg" medium="image" width="1" height="1"/>')).toBeUndefined();
    expect(picture('<enclosure url="/site-logo.png" type="image/png"/>')).toBeUndefined();
    expect(picture('<m:content url="/b.jpg" medium="image" width="4000" height="300"/>')).toBeUndefined();
    expect(picture('<enclosure url="/x.mp3" type="audio/mpeg"/>')).toBeUndefined();
  });
  test("without a declared one, the content's first suitable image is taken, with its figure's caption", () => {
    const html =
      '<img src="/px.png" width="1" height="1"><figure><img src="/c.jpg" alt="Alt"><figcaption>Crowd. Photograph: Lee Lens</figcaption></figure>';
    const story = only(
      rss(`<item><title>T</title><content:encoded><![CDATA[${html}<p>Text of it.</p>]]></content:encoded></item>`),
    );
    expect(story.image).toMatchObject({
      url: 'https://gazette.example/c.jpg',
      alt: 'Alt',
      caption: 'Crowd.',
      credit: 'Lee Lens',
    });
    expect(story.summary).toBe('Text of it.');
  });
  test('one address named twice is one picture: the size within the content unmasks the pixel', () => {
    expect(
      picture(
        '<enclosure url="/e.jpg" type="image/jpeg"/><description>&lt;img src="/e.jpg" width="1" height="1"&gt;x</description>',
      ),
    ).toBeUndefined();
  });
});

describe('news sitemaps', () => {
  const sitemap = (entries: string): string =>
    `<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:n="http://www.google.com/schemas/sitemap-news/0.9" xmlns:i="http://www.google.com/schemas/sitemap-image/1.1">${entries}</urlset>`;
  const news = (title: string): string =>
    `<n:news><n:publication><n:name>The Gazette</n:name><n:language>en</n:language></n:publication><n:access>Subscription</n:access><n:publication_date>2026-11-03T08:00:00+01:00</n:publication_date><n:title>${title}</n:title></n:news>`;

  test('give headline, link, date, language, paywall and picture; what bears no news is left out', () => {
    const parsed = parseFeed(
      encode(
        sitemap(
          `<url><loc>https://gazette.example/a</loc>${news('Bridge &amp; ferry - The Gazette')}<i:image><i:loc>https://gazette.example/p.jpg</i:loc><i:caption>A ferry (Lee Lens/AP)</i:caption></i:image></url><url><loc>https://gazette.example/about</loc></url>`,
        ),
      ),
      { url: null },
    );
    expect(parsed.title).toBe('The Gazette');
    expect(parsed.stories).toMatchObject([
      {
        title: 'Bridge & ferry',
        url: 'https://gazette.example/a',
        publishedAt: '2026-11-03T07:00:00.000Z',
        language: 'en',
        isPaywalled: true,
        image: { url: 'https://gazette.example/p.jpg', caption: 'A ferry', credit: 'Lee Lens/AP' },
      },
    ]);
  });

  test('an index names its parts, those of news and the latest first', () => {
    const part = (path: string, at: string): string =>
      `<sitemap><loc>https://gazette.example/${path}</loc><lastmod>${at}</lastmod></sitemap>`;
    const index = `<sitemapindex>${part('old.xml', '2020-01-01')}${part('new.xml', '2026-11-03')}${part('news.xml', '2026-01-01')}${part('older.xml', '2010-01-01')}</sitemapindex>`;
    expect(parseFeed(encode(index), { url: null }).parts).toEqual([
      'https://gazette.example/news.xml',
      'https://gazette.example/new.xml',
      'https://gazette.example/old.xml',
    ]);
  });
});

test('a document with the start of a feed a thousand times is refused within two seconds', async () => {
  const text = `<b>T</b>${'"><?xml | The Gazette'.repeat(15_000)}`;
  const refuse = (): void => expect(() => parseFeed(encode(text), { url: null })).toThrow('known kind');
  expect(await cpuMsOf(refuse)).toBeLessThan(2_000);
});

test('the name of its source is no part of a headline', () => {
  const read = (title: string): string | undefined =>
    parseFeed(
      encode(
        `<rss><channel><title>Aggregator</title><item><title>${title}</title><source url="https://g.example">Elm Gazette</source></item></channel></rss>`,
      ),
      { url: null },
    ).stories[0]?.title;
  expect(read('Ferry sails - Elm Gazette')).toBe('Ferry sails');
  expect(read('Ferry sails - at last')).toBe('Ferry sails - at last');
});

test.each([
  ['line breaks that XML never closes', `<rss><channel><item><title>${'<br>'.repeat(75_000)}`],
  ['list items never closed', `<feed><entry><title>T</title><content type="html">${'&lt;li&gt;a'.repeat(30_000)}`],
])('%s are read within two seconds', async (_what, xml) => {
  expect(await cpuMsOf(() => parseFeed(encode(xml), { url: null }))).toBeLessThan(2_000);
});

test('a text is never cut within a character', () => {
  const title = '\u{1f600}'.repeat(400);
  const [story] = parseFeed(encode(`<rss><channel><item><title>a${title}</title></item></channel></rss>`), {
    url: null,
  }).stories;
  expect(story?.title.isWellFormed()).toBe(true);
  expect(story?.title.length).toBeLessThanOrEqual(300);
});

test.each([
  ['RSS', (n) => `<rss><channel><title>G</title>${n}</channel></rss>`, '<item><title>T</title></item>'],
  [
    'RSS that hides its items',
    (n) => `<rss><channel><![CDATA[</item>]]><title>G</title>${n}</channel></rss>`,
    '<item/>',
  ],
  ['RDF', (n) => `<rdf:RDF><channel><title>G</title></channel>${n}</rdf:RDF>`, '<item><title>T</title></item>'],
  ['Atom', (n) => `<feed><title>G</title>${n}</feed>`, '<entry><title>T</title></entry>'],
  ['JSON Feed', (n) => `{"title":"G","items":[${n.slice(1)}]}`, ',{"title":"T"}'],
  ['a sitemap', (n) => `<urlset>${n}</urlset>`, '<url><news:news><news:title>T</news:title></news:news></url>'],
] satisfies [string, (items: string) => string, string][])(
  'of %s with more items than are kept the first 500 are read, at the cost of those',
  async (_, around, item) => {
    const many = encode(around(item.repeat(Math.floor(4_000_000 / item.length))));
    expect(await cpuMsOf(() => expect(parseFeed(many, { url: null }).stories).toHaveLength(500))).toBeLessThan(4_000);
  },
);

test('a long feed keeps what its channel says behind its items', () => {
  const item = '<item><title>T</title><description><![CDATA[</item>]]></description></item>';
  const feed = `<rss><channel>${item.repeat(501)}<title>Gazette</title></channel></rss>`;
  const { title, stories } = parseFeed(encode(feed), { url: null });
  expect([title, stories.length]).toEqual(['Gazette', 500]);
});

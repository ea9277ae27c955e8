import fc from 'fast-check';

/** What is fed to a reader. */
export type Document = { kind: 'feed' | 'page'; text: string | Uint8Array };

const WORDS = [
  'LONDON (AP) — ',
  'KYIV, Ukraine (AP) - ',
  'Madrid, 3 mar (EFE).- ',
  'By Jo Doe, Gazette (TNS) ',
  'EDS: JAPAN OUT. ',
  'EMBARGOED UNTIL 00:01 GMT, March 29, 2026. ',
  '(Jo Doe/Getty Images)',
  'Jo Doe/AP',
  'Photo: ',
  '©2026 Gazette L.P. ',
  'Distributed by Elm Agency. ',
  'A Capital Word ',
  'the council said. ',
  ' | The Gazette',
  ' - ',
  '&amp;lt;p&amp;gt;',
  '&#13;&#10;',
  '&#x202e;',
  '&eacute;',
  '&bogus;',
  '{{7*7}}',
  '<mj-include path="/etc/passwd"/>',
  '\u202e',
  '\u200b',
  '\ud83d\udc69\u200d\ud83d\udc67',
  '\u0000',
  '\ud800',
  '東京（共同）― ',
  'عاجل',
];
const TAGS = [
  '<p>',
  '</p>',
  '<div>',
  '</div>',
  '<br>',
  '<b>',
  '</b>',
  '<script>',
  '</script>',
  '<style>',
  '<figure>',
  '<figcaption>',
  '</figure>',
  '<article>',
  '</article>',
  '<img src=a.jpg width=800 height=600 alt="',
  '<img src="',
  '<a href="',
  '">',
  '<table><tr><td>',
  '</td>',
  '<!--',
  '-->',
  '<![CDATA[',
  ']]>',
  '<?xml',
  '?>',
  '<!DOCTYPE html>',
  '<span class="credit">',
  '<span itemprop="author">',
  '<div itemprop="articleBody">',
  '<h1>',
  '</h1>',
  '<time datetime="2026-11-03">',
  '<meta property="og:title" content="',
  '<meta property="og:image" content="',
  '<link rel="canonical" href="',
  '<script type="application/ld+json">{"@type":"Article","headline":"',
  '"}</script>',
  '<svg>',
  '<math>',
  '<template>',
  '<select><option>',
  '<textarea>',
  '<title>',
  '</title>',
];
const ELEMENTS = [
  '<item>',
  '</item>',
  '<entry>',
  '</entry>',
  '<url>',
  '</url>',
  '<title>',
  '</title>',
  '<title type="html">',
  '<link>',
  '</link>',
  '<link href="',
  '"/>',
  '<guid>',
  '</guid>',
  '<description>',
  '</description>',
  '<content:encoded>',
  '</content:encoded>',
  '<pubDate>',
  '</pubDate>',
  '<category>',
  '</category>',
  '<media:content url="',
  '<media:description>',
  '<embargoed>',
  '<pubstatus>canceled</pubstatus>',
  '<news:news><news:title>',
  '<loc>',
  'javascript:alert(1)',
  'https://gazette.example/a',
  'Tue, 03 Nov 2026 08:00:00 GMT',
  'xml:base="',
  'xmlns:x="http://search.yahoo.com/mrss/"',
];
const OPENINGS = {
  feed: [
    '<rss version="2.0"><channel><title>Gazette</title><item><title>',
    '<feed xmlns="http://www.w3.org/2005/Atom"><entry><title>',
    '<rdf:RDF><item rdf:about="https://gazette.example/a"><title>',
    '<urlset><url><loc>https://gazette.example/a</loc><news:news><news:title>',
    '{"version":"https://jsonfeed.org/version/1.1","items":[{"title":"',
    '',
  ],
  page: ['<title>a</title>', '<html><head><title>a</title></head><body><article>', '<h1>', ''],
};

/** A word, a tag or some noise. */
export const scrap: fc.Arbitrary<string> = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...WORDS) },
  { weight: 3, arbitrary: fc.constantFrom(...TAGS) },
  { weight: 2, arbitrary: fc.constantFrom(...ELEMENTS) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 10 }) },
);
const opening: fc.Arbitrary<{ kind: Document['kind']; text: string }> = fc.oneof(
  fc.constantFrom(...OPENINGS.feed).map((text) => ({ kind: 'feed' as const, text })),
  fc.constantFrom(...OPENINGS.page).map((text) => ({ kind: 'page' as const, text })),
);

/** A beginning of a feed or page, then scraps of either. */
export const smallDocument: fc.Arbitrary<Document> = fc
  .tuple(opening, fc.array(scrap, { maxLength: 40 }))
  .map(([{ kind, text }, parts]) => ({ kind, text: text + parts.join('') }));

const LARGE = 300_000;

/** A few fragments, repeated up to 300 KB, between other ones. They show costs that are not linear. */
export const largeDocument: fc.Arbitrary<Document> = fc
  .tuple(
    opening,
    fc.array(scrap, { maxLength: 6 }),
    fc.array(scrap, { minLength: 1, maxLength: 4 }),
    fc.array(scrap, { maxLength: 6 }),
  )
  .map(([{ kind, text }, before, repeated, behind]) => {
    const unit = repeated.join('') || ' ';
    return { kind, text: text + before.join('') + unit.repeat(Math.ceil(LARGE / unit.length)) + behind.join('') };
  });

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isReveilleError, messageOf } from '../../../src/domain/errors.ts';
import { parseFeedStories, parsePageStory } from '../../support/readers.ts';
import { runs } from '../../support/runs.ts';

const FORBIDDEN = /[\p{Cc}\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]/u;
const scraps = fc.constantFrom(
  '<item>',
  '</item>',
  '<title>',
  '</title>',
  '<![CDATA[',
  ']]>',
  '&lt;b&gt;',
  '&#13;&#10;',
  '&#0;',
  '&#x202e;',
  '<script>',
  '</script>',
  '<entry>',
  '<link href="',
  '">',
  '<!--',
  '-->',
  '<p>',
  '<img src=x width=9>',
  'LONDON (AP) \u2014 ',
  '\u202e',
  '\u0000',
  '\u{e0061}',
  '<description>',
  '</description>',
  '<pubDate>',
  '</pubDate>',
  '{"items":[',
  '<meta property="og:title" content="',
  '<h1>',
  '\ud800',
);
const soup = fc
  .array(fc.oneof(scraps, fc.string({ unit: 'binary', maxLength: 12 })), { maxLength: 60 })
  .map((parts) => parts.join(''));

/** Strings of `value`, however deep. */
function strings(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return value !== null && typeof value === 'object' ? Object.values(value).flatMap(strings) : [];
}

/** What is wrong with how `read` took the bytes: an error without a code of its own, or an invisible character. */
function problems(read: (bytes: Uint8Array) => unknown, bytes: Uint8Array): string[] {
  try {
    return strings(read(bytes)).filter((text) => FORBIDDEN.test(text));
  } catch (error) {
    const isExpected = isReveilleError(error, 'FEED_UNREADABLE', 'FEED_IS_A_PAGE', 'FEED_HAS_DTD', 'PAGE_UNREADABLE');
    return isExpected ? [] : [messageOf(error)];
  }
}

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);
const url = 'https://gazette.example/';
const feed = (bytes: Uint8Array): unknown => parseFeedStories(bytes, { url });
const page = (bytes: Uint8Array): unknown => parsePageStory(bytes, { url });

test('for any bytes, both parsers throw only coded errors and return no invisible characters', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
      expect(problems(feed, bytes)).toEqual([]);
      expect(problems(page, bytes)).toEqual([]);
    }),
    { numRuns: runs(60) },
  );
});

test('so it is with scraps of feeds and pages', () => {
  fc.assert(
    fc.property(soup, (text) => {
      expect(problems(feed, encode(`<rss><channel><item><title>${text}`))).toEqual([]);
      expect(problems(feed, encode(`<feed xmlns="http://www.w3.org/2005/Atom"><entry><title>${text}`))).toEqual([]);
      expect(problems(page, encode(`<title>a</title>${text}`))).toEqual([]);
    }),
    { numRuns: runs(80) },
  );
});

test('so it is with JSON of any shape', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.jsonValue(), (items, item) => {
      expect(problems(feed, encode(JSON.stringify({ version: 'https://jsonfeed.org/version/1', items })))).toEqual([]);
      expect(
        problems(
          feed,
          encode(
            JSON.stringify({ items: [{ title: item, url: item, authors: item, image: item, content_html: item }] }),
          ),
        ),
      ).toEqual([]);
      expect(
        problems(
          page,
          encode(
            `<title>a</title><script type="application/ld+json">${JSON.stringify({ '@type': 'Article', headline: item, image: item, author: items })}</script>`,
          ),
        ),
      ).toEqual([]);
    }),
    { numRuns: runs(60) },
  );
});

import { expect, test } from 'vitest';
import { httpUrl } from '../../../src/newsroom/ingest/links.ts';
import { parseFeedStories, parsePageStory } from '../../support/readers.ts';

const BASE = 'https://gazette.example/feed.xml';

test.each([
  ['https://gazette.example/a?x=1&amp;y=2', 'https://gazette.example/a?x=1&y=2'],
  ['https://gazette.example/a?x=1&amp;amp;y=2', 'https://gazette.example/a?x=1&y=2'],
  ['https://gazette.example/a?x=1&#038;y=2', 'https://gazette.example/a?x=1&y=2'],
  ['www.gazette.example/a', 'https://www.gazette.example/a'],
  ['http://gazette.examplehttps://gazette.example/a', 'https://gazette.example/a'],
  ['<a href="https://gazette.example/a">read</a>', 'https://gazette.example/a'],
  ['https://gazette.example/a?to=https://elm.example/b', 'https://gazette.example/a?to=https://elm.example/b'],
])('the address %j is repaired', (written, meant) => {
  expect(httpUrl(written, BASE)).toBe(meant);
});

const feedOf = (item: string): string =>
  `<rss><channel><item><title>T</title><link>/a</link>${item}</item></channel></rss>`;
const feed = (item: string): ReturnType<typeof parseFeedStories>[number] =>
  parseFeedStories(Buffer.from(feedOf(item)), { url: BASE })[0]!;
const page = (html: string): string | undefined =>
  parsePageStory(Buffer.from(`<title>Pier stays</title>${html}`), { url: 'https://gazette.example/n/1' }).image?.url;

test.each([
  ['a late picture', '<img src="/loading.gif" data-src="/real.jpg" width="800" height="450">', '/real.jpg'],
  [
    'another attribute',
    '<img src="data:image/gif;base64,R0" data-lazy-src="/real.jpg" width="800" height="450">',
    '/real.jpg',
  ],
  ['a late set', '<img src="/blank.gif" data-srcset="/small.jpg 300w, /real.jpg 1200w">', '/real.jpg'],
  [
    'a set without blanks',
    '<img srcset="https://gazette.example/s.jpg 300w,https://gazette.example/real.jpg 1200w">',
    '/real.jpg',
  ],
  ['a small picture with a set', '<img src="/p-120x80.jpg" srcset="/s.jpg 300w, /real.jpg 1200w">', '/real.jpg'],
  [
    'a source',
    '<picture><source type="image/webp" srcset="/p.webp 1200w"><source srcset="/real.jpg 1200w"><img></picture>',
    '/real.jpg',
  ],
])('%s is found', (_, img, url) => {
  expect(page(`<article><figure>${img}</figure></article>`)).toBe(`https://gazette.example${url}`);
  expect(feed(`<description><![CDATA[<p>Text.</p>${img}]]></description>`).image?.url).toBe(
    `https://gazette.example${url}`,
  );
});

test('each og:image has its own size, and neither a logo nor a small one is chosen before the lead', () => {
  const og = (path: string, width?: number): string =>
    `<meta property="og:image" content="${path}">${width ? `<meta property="og:image:width" content="${width}"><meta property="og:image:height" content="${width / 2}">` : ''}`;
  expect(page(og('/logo.png') + og('/lead.jpg', 1200))).toBe('https://gazette.example/lead.jpg');
  expect(page(og('/s.jpg', 200) + og('/lead.jpg', 1200))).toBe('https://gazette.example/lead.jpg');
});

test.each([
  ['<media:content url="/i/1?w=9" width="1200" height="675"/>', '/i/1?w=9'],
  ['<media:content url="/i/2"/>', '/i/2'],
  ['<media:content url="/i/3.JPG" type="jpg"/>', '/i/3.JPG'],
  ['<enclosure url="/i/4.jpg" type="application/octet-stream"/>', '/i/4.jpg'],
  ['<m:content xmlns:m="http://search.yahoo.com/mrss/" url="/i/5.jpg" medium="image"/>', '/i/5.jpg'],
  ['<group xmlns="http://search.yahoo.com/mrss/"><content url="/i/6.jpg" medium="image"/></group>', '/i/6.jpg'],
])('%s is a picture', (media, path) => {
  expect(feed(media).image?.url).toBe(`https://gazette.example${path}`);
});

test.each([
  '<media:content url="/v.mp4"/>',
  '<media:content url="/x" medium="video"/>',
  '<enclosure url="/x" type="audio/mpeg"/>',
])('%s is none', (media) => {
  expect(feed(media).image).toBeNull();
});

test('a prefix declared on an item means what it says', () => {
  const item = '<d:creator xmlns:d="http://purl.org/dc/elements/1.1/">Ada Quill</d:creator>';
  expect(feed(item).byline).toBe('Ada Quill');
});

test.each([
  ['of the page', '', 'https://gazette.example/2026/12/1-images/a.jpg'],
  [
    'that its content declares',
    ' xml:base="https://gazette.example/posts/"',
    'https://gazette.example/posts/1-images/a.jpg',
  ],
])('a picture within a content is relative to the address %s', (_, attributes, url) => {
  const content = `<content type="html"${attributes}>&lt;img src="1-images/a.jpg" width="800" height="500"&gt;</content>`;
  const entry = `<title>T</title><link href="https://gazette.example/2026/12/1.html"/>${content}`;
  const atom = `<feed xmlns="http://www.w3.org/2005/Atom"><entry>${entry}</entry></feed>`;
  const source = { url: 'https://gazette.example/feeds/atom.xml' };
  expect(parseFeedStories(Buffer.from(atom), source)[0]!.image?.url).toBe(url);
});

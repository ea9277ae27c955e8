import { expect, test } from 'vitest';
import { cleanByline } from '../../../src/newsroom/ingest/bylines.ts';
import { parseFeedStories } from '../../support/readers.ts';

const read = (feed: string): ReturnType<typeof parseFeedStories>[number] =>
  parseFeedStories(Buffer.from(feed), { url: null })[0]!;
const atom = (title: string): string =>
  read(`<feed xmlns="http://www.w3.org/2005/Atom"><entry>${title}</entry></feed>`).title;
const rss = (item: string): ReturnType<typeof read> =>
  read(`<rss><channel><item><link>https://gazette.example/a</link>${item}</item></channel></rss>`);

test('what a format declares as plain text keeps what looks like a tag', () => {
  expect(atom('<title type="text">How the &lt;blink&gt; tag died</title>')).toBe('How the <blink> tag died');
  expect(atom('<title>Fares: a&lt;b and c&gt;d, says board</title>')).toBe('Fares: a<b and c>d, says board');
  expect(atom('<title type="html">&lt;em&gt;Heron&lt;/em&gt; sails</title>')).toBe('Heron sails');
  const json = { items: [{ title: 'How the <blink> tag died' }] };
  expect(read(JSON.stringify(json)).title).toBe('How the <blink> tag died');
});

test('plain texts of stories keep what looks like a tag', () => {
  const text = 'The board brought back the <marquee> tag on Monday, its chair said.';
  const escaped = text.replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  const summary = `<title>T</title><summary type="text">${escaped}</summary>`;
  expect(read(`<feed xmlns="http://www.w3.org/2005/Atom"><entry>${summary}</entry></feed>`).summary).toBe(text);
  expect(read(JSON.stringify({ items: [{ title: 'T', content_text: text }] })).summary).toBe(text);
});

test.each([
  ['Comment and &lt;!-- what follows', 'Comment and <!-- what follows'],
  ['<![CDATA[Comment and <!--]]>', 'Comment and <!--'],
  ['Comment and &amp;lt;!-- what follows', 'Comment and <!-- what follows'],
  ['If a &lt; b and c &lt;d then e', 'If a < b and c <d then e'],
  ['Fares &lt;/ b and &lt;? c', 'Fares </ b and <? c'],
  ['Ferry &lt;!-- seen --&gt; sails', 'Ferry sails'],
  ['Ferry &lt;b&gt;sails&lt;/b&gt; &lt;a href="/1', 'Ferry sails'],
])('a title loses nothing to a comment or a tag that never ends: %s', (written, title) => {
  expect(rss(`<title>${written}</title>`).title).toBe(title);
});

test('markup that was escaped three times is no text', () => {
  expect(rss('<title><![CDATA[&amp;lt;p&amp;gt;Ferry &amp;lt;b&amp;gt;sails]]></title>').title).toBe('Ferry sails');
});

test('escaped marks of CDATA are no words', () => {
  const story = rss(
    '<title>&lt;![CDATA[Pier stays]]&gt;</title><description>&lt;![CDATA[&lt;p&gt;The pier stays where it has always been.&lt;/p&gt;]]&gt;</description>',
  );
  expect(story).toMatchObject({ title: 'Pier stays', summary: 'The pier stays where it has always been.' });
});

test.each([
  'The post <a href="/1">Pier stays</a> appeared first on <a href="/">Elm Post</a>.',
  'L’article <a href="/1">Pier stays</a> est apparu en premier sur <a href="/">Elm Post</a>.',
  '<a href="/1">Pier stays</a>は<a href="/">Elm Post</a>に最初に表示されました。',
])('what WordPress appends is no part of a summary: %s', (sign) => {
  const text = 'The pier stays where it has always been, the board said on Monday.';
  expect(rss(`<title>T</title><description><![CDATA[<p>${text}</p><p>${sign}</p>]]></description>`).summary).toBe(text);
});

test.each([
  ['Jo Marsh, Senior Political Editor', 'Jo Marsh'],
  ['By Jo Marsh | Staff Writer', 'Jo Marsh'],
  ['Jo Marsh, Reuters', 'Jo Marsh, Reuters'],
  ['About the author', null],
  ['March 3, 2026', null],
  ['Political Editor Jo Marsh', 'Jo Marsh'],
  ['Jo Marsh, Political Editor, and Ann Lee, Staff Writer', 'Jo Marsh, Ann Lee'],
  ['Jo Marsh, Director of Research at Elm University', 'Jo Marsh'],
  ['By Jo Marsh, Ann Lee and Max Roe', 'Jo Marsh, Ann Lee and others'],
  ['By Jo Marsh, Ann Lee, Jan, Max Roe', 'Jo Marsh, Ann Lee and others'],
  ['Staff Sgt. Ann Lee', 'Staff Sgt. Ann Lee'],
])('the byline %j is a name', (written, name) => {
  expect(cleanByline(written)).toBe(name);
});

test.each([
  ['Ada Quill, Ben Marsh, Jan, Cleo Reed', 'Ada Quill, Ben Marsh and others'],
  ['February, Ada Quill', 'Ada Quill'],
  ['Dec', null],
  ['Nov. 3', null],
  ['June', 'June'],
  ['Ada Quill For Elm Online', 'Ada Quill'],
  ['Ada Quill, Ben Marsh for The Elm Post', 'Ada Quill, Ben Marsh'],
])('a month or an employer is no name: %s', (written, name) => {
  expect(cleanByline(written)).toBe(name);
});

test.each([
  'Der Beitrag Die Brücke bleibt erschien zuerst auf Elm Post.',
  'L’article Le pont reste est apparu en premier sur Elm Post.',
  'La entrada El puente queda se publicó primero en Elm Post.',
  'Сообщение Мост остаётся появились сначала на Elm Post.',
])('WordPress’s sentence goes without its links, too: %s', (sign) => {
  const text = 'The pier stays where it has always been, the board said on Monday.';
  expect(rss(`<title>T</title><description>${text} ${sign}</description>`).summary).toBe(text);
});

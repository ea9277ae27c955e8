import { expect, test } from 'vitest';
import { parseFeedStories, parsePageStory } from '../../support/readers.ts';

const escape = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
const item = (inside: string): ReturnType<typeof parseFeedStories>[number] =>
  parseFeedStories(
    Buffer.from(
      `<rss xmlns:media="http://search.yahoo.com/mrss/"><channel><item><link>https://gazette.example/a</link>${inside}</item></channel></rss>`,
    ),
    { url: null },
  )[0]!;
const entry = (inside: string): ReturnType<typeof item> =>
  parseFeedStories(Buffer.from(`<feed xmlns="http://www.w3.org/2005/Atom"><entry>${inside}</entry></feed>`), {
    url: null,
  })[0]!;

const WORDS = [
  'Why the <marquee> tag came back',
  'How to use <canvas>',
  '<canvas> explained',
  'The <blink> tag',
  'The <br> tag is not a paragraph',
  'The <b> and <i> elements: when to use which',
  'You should use <strong>, not <b>',
  'Stop using <div> for everything',
  'Stop using <div>s for everything',
  'What </body> does',
  'x < y and y > z',
  'x<y and y>z, if a<b',
  'If a<b and c>d then e',
  'AT&T buys Q&A firm',
  'C++ <vector> in depth',
  'std::vector<int> is not Array<string>',
  'Promise<void>, Map<String, List<Integer>> and friends',
  'Option<T> versus T',
  'I <3 the <your name here> form',
  'React fragments: <> and </>',
  '<Suspense /> and lazy pictures',
  'What <!DOCTYPE html> tells a browser',
  'Never write <?php echo $x ?> again',
  'Mail <jo@gazette.example> or see <https://gazette.example/a>',
  'Ask for <name>, <title> and <address>',
  'A <script> that ate the page',
  'How <input type> and <video controls> differ',
  'How a <meta> element hides the pier',
  'Search ?a=1&copy=2 of Smith&ltd',
  'The "<hello-world>" element',
  '<antirez>',
  '</some-title>',
  'Intent to unship: <a> as <area> in image maps',
  'A free guide to <head> elements',
];

test.each(WORDS)('a title keeps its words: %s', (title) => {
  expect(item(`<title>${escape(title)}</title>`).title).toBe(title);
  expect(item(`<title><![CDATA[${title}]]></title>`).title).toBe(title);
  expect(entry(`<title>${escape(title)}</title>`).title).toBe(title);
});

test.each([
  ['<b>Ferry</b> sails', 'Ferry sails'],
  ['<i>Heron</i> and <em>Gull</em> sail', 'Heron and Gull sail'],
  ['Ferry <br> sails', 'Ferry sails'],
  ['Ferry<br/>sails', 'Ferry sails'],
  ['<p>Ferry sails', 'Ferry sails'],
  ['<p>Ferry sails</p>', 'Ferry sails'],
  ['<b>Ferry sails', 'Ferry sails'],
  ['<b>', ''],
  ['Ferry <b>sails', 'Ferry sails'],
  ['Ferry sails</b>', 'Ferry sails'],
  ['Ferry sails</span></a>', 'Ferry sails'],
  ['<span>Ferry sails', 'Ferry sails'],
  ['<a href="/1">Ferry</a> sails', 'Ferry sails'],
  ['<a href="/1">Ferry sails', 'Ferry sails'],
  ['<img src="/1.jpg"> Ferry sails', 'Ferry sails'],
  ['<font color=red>Ferry sails', 'Ferry sails'],
  ['H<sub>2</sub>O on the ferry', 'H2O on the ferry'],
  ['Ferry<o:p></o:p> sails', 'Ferry sails'],
  ['<scp>DNA</scp> of the ferry', 'DNA of the ferry'],
  ['<marquee>Ferry sails</marquee>', 'Ferry sails'],
  ['Ferry <!-- seen --> sails', 'Ferry sails'],
  ['<?xml:namespace prefix = o /> Ferry sails', 'Ferry sails'],
  ['Fish &amp; chips', 'Fish & chips'],
  ['Fish &amp;amp; chips', 'Fish & chips'],
  ['The board&#8217;s ferry', 'The board’s ferry'],
  ['Ferry&nbsp;sails', 'Ferry sails'],
  ['&lt;b&gt;Ferry&lt;/b&gt; sails', 'Ferry sails'],
  ['&lt;em&gt;Ferry&lt;/em&gt; and the &lt;canvas&gt; tag', 'Ferry and the <canvas> tag'],
])('markup in a title is none of its words: %s', (written, title) => {
  expect(item(`<title>${escape(written)}</title>`).title).toBe(title);
  expect(item(`<title><![CDATA[${written}]]></title>`).title).toBe(title);
  expect(entry(`<title>${escape(written)}</title>`).title).toBe(title);
});

test('what a type declares holds', () => {
  const title = 'Use <b>bold</b> text';
  expect(entry(`<title type="text">${escape(title)}</title>`).title).toBe(title);
  expect(entry(`<title type="html">${escape(title)}</title>`).title).toBe('Use bold text');
  expect(entry(`<title type="html">${escape('The <canvas> tag')}</title>`).title).toBe('The tag');
  expect(item(`<media:title type="plain">${escape(title)}</media:title>`).title).toBe(title);
  expect(item(`<media:title type="html">${escape(title)}</media:title>`).title).toBe('Use bold text');
  const json = { items: [{ title, content_text: `${title}: the board explains how to write it in a form.` }] };
  expect(parseFeedStories(Buffer.from(JSON.stringify(json)), { url: null })[0]).toMatchObject({
    title,
    summary: `${title}: the board explains how to write it in a form.`,
  });
});

test.each([
  [
    'The board explains how to use <canvas> on Monday, its chair said.',
    'The board explains how to use <canvas> on Monday, its chair said.',
  ],
  [
    '<p>The board explains how to use <canvas> on Monday, its chair said.</p>',
    'The board explains how to use on Monday, its chair said.',
  ],
  ['The ferry sails again on Monday,<br>its chair said.', 'The ferry sails again on Monday, its chair said.'],
  ['<div>The ferry sails again on Monday, its chair said.', 'The ferry sails again on Monday, its chair said.'],
  [
    '<html> <body> <p>The ferry sails again on Monday, its chair said.',
    'The ferry sails again on Monday, its chair said.',
  ],
])('a summary without any sure markup keeps its words: %s', (written, summary) => {
  expect(item(`<title>T</title><description>${escape(written)}</description>`).summary).toBe(summary);
});

test('a page’s headline keeps its words', () => {
  const words = escape('How to use <canvas> and <b> on a ferry');
  const page = `<html><head><title>${words}</title><meta property="og:title" content="${words}"></head><body><h1>${words}</h1></body></html>`;
  expect(parsePageStory(Buffer.from(page), { url: null }).title).toBe('How to use <canvas> and <b> on a ferry');
});

test('a paragraph that was escaped once too often has no markup', () => {
  const text = 'The <a href="/x">board</a> said on Monday that the pier will stay where it is.';
  const content = escape(`<p>${escape(text)}</p>`);
  expect(entry(`<title>T</title><content type="html">${content}</content>`).summary).toBe(
    'The board said on Monday that the pier will stay where it is.',
  );
});

import { expect, test } from 'vitest';
import { splitDateline } from '../../../src/newsroom/ingest/dateline.ts';
import { parseFeedStories, parsePageStory } from '../../support/readers.ts';

const TEXT =
  'OAKTON (AP) — The council voted on Tuesday to keep the old pier, after a debate of six hours that filled the hall.';
const MORE =
  'Repairs begin in spring and will cost four million, the mayor told reporters after the vote on the matter.';
const SRC = 'src="https://gazette.example/pier.jpg" width="900" height="600"';

const SHAPES: [string, string, string, string][] = [
  [
    'a paragraph that ends in a credit',
    `<img ${SRC}><p>The old pier at low tide. (Lee Lens/Elm Pictures)</p>`,
    'The old pier at low tide.',
    'Lee Lens/Elm Pictures',
  ],
  [
    'a credit behind the alternative text',
    `<p><a href="/x"><img ${SRC} alt="The old pier at low tide."></a></p>\n<div>The old pier at low tide. Photo: Lee Lens</div>`,
    'The old pier at low tide.',
    'Lee Lens',
  ],
  [
    'italics in the image’s own paragraph',
    `<p><img ${SRC}><br><em>The old pier at low tide. (AP Photo/Lee Lens)</em></p>`,
    'The old pier at low tide.',
    'AP Photo/Lee Lens',
  ],
];

test.each(SHAPES)('%s is the caption of a picture, and no part of the story', (_, shape, caption, credit) => {
  const html = `${shape}<p>${TEXT}</p><p>${MORE}</p>`;
  const page = parsePageStory(Buffer.from(`<title>Pier stays</title><article><h1>Pier stays</h1>${html}</article>`), {
    url: 'https://gazette.example/news/1',
  });
  const feed = `<rss><channel><item><title>Pier stays</title><link>https://gazette.example/1</link><description><![CDATA[${html}]]></description></item></channel></rss>`;
  for (const story of [page, parseFeedStories(Buffer.from(feed), { url: null })[0]]) {
    expect(story).toMatchObject({ dateline: 'OAKTON', agency: 'AP', image: { caption, credit } });
    expect(story?.summary.startsWith('The council voted')).toBe(true);
  }
});

test('a paragraph that repeats the alternative text is a caption without a credit', () => {
  const html = `<img ${SRC} alt="The old pier at low tide"><p>The old pier at low tide.</p><p>${TEXT}</p>`;
  const story = parsePageStory(Buffer.from(`<title>a</title><article>${html}</article>`), { url: null });
  expect(story).toMatchObject({ dateline: 'OAKTON', image: { caption: 'The old pier at low tide.', credit: null } });
});

test('the story that follows a picture is no caption', () => {
  const html = `<img ${SRC} alt="The old pier"><p>${TEXT}</p><p>${MORE}</p>`;
  const story = parsePageStory(Buffer.from(`<title>a</title><article>${html}</article>`), { url: null });
  expect(story).toMatchObject({ dateline: 'OAKTON', image: { caption: null } });
});

test.each([
  ['(OAKTON) — The ferry', 'OAKTON', null],
  ['[Oakton, Elm County] – The ferry', 'Oakton, Elm County', null],
  ['ABOARD USS SAMUEL B. QUILL IN THE CORAL SEA — The ferry', 'ABOARD USS SAMUEL B. QUILL IN THE CORAL SEA', null],
  ['AT SEA ABOARD THE GREY HERON (AP) — The ferry', 'AT SEA ABOARD THE GREY HERON', 'AP'],
  ['U.S. 3RD FLEET, San Diego — The ferry', 'U.S. 3RD FLEET, San Diego', null],
  ['9TH DISTRICT COAST GUARD BASE — The ferry', '9TH DISTRICT COAST GUARD BASE', null],
  ['(Reuters) — The ferry', null, 'Reuters'],
])('the dateline of %j', (text, dateline, agency) => {
  expect(splitDateline(text)).toEqual({ dateline, agency, rest: 'The ferry' });
});

test.each(['(PHOTO) — The ferry', '(Updated) — The ferry', 'Aboard the ferry — and below — it was warm'])(
  '%j has no dateline',
  (text) => {
    expect(splitDateline(text).dateline).toBeNull();
  },
);

test('thousands of bylines in a row are no dateline, and no accident', () => {
  expect(splitDateline('By Ada Quill (AP) '.repeat(20_000)).agency).toBe('AP');
});

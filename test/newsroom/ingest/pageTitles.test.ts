import { expect, test } from 'vitest';
import { parsePageStory } from '../../support/readers.ts';
import { TITLED, titledPage } from './titledPages.ts';

test.each(TITLED)('%s: the headline stands without other names', (_, url, facts, headline) => {
  expect(parsePageStory(Buffer.from(titledPage(facts)), { url }).title).toBe(headline);
});

const LONE = [
  'Storm: coast road closed | What we know',
  'Ferry sinks – video',
  'Ferry sinks | 20 missing',
  'Army - Navy',
  'Sports - why we watch',
  'Business - it is not personal',
  'Budget 2027: Winners | Losers',
  'Paris - Nice, stage 5: rain',
  'Profit > people?',
  'Navy: ferry found',
];

test.each(LONE)('a headline with a separator stays whole: %s', (headline) => {
  const url = 'https://www.navy.example/news/world-sports/1';
  const facts = { t: `${headline} | Elm Post`, og: headline, site: 'Elm Post' };
  for (const page of [facts, { ...facts, h1: headline }, { t: headline, og: headline }])
    expect(parsePageStory(Buffer.from(titledPage(page)), { url }).title).toBe(headline);
});

test.each([
  ['https://www.navy.example/x', ' &gt; United States Navy &gt; News Stories'],
  ['https://www.corriere.example/x', '- Corriere.example'],
  ['https://www.dw.example/x', ' – DW – 11/03/2026'],
  ['https://g1.globo.example/sp/sao-paulo/x', ' | São Paulo | G1'],
  ['https://www.volkskrant.example/x', ' | de Volkskrant'],
  ['https://www.stripes.example/x', ' | Stars and Stripes'],
  ['https://www.folha.example/mundo/x', ' - 03/11/2026 - Mundo - Folha'],
])('a <title> of %s loses what %s adds', (url, added) => {
  expect(parsePageStory(Buffer.from(titledPage({ t: `Rates rise again${added}` })), { url }).title).toBe(
    'Rates rise again',
  );
});

test('an encyclopedia’s description is no headline where the page says the name', () => {
  const node = { '@type': 'Article', name: 'Newberry Volcano', headline: 'mountain in the United States of America' };
  const x = `<script type="application/ld+json">${JSON.stringify(node)}</script>`;
  const page = titledPage({ t: 'Newberry Volcano - Elmpedia', h1: 'Newberry Volcano', x });
  expect(parsePageStory(Buffer.from(page), { url: 'https://elmpedia.example/x' }).title).toBe('Newberry Volcano');
});

test('names of authors stand in a meta tag of that name, too', () => {
  const page = titledPage({ t: 'Pier stays', m: { authors: 'Ada Quill' } });
  expect(parsePageStory(Buffer.from(page), { url: null }).byline).toBe('Ada Quill');
});

test.each(['|', '·', '•', '∙', '⋆', '★', '›', '‹'])(
  'a heading before “%s” is the headline, without a known name',
  (bar) => {
    const page = `<html><head><meta charset="utf-8"><title>Pier stays open ${bar} Elm Corner</title></head><body><h1>Pier stays open</h1></body></html>`;
    expect(parsePageStory(Buffer.from(page), { url: null }).title).toBe('Pier stays open');
  },
);

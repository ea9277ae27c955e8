import { afterAll, expect, test } from 'vitest';
import { openParser } from '../../../src/newsroom/ingest/parse/parserPool.ts';

// The CPU time that a document may take in production. In quadratic time, each of these takes several times as much.
const parser = openParser({ threads: 1, cpuMs: 5_000, wallMs: 200_000, heapMegabytes: 192 });
afterAll(() => parser.close());

const escape = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
const url = 'https://gazette.example/2026/pier';
const GOOD = '<item><title>The pier stays open</title><link>https://gazette.example/pier</link></item>';

test.each([
  ['a tag’s name that never ends', `> <${'a'.repeat(300_000)}`],
  ['dots in such a name', `> <a${'.'.repeat(300_000)}`],
  ['comments that never end', `>${'<!--'.repeat(100_000)}`],
])('a feed is read whole though one of its items has %s', async (_, hostile) => {
  for (const field of ['title', 'description']) {
    const item = `<item><link>https://gazette.example/x</link><${field}>${escape(hostile)}</${field}></item>`;
    const feed = Buffer.from(`<rss version="2.0"><channel>${item}${GOOD}</channel></rss>`);
    const { stories } = await parser.parse('feed', feed, { url });
    expect(stories.at(-1)?.title).toBe('The pier stays open');
  }
});

test('a page is read though the title of its feed is a row of dashes', async () => {
  const link = `<link rel="alternate" type="application/rss+xml" title="${'-'.repeat(100_000)}x">`;
  const page = Buffer.from(`<html><head><title>The pier stays open</title>${link}</head><body></body></html>`);
  expect((await parser.parse('page', page, { url })).story.title).toBe('The pier stays open');
});

test('a page is read though its address has a long row of blanks', async () => {
  const link = `<link rel="canonical" href="https://gazette.example/a${' '.repeat(300_000)}b">`;
  const page = Buffer.from(`<html><head><title>The pier stays open</title>${link}</head><body></body></html>`);
  expect((await parser.parse('page', page, { url })).story.title).toBe('The pier stays open');
});

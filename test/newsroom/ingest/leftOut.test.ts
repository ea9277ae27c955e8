import { expect, test } from 'vitest';
import { listLeftOut } from '../../../src/newsroom/ingest/store.ts';
import { describeLeftOut } from '../../../src/newsroom/outletHealth.ts';
import { parseFeed } from '../../../src/newsroom/ingest/feed/feed.ts';

const item = (text: string): string => `<item>${text}</item>`;
const read = (...items: string[]): ReturnType<typeof listLeftOut> => {
  const feed = `<rss><channel><title>Gazette</title>${items.map(item).join('')}</channel></rss>`;
  return listLeftOut(parseFeed(Buffer.from(feed), { url: null }).stories);
};
const link = (name: string): string => `<link>https://gazette.example/${name}</link>`;

test('items without a headline or a link, and others of one guid, are counted and named', () => {
  const found = read(
    `<title>Pier stays</title>${link('a')}<guid>1</guid>`,
    `<title>Pier stays</title>${link('a')}<guid>1</guid>`,
    `<title>Ferry sails</title>${link('a')}<guid>1</guid>`,
    `<description>Only a text about the market.</description>${link('b')}`,
    '<title>No address</title><guid isPermaLink="false">x</guid>',
  );
  expect(found).toEqual({
    count: 3,
    items: [
      {
        title: 'Ferry sails',
        url: 'https://gazette.example/a',
        reason: 'it has the guid and the link of “Pier stays”',
      },
      { title: 'Only a text about the market.', url: 'https://gazette.example/b', reason: 'it has no headline' },
      { title: 'No address', url: null, reason: 'it has no link' },
    ],
  });
  expect(describeLeftOut(found)).toBe(
    '3 items of its feed left out: “Ferry sails”: it has the guid and the link of “Pier stays” (and 2 more)',
  );
});

test('nothing is said where nothing is left out', () => {
  expect(describeLeftOut(read(`<title>Pier stays</title>${link('a')}`))).toBeNull();
});

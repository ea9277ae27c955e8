import { expect, test } from 'vitest';
import { listLeftOut } from '../../../src/newsroom/ingest/leftOut.ts';
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
    kinds: [
      { kind: 'twin', count: 1, examples: ['Ferry sails'] },
      { kind: 'headline', count: 1, examples: ['Only a text about the market.'] },
      { kind: 'link', count: 1, examples: ['No address'] },
    ],
  });
  expect(describeLeftOut(found)).toBe(
    '3 items of its feed left out: 1 with the guid and the link of another (“Ferry sails”); 1 without a headline ' +
      '(“Only a text about the market.”); 1 without a link (“No address”)',
  );
});

test('every item counts, and a headline that was cut is told', () => {
  const long = 'Pier stays where it has always been '.repeat(17);
  const none = Array.from({ length: 30 }, (_, at) => `<description>Text number ${at}.</description>${link(`n${at}`)}`);
  const found = read(`<title>${long}</title>${link('a')}`, ...none);
  expect(found).toMatchObject({
    count: 30,
    kinds: [
      { kind: 'cut', count: 1 },
      { kind: 'headline', count: 30 },
    ],
  });
  expect(found.items).toHaveLength(20);
  expect(describeLeftOut(found)).toMatch(
    /^30 items of its feed left out: 30 without a headline \(“Text number 0\.”, “Text number 1\.”, “Text number 2\.”, …\)\. 1 headline cut at 300 characters \(“Pier stays/,
  );
  expect(describeLeftOut(read(`<title>${long}</title>${link('a')}`))).toMatch(/^1 headline cut at 300 characters/);
});

test('what an older version recorded is told by its first item', () => {
  const items = [{ title: 'Pier', url: null, reason: 'it has no link' }];
  expect(describeLeftOut({ count: 1, items })).toBe('1 item of its feed left out: “Pier”: it has no link');
});

test('nothing is said where nothing is left out', () => {
  expect(describeLeftOut(read(`<title>Pier stays</title>${link('a')}`))).toBeNull();
});

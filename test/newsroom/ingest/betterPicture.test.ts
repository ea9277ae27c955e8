import { describe, expect, test } from 'vitest';
import { afterFeed, betterPicture } from '../../../src/newsroom/ingest/betterPicture.ts';
import type { Picture } from '../../../src/domain/story.ts';

const picture = (url: string, more: Partial<Picture> = {}): Picture => ({
  url: `https://gazette.example/${url}`,
  width: null,
  height: null,
  alt: null,
  caption: null,
  credit: null,
  ...more,
});
const file = (chosen: Picture | null): string | undefined => chosen?.url.split('/').at(-1);

describe('of the pictures of a feed and a page', () => {
  test.each<[string, Picture | null, Picture | null, string | undefined]>([
    ['the only one is taken', picture('feed.jpg'), null, 'feed.jpg'],
    ['the only one is taken, also the page’s', null, picture('page.jpg'), 'page.jpg'],
    [
      'the feed’s is kept if nothing speaks for the other',
      picture('f.jpg'),
      picture('p.jpg', { width: 1200 }),
      'f.jpg',
    ],
    ['a small one yields', picture('f.jpg', { width: 150 }), picture('p.jpg', { width: 1200 }), 'p.jpg'],
    [
      'a small one stays before a smaller one',
      picture('f.jpg', { width: 300 }),
      picture('p.jpg', { width: 200 }),
      'f.jpg',
    ],
    ['a size in the name counts', picture('f-150x150.jpg'), picture('f.jpg'), 'f.jpg'],
    ['one with a credit is better', picture('f.jpg'), picture('p.jpg', { width: 900, credit: 'AP' }), 'p.jpg'],
    [
      'one with a credit that is smaller is not',
      picture('f.jpg', { width: 1200 }),
      picture('p.jpg', { width: 900, credit: 'AP' }),
      'f.jpg',
    ],
  ])('%s', (_name, feed, page, expected) => {
    expect(file(betterPicture(feed, page))).toBe(expected);
  });

  test('the same one has the texts of both, the feed’s first', () => {
    const feed = picture('a.jpg?w=700', { width: 700, caption: 'The pier.' });
    const page = picture('a.jpg', { caption: 'Pier', credit: 'Ada Quill/AP' });
    expect(betterPicture(feed, page)).toEqual({ ...feed, credit: 'Ada Quill/AP' });
  });

  test('one that the page shows as a pixel is dropped', () => {
    expect(betterPicture(picture('e.jpg'), null, ['https://gazette.example/e.jpg'])).toBeNull();
  });
});

describe('after a further fetch of the feed', () => {
  const known = { image: picture('p.jpg', { credit: 'AP' }), feed: picture('f.jpg'), fromPage: true };

  test('the page’s picture holds while the feed says the same, or nothing', () => {
    expect(afterFeed(picture('f.jpg'), known)).toEqual(known);
    expect(afterFeed(null, known)).toEqual({ image: null, feed: null, fromPage: false });
  });

  test('a new address gets through, with the texts of another size of it', () => {
    expect(afterFeed(picture('new.jpg'), known)).toEqual({ image: picture('new.jpg'), feed: null, fromPage: false });
    expect(afterFeed(picture('p.jpg?crop=2'), known).image).toEqual(picture('p.jpg?crop=2', { credit: 'AP' }));
  });

  test('a credit that the feed adds to the same picture counts', () => {
    const both = { image: picture('f.jpg', { width: 900 }), feed: picture('f.jpg'), fromPage: true };
    const credited = picture('f.jpg', { credit: 'Reuters' });
    expect(afterFeed(credited, both).image).toEqual(picture('f.jpg', { width: 900, credit: 'Reuters' }));
  });
});

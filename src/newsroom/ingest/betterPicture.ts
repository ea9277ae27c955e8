import type { Picture } from '../../domain/story.ts';

/** A picture of an item as it is stored. `fromPage`: chosen with the page; `feed` is what the feed said then. */
export type KnownPicture = { image: Picture | null; feed: Picture | null; fromPage: boolean };

// Narrower pictures look poor at the top of a mail.
const MIN_LEAD_WIDTH = 400;
const SIZE_IN_NAME = /[-_]?(\d{2,4})x\d{2,4}(?=\.|\/|$)/;
const SIZES_IN_NAME = new RegExp(SIZE_IN_NAME, 'g');

/** A key that is equal for addresses of one picture, which may differ in the query or in a size in the name. */
export function pictureKey(url: string): string {
  const { host, pathname } = new URL(url);
  return `${host}${pathname.replaceAll(SIZES_IN_NAME, '')}`;
}

/** The declared width in pixels, else the one in the address ("-150x150.jpg"), else null. */
function widthOf({ url, width }: Picture): number | null {
  const named = SIZE_IN_NAME.exec(new URL(url).pathname)?.[1];
  return width ?? (named === undefined ? null : Number(named));
}

/** The picture with the texts of another mention of it, where it has none. */
function withTexts(picture: Picture, { alt, caption, credit }: Picture): Picture {
  return {
    ...picture,
    alt: picture.alt ?? alt,
    caption: picture.caption ?? caption,
    credit: picture.credit ?? credit,
  };
}

/** True if the page's picture is to be shown because the feed's is known to be small. */
function isTooSmall(feed: Picture, page: Picture): boolean {
  const width = widthOf(feed);
  return width !== null && width < MIN_LEAD_WIDTH && (widthOf(page) ?? MIN_LEAD_WIDTH) > width;
}

/** True if the page's picture alone has a credit, and is as large. The picture of all pages of a site has no credit. */
function isCreditedBetter(feed: Picture, page: Picture): boolean {
  const width = widthOf(page);
  return feed.credit === null && page.credit !== null && width !== null && width >= (widthOf(feed) ?? MIN_LEAD_WIDTH);
}

/**
 * The better one of the pictures that a feed and a page name for one item. Of one picture in two sizes it is the larger, with
 * the texts of both, the feed's first. Another picture of the page is better if the feed's is known to be small, or if it
 * alone has a credit and is not smaller. A picture in `unsuitable` is too small or part of the page's layout.
 */
export function betterPicture(
  feed: Picture | null,
  page: Picture | null,
  unsuitable: readonly string[] = [],
): Picture | null {
  if (feed === null || unsuitable.includes(feed.url)) return page;
  if (page === null) return feed;
  if (pictureKey(feed.url) !== pictureKey(page.url))
    return isTooSmall(feed, page) || isCreditedBetter(feed, page) ? page : feed;
  const { alt, caption, credit } = withTexts(feed, page);
  const isSized = feed.url === page.url && feed.width === null;
  return { ...(isSized || isTooSmall(feed, page) ? page : feed), alt, caption, credit };
}

const isSame = (a: Picture, b: Picture): boolean =>
  (['url', 'width', 'height', 'alt', 'caption', 'credit'] as const).every((key) => a[key] === b[key]);

/**
 * The picture of a stored item after its feed was read again. What was chosen with the page holds as long as the feed says the
 * same. A picture at a new address replaces it, with the texts of the one before if it is another size of it.
 */
export function afterFeed(feed: Picture | null, known: KnownPicture | undefined): KnownPicture {
  if (feed === null || !known?.fromPage) return { image: feed, feed: null, fromPage: false };
  if (known.feed !== null && isSame(feed, known.feed)) return known;
  const { image } = known;
  if (known.feed !== null && known.feed.url !== feed.url) {
    const isResized = image !== null && pictureKey(image.url) === pictureKey(feed.url);
    return { image: isResized ? withTexts(feed, image) : feed, feed: null, fromPage: false };
  }
  const better = image === null ? null : betterPicture(feed, image);
  return better !== null && isSame(better, feed)
    ? { image: feed, feed: null, fromPage: false }
    : { image: better, feed, fromPage: true };
}

import { isReveilleError, ReveilleError } from '../../../domain/errors.ts';
import { localName } from '../markup.ts';
import type { ParsedFeed, Source } from '../story.ts';
import { readAtom } from './atom.ts';
import { readJsonFeed } from './jsonFeed.ts';
import { readRss } from './rss.ts';
import { readSitemap } from './sitemap.ts';
import { readFeedSource } from './source.ts';

/**
 * Reads a feed of any known format (RSS 0.9x/1.0/2.0, Atom 0.3/1.0, JSON Feed, news sitemap). Links are resolved against
 * `xml:base`, `url`, and the feed's own home. A feed without items has no stories.
 * Errors: FEED_UNREADABLE, FEED_HAS_DTD, FEED_IS_A_PAGE; nothing else is thrown, whatever the bytes.
 */
export function parseFeed(bytes: Uint8Array, { url, contentType }: Source): ParsedFeed {
  try {
    const source = readFeedSource(bytes, contentType);
    if (source.kind === 'json') return readJsonFeed(source.value, url);
    const kind = localName(source.root);
    if (kind === 'urlset' || kind === 'sitemapindex') return readSitemap(source.root, url);
    return kind === 'feed' ? readAtom(source.root, url) : readRss(source.root, url);
  } catch (error) {
    if (isReveilleError(error)) throw error;
    throw new ReveilleError('FEED_UNREADABLE', 'The feed cannot be read.', { cause: error });
  }
}

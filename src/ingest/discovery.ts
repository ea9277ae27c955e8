import { isReveilleError, type ErrorCode } from '../errors.ts';
import { decodeBytes } from './charset.ts';
import { parseFeed } from './feed/feed.ts';
import { FEED_MAX_BYTES, type Fetcher, type FetchOptions } from './fetch/fetch.ts';
import { httpUrl, nestedBase } from './links.ts';
import { attribute, localName, parseMarkup, walk } from './markup.ts';
import type { ParsedFeed } from './story.ts';

const FEED_TYPE = /^(?:application\/(?:rss|atom|rdf)\+xml|application\/feed\+json|text\/xml|application\/xml)\b/i;
const ACCEPT =
  'application/rss+xml, application/atom+xml, application/feed+json, application/rdf+xml, application/xml;q=0.9, text/xml;q=0.9, text/html;q=0.5, */*;q=0.3';

/** A feed, or why there is none. */
export type FeedOutcome =
  | { kind: 'read'; feed: ParsedFeed; feedUrl: string; etag: string | null; lastModified: string | null }
  | { kind: 'unchanged' }
  | { kind: 'failed'; code: ErrorCode; message: string; retryAfterMs: number | null };

/** The feed that a page announces (`<link rel="alternate">`), one of comments only for want of another; or null. */
export function announcedFeed(bytes: Uint8Array, url: string, contentType: string | null): string | null {
  let base: string | null = url;
  const found: { href: string; isComments: boolean }[] = [];
  for (const node of walk(parseMarkup(decodeBytes(bytes, { xml: false, contentType })))) {
    if (localName(node) === 'base') base = nestedBase(url, attribute(node, 'href'));
    if (localName(node) !== 'link' || !/(?:^|\s)alternate(?:\s|$)/i.test(attribute(node, 'rel') ?? '')) continue;
    const href = httpUrl(attribute(node, 'href'), base);
    if (href && FEED_TYPE.test(attribute(node, 'type') ?? ''))
      found.push({ href, isComments: /comment|kommentar/i.test(`${attribute(node, 'title') ?? ''} ${href}`) });
  }
  return (found.find(({ isComments }) => !isComments) ?? found[0])?.href ?? null;
}

type Conditions = Pick<FetchOptions, 'etag' | 'lastModified' | 'signal'>;

/** Fetches and parses the feed at `url`; where that is a page, the feed that it announces. Never throws. */
export async function fetchFeed(
  fetcher: Fetcher,
  url: string,
  conditions: Conditions,
  mayFollow = true,
): Promise<FeedOutcome> {
  const answer = await fetcher.fetch(url, { ...conditions, accept: ACCEPT, maxBytes: FEED_MAX_BYTES });
  if (answer.kind !== 'fetched') return answer;
  try {
    const feed = parseFeed(answer.bytes, { url: answer.url, contentType: answer.contentType });
    return { kind: 'read', feed, feedUrl: url, etag: answer.etag, lastModified: answer.lastModified };
  } catch (error) {
    if (!isReveilleError(error)) throw error;
    const announced =
      error.code === 'FEED_IS_A_PAGE' && mayFollow ? announcedFeed(answer.bytes, answer.url, answer.contentType) : null;
    if (announced) {
      const { signal } = conditions;
      return await fetchFeed(fetcher, announced, signal ? { signal } : {}, false);
    }
    return { kind: 'failed', code: error.code, message: error.message, retryAfterMs: null };
  }
}

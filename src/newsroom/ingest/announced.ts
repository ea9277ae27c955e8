import { decodeBytes } from './charset.ts';
import { httpUrl, nestedBase } from './links.ts';
import { attribute, localName, parseMarkup, walk } from './markup.ts';
import type { Source } from './story.ts';

const FEED_TYPE = /^(?:application\/(?:rss|atom|rdf)\+xml|application\/feed\+json|text\/xml|application\/xml)\b/i;
const LOOKS_LIKE_FEED =
  /(?:\/(?:rss|feeds?|atom)(?:\/|$|\.)|\.(?:rss|atom|rdf)$|(?:rss|feed|atom)[^/]*\.(?:xml|json)$)/i;
const MAX_LINKS = 4;
// Feed paths of common systems: WordPress, Drupal, Ghost, Hugo, Blogger, Arc; then news sitemaps.
const COMMON = [
  '/feed',
  '/rss',
  '/rss.xml',
  '/feed.xml',
  '/index.xml',
  '/atom.xml',
  '/feeds/rss',
  '/arc/outboundfeeds/rss/?outputType=xml',
  '/feed.json',
  '/feeds/posts/default',
  '/news-sitemap.xml',
  '/sitemap-news.xml',
  '/sitemap_news.xml',
  '/news_sitemap.xml',
  '/googlenews.xml',
];

/**
 * The feeds of a page: those that it announces (`<link rel="alternate">`), with feeds of comments last, then links to
 * the
 * same site that look like feeds.
 */
export function announcedFeeds(bytes: Uint8Array, { url, contentType }: Source): string[] {
  if (url === null) return [];
  let base: string | null = url;
  const announced: { href: string; isComments: boolean }[] = [];
  const linked: string[] = [];
  const { host } = new URL(url);
  for (const node of walk(parseMarkup(decodeBytes(bytes, { xml: false, contentType })))) {
    const name = localName(node);
    if (name === 'base') base = nestedBase(url, attribute(node, 'href'));
    if (name !== 'link' && name !== 'a') continue;
    const href = httpUrl(attribute(node, 'href'), base);
    if (!href) continue;
    const isAlternate = /(?:^|\s)alternate(?:\s|$)/i.test(attribute(node, 'rel') ?? '');
    if (name === 'link' && isAlternate && FEED_TYPE.test(attribute(node, 'type') ?? ''))
      announced.push({ href, isComments: /comment|kommentar/i.test(`${attribute(node, 'title') ?? ''} ${href}`) });
    else if (
      name === 'a' &&
      linked.length < 100 &&
      new URL(href).host === host &&
      LOOKS_LIKE_FEED.test(new URL(href).pathname)
    )
      linked.push(href);
  }
  const ordered = [...announced.filter((one) => !one.isComments), ...announced.filter((one) => one.isComments)];
  return [...new Set([...ordered.map(({ href }) => href), ...linked])].slice(0, MAX_LINKS);
}

/** Usual addresses of feeds that a page does not announce, those below its own folder first. */
export function guessedFeeds(url: string): string[] {
  const { origin, pathname } = new URL(url);
  const folder = pathname.replace(/[^/]*\.[^/]*$/u, '').replace(/\/+$/u, '');
  const own = folder ? ['/feed', '/rss', '/rss.xml', '/feed.xml'].map((path) => `${origin}${folder}${path}`) : [];
  return [...own, ...COMMON.map((path) => `${origin}${path}`)];
}

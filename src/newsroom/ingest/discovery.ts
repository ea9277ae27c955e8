import type { FoundFeed } from '../../domain/outlets.ts';
import { isReveilleError, type ErrorCode } from '../../domain/errors.ts';
import { guessedFeeds } from './announced.ts';
import { FEED_MAX_BYTES, type Fetcher, type FetchOptions, type FetchOutcome } from './fetch/fetch.ts';
import type { Parser } from './parse/parserPool.ts';
import type { ParsedFeed } from './story.ts';

const ACCEPT =
  'application/rss+xml, application/atom+xml, application/feed+json, application/rdf+xml, application/xml;q=0.9, text/xml;q=0.9, text/html;q=0.5, */*;q=0.3';
const GUESSES_AT_ONCE = 4;

/** A feed, or the reason for its absence. */
export type FeedOutcome =
  | { kind: 'read'; feed: ParsedFeed; feedUrl: string; etag: string | null; lastModified: string | null }
  | { kind: 'unchanged' }
  | { kind: 'failed'; code: ErrorCode; message: string; retryAfterMs: number | null };

/** The dependencies of finding a feed. */
export type FeedDeps = { fetcher: Pick<Fetcher, 'fetch'>; parser: Parser };

type Conditions = Pick<FetchOptions, 'etag' | 'lastModified' | 'signal'>;
type Failed = Extract<FeedOutcome, { kind: 'failed' }>;
type Page = Extract<FetchOutcome, { kind: 'fetched' }>;

/** Reads one address: a feed, or a failure, with the page if there is one instead. */
async function readOnce(
  deps: FeedDeps,
  url: string,
  conditions: Conditions,
): Promise<{ outcome: FeedOutcome; page: Page | null }> {
  const answer = await deps.fetcher.fetch(url, {
    ...conditions,
    accept: ACCEPT,
    maxBytes: FEED_MAX_BYTES,
    mayEnd: true,
  });
  if (answer.kind !== 'fetched') return { outcome: answer, page: null };
  try {
    const feed = await deps.parser.parse(
      'feed',
      answer.bytes,
      { url: answer.url, contentType: answer.contentType },
      conditions.signal,
    );
    const { etag, lastModified } = answer;
    return { outcome: { kind: 'read', feed, feedUrl: url, etag, lastModified }, page: null };
  } catch (error) {
    if (!isReveilleError(error)) throw error;
    const outcome: Failed = { kind: 'failed', code: error.code, message: error.message, retryAfterMs: null };
    return { outcome, page: error.code === 'FEED_IS_A_PAGE' ? answer : null };
  }
}

/** The feeds that a page names. Empty if the page costs too much to parse. */
async function announcedBy(
  { parser }: FeedDeps,
  { bytes, url, contentType }: Page,
  signal: AbortSignal | undefined,
): Promise<string[]> {
  try {
    return await parser.parse('announced', bytes, { url, contentType }, signal);
  } catch (error) {
    if (isReveilleError(error)) return [];
    throw error;
  }
}

/** Adds the stories of the parts of a sitemap index, which has no stories itself. The parts are fetched each time. */
async function withParts(deps: FeedDeps, outcome: FeedOutcome, signal: AbortSignal | undefined): Promise<FeedOutcome> {
  if (outcome.kind !== 'read' || !outcome.feed.parts) return outcome;
  const wanted = signal ? { signal } : {};
  const parts = await Promise.all(outcome.feed.parts.map((url) => readOnce(deps, url, wanted)));
  const read = parts.flatMap((part) => (part.outcome.kind === 'read' ? [part.outcome.feed] : []));
  const failure = parts.find((part) => part.outcome.kind === 'failed')?.outcome;
  if (read.length === 0 && failure) return failure;
  const title = read.find((feed) => feed.title !== null)?.title ?? null;
  // The validators of the index say nothing about its parts, so they are not kept.
  const feed = { title, stories: read.flatMap(({ stories }) => stories) };
  return { ...outcome, feed, etag: null, lastModified: null };
}

type Noted = (feed: FoundFeed) => void;

/** The first candidate that is a feed with stories, else the first that is a feed. `note` is told each feed. */
async function firstFeed(
  deps: FeedDeps,
  candidates: string[],
  signal: AbortSignal | undefined,
  note: Noted,
): Promise<FeedOutcome | null> {
  let empty: FeedOutcome | null = null;
  const wanted = signal ? { signal } : {};
  for (let from = 0; from < candidates.length; from += GUESSES_AT_ONCE) {
    if (signal?.aborted) break;
    const batch = candidates.slice(from, from + GUESSES_AT_ONCE);
    const found = await Promise.all(
      batch.map(async (url) => await withParts(deps, (await readOnce(deps, url, wanted)).outcome, signal)),
    );
    const feeds = found.filter((outcome) => outcome.kind === 'read');
    for (const feed of feeds) note(describeFeed(feed));
    const full = feeds.find(({ feed }) => feed.stories.length > 0);
    if (full) return full;
    empty ??= feeds[0] ?? null;
  }
  return empty;
}

/**
 * Fetches and parses the feed at `url`, without any search: a page there is a failure, FEED_IS_A_PAGE. The stored
 * address
 * does not follow redirects, so that a single odd answer does not move an outlet. Never throws.
 */
export async function fetchKnownFeed(deps: FeedDeps, url: string, conditions: Conditions): Promise<FeedOutcome> {
  const { outcome } = await readOnce(deps, url, conditions);
  return await withParts(deps, outcome, conditions.signal);
}

function describeFeed({ feed, feedUrl }: Extract<FeedOutcome, { kind: 'read' }>): FoundFeed {
  return { url: feedUrl, title: feed.title, items: feed.stories.length };
}

/**
 * Fetches and parses the feed at `url`. If this is a page, it tries the feeds that the page announces or links to, then
 * usual addresses of feeds. A sitemap index gives the stories of its parts. `note` is told each feed that was found on
 * the way to the chosen one. Never throws.
 */
export async function fetchFeed(
  deps: FeedDeps,
  url: string,
  conditions: Conditions,
  note: Noted = () => {},
): Promise<FeedOutcome> {
  const { outcome, page } = await readOnce(deps, url, conditions);
  const { signal } = conditions;
  if (!page) {
    const whole = await withParts(deps, outcome, signal);
    if (whole.kind === 'read') note(describeFeed(whole));
    return whole;
  }
  const announced = await announcedBy(deps, page, signal);
  const found = await firstFeed(deps, announced, signal, note);
  if (found) return found;
  const guesses = guessedFeeds(page.url).filter((guess) => guess !== url && !announced.includes(guess));
  return (await firstFeed(deps, guesses, signal, note)) ?? outcome;
}

import { isReveilleError, type ErrorCode } from '../../domain/errors.ts';
import { guessedFeeds } from './announced.ts';
import { FEED_MAX_BYTES, type Fetcher, type FetchOptions, type FetchOutcome } from './fetch/fetch.ts';
import type { Parser } from './parse/parserPool.ts';
import type { ParsedFeed } from './story.ts';

const ACCEPT =
  'application/rss+xml, application/atom+xml, application/feed+json, application/rdf+xml, application/xml;q=0.9, text/xml;q=0.9, text/html;q=0.5, */*;q=0.3';
const GUESSES_AT_ONCE = 4;

/** A feed, or why there is none. */
export type FeedOutcome =
  | { kind: 'read'; feed: ParsedFeed; feedUrl: string; etag: string | null; lastModified: string | null }
  | { kind: 'unchanged' }
  | { kind: 'failed'; code: ErrorCode; message: string; retryAfterMs: number | null };

/** What finding a feed needs. */
export type FeedDeps = { fetcher: Pick<Fetcher, 'fetch'>; parser: Parser };

type Conditions = Pick<FetchOptions, 'etag' | 'lastModified' | 'signal'>;
type Failed = Extract<FeedOutcome, { kind: 'failed' }>;
type Page = Extract<FetchOutcome, { kind: 'fetched' }>;

/** What one address holds: a feed, or (with the failure) the page that stands in its place. */
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

/** The feeds that a page names; none where it takes too much to read. */
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

/** An index of sitemaps has no stories of its own: those of its parts, asked for each time. */
async function withParts(deps: FeedDeps, outcome: FeedOutcome, signal: AbortSignal | undefined): Promise<FeedOutcome> {
  if (outcome.kind !== 'read' || !outcome.feed.parts) return outcome;
  const wanted = signal ? { signal } : {};
  const parts = await Promise.all(outcome.feed.parts.map((url) => readOnce(deps, url, wanted)));
  const read = parts.flatMap((part) => (part.outcome.kind === 'read' ? [part.outcome.feed] : []));
  const failure = parts.find((part) => part.outcome.kind === 'failed')?.outcome;
  if (read.length === 0 && failure) return failure;
  const title = read.find((feed) => feed.title !== null)?.title ?? null;
  // What says that the index has not changed says nothing of its parts.
  const feed = { title, stories: read.flatMap(({ stories }) => stories) };
  return { ...outcome, feed, etag: null, lastModified: null };
}

/** The first of the candidates that is a feed with stories, else the first that is a feed. */
async function firstFeed(
  deps: FeedDeps,
  candidates: string[],
  signal: AbortSignal | undefined,
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
    const full = feeds.find(({ feed }) => feed.stories.length > 0);
    if (full) return full;
    empty ??= feeds[0] ?? null;
  }
  return empty;
}

/**
 * Fetches and parses the feed at `url`, and looks nowhere else: a page there is a failure of this fetch, FEED_IS_A_PAGE.
 * The address is asked again however it redirects, so that one odd answer moves no outlet. Never throws.
 */
export async function fetchKnownFeed(deps: FeedDeps, url: string, conditions: Conditions): Promise<FeedOutcome> {
  const { outcome } = await readOnce(deps, url, conditions);
  return await withParts(deps, outcome, conditions.signal);
}

/**
 * Fetches and parses the feed at `url`. Where that is a page: the feed that it announces or links to, else one of
 * the places where feeds usually are. An index of sitemaps gives the stories of its parts. Never throws.
 */
export async function fetchFeed(deps: FeedDeps, url: string, conditions: Conditions): Promise<FeedOutcome> {
  const { outcome, page } = await readOnce(deps, url, conditions);
  const { signal } = conditions;
  if (!page) return await withParts(deps, outcome, signal);
  const announced = await announcedBy(deps, page, signal);
  const found = await firstFeed(deps, announced, signal);
  if (found) return found;
  const guesses = guessedFeeds(page.url).filter((guess) => guess !== url && !announced.includes(guess));
  return (await firstFeed(deps, guesses, signal)) ?? outcome;
}

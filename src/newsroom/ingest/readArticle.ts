import { isReveilleError } from '../../domain/errors.ts';
import { PAGE_MAX_BYTES } from './fetch/fetch.ts';
import type { PoliteFetcher } from './fetch/polite.ts';
import type { Robots } from './fetch/robots.ts';
import type { Parser } from './parse/parserPool.ts';
import type { ParsedPage } from './story.ts';

/**
 * The result of fetching an article's page; `url` is the one after redirects. `gone`: the server says so (404, 410).
 * `later`: robots.txt cannot be reached. `unreadable`: robots.txt forbids it, or the page cannot be parsed. `costly`:
 * it
 * exceeded the limits of parsing, and so may the next page of this server.
 */
type ArticleAnswer =
  | { kind: 'read'; page: ParsedPage; url: string }
  | { kind: 'gone' }
  | { kind: 'later' }
  | { kind: 'costly' }
  | { kind: 'unreadable' };

/** Reads an article's page politely, as robots.txt allows. */
export async function readArticle(
  { fetcher, robots, parser }: { fetcher: PoliteFetcher; robots: Robots; parser: Parser },
  url: string,
  signal: AbortSignal,
): Promise<ArticleAnswer> {
  const verdict = await robots.ask(url);
  if (verdict.kind !== 'allowed') return { kind: verdict.kind === 'unknown' ? 'later' : 'unreadable' };
  const answer = await fetcher.fetch(url, {
    accept: 'text/html, application/xhtml+xml',
    maxBytes: PAGE_MAX_BYTES,
    signal,
    pauseMs: verdict.pauseMs,
  });
  if (answer.kind === 'failed' && (answer.status === 404 || answer.status === 410)) return { kind: 'gone' };
  if (answer.kind !== 'fetched' || !/html|^$/i.test(answer.contentType ?? '')) return { kind: 'unreadable' };
  const { bytes, url: at, contentType } = answer;
  try {
    return { kind: 'read', page: await parser.parse('page', bytes, { url: at, contentType }), url: at };
  } catch (error) {
    return { kind: isReveilleError(error, 'PARSE_TOO_SLOW', 'PARSE_TOO_LARGE') ? 'costly' : 'unreadable' };
  }
}

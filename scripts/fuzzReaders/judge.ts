import type { ReadStory } from '../../src/domain/story.ts';
import { isReveilleError, messageOf } from '../../src/domain/errors.ts';
import { parseFeed } from '../../src/newsroom/ingest/feed/feed.ts';
import { parsePage } from '../../src/newsroom/ingest/page/page.ts';
import type { Document } from './documents.ts';

const FORBIDDEN =
  /[\p{Cc}\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]|[\ud800-\udbff](?![\udc00-\udfff])/u;
// A first call compiles; a large document of 300 KB takes some 100 ms.
const TOO_SLOW = 'too slow';
const SLOW_MS = 250;
const SLOW_MS_PER_KB = 8;

function strings(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return value !== null && typeof value === 'object' ? Object.values(value).flatMap(strings) : [];
}

function problemsIn(story: ReadStory): string[] {
  const problems: string[] = [];
  if (strings(story).some((text) => FORBIDDEN.test(text))) problems.push('an invisible character');
  for (const link of [story.url, story.image?.url])
    if (link && !/^https?:\/\/[^/]/.test(link)) problems.push(`a link that is no web address`);
  for (const time of [story.publishedAt, story.modifiedAt, story.embargoUntil])
    if (time && new Date(time).toISOString() !== time) problems.push('a time that is none');
  if (/^(?:EDS|EMBARGOED)\b/.test(story.summary)) problems.push('a note to editors in the summary');
  return problems;
}

/** The problems in reading a document, and the time (ms) without pauses of the machine. */
export function problemsOf(document: Document): { problems: string[]; ms: number } {
  const first = readOnce(document);
  return first.problems.includes(TOO_SLOW) ? readOnce(document) : first;
}

function readOnce({ kind, text }: Document): { problems: string[]; ms: number } {
  const bytes = new TextEncoder().encode(text);
  const source = { url: 'https://gazette.example/' };
  const startedAt = performance.now();
  const problems: string[] = [];
  try {
    const stories = kind === 'feed' ? parseFeed(bytes, source).stories : [parsePage(bytes, source).story];
    problems.push(...stories.flatMap(problemsIn));
  } catch (error) {
    if (!isReveilleError(error, 'FEED_UNREADABLE', 'FEED_IS_A_PAGE', 'FEED_HAS_DTD', 'PAGE_UNREADABLE'))
      problems.push(messageOf(error));
    // An accident inside carries a code as well, with its cause.
    else if (error.cause instanceof Error && !(error.cause instanceof SyntaxError))
      problems.push(`${error.code}: ${messageOf(error.cause)}`);
  }
  const ms = performance.now() - startedAt;
  if (ms > SLOW_MS + (SLOW_MS_PER_KB * bytes.length) / 1000) problems.push(TOO_SLOW);
  return { problems: [...new Set(problems)], ms };
}

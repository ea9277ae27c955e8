import type { ReadStory } from '../../src/domain/story.ts';
import { isReveilleError, messageOf } from '../../src/domain/errors.ts';
import { decodeBytes } from '../../src/newsroom/ingest/charset.ts';
import { parseFeed } from '../../src/newsroom/ingest/feed/feed.ts';
import { parsePage } from '../../src/newsroom/ingest/page/page.ts';
import type { Document } from './documents.ts';

const FORBIDDEN =
  /[\p{Cc}\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]|[\ud800-\udbff](?![\udc00-\udfff])/u;
// A first call compiles; a large document of 300 KB takes some 100 ms.
const TOO_SLOW = 'too slow';
// A bare tag may be a word of a sentence ("The <b> tag"); an element that is closed, or has attributes, is none.
const MARKUP =
  /<(?:p|b|i|em|strong|a|div|span|br|img|script)\s[^<>]*=[^<>]*>|<(p|b|i|em|strong|a|div|span|script)>[^]*<\/\1>|<(?:p|br)>/i;
// What a format declares as plain text is shown as written. A JSON Feed may stand behind padding, as readers allow it.
// oxlint-disable-next-line no-control-regex -- zero bytes are the padding of a broken export
const DECLARES_PLAIN = /^[\s\ufeff\u0000]*[{[]|type\s*=\s*["']?(?:text|plain)/i;
// In characters. A summary is at most three sentences, or one long one; rights are several lines.
const LIMITS = {
  title: 300,
  summary: 1_000,
  byline: 300,
  dateline: 140,
  agency: 140,
  copyright: 500,
  section: 80,
} as const;
const SLOW_MS = 250;
const SLOW_MS_PER_KB = 8;

function strings(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return value !== null && typeof value === 'object' ? Object.values(value).flatMap(strings) : [];
}

function problemsIn(story: ReadStory, isPlain: boolean): string[] {
  const problems: string[] = [];
  if (strings(story).some((text) => FORBIDDEN.test(text))) problems.push('an invisible character');
  for (const link of [story.url, story.image?.url])
    if (link && !/^https?:\/\/[^/]/.test(link)) problems.push(`a link that is no web address`);
  for (const time of [story.publishedAt, story.modifiedAt, story.embargoUntil])
    if (time && new Date(time).toISOString() !== time) problems.push('a time that is none');
  for (const [field, limit] of Object.entries(LIMITS) as [keyof typeof LIMITS, number][])
    if ((story[field]?.length ?? 0) > limit) problems.push(`a ${field} of more than ${limit} characters`);
  if (
    !isPlain &&
    [story.title, story.summary, story.byline, story.image?.caption].some((text) => text && MARKUP.test(text))
  )
    problems.push('markup in a text');
  if (/^(?:EDS|EMBARGOED)\b/.test(story.summary)) problems.push('a note to editors in the summary');
  return problems;
}

/** The CPU time of this process so far in ms: other work on the machine does not count. */
function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/** The problems in reading a document, and its CPU time in ms. */
export function problemsOf(document: Document): { problems: string[]; ms: number } {
  const first = readOnce(document);
  return first.problems.includes(TOO_SLOW) ? readOnce(document) : first;
}

function readOnce({ kind, text }: Document): { problems: string[]; ms: number } {
  const bytes = typeof text === 'string' ? new TextEncoder().encode(text) : text;
  const source = { url: 'https://gazette.example/' };
  const isPlain = DECLARES_PLAIN.test(decodeBytes(bytes, { xml: kind === 'feed' }));
  const startedAt = cpuMs();
  const problems: string[] = [];
  try {
    const stories = kind === 'feed' ? parseFeed(bytes, source).stories : [parsePage(bytes, source).story];
    problems.push(...stories.flatMap((story) => problemsIn(story, isPlain)));
  } catch (error) {
    if (!isReveilleError(error, 'FEED_UNREADABLE', 'FEED_IS_A_PAGE', 'FEED_HAS_DTD', 'PAGE_UNREADABLE'))
      problems.push(messageOf(error));
    // An accident inside carries a code as well, with its cause.
    else if (error.cause instanceof Error && !(error.cause instanceof SyntaxError))
      problems.push(`${error.code}: ${messageOf(error.cause)}`);
  }
  const ms = cpuMs() - startedAt;
  if (ms > SLOW_MS + (SLOW_MS_PER_KB * bytes.length) / 1000) problems.push(TOO_SLOW);
  return { problems: [...new Set(problems)], ms };
}

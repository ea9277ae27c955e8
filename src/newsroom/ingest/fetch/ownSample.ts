import { sampleBase, samplePath } from '../../sample/base.ts';
import { respondSample } from '../../sample/respond.ts';
import type { FetchOptions, FetchOutcome } from './fetch.ts';

/**
 * Answers requests for our own sample newsroom without the network. PUBLIC_URL is an address for readers, and a process
 * in another container, or behind the same router, often cannot reach it. Null for every other address.
 */
export function answerOwnSample(
  publicUrl: string | undefined,
  url: string,
  wanted: FetchOptions,
  now: Date,
): FetchOutcome | null {
  const path = samplePath(publicUrl, url);
  if (publicUrl === undefined || path === null) return null;
  const answer = respondSample(path, sampleBase(publicUrl), now);
  if (!answer)
    return {
      kind: 'failed',
      code: 'FETCH_STATUS',
      message: `The sample newsroom has nothing at ${path}.`,
      status: 404,
      retryAfterMs: null,
    };
  const { etag, 'content-type': contentType } = answer.headers;
  if (wanted.etag === etag) return { kind: 'unchanged' };
  return {
    kind: 'fetched',
    url,
    bytes: Buffer.from(answer.body),
    contentType,
    etag,
    lastModified: null,
  };
}

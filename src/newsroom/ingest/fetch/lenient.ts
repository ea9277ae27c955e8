import http from 'node:http';
import https from 'node:https';
import type { LookupFunction } from 'node:net';

/** As much of an answer as fetching reads. */
export type Answer = { statusCode: number; headers: http.IncomingHttpHeaders; body: http.IncomingMessage };

/**
 * Asks again where the strict parser refused an answer: header lines that end in LF alone, blanks before a colon, a
 * length beside chunks. One connection for one answer, so that nothing is left to confuse. Errors: the socket's and the parser's.
 */
export function requestLeniently(
  url: URL,
  options: {
    headers: Record<string, string>;
    lookup: LookupFunction | undefined;
    timeoutMs: number;
    signal: AbortSignal;
  },
): Promise<Answer> {
  const { headers, lookup, timeoutMs, signal } = options;
  const { request } = url.protocol === 'https:' ? https : http;
  return new Promise((resolve, reject) => {
    const asked = request(
      url,
      { agent: false, insecureHTTPParser: true, headers, timeout: timeoutMs, signal, ...(lookup ? { lookup } : {}) },
      (body) => resolve({ statusCode: body.statusCode ?? 0, headers: body.headers, body }),
    );
    asked
      .on('error', reject)
      .on('timeout', () => asked.destroy())
      .end();
  });
}

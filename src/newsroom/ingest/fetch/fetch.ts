import { Readable } from 'node:stream';
import { Agent, type Dispatcher } from 'undici';
import { codeOf, isReveilleError, messageOf, type ErrorCode } from '../../../domain/errors.ts';
import { namesPrivateHost, publicLookup, type Resolve } from './addresses.ts';
import { requestLeniently, type Answer } from './lenient.ts';
import { refreshTarget } from './refresh.ts';
import { isParserError, readBody } from './responseBody.ts';
import { userAgentOf } from './userAgent.ts';

export const FEED_MAX_BYTES = 5_000_000;
export const PAGE_MAX_BYTES = 3_000_000;
const MAX_REDIRECTS = 5;

/** The result of a fetch. An expected failure is a value with one plain sentence. */
export type FetchOutcome =
  | {
      kind: 'fetched';
      /** after redirects */
      url: string;
      bytes: Buffer;
      contentType: string | null;
      etag: string | null;
      lastModified: string | null;
    }
  | { kind: 'unchanged' }
  | { kind: 'failed'; code: ErrorCode; message: string; status: number | null; retryAfterMs: number | null };

export type FetchOptions = {
  maxBytes: number;
  accept: string;
  etag?: string | null;
  lastModified?: string | null;
  /** a body that is too large is cut, not refused */
  mayCut?: boolean;
  /** if the connection closes too early, the received part of the body is used */
  mayEnd?: boolean;
  /** the caller's deadline, in addition to the fetcher's */
  signal?: AbortSignal;
};

export type FetcherOptions = {
  privateOrigin?: string | null;
  /** PUBLIC_URL: its sample newsroom is answered without the network */
  publicUrl?: string | undefined;
  timeoutMs?: number;
  userAgent?: string;
  /** the DNS lookup; by default the system's */
  resolve?: Resolve;
};

/** Fetches over http(s), never from private addresses, except for one given origin. Close it after use. */
export type Fetcher = {
  fetch: (url: string, options: FetchOptions) => Promise<FetchOutcome>;
  close: () => Promise<void>;
};

function failed(
  code: ErrorCode,
  message: string,
  status: number | null = null,
  retryAfterMs: number | null = null,
): FetchOutcome {
  return { kind: 'failed', code, message, status, retryAfterMs };
}

function header(headers: Answer['headers'], name: string): string | null {
  const value = headers[name];
  return (Array.isArray(value) ? value.join(', ') : value) ?? null;
}

/** Parses Retry-After (seconds or a date, RFC 9110) to ms from now, at most a day. Null if invalid. */
export function readRetryAfter(value: string | null, now: Date): number | null {
  if (!value) return null;
  const ms = /^\s*\d+\s*$/.test(value) ? Number(value) * 1000 : Date.parse(value) - now.getTime();
  return Number.isFinite(ms) ? Math.min(Math.max(ms, 0), 86_400_000) : null;
}

/** The cookies of one chain of redirects, by host. They are dropped after it. */
type Cookies = Map<string, Map<string, string>>;

const MAX_COOKIES = 20;
const MAX_COOKIE = 4096;

function keepCookies(cookies: Cookies, { hostname }: URL, set: string | string[] | undefined): void {
  const own = cookies.get(hostname) ?? new Map<string, string>();
  for (const cookie of [set ?? []].flat()) {
    const [, name, value] = /^\s*([!#$%&'*+.^_`|~\w-]{1,200})=([\x21-\x3a\x3c-\x7e]*)/.exec(cookie) ?? [];
    if (name && value !== undefined && value.length <= MAX_COOKIE && own.size < MAX_COOKIES) own.set(name, value);
  }
  cookies.set(hostname, own);
}

function cookieHeader(cookies: Cookies, { hostname }: URL): { cookie?: string } {
  const own = [...(cookies.get(hostname) ?? [])];
  return own.length === 0 ? {} : { cookie: own.map(([name, value]) => `${name}=${value}`).join('; ') };
}

/** True for a file that is stored in compressed form (`sitemap.xml.gz`). */
function isGzip(bytes: Buffer): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

function explain(error: unknown, signal: AbortSignal, timeoutMs: number, host: string): FetchOutcome {
  if (isReveilleError(error)) return failed(error.code, error.message);
  const code = codeOf(error);
  if (signal.aborted || (code && /TIMEOUT/.test(code)))
    return failed('FETCH_TIMEOUT', `${host} did not answer completely within ${Math.round(timeoutMs / 1000)} seconds.`);
  const reasons: Record<string, string> = {
    ENOTFOUND: 'is not known to DNS',
    EAI_AGAIN: 'cannot be looked up in DNS at the moment',
    ECONNREFUSED: 'refused the connection',
    ECONNRESET: 'closed the connection',
    UND_ERR_SOCKET: 'closed the connection',
  };
  return failed('FETCH_FAILED', `${host} ${(code && reasons[code]) ?? `could not be read (${messageOf(error)})`}.`);
}

/**
 * Opens a fetcher. Each fetch takes at most `timeoutMs`, including redirects and a slow body. It follows at most five
 * redirects itself, and limits decoded bytes. Only `privateOrigin` (scheme, host and port) may be private. All others
 * are
 * refused in links, in redirects, and in DNS answers at the moment of connecting.
 */
export function openFetcher({
  privateOrigin = null,
  timeoutMs = 10_000,
  userAgent = userAgentOf({}),
  resolve,
}: FetcherOptions = {}): Fetcher {
  const options = { connections: 8, headersTimeout: timeoutMs, bodyTimeout: timeoutMs };
  const lookup = publicLookup(resolve);
  const guarded = new Agent({ ...options, connect: { lookup, timeout: timeoutMs } });
  const own = privateOrigin ? new Agent({ ...options, connect: { timeout: timeoutMs } }) : null;

  async function request(
    url: URL,
    wanted: FetchOptions,
    { isFirst, cookies }: { isFirst: boolean; cookies: Cookies },
    signal: AbortSignal,
  ): Promise<Dispatcher.ResponseData | Answer> {
    const isOwn = own !== null && url.origin === privateOrigin;
    const headers = {
      'user-agent': userAgent,
      accept: wanted.accept,
      'accept-encoding': 'gzip, br, deflate',
      ...cookieHeader(cookies, url),
      ...(isFirst && wanted.etag ? { 'if-none-match': wanted.etag } : {}),
      ...(isFirst && wanted.lastModified ? { 'if-modified-since': wanted.lastModified } : {}),
    };
    const path = `${url.pathname}${url.search}`;
    try {
      return await (isOwn ? own : guarded).request({ origin: url.origin, path, method: 'GET', headers, signal });
    } catch (error) {
      if (!isParserError(error)) throw error;
      return await requestLeniently(url, { headers, lookup: isOwn ? undefined : lookup, timeoutMs, signal });
    }
  }

  async function follow(start: string, wanted: FetchOptions, signal: AbortSignal): Promise<FetchOutcome> {
    let url = URL.parse(start);
    const cookies: Cookies = new Map();
    for (let redirects = 0; redirects <= MAX_REDIRECTS; redirects++) {
      if (!url || !/^https?:$/.test(url.protocol))
        return failed('FETCH_REFUSED_ADDRESS', 'The address is not http or https.');
      // Sockets do not call `lookup` for IP literals, so they are checked here.
      if (url.origin !== privateOrigin && namesPrivateHost(url))
        return failed('FETCH_REFUSED_ADDRESS', `${url.hostname} is not a public address.`);
      const answer = await request(url, wanted, { isFirst: redirects === 0, cookies }, signal);
      const location = header(answer.headers, 'location');
      if ([301, 302, 303, 307, 308].includes(answer.statusCode) && location) {
        answer.body.on('error', () => {}).destroy();
        keepCookies(cookies, url, answer.headers['set-cookie']);
        url = URL.parse(location, url.href);
        continue;
      }
      const outcome = await settle(answer, url, wanted);
      const next = outcome.kind === 'fetched' ? refreshTarget(outcome.bytes, url.href) : null;
      if (next === null) return outcome;
      url = URL.parse(next);
    }
    return failed('FETCH_TOO_MANY_REDIRECTS', `The address redirects more than ${MAX_REDIRECTS} times.`);
  }

  async function settle(
    answer: Dispatcher.ResponseData | Answer,
    url: URL,
    wanted: FetchOptions,
  ): Promise<FetchOutcome> {
    const { statusCode: status, headers } = answer;
    const isWhole = status === 200 || status === 203;
    if (!isWhole) answer.body.on('error', () => {}).destroy();
    if (status === 304) return { kind: 'unchanged' };
    if (!isWhole)
      return failed(
        'FETCH_STATUS',
        `${url.host} answered with status ${status}.`,
        status,
        readRetryAfter(header(headers, 'retry-after'), new Date()),
      );
    const bytes = await readBody(answer.body, header(headers, 'content-encoding') ?? '', wanted);
    return {
      kind: 'fetched',
      url: url.href,
      bytes: isGzip(bytes) ? await readBody(Readable.from([bytes]), 'gzip', wanted) : bytes,
      contentType: header(headers, 'content-type'),
      etag: header(headers, 'etag'),
      lastModified: header(headers, 'last-modified'),
    };
  }

  return {
    fetch: async (url, wanted) => {
      const deadline = AbortSignal.timeout(timeoutMs);
      const signal = wanted.signal ? AbortSignal.any([deadline, wanted.signal]) : deadline;
      try {
        return await follow(url, wanted, signal);
      } catch (error) {
        return explain(error, signal, timeoutMs, URL.parse(url)?.host ?? 'The address');
      }
    },
    close: async () => {
      await Promise.all([guarded.destroy(), own?.destroy()]);
    },
  };
}

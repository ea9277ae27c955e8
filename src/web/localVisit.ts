import { createHash, timingSafeEqual } from 'node:crypto';
import type { MiddlewareHandler } from 'hono';
import { isLoopbackHost } from '../platform/loopback.ts';
import { parseIp } from './clientAddress.ts';
import { staffOnly } from './desk/guard.ts';
import type { Web, WebContext, WebEnv } from './web.ts';

// What proxies and content networks add to a request that they pass on: any X- header that no browser, command or
// scraper sends by itself, the standard ones, and networks' own (Fly-Client-IP, CF-Ray, Fastly-SSL, CloudFront-…).
const BY_CLIENTS = new Set('x-requested-with x-prometheus-scrape-timeout-seconds x-purpose x-moz'.split(' '));
const FORWARDED =
  /^(x-.+|forwarded(-.+)?|via|max-forwards|cdn-loop|surrogate-capability|front-end-https|remote-(addr|user)|(cf|fly|fastly|cdn|ali-cdn|incap|true-client|cloudfront|akamai|tailscale|ngrok|ssl)-.+|(.+-)?(client|connecting|real|remote|source)-?ip)$/;

const isByProxy = (name: string): boolean => FORWARDED.test(name) && !BY_CLIENTS.has(name);

/** True if a proxy forwarded the request. With its default settings, nginx shows this only by using HTTP/1.0. */
function isForwarded(c: WebContext): boolean {
  return c.env?.incoming?.httpVersion === '1.0' || Object.keys(c.req.header()).some(isByProxy);
}

/** True if the connection comes from this machine. A request without a connection is a call in this process. */
function isLoopbackPeer(c: WebContext): boolean {
  const incoming = c.env?.incoming;
  if (!incoming) return true;
  const peer = parseIp(incoming.socket.remoteAddress ?? '');
  return peer !== null && isLoopbackHost(peer);
}

/**
 * True if a page for this machine only can be shown without sign-in. Four conditions: PUBLIC_URL is a loopback address;
 * the request's host name is one too (another site may point its own name at 127.0.0.1 and read the answers, by DNS
 * rebinding); the connection comes from this machine; and no proxy forwarded it.
 */
function isLocalVisit({ site }: Pick<Web, 'site'>, c: WebContext): boolean {
  const host = new URL(c.req.url).hostname.replace(/^\[|\]$/g, '');
  return site.isLocal && isLoopbackHost(host) && isLoopbackPeer(c) && !isForwarded(c);
}

/** Allows local visits, and staff from anywhere. */
export function localOrStaff(web: Web): MiddlewareHandler<WebEnv> {
  const guard = staffOnly(web);
  return (c, next) => (isLocalVisit(web, c) ? next() : guard(c, next));
}

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

/**
 * Allows requests with METRICS_TOKEN as bearer token, and refuses those with another token. Requests without a token,
 * or all requests if none is set, must be local visits or come from staff.
 */
export function tokenLocalOrStaff(web: Web): MiddlewareHandler<WebEnv> {
  const { metricsToken } = web.config;
  // Digests have equal lengths, so the comparison always takes the same time.
  const expected = metricsToken === null ? null : digest(metricsToken);
  const others = localOrStaff(web);
  return (c, next) => {
    const sent = /^Bearer +(\S+)$/i.exec(c.req.header('authorization') ?? '')?.[1];
    if (expected === null || sent === undefined) return others(c, next);
    if (timingSafeEqual(digest(sent), expected)) return next();
    c.header('WWW-Authenticate', 'Bearer realm="metrics", error="invalid_token"');
    return Promise.resolve(c.text('This is not the METRICS_TOKEN.\n', 401));
  };
}

import { createHash, timingSafeEqual } from 'node:crypto';
import type { MiddlewareHandler } from 'hono';
import { isLoopbackHost } from '../platform/config.ts';
import { parseAddress } from './clientAddress.ts';
import { staffOnly } from './desk/guard.ts';
import type { Web, WebContext, WebEnv } from './web.ts';

/** Headers that proxies and content networks add to the requests that they forward. */
const FORWARDED =
  /^(forwarded|via|x-(forwarded|real|original|client|cluster|envoy)-.+|(cf|fastly|cdn|true-client)-.+|client-ip)$/;

/** True if a proxy forwarded the request. With its default settings, nginx shows this only by using HTTP/1.0. */
function isForwarded(c: WebContext): boolean {
  return c.env?.incoming?.httpVersion === '1.0' || Object.keys(c.req.header()).some((name) => FORWARDED.test(name));
}

/** True if the connection comes from this machine. A request without a connection is a call in this process. */
function isLoopbackPeer(c: WebContext): boolean {
  const incoming = c.env?.incoming;
  if (!incoming) return true;
  const peer = parseAddress(incoming.socket.remoteAddress ?? '');
  return peer !== null && isLoopbackHost(peer);
}

/**
 * True if a page for this machine only can be shown without sign-in. Four conditions: PUBLIC_URL is a loopback address;
 * the request's host name is one too (another site may point its own name at 127.0.0.1 and read the answers, by DNS
 * rebinding); the connection comes from this machine; and no proxy forwarded it.
 */
export function isLocalVisit({ site }: Pick<Web, 'site'>, c: WebContext): boolean {
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

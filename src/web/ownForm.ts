import { isLoopback } from '../platform/config.ts';
import type { Web, WebContext } from './web.ts';

/**
 * True if a form was sent from one of this site's pages. Browsers say so in Sec-Fetch-Site, older ones in Origin. A
 * client that sends neither is not a browser, so it does not send a person's cookie without their knowledge.
 *
 * The host of the request counts as this site, so that staff may use a name of the network that PUBLIC_URL does not
 * know. Behind this, forms of the desk need their session's token, and its cookie belongs to that host.
 */
export function isOwnForm({ site }: Pick<Web, 'site'>, c: WebContext): boolean {
  const fetchSite = c.req.header('sec-fetch-site');
  if (fetchSite) return fetchSite === 'same-origin';
  const origin = c.req.header('origin');
  if (!origin) return true;
  return origin === site.origin || origin === new URL(c.req.url).origin;
}

/**
 * True if a form was sent from a page at PUBLIC_URL: for forms without a session, where nothing else proves it. The host of
 * the request proves nothing: another site may point its own name here (DNS rebinding), and its pages then are
 * `same-origin`. A proxy may rewrite the host, but not Origin. On a machine of one's own, each name of the machine counts.
 */
export function isPublicForm({ site }: Pick<Web, 'site'>, c: WebContext): boolean {
  const fetchSite = c.req.header('sec-fetch-site');
  if (fetchSite && fetchSite !== 'same-origin') return false;
  const origin = c.req.header('origin');
  if (!origin) return true;
  if (origin === site.origin) return true;
  if (origin === 'null') return fetchSite === 'same-origin';
  return site.isLocal && URL.canParse(origin) && isLoopback(origin);
}

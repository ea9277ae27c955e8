import type { Web, WebContext } from './web.ts';

/**
 * True if a form was sent from one of this site's pages. Browsers say so in Sec-Fetch-Site, older ones in Origin. A
 * client that sends neither is not a browser, so it does not send a person's cookie without their knowledge.
 */
export function isOwnForm({ site }: Pick<Web, 'site'>, c: WebContext): boolean {
  const fetchSite = c.req.header('sec-fetch-site');
  if (fetchSite) return fetchSite === 'same-origin';
  const origin = c.req.header('origin');
  if (!origin) return true;
  return origin === site.origin || origin === new URL(c.req.url).origin;
}

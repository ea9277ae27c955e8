import { findLink } from '../../../editions/clicks/links.ts';
import { clientAddress, networkOf } from '../../clientAddress.ts';
import { notFound } from '../../problems.ts';
import type { Web, WebContext } from '../../web.ts';

/**
 * Redirects a short link of a mail to its stored target, and to no other. The click is counted; nothing else changes.
 */
export async function followLink(web: Web, c: WebContext): Promise<Response> {
  const id = c.req.param('id') ?? '';
  const link = /^[\w-]{12}$/.test(id) ? await findLink(web, id) : null;
  if (!link) return notFound(web, c);
  const address = clientAddress(c, web.config.trustProxy);
  web.clicks.note(link, {
    method: c.req.raw.method,
    network: address && networkOf(address),
    userAgent: c.req.header('user-agent') ?? '',
    purpose: c.req.header('sec-purpose') ?? c.req.header('purpose') ?? '',
  });
  c.header('X-Robots-Tag', 'noindex, nofollow');
  return c.redirect(link.url, 302);
}

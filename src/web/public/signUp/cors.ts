import type { Newsletter } from '../../../editions/newsletters/newsletters.ts';
import type { Web, WebContext } from '../../web.ts';
import { namedNewsletter } from '../../namedNewsletter.ts';

const PREFLIGHT_SECONDS = '600';

/**
 * Allows pages of the newsletter's own sites to read the answer to a sign-up, never with cookies. Other sites get no
 * CORS header, so browsers hide the answer from their pages.
 */
export function allowSites(c: WebContext, newsletter: Newsletter): boolean {
  const origin = c.req.header('origin');
  c.header('Vary', 'Origin', { append: true });
  if (!origin || !newsletter.sign_up_sites.includes(origin)) return false;
  c.header('Access-Control-Allow-Origin', origin);
  return true;
}

/** Answers the CORS preflight that a browser sends before a page of another site may post JSON. */
export async function answerPreflight(web: Web, c: WebContext): Promise<Response> {
  if (allowSites(c, await namedNewsletter(web, c))) {
    c.header('Access-Control-Allow-Methods', 'POST');
    c.header('Access-Control-Allow-Headers', 'Content-Type');
    c.header('Access-Control-Max-Age', PREFLIGHT_SECONDS);
  }
  return c.body(null, 204);
}

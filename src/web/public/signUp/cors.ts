import type { Newsletter } from '../../../editions/newsletters/newsletters.ts';
import type { Web, WebContext } from '../../web.ts';
import { namedNewsletter } from './signUp.ts';

const PREFLIGHT_SECONDS = '600';

/**
 * Lets pages of the newsletter's own sites read the answer to a sign-up; no cookie is ever part of it. Pages of
 * others get no header at all, and their browsers keep the answer from them.
 */
export function allowSites(c: WebContext, newsletter: Newsletter): boolean {
  const origin = c.req.header('origin');
  c.header('Vary', 'Origin', { append: true });
  if (!origin || !newsletter.sign_up_sites.includes(origin)) return false;
  c.header('Access-Control-Allow-Origin', origin);
  return true;
}

/** Answers the question that a browser asks before it lets a page of another site post JSON. */
export async function answerPreflight(web: Web, c: WebContext): Promise<Response> {
  if (allowSites(c, await namedNewsletter(web, c))) {
    c.header('Access-Control-Allow-Methods', 'POST');
    c.header('Access-Control-Allow-Headers', 'Content-Type');
    c.header('Access-Control-Max-Age', PREFLIGHT_SECONDS);
  }
  return c.body(null, 204);
}

import { ReveilleError } from '../domain/errors.ts';
import { findNewsletter, type Newsletter } from '../editions/newsletters/newsletters.ts';
import type { Web, WebContext } from './web.ts';

/** The newsletter that the request's path names. Throws NOT_FOUND. */
export async function namedNewsletter({ db }: Web, c: WebContext): Promise<Newsletter> {
  const slug = c.req.param('slug') ?? '';
  // What is no slug is not asked for: Postgres takes no NUL.
  if (!/^[a-z0-9-]+$/.test(slug)) throw new ReveilleError('NOT_FOUND', 'There is no such newsletter.');
  return findNewsletter({ db }, slug);
}

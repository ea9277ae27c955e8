import { ReveilleError } from '../domain/errors.ts';
import { findNewsletter, type Newsletter } from '../editions/newsletters/newsletters.ts';
import type { Web, WebContext } from './web.ts';

/** The newsletter in the request's path. Throws NOT_FOUND. */
export async function namedNewsletter({ db }: Web, c: WebContext): Promise<Newsletter> {
  const slug = c.req.param('slug') ?? '';
  // Invalid slugs never reach Postgres, which does not accept NUL.
  if (!/^[a-z0-9-]+$/.test(slug)) throw new ReveilleError('NOT_FOUND', 'There is no such newsletter.');
  return findNewsletter({ db }, slug);
}

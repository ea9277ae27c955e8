import { ReveilleError } from '../domain/errors.ts';
import { findNewsletter, type Newsletter } from '../editions/newsletters/newsletters.ts';
import type { Web, WebContext } from './web.ts';

/** The newsletter of a slug that a request has. Throws NOT_FOUND. */
export async function findNamed({ db }: Pick<Web, 'db'>, slug: string): Promise<Newsletter> {
  // Invalid slugs never reach Postgres, which does not accept NUL.
  if (!/^[a-z0-9-]+$/.test(slug)) throw new ReveilleError('NOT_FOUND', 'There is no such newsletter.');
  return findNewsletter({ db }, slug);
}

/** The newsletter in the request's path. Throws NOT_FOUND. */
export function namedNewsletter(web: Web, c: WebContext): Promise<Newsletter> {
  return findNamed(web, c.req.param('slug') ?? '');
}

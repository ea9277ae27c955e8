import { isReveilleError } from '../../../domain/errors.ts';
import type { Web, WebContext } from '../../web.ts';
import { deadLinkPage } from './linkPages.ts';

/** Answers a request for a link; a link that is not valid, for whatever reason, gets one page. */
export async function withLink(
  { site }: Pick<Web, 'site'>,
  c: WebContext,
  answer: () => Promise<Response>,
): Promise<Response> {
  try {
    return await answer();
  } catch (error) {
    if (isReveilleError(error, 'TOKEN_INVALID')) return c.html(deadLinkPage(site), 404);
    throw error;
  }
}

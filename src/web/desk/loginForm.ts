import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { setPolicy } from '../headers.ts';
import type { Web, WebContext } from '../web.ts';
import { loginPage, type LoginPage } from './loginPage.ts';
import { findPasskeySite } from './passkeys/challenge.ts';

/** Answers with the sign-in form. */
export async function showLoginForm(
  web: Pick<Web, 'site' | 'config'>,
  c: WebContext,
  status: ContentfulStatusCode,
  page: Partial<LoginPage>,
): Promise<Response> {
  setPolicy(c, 'live');
  const hasPasskeys = findPasskeySite(web) !== null;
  return c.html(
    loginPage(web.site, { error: null, name: '', to: '', kept: '', notice: null, hasPasskeys, ...page }),
    status,
  );
}

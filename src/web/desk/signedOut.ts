import { setPolicy } from '../headers.ts';
import { problem } from '../problems.ts';
import { href } from '../site.ts';
import type { Web, WebContext } from '../web.ts';
import { deskProblemPage } from './deskPage.ts';
import { keepForm } from './kept/keptForms.ts';
import { readSent } from './kept/readSent.ts';
import { sealForm } from './kept/sealForm.ts';
import { showLoginForm } from './loginForm.ts';
import { pageOf } from './matchRoute.ts';

/**
 * Answers a form that arrived without a session: the sign-in form, which carries what was typed. Nothing is done. Programs
 * that send JSON, and forms of other sites, get a refusal.
 */
export async function answerSignedOut(web: Web, c: WebContext, isOwn: boolean): Promise<Response> {
  const sent = isOwn && c.req.path !== '/desk/logout' ? await readSent(c) : null;
  if (sent === null)
    return problem(web, c, 403, {
      code: 'FORBIDDEN',
      heading: 'Please sign in',
      text: 'Your session has ended. Sign in at the desk and try again.',
    });
  const kept = sealForm(web, c, sent);
  return showLoginForm(web, c, 403, {
    notice: kept === null ? 'tooLong' : 'kept',
    kept: kept ?? '',
    to: pageOf(c.req.path),
  });
}

/** Answers a form of an earlier session of this browser: nothing is done, and the page is offered with what was typed. */
export async function answerStaleForm(web: Web, c: WebContext): Promise<Response> {
  const staff = c.var.staff!;
  const sent = await readSent(c);
  const says = {
    heading: 'This form has expired',
    text: 'Nothing was changed: you opened the form before you last signed in.',
  };
  if (sent === null) return problem(web, c, 403, { code: 'FORBIDDEN', ...says });
  const path = await keepForm(web, staff.sessionId, sent);
  setPolicy(c, 'desk');
  const back = { path: href(web.site, path), label: 'Go on with what you typed' };
  return c.html(deskProblemPage(web.site, { ...says, staff, back }), 403);
}

import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { z } from 'zod';
import { recordAudit } from '../../platform/audit.ts';
import { hasNoStaff } from '../../staff/accounts.ts';
import { firstAccount } from '../../staff/firstAccount.ts';
import { readForm, text } from '../forms.ts';
import { problem } from '../problems.ts';
import { href } from '../site.ts';
import { keepForm } from './kept/keptForms.ts';
import { unsealForm } from './kept/sealForm.ts';
import { showLoginForm } from './loginForm.ts';
import { firstAccountPage } from './loginPage.ts';
import type { Web, WebContext } from '../web.ts';
import { BUSY_SECONDS, checkPassword, describeWait, findAccount, type AccountRow } from './checkPassword.ts';
import { askDatabase } from './guard.ts';
import { isOwnForm } from '../ownForm.ts';
import { endSession, findStaff, keepDevice, startSession } from './sessions.ts';
import { findBack, forgetBack, readBack } from './wayBack.ts';

export async function showLogin(web: Web, c: WebContext): Promise<Response> {
  const to = findBack(web.site, c) ?? '';
  if (await findStaff(web, c)) return c.redirect(href(web.site, to || '/desk'), 303);
  await askDatabase(web);
  if (await hasNoStaff(web)) return c.html(firstAccountPage(web.site, firstAccount()));
  return showLoginForm(web, c, 200, { to });
}

/** Where a sign-in leads: to the form that was sent without a session, otherwise to the page that was asked for. */
async function findNext(web: Web, c: WebContext, sessionId: number, { to, kept }: Carried): Promise<string> {
  const sent = unsealForm(web, c, kept);
  if (sent !== null) return keepForm(web, sessionId, sent);
  return readBack(to) ?? findBack(web.site, c) ?? '/desk';
}

/** What the sign-in form carries along. */
export type Carried = { to: string; kept: string };

/** Signs a person in who has proved who they are. */
export async function welcome(
  web: Web,
  c: WebContext,
  account: Pick<AccountRow, 'id' | 'name'>,
  { carried, detail = {} }: { carried: Carried; detail?: Record<string, unknown> },
): Promise<Response> {
  const sessionId = await startSession(web, c, account.id);
  keepDevice(web, c, account.id);
  await web.db.updateTable('staff').set({ last_sign_in_at: web.now() }).where('id', '=', account.id).execute();
  await recordAudit(web.db, { actor: account.name, action: 'login', detail });
  const next = await findNext(web, c, sessionId, carried);
  forgetBack(web.site, c);
  return c.redirect(href(web.site, next), 303);
}

const LoginForm = z.object({
  name: text.transform((typed) => typed.trim().slice(0, 100)),
  password: text.transform((typed) => typed.slice(0, 200)),
  to: text,
  kept: text,
});

/** What the form carries along, again after a refusal. */
export function carriedAgain(web: Web, c: WebContext, { to, kept }: Carried): Carried {
  return { to: readBack(to) ?? '', kept: unsealForm(web, c, kept) === null ? '' : kept };
}

/**
 * Signs in. A wrong name and a wrong password take the same time and get the same answer, also after too many attempts.
 */
export async function login(web: Web, c: WebContext): Promise<Response> {
  if (!isOwnForm(web, c))
    return problem(web, c, 403, {
      code: 'FORBIDDEN',
      heading: 'Please sign in here',
      text: 'This form came from another site.',
    });
  const { name: typed, password, ...carried } = await readForm(c, LoginForm);
  const name = typed.normalize('NFC').replaceAll('\0', '');
  const row = await findAccount(web, name);
  const checked = await checkPassword(web, c, { name, password, row });
  const answer = (status: ContentfulStatusCode, error: string, waitSeconds?: number): Promise<Response> => {
    if (waitSeconds !== undefined) c.header('Retry-After', String(waitSeconds));
    return showLoginForm(web, c, status, { error, name: typed, ...carriedAgain(web, c, carried) });
  };
  if (typeof checked === 'object')
    return answer(
      429,
      `Too many attempts from this network. Wait ${describeWait(checked.retryAfterSeconds)}, or use a device that has signed in with this name before.`,
      checked.retryAfterSeconds,
    );
  if (checked === 'busy')
    return answer(503, 'Many people are signing in at the moment. Please try again.', BUSY_SECONDS);
  if (checked === 'wrong' || !row) return answer(401, 'The name or the password is wrong.');
  return welcome(web, c, row, { carried });
}

export async function logout(web: Web, c: WebContext): Promise<Response> {
  await recordAudit(web.db, { actor: c.var.staff!.name, action: 'logout' });
  await endSession(web, c);
  return c.redirect(href(web.site, '/desk/login'), 303);
}

import { z } from 'zod';
import { recordAudit } from '../../platform/audit.ts';
import { hasNoStaff } from '../../staff/accounts.ts';
import { firstAccount } from '../../staff/firstAccount.ts';
import { readForm, text } from '../forms.ts';
import { problem } from '../problems.ts';
import { href } from '../site.ts';
import { firstAccountPage, loginPage } from './loginPage.ts';
import type { Web, WebContext } from '../web.ts';
import { BUSY_SECONDS, checkPassword, describeWait, findAccount, type AccountRow } from './checkPassword.ts';
import { askDatabase, isOwnForm } from './guard.ts';
import { endSession, findStaff, keepDevice, startSession } from './sessions.ts';

export async function showLogin(web: Web, c: WebContext): Promise<Response> {
  if (await findStaff(web, c)) return c.redirect(href(web.site, '/desk'), 303);
  await askDatabase(web);
  if (await hasNoStaff(web)) return c.html(firstAccountPage(web.site, firstAccount()));
  return c.html(loginPage(web.site, null, ''));
}

function later(web: Web, c: WebContext, name: string, seconds: number): Response | Promise<Response> {
  c.header('Retry-After', String(seconds));
  const text = `Too many attempts from this network. Wait ${describeWait(seconds)}, or use a device that has signed in with this name before.`;
  return c.html(loginPage(web.site, text, name), 429);
}

async function welcome(web: Web, c: WebContext, row: AccountRow): Promise<Response> {
  await startSession(web, c, row.id);
  keepDevice(web, c, row.id);
  await web.db.updateTable('staff').set({ last_sign_in_at: web.now() }).where('id', '=', row.id).execute();
  await recordAudit(web.db, { actor: row.name, action: 'login' });
  return c.redirect(href(web.site, '/desk'), 303);
}

const LoginForm = z.object({
  name: text.transform((typed) => typed.trim().slice(0, 100)),
  password: text.transform((typed) => typed.slice(0, 200)),
});

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
  const { name: typed, password } = await readForm(c, LoginForm);
  const name = typed.normalize('NFC').replaceAll('\0', '');
  const row = await findAccount(web, name);
  const checked = await checkPassword(web, c, { name, password, row });
  if (typeof checked === 'object') return later(web, c, typed, checked.retryAfterSeconds);
  if (checked === 'busy') {
    c.header('Retry-After', String(BUSY_SECONDS));
    return c.html(loginPage(web.site, 'Many people are signing in at the moment. Please try again.', typed), 503);
  }
  if (checked === 'wrong' || !row) return c.html(loginPage(web.site, 'The name or the password is wrong.', typed), 401);
  return welcome(web, c, row);
}

export async function logout(web: Web, c: WebContext): Promise<Response> {
  await recordAudit(web.db, { actor: c.var.staff!.name, action: 'logout' });
  await endSession(web, c);
  return c.redirect(href(web.site, '/desk/login'), 303);
}

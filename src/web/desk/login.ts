import { z } from 'zod';
import { recordAudit } from '../../platform/audit.ts';
import { hasNoStaff } from '../../staff/accounts.ts';
import { firstAccount } from '../../staff/firstAccount.ts';
import { verifyPassword } from '../../staff/passwords.ts';
import { admitSignIn, forgiveSignIn, type Admission } from '../../staff/signInLimits.ts';
import { clientAddress, networkOf } from '../clientAddress.ts';
import { readForm, text } from '../forms.ts';
import { problem } from '../problems.ts';
import { href } from '../site.ts';
import { firstAccountPage, loginPage } from './loginPage.ts';
import type { Web, WebContext } from '../web.ts';
import { askDatabase, isOwnForm } from './guard.ts';
import { endSession, findStaff, keepDevice, knownDevice, startSession } from './sessions.ts';

const BUSY_SECONDS = 10;

export async function showLogin(web: Web, c: WebContext): Promise<Response> {
  if (await findStaff(web, c)) return c.redirect(href(web.site, '/desk'), 303);
  await askDatabase(web);
  if (await hasNoStaff(web)) return c.html(firstAccountPage(web.site, firstAccount()));
  return c.html(loginPage(web.site, null, ''));
}

type Row = { id: number; name: string; hash: string };

async function findAccount({ db }: Web, name: string): Promise<Row | null> {
  const row = await db
    .selectFrom('staff')
    .select(['id', 'name', 'password_hash as hash'])
    .where('name', '=', name)
    .executeTakeFirst();
  return row ?? null;
}

function admit(web: Web, c: WebContext, name: string, row: Row | null): Promise<Admission> {
  const client = clientAddress(c, web.config.trustProxy);
  const network = client === null ? 'unknown' : networkOf(client);
  return admitSignIn(web, { name, network, device: row && knownDevice(web, c, row.id) });
}

function later(web: Web, c: WebContext, name: string, seconds: number): Response | Promise<Response> {
  c.header('Retry-After', String(seconds));
  const minutes = Math.ceil(seconds / 60);
  const wait = minutes > 1 ? `${minutes} minutes` : 'a minute';
  const text = `Too many attempts from this network. Wait ${wait}, or use a device that has signed in with this name before.`;
  return c.html(loginPage(web.site, text, name), 429);
}

async function welcome(web: Web, c: WebContext, row: Row): Promise<Response> {
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
 * Only the cookie that an account gave to a known device changes the limits.
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
  const admission = await admit(web, c, name, row);
  if ('retryAfterSeconds' in admission) return later(web, c, typed, admission.retryAfterSeconds);
  const { isKnownDevice, charges } = admission;
  const lane = isKnownDevice ? web.passwordLanes.known : web.passwordLanes.strangers;
  const isRight = await lane(() => verifyPassword(password, row?.hash ?? null));
  if (isRight === null) {
    c.header('Retry-After', String(BUSY_SECONDS));
    return c.html(loginPage(web.site, 'Many people are signing in at the moment. Please try again.', typed), 503);
  }
  if (!isRight || !row) return c.html(loginPage(web.site, 'The name or the password is wrong.', typed), 401);
  await forgiveSignIn(web, charges);
  return welcome(web, c, row);
}

export async function logout(web: Web, c: WebContext): Promise<Response> {
  await recordAudit(web.db, { actor: c.var.staff!.name, action: 'logout' });
  await endSession(web, c);
  return c.redirect(href(web.site, '/desk/login'), 303);
}

import { chargeAll, forgive, type Allowance } from '../../allowances.ts';
import { recordAudit } from '../../audit.ts';
import { clientAddress, networkOf } from '../clientAddress.ts';
import { readFields } from '../forms.ts';
import { problem } from '../problems.ts';
import { href } from '../site.ts';
import { loginPage } from '../views/desk.ts';
import type { Web, WebContext } from '../web.ts';
import { askDatabase, isOwnForm } from './guard.ts';
import { verifyPassword } from '../../staff/passwords.ts';
import { endSession, findStaff, startSession } from './sessions.ts';

// Over all web processes; passwords are not short, and whoever knows one gets the allowance back.
const PER_NETWORK: Allowance = { count: 8, windowMs: 15 * 60_000 };
const IN_ALL: Allowance = { count: 120, windowMs: 15 * 60_000 };

export async function showLogin(web: Web, c: WebContext): Promise<Response> {
  if (await findStaff(web, c)) return c.redirect(href(web.site, '/desk'), 303);
  await askDatabase(web);
  return c.html(loginPage(web.site, null, ''));
}

/** Signs in. A wrong name and a wrong password take the same time and get the same answer. */
export async function login(web: Web, c: WebContext): Promise<Response> {
  if (!isOwnForm(web, c))
    return problem(web, c, 403, {
      code: 'FORBIDDEN',
      heading: 'Please sign in here',
      text: 'This form came from another site.',
    });
  const fields = await readFields(c);
  const name = (fields['name'] ?? '').trim().slice(0, 100);
  const password = (fields['password'] ?? '').slice(0, 200);
  const client = clientAddress(c, web.config.trustProxy) ?? 'unknown';
  const own = { key: `login:network:${networkOf(client)}`, allowance: PER_NETWORK };
  const refused = await chargeAll(web, [own, { key: 'login:all', allowance: IN_ALL }]);
  if (refused) {
    c.header('Retry-After', String(refused.retryAfterSeconds));
    return c.html(loginPage(web.site, 'Too many attempts. Please wait some minutes.', name), 429);
  }
  const row = await web.db
    .selectFrom('staff')
    .select(['id', 'name', 'password_hash as hash'])
    .where('name', '=', name.replaceAll('\0', ''))
    .executeTakeFirst();
  if (!(await verifyPassword(password, row?.hash ?? null)) || !row)
    return c.html(loginPage(web.site, 'Name and password do not match.', name), 401);
  await forgive(web, own.key);
  await startSession(web, c, row.id);
  await recordAudit(web.db, { actor: row.name, action: 'login' });
  return c.redirect(href(web.site, '/desk'), 303);
}

export async function logout(web: Web, c: WebContext): Promise<Response> {
  await recordAudit(web.db, { actor: c.var.staff!.name, action: 'logout' });
  await endSession(web, c);
  return c.redirect(href(web.site, '/desk/login'), 303);
}

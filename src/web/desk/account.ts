import { z } from 'zod';
import { findPasswordFault } from '../../staff/passwordRules.ts';
import { listPasskeys, passkeySite } from '../../staff/passkeys.ts';
import { changeOwnPassword, endSessions, listSessions } from '../../staff/staffSessions.ts';
import { readForm, text } from '../forms.ts';
import { setPolicy } from '../headers.ts';
import { namedId } from '../namedId.ts';
import { href } from '../site.ts';
import type { Web, WebContext } from '../web.ts';
import { accountPage, DONE, type AccountFaults } from './accountPage.ts';
import { BUSY_SECONDS, checkPassword, describeWait, findAccount } from './checkPassword.ts';
import { deskZone } from './deskZone.ts';

/** The page, with what is wrong with a form of it. `email`: what was typed for the address. */
export async function showAccountWith(
  web: Web,
  c: WebContext,
  { faults, email }: { faults: AccountFaults; email?: string },
  status: 200 | 422 | 429 | 503 = 200,
): Promise<Response> {
  const staff = c.var.staff!;
  const done = DONE.find((each) => each === c.req.query('done')) ?? null;
  const [sessions, passkeys, account, zone] = await Promise.all([
    listSessions(web, staff.id),
    listPasskeys(web, staff.id),
    findAccount(web, staff.name),
    deskZone(web),
  ]);
  const site = passkeySite(web.config.publicUrl);
  setPolicy(c, 'live');
  return c.html(
    accountPage(web.site, staff, {
      sessions,
      passkeys,
      unavailable: typeof site === 'string' ? site : null,
      email: email ?? account?.email ?? '',
      zone,
      faults,
      done,
    }),
    status,
  );
}

function answer(
  web: Web,
  c: WebContext,
  faults: AccountFaults,
  status: 200 | 422 | 429 | 503 = 200,
): Promise<Response> {
  return showAccountWith(web, c, { faults }, status);
}

/** The account of the person who is signed in: the password, and the sessions. */
export function showAccount(web: Web, c: WebContext): Promise<Response> {
  return answer(web, c, {});
}

const done = (web: Web, c: WebContext, what: (typeof DONE)[number]): Response =>
  c.redirect(href(web.site, `/desk/account?done=${what}`), 303);

type Passwords = { old: string; password: string; again: string };

async function changePassword(web: Web, c: WebContext, { old, password, again }: Passwords): Promise<Response> {
  const { id: staffId, name, sessionId } = c.var.staff!;
  const row = await findAccount(web, name);
  const fault = await findPasswordFault(web, password, { name, email: row?.email ?? null });
  if (fault !== null) return answer(web, c, { password: fault }, 422);
  if (password !== again) return answer(web, c, { again: 'The two new passwords differ.' }, 422);
  const checked = await checkPassword(web, c, { name, password: old, row });
  if (checked === 'busy') {
    c.header('Retry-After', String(BUSY_SECONDS));
    return answer(web, c, { old: 'Many people are signing in at the moment. Please try again.' }, 503);
  }
  if (typeof checked === 'object') {
    c.header('Retry-After', String(checked.retryAfterSeconds));
    return answer(web, c, { old: `Too many attempts. Wait ${describeWait(checked.retryAfterSeconds)}.` }, 429);
  }
  if (checked === 'wrong' || row === null) return answer(web, c, { old: 'This is not your password.' }, 422);
  const change = { staffId, name, sessionId, oldHash: row.hash, password };
  if (!(await changeOwnPassword(web, change)))
    return answer(web, c, { old: 'Your password was changed meanwhile, in another window or by an owner.' }, 422);
  return done(web, c, 'password');
}

const AccountForm = z.object({ action: text, session: text, old: text, password: text, again: text });

/** Changes the person's own password, or ends sessions of theirs. */
export async function changeAccount(web: Web, c: WebContext): Promise<Response> {
  const { action, session, ...passwords } = await readForm(c, AccountForm);
  const { id: staffId, name, sessionId } = c.var.staff!;
  if (action === 'end') {
    await endSessions(web, { staffId, name, sessionId: namedId('session', session) });
    return done(web, c, 'session');
  }
  if (action === 'end-others') {
    await endSessions(web, { staffId, name, allBut: sessionId });
    return done(web, c, 'sessions');
  }
  return changePassword(web, c, passwords);
}

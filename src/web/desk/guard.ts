import { timingSafeEqual } from 'node:crypto';
import type { MiddlewareHandler } from 'hono';
import { sql } from 'kysely';
import { z } from 'zod';
import { isAtLeast, type Role } from '../../domain/roles.ts';
import { describeHold, loadHold } from '../../platform/hold.ts';
import { listStaff } from '../../staff/accounts.ts';
import { readForm, text } from '../forms.ts';
import { isOwnForm } from '../ownForm.ts';
import { problem } from '../problems.ts';
import { href } from '../site.ts';
import type { Staff, Web, WebContext, WebEnv } from '../web.ts';
import { answerSignedOut, answerStaleForm } from './signedOut.ts';
import { findStaff, noteSeen } from './sessions.ts';
import { noteBack } from './wayBack.ts';

function hasFormToken(staff: Staff, given: string): boolean {
  const expected = Buffer.from(staff.formToken);
  const actual = Buffer.from(given);
  return actual.length === expected.length && timingSafeEqual(actual, expected);
}

/** Throws if the database is unavailable: without it, a password from the sign-in form could not be checked. */
export async function askDatabase({ db }: Pick<Web, 'db'>): Promise<void> {
  await sql`select 1`.execute(db);
}

const TokenForm = z.object({ form_token: text });

/** True if a form was sent from one of this site's pages, with the token of the signed-in session. */
export function isOwnToken(web: Web, c: WebContext, token: string): boolean {
  return isOwnForm(web, c) && hasFormToken(c.var.staff!, token);
}

/** The answer to a form without the session's token. */
export function expiredForm(web: Web, c: WebContext): Promise<Response> {
  return problem(web, c, 403, {
    code: 'FORBIDDEN',
    heading: 'This form has expired',
    text: 'Nothing was changed. Reload the page and try again.',
  });
}

/**
 * Admits staff (as `c.var.staff`). Everybody else gets the sign-in form, which leads back to the page, or to the form with
 * what was typed. Forms need the role `least`, and then the session's token: the body of a form is read only for people who may
 * send it. `isUpload`: the handler checks the token itself, while it streams the body.
 */
export function staffOnly(
  web: Web,
  { isUpload = false, least = 'viewer' }: { isUpload?: boolean; least?: Role } = {},
): MiddlewareHandler<WebEnv> {
  return async (c, next) => {
    const staff = await findStaff(web, c);
    if (!staff) {
      await askDatabase(web);
      if (c.req.method !== 'GET' && c.req.method !== 'HEAD') return answerSignedOut(web, c, isOwnForm(web, c));
      noteBack(web, c);
      return c.redirect(href(web.site, '/desk/login'), 303);
    }
    const hold = await loadHold(web);
    c.set('staff', hold ? { ...staff, warning: describeHold(hold) } : staff);
    await noteSeen(web, c, staff);
    if (c.req.method !== 'POST') return next();
    if (!isAtLeast(staff.role, least)) return refuseRole(web, c, least);
    if (isUpload) return next();
    if (!isOwnForm(web, c)) return expiredForm(web, c);
    const given = (await readForm(c, TokenForm)).form_token;
    if (hasFormToken(staff, given)) return next();
    // A form of a session that ended: its person has signed in again in another window.
    return given === '' ? expiredForm(web, c) : answerStaleForm(web, c);
  };
}

const MAX_NAMED_OWNERS = 5;

/** Answers a person whose role is too low: 403, with the role that is needed and the owners, who can give it. */
export async function refuseRole(web: Web, c: WebContext, least: Role): Promise<Response> {
  const owners = (await listStaff(web)).filter(({ role }) => role === 'owner').map(({ name }) => name);
  const some = owners.slice(0, MAX_NAMED_OWNERS);
  const named = owners.length > some.length ? `${some.join(', ')} and others` : some.join(', ');
  const from = owners.length === 0 ? 'There is no owner yet.' : `Owners can give it to you: ${named}.`;
  const changed = c.req.method === 'POST' ? 'Nothing was changed. ' : '';
  return problem(web, c, 403, {
    code: 'FORBIDDEN',
    heading: `This needs the role ${least}`,
    text: `${changed}Your role is ${c.var.staff!.role}; this needs ${least}. ${from}`,
  });
}

/** Admits the roles from `least` up, after `staffOnly`. */
export function roleAtLeast(web: Web, least: Role): MiddlewareHandler<WebEnv> {
  return (c, next) => (isAtLeast(c.var.staff!.role, least) ? next() : refuseRole(web, c, least));
}

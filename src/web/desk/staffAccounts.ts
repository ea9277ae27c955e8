import { z } from 'zod';
import { isReveilleError, type ReveilleError } from '../../domain/errors.ts';
import { isRole } from '../../domain/roles.ts';
import {
  addStaff,
  listStaff,
  removeStaff,
  resetPassword,
  setRole,
  unlockStaff,
  type NewPassword,
} from '../../staff/accounts.ts';
import { invite, listInvitations, withdrawInvitation, type Invitation } from '../../staff/staffLinks.ts';
import { readForm, text } from '../forms.ts';
import { setPolicy } from '../headers.ts';
import { namedId } from '../namedId.ts';
import { absoluteUrl, href } from '../site.ts';
import type { Web, WebContext } from '../web.ts';
import { deskZone } from './deskZone.ts';
import { DONE, staffPage, type Refusal } from './staffPage.ts';

type Shown = { refused?: Refusal; made?: NewPassword; invited?: Invitation };

async function answer(web: Web, c: WebContext, { refused, made, invited }: Shown): Promise<Response> {
  const done = DONE.find((each) => each === c.req.query('done')) ?? null;
  const [accounts, invitations, zone] = await Promise.all([listStaff(web), listInvitations(web), deskZone(web)]);
  setPolicy(c, 'desk');
  const page = staffPage(web.site, c.var.staff!, {
    accounts,
    invitations,
    zone,
    refused: refused ?? null,
    made: made ?? null,
    invited: invited ?? null,
    done: refused || made || invited ? null : done,
  });
  return c.html(page, refused ? 422 : 200);
}

/** All accounts of the desk. */
export function showStaff(web: Web, c: WebContext): Promise<Response> {
  return answer(web, c, {});
}

const StaffForm = z.object({ action: text, name: text, role: text, email: text, typed: text, invitation: text });
type Fields = z.infer<typeof StaffForm>;

const NO_ROLE = 'Choose a role.';

async function add(web: Web, c: WebContext, fields: Fields): Promise<Response> {
  const { name, role, email } = fields;
  const refuse = (field: Refusal['field'], says: string): Promise<Response> =>
    answer(web, c, { refused: { account: null, form: 'add', field, says, typed: { name, role, email } } });
  if (!isRole(role)) return refuse('role', NO_ROLE);
  try {
    const order = { name, role, email: email.trim() === '' ? undefined : email };
    return await answer(web, c, { made: await addStaff(web, order, c.var.staff!.name) });
  } catch (error) {
    if (isReveilleError(error, 'ADDRESS_INVALID')) return refuse('email', error.message);
    if (isReveilleError(error, 'CONFLICT')) return refuse('name', `The account “${name.trim()}” already exists.`);
    if (isReveilleError(error, 'INVALID_INPUT')) return refuse('name', error.message);
    throw error;
  }
}

/** Invites a person, by mail if there is an address, otherwise by a link that the page shows this once. */
async function inviteOne(web: Web, c: WebContext, { role, email, name }: Fields): Promise<Response> {
  const refuse = (field: Refusal['field'], says: string): Promise<Response> =>
    answer(web, c, { refused: { account: null, form: 'invite', field, says, typed: { name, role, email } } });
  if (!isRole(role)) return refuse('role', NO_ROLE);
  try {
    const order = { role, email: email.trim() === '' ? undefined : email };
    const invited = await invite({ ...web, publicUrl: absoluteUrl(web.site, '') }, order, c.var.staff!.name);
    if (invited.email !== null) await web.queues.enqueue('renderOutbox', { outboxId: invited.outboxId });
    return await answer(web, c, { invited });
  } catch (error) {
    if (isReveilleError(error, 'ADDRESS_INVALID') || isReveilleError(error, 'CONFLICT'))
      return refuse('email', error.message);
    throw error;
  }
}

/** Does one action to an account. The new password if there is one, otherwise null. */
async function perform(
  web: Web,
  { action, name, role, typed, invitation }: Fields,
  own: string,
): Promise<NewPassword | null | string> {
  if (action === 'role') {
    if (!isRole(role)) return NO_ROLE;
    await setRole(web, name, role, own);
  } else if (action === 'unlock') await unlockStaff(web, name, own);
  else if (action === 'reset') {
    if (name === own) return 'This is your own account: change its password on “Your account”.';
    return resetPassword(web, name, own);
  } else if (action === 'remove') {
    if (typed.trim().normalize('NFC') !== name) return 'Nothing was removed: the name that you typed does not match.';
    if (name === own) return 'This is your own account: another owner can remove it.';
    await removeStaff(web, name, own);
  } else if (action === 'withdraw') await withdrawInvitation(web, namedId('invitation', invitation), own);
  else return 'Choose what to do.';
  return null;
}

const isExpected = (error: unknown): error is ReveilleError =>
  isReveilleError(error, 'NOT_FOUND') || isReveilleError(error, 'CONFLICT');

/** Adds an account, or changes one: its role, a new password, its failed sign-ins; or removes it. */
export async function changeStaff(web: Web, c: WebContext): Promise<Response> {
  const fields = await readForm(c, StaffForm);
  if (fields.action === 'add') return add(web, c, fields);
  if (fields.action === 'invite') return inviteOne(web, c, fields);
  const refuse = (says: string): Promise<Response> =>
    answer(web, c, { refused: { account: fields.name, form: null, field: null, says, typed: fields } });
  try {
    const made = await perform(web, fields, c.var.staff!.name);
    if (typeof made === 'string') return await refuse(made);
    if (made !== null) return await answer(web, c, { made });
  } catch (error) {
    if (isExpected(error)) return refuse(error.message);
    throw error;
  }
  // Who is no longer an owner may not see the page.
  const isOwn = fields.action === 'role' && fields.name === c.var.staff!.name && fields.role !== 'owner';
  return c.redirect(href(web.site, isOwn ? '/desk/account' : `/desk/staff?done=${fields.action}`), 303);
}

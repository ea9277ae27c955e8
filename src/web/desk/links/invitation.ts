import { z } from 'zod';
import { isReveilleError } from '../../../domain/errors.ts';
import { findPasswordFault } from '../../../staff/passwordRules.ts';
import { acceptInvitation, openLink } from '../../../staff/staffLinks.ts';
import { readForm, text } from '../../forms.ts';
import type { Web, WebContext } from '../../web.ts';
import { welcome } from '../login.ts';
import { refuseVisitor } from './admitVisitor.ts';
import { withLink } from './deadLink.ts';
import { invitationPage, type LinkFaults } from './linkPages.ts';

const tokenOf = (c: WebContext): string => c.req.param('token') ?? '';

/** The page of an invitation. It changes nothing: programs that scan mails follow links. */
export function showInvitation(web: Web, c: WebContext): Promise<Response> {
  return withLink(web, c, async () => {
    const { role } = await openLink(web, 'invitation', tokenOf(c));
    return c.html(invitationPage(web.site, c.req.path, { role: role!, name: '', faults: {} }));
  });
}

const InvitationForm = z.object({ name: text, password: text, again: text });

/** Makes the account of an invitation, and signs its person in. */
export async function takeInvitation(web: Web, c: WebContext): Promise<Response> {
  const refused = await refuseVisitor(web, c);
  if (refused) return refused;
  const { name, password, again } = await readForm(c, InvitationForm);
  return withLink(web, c, async () => {
    const { role, email } = await openLink(web, 'invitation', tokenOf(c));
    const answer = (faults: LinkFaults): Response | Promise<Response> =>
      c.html(invitationPage(web.site, c.req.path, { role: role!, name, faults }), 422);
    const fault = await findPasswordFault(web, password, { name, email });
    if (fault !== null) return answer({ password: fault });
    if (password !== again) return answer({ again: 'The two passwords differ.' });
    try {
      const account = await acceptInvitation(web, tokenOf(c), { name, password });
      return await welcome(web, c, account, { carried: { to: '', kept: '' }, detail: { by: 'invitation' } });
    } catch (error) {
      if (isReveilleError(error, 'CONFLICT')) return answer({ name: 'Somebody has this name. Choose another.' });
      if (isReveilleError(error, 'INVALID_INPUT')) return answer({ name: error.message });
      throw error;
    }
  });
}

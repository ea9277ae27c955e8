import { z } from 'zod';
import { isReveilleError } from '../../domain/errors.ts';
import { setEmail } from '../../staff/staffSessions.ts';
import { readForm, text } from '../forms.ts';
import { href } from '../site.ts';
import type { Web, WebContext } from '../web.ts';
import { showAccountWith } from './account.ts';

const EmailForm = z.object({ email: text });

/** Changes the address to which a link for a new password goes. An empty one removes it. */
export async function changeEmail(web: Web, c: WebContext): Promise<Response> {
  const { email } = await readForm(c, EmailForm);
  try {
    await setEmail(web, c.var.staff!, email.trim() === '' ? null : email);
  } catch (error) {
    if (!isReveilleError(error, 'ADDRESS_INVALID')) throw error;
    return showAccountWith(web, c, { faults: { email: error.message }, email }, 422);
  }
  return c.redirect(href(web.site, '/desk/account?done=email'), 303);
}

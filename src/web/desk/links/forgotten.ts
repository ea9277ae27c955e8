import { z } from 'zod';
import { findPasswordFault } from '../../../staff/passwordRules.ts';
import { openLink, requestReset, resetByLink } from '../../../staff/staffLinks.ts';
import { readForm, text } from '../../forms.ts';
import { absoluteUrl } from '../../site.ts';
import type { Web, WebContext } from '../../web.ts';
import { showLoginForm } from '../loginForm.ts';
import { refuseVisitor } from './admitVisitor.ts';
import { withLink } from './deadLink.ts';
import { forgottenPage, resetPage, type LinkFaults } from './linkPages.ts';

export function showForgotten(web: Web, c: WebContext): Response | Promise<Response> {
  return c.html(forgottenPage(web.site, { isAsked: false, error: null }));
}

async function mailReset(web: Web, name: string): Promise<void> {
  const outboxId = await requestReset({ ...web, publicUrl: absoluteUrl(web.site, '') }, name);
  if (outboxId !== null) await web.queues.enqueue('renderOutbox', { outboxId });
}

const ForgottenForm = z.object({ name: text });

/**
 * Mails a link for a new password. The answer is the same for every name, and does not wait for the work: its time would
 * tell which names exist.
 */
export async function askReset(web: Web, c: WebContext): Promise<Response> {
  const refused = await refuseVisitor(web, c);
  if (refused) return refused;
  const { name } = await readForm(c, ForgottenForm);
  if (name.trim() === '')
    return c.html(forgottenPage(web.site, { isAsked: false, error: 'Type your name or your email address.' }), 422);
  mailReset(web, name).catch((error: unknown) => web.log.error({ err: error }, 'a reset letter could not be stored'));
  return c.html(forgottenPage(web.site, { isAsked: true, error: null }));
}

const tokenOf = (c: WebContext): string => c.req.param('token') ?? '';

/** The page of a reset link. It changes nothing. */
export function showReset(web: Web, c: WebContext): Promise<Response> {
  return withLink(web, c, async () => {
    const { staff } = await openLink(web, 'reset', tokenOf(c));
    return c.html(resetPage(web.site, c.req.path, { name: staff!.name, faults: {} }));
  });
}

const ResetForm = z.object({ password: text, again: text });

/** Replaces the password of a reset link's account. The person then signs in with it. */
export async function takeReset(web: Web, c: WebContext): Promise<Response> {
  const refused = await refuseVisitor(web, c);
  if (refused) return refused;
  const { password, again } = await readForm(c, ResetForm);
  return withLink(web, c, async () => {
    const { staff } = await openLink(web, 'reset', tokenOf(c));
    const { name, email } = staff!;
    const answer = (faults: LinkFaults): Response | Promise<Response> =>
      c.html(resetPage(web.site, c.req.path, { name, faults }), 422);
    const fault = await findPasswordFault(web, password, { name, email });
    if (fault !== null) return answer({ password: fault });
    if (password !== again) return answer({ again: 'The two passwords differ.' });
    await resetByLink(web, tokenOf(c), password);
    return showLoginForm(web, c, 200, { name, notice: 'reset' });
  });
}

import type { MiddlewareHandler } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { z } from 'zod';
import { recordAudit } from '../../platform/audit.ts';
import { checkPasskey, listPasskeys } from '../../staff/passkeys.ts';
import { isJsonRequest, readForm, text } from '../forms.ts';
import { setPolicy } from '../headers.ts';
import { problem } from '../problems.ts';
import type { Web, WebContext, WebEnv } from '../web.ts';
import { BUSY_SECONDS, checkPassword, describeWait, findAccount } from './checkPassword.ts';
import { checkPage } from './checkPage.ts';
import { readSent } from './kept/readSent.ts';
import { findPasskeySite, sealedChallenge } from './passkeys/challenge.ts';
import { noteCheck } from './sessions.ts';

const CheckForm = z.object({ password: text.transform((typed) => typed.slice(0, 200)), credential: text });

/** Answers with a page that asks who the person is, and holds the form that was sent. */
async function askWho(
  web: Web,
  c: WebContext,
  {
    status = 403,
    error = null,
    waitSeconds,
  }: { status?: ContentfulStatusCode; error?: string | null; waitSeconds?: number },
): Promise<Response> {
  const sent = await readSent(c);
  if (sent === null || isJsonRequest(c))
    return problem(web, c, status, {
      code: 'CHECK_NEEDED',
      heading: 'Your password is needed',
      text: error ?? 'Nothing was changed. You signed in more than ten minutes ago: send your password along.',
    });
  if (waitSeconds !== undefined) c.header('Retry-After', String(waitSeconds));
  setPolicy(c, 'live');
  const hasPasskey = findPasskeySite(web) !== null && (await listPasskeys(web, c.var.staff!.id)).length > 0;
  return c.html(checkPage(web.site, c.var.staff!, { sent, hasPasskey, error }), status);
}

async function isOwnPasskey(web: Web, c: WebContext, answer: string): Promise<boolean> {
  const site = findPasskeySite(web);
  const purpose = { kind: 'check', staffId: c.var.staff!.id } as const;
  return (
    site !== null && (await checkPasskey(web, site, { answer, sealed: sealedChallenge(web, c), purpose })) !== null
  );
}

/**
 * Admits a person who signed in, or proved again who they are, within the last ten minutes; otherwise the form's `password`
 * must be theirs, or one of their passkeys must have signed. The limits of sign-ins apply. Without it, nothing is done, and a page asks for it.
 */
export function checkPerson(web: Web): MiddlewareHandler<WebEnv> {
  return async (c, next) => {
    const staff = c.var.staff!;
    if (staff.isChecked) return next();
    const { password, credential } = await readForm(c, CheckForm);
    if (credential !== '') {
      if (!(await isOwnPasskey(web, c, credential)))
        return askWho(web, c, { error: 'This passkey did not work. Try again, or use your password.' });
      await noteCheck(web, staff);
      await recordAudit(web.db, { actor: staff.name, action: 'check', detail: { by: 'passkey' } });
      return next();
    }
    if (password === '') return askWho(web, c, {});
    const checked = await checkPassword(web, c, {
      name: staff.name,
      password,
      row: await findAccount(web, staff.name),
    });
    if (checked === 'busy')
      return askWho(web, c, {
        status: 503,
        error: 'Many people are signing in at the moment. Please try again.',
        waitSeconds: BUSY_SECONDS,
      });
    if (typeof checked === 'object')
      return askWho(web, c, {
        status: 429,
        error: `Too many attempts. Wait ${describeWait(checked.retryAfterSeconds)}.`,
        waitSeconds: checked.retryAfterSeconds,
      });
    if (checked === 'wrong') return askWho(web, c, { error: 'This is not your password.' });
    await noteCheck(web, staff);
    await recordAudit(web.db, { actor: staff.name, action: 'check', detail: { by: 'password' } });
    return next();
  };
}

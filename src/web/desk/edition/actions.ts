import { z } from 'zod';
import { recordAudit } from '../../../platform/audit.ts';
import { cancelEdition, pauseEdition, resumeEdition } from '../../../editions/control.ts';
import { findEdition } from '../../../editions/load.ts';
import { whyKept } from '../../../editions/name.ts';
import { setRate } from '../../../editions/rate.ts';
import { requestTestCopy } from '../../../editions/testCopy.ts';
import { isReveilleError, ReveilleError } from '../../../domain/errors.ts';
import { dateIn } from '../../../domain/due.ts';
import { findDue } from '../../../schedule/load.ts';
import { optionalText, readForm, text } from '../../forms.ts';
import { namedNewsletter } from '../../namedNewsletter.ts';
import { href } from '../../site.ts';
import type { Web, WebContext, WebHandler } from '../../web.ts';
import { EDITION_STATE_NAMES } from '../glossary.ts';
import type { Said } from './said.ts';
import { answerEdition, backToEdition, namedEdition } from './showEdition.ts';

/** Composes today's edition, or composes its draft again. Throws EDITION_STATE if it is no longer a draft. */
export async function composeNow(web: Web, c: WebContext): Promise<Response> {
  const newsletter = await namedNewsletter(web, c);
  const date = dateIn(newsletter.zone, web.now());
  const today = await findEdition(web, newsletter.slug, { date, kind: 'daily', number: 1 });
  const kept = today && whyKept(today.edition, EDITION_STATE_NAMES[today.edition.state]);
  if (kept) throw new ReveilleError('EDITION_STATE', kept);
  const dueAt = await findDue(web, newsletter, date);
  await recordAudit(web.db, {
    actor: c.var.staff!.name,
    action: 'compose',
    newsletterId: newsletter.id,
    // Its outcome is there once the draft was composed at another time.
    detail: { date, before: today?.edition.composed_at?.toISOString() ?? null },
  });
  await web.queues.enqueue('compose', { newsletterId: newsletter.id, date, dueAt: dueAt?.toISOString() ?? null });
  return c.redirect(href(web.site, '/desk'), 303);
}

const CONTROLS = { pause: pauseEdition, resume: resumeEdition, cancel: cancelEdition } as const;
const DONE = { pause: 'paused', resume: 'resumed', cancel: 'cancelled' } as const satisfies Record<string, Said>;

/** Pauses or resumes a send, or cancels it. */
export function control(action: keyof typeof CONTROLS): WebHandler {
  return async (web, c) => {
    const { edition } = await namedEdition(web, c);
    await CONTROLS[action](web, { editionId: edition.id, actor: c.var.staff!.name });
    return backToEdition(web, c, edition.id, `?said=${DONE[action]}`);
  };
}

const UNSURE = 'Nothing was cancelled. Cancelling is final: tick the box that says so, then press the button again.';
const CancelForm = z.object({ sure: text.pipe(z.literal('yes', UNSURE)) });

/** Cancels a send. This is final, so the form needs a ticked box. Throws INVALID_INPUT. */
export async function cancel(web: Web, c: WebContext): Promise<Response> {
  await readForm(c, CancelForm);
  return control('cancel')(web, c);
}

const TestCopyForm = z.object({ to: text });

/** Asks for a test copy. The page then says what becomes of it; a wrong address comes back in its field. */
export async function sendTestCopy(web: Web, c: WebContext): Promise<Response> {
  const { edition } = await namedEdition(web, c);
  const { to } = await readForm(c, TestCopyForm);
  try {
    await requestTestCopy(web, { editionId: edition.id, to, actor: c.var.staff!.name });
  } catch (error) {
    if (!isReveilleError(error, 'ADDRESS_INVALID')) throw error;
    return answerEdition(web, c, { test: { typed: to, fault: error.message } }, 422);
  }
  return backToEdition(web, c, edition.id, '#test');
}

const RateForm = z
  .object({ perSecond: text.transform((typed) => typed.replaceAll(/[\s,]/g, '')), limit: optionalText })
  .transform(({ perSecond, limit }) => (limit === 'off' || perSecond === '' ? null : Number(perSecond)));

/** Limits the rate of a send, in messages a second. An empty field or the button "No limit" removes the limit. */
export async function changeRate(web: Web, c: WebContext): Promise<Response> {
  const { edition } = await namedEdition(web, c);
  const perSecond = await readForm(c, RateForm);
  await setRate(web, { editionId: edition.id, perSecond, actor: c.var.staff!.name });
  return backToEdition(web, c, edition.id, '?said=rate-set');
}

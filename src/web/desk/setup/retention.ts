import { z } from 'zod';
import { loadRetention } from '../../../checks/retention/report.ts';
import { isReveilleError } from '../../../domain/errors.ts';
import type { SettableName } from '../../../domain/retention.ts';
import { isKeepable, loadKeptDays, saveKeptDays, SETTABLE } from '../../../platform/retentionSettings.ts';
import { optionalText, readForm } from '../../forms.ts';
import { setPolicy } from '../../headers.ts';
import { href } from '../../site.ts';
import type { Web, WebContext } from '../../web.ts';
import { deskZone } from '../deskZone.ts';
import { retentionPage, type RetentionView } from './retentionPage.ts';

const RetentionForm = z.object(
  Object.fromEntries(SETTABLE.map((name) => [name, optionalText])) as Record<SettableName, typeof optionalText>,
);

async function answer(
  web: Web,
  c: WebContext,
  refused: RetentionView['refused'],
  status: 200 | 422 = 200,
): Promise<Response> {
  const [lines, zone] = await Promise.all([loadRetention(web), deskZone(web)]);
  setPolicy(c, 'desk');
  const view = {
    lines,
    zone,
    refused,
    isSaved: c.req.query('done') === 'days',
  };
  return c.html(retentionPage(web.site, c.var.staff!, view), status);
}

/** How long everything is kept, and what it takes. */
export function showRetention(web: Web, c: WebContext): Promise<Response> {
  return answer(web, c, null);
}

/** Sets for how many days rows are kept: all that was changed, or nothing if one of it is out of bounds. */
export async function changeRetention(web: Web, c: WebContext): Promise<Response> {
  const form = await readForm(c, RetentionForm);
  const before = await loadKeptDays(web);
  const typed = SETTABLE.flatMap((name) => {
    const text = form[name]?.trim();
    return text === undefined || text === String(before[name]) ? [] : [[name, text] as const];
  });
  const days = typed.map(([name, text]) => [name, /^\d{1,5}$/.test(text) ? Number(text) : NaN] as const);
  try {
    await saveKeptDays(web, Object.fromEntries(days), c.var.staff!.name);
  } catch (error) {
    const wrong = days.find(([name, count]) => !isKeepable(name, count));
    if (!isReveilleError(error, 'INVALID_INPUT') || !wrong) throw error;
    return answer(web, c, { name: wrong[0], says: error.message, typed: Object.fromEntries(typed) }, 422);
  }
  return c.redirect(href(web.site, '/desk/retention?done=days'), 303);
}

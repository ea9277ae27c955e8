import { z } from 'zod';
import { loadRetention } from '../../../checks/retention/report.ts';
import type { SettableName } from '../../../domain/retention.ts';
import { loadRemovalStart } from '../../../platform/retentionStart.ts';
import { findDaysFault, loadKeptDays, saveKeptDays, SETTABLE } from '../../../platform/retentionSettings.ts';
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
  const [lines, zone, start] = await Promise.all([loadRetention(web), deskZone(web), loadRemovalStart(web)]);
  setPolicy(c, 'desk');
  const view = {
    lines,
    zone,
    startsAt: start > web.now() ? start : null,
    refused,
    isSaved: c.req.query('done') === 'days',
  };
  return c.html(retentionPage(web.site, c.var.staff!, view), status);
}

/** How long everything is kept, and what it takes. */
export function showRetention(web: Web, c: WebContext): Promise<Response> {
  return answer(web, c, null);
}

const daysOf = (typed: string): number => (/^\d{1,5}$/.test(typed) ? Number(typed) : NaN);

/** Sets for how many days rows are kept, all or none; each refused field says why. What is as it was is not saved. */
export async function changeRetention(web: Web, c: WebContext): Promise<Response> {
  const form = await readForm(c, RetentionForm);
  const before = await loadKeptDays(web);
  const typed = SETTABLE.flatMap((name) => {
    const text = form[name]?.trim();
    return text === undefined || text === String(before[name]) ? [] : [[name, text] as const];
  });
  const faults = typed.flatMap(([name, text]) => {
    const fault = findDaysFault(name, daysOf(text));
    return fault === null ? [] : [[name, fault] as const];
  });
  if (faults.length > 0)
    return answer(web, c, { faults: Object.fromEntries(faults), typed: Object.fromEntries(typed) }, 422);
  const days = Object.fromEntries(typed.map(([name, text]) => [name, daysOf(text)]));
  await saveKeptDays(web, days, c.var.staff!.name);
  return c.redirect(href(web.site, '/desk/retention?done=days'), 303);
}

import { recordAudit } from '../../audit.ts';
import { cancelEdition, pauseEdition, resumeEdition, triggerSend } from '../../editions/control.ts';
import { countAudience } from '../../editions/status.ts';
import { requestTestCopy } from '../../editions/testCopy.ts';
import { ReveilleError } from '../../errors.ts';
import { dateIn, dueOn } from '../../schedule/due.ts';
import { loadSchedules } from '../../schedule/load.ts';
import { readFields } from '../forms.ts';
import { namedNewsletter } from '../public/signUp.ts';
import { href } from '../site.ts';
import { formatCount } from '../views/dates.ts';
import type { Web, WebContext } from '../web.ts';
import { namedEdition } from './editions.ts';

function backToEdition(web: Web, c: WebContext, editionId: number): Response {
  return c.redirect(href(web.site, `/desk/editions/${editionId}`), 303);
}

/** Composes today's edition, or composes its draft anew. */
export async function composeNow(web: Web, c: WebContext): Promise<Response> {
  const newsletter = await namedNewsletter(web, c);
  const date = dateIn(newsletter.zone, web.now());
  const scheduled = (await loadSchedules(web)).find((entry) => entry.newsletter.id === newsletter.id);
  const dueAt = scheduled ? dueOn(scheduled.schedule, date) : null;
  await recordAudit(web.db, {
    actor: c.var.staff!.name,
    action: 'compose',
    newsletterId: newsletter.id,
    detail: { date },
  });
  await web.queues.enqueue('compose', { newsletterId: newsletter.id, date, dueAt: dueAt?.toISOString() ?? null });
  return c.redirect(href(web.site, '/desk'), 303);
}

/** Refuses unless the number typed is that of the readers whom the send would reach now. */
function assertReaderCount(typed: string, readers: number): void {
  if (!/^\d+$/.test(typed) || Number(typed) !== readers)
    throw new ReveilleError(
      'INVALID_INPUT',
      `Nothing was sent: ${formatCount(readers)} readers would get it now, and that number was not what was typed. Go back, check, and type it again.`,
    );
}

export async function send(web: Web, c: WebContext): Promise<Response> {
  const { edition, newsletter } = await namedEdition(web, c);
  const isRehearsal = web.config.relays.length === 0;
  const typed = ((await readFields(c))['readers'] ?? '').replaceAll(/[\s,.']/g, '');
  assertReaderCount(typed, await countAudience(web, newsletter.id, { isRehearsal }));
  await triggerSend(web, { editionId: edition.id, actor: c.var.staff!.name, isRehearsal });
  return backToEdition(web, c, edition.id);
}

const CONTROLS = { pause: pauseEdition, resume: resumeEdition, cancel: cancelEdition } as const;

/** The kill switch's three positions. */
export function control(action: keyof typeof CONTROLS): (web: Web, c: WebContext) => Promise<Response> {
  return async (web, c) => {
    const { edition } = await namedEdition(web, c);
    await CONTROLS[action](web, { editionId: edition.id, actor: c.var.staff!.name });
    return backToEdition(web, c, edition.id);
  };
}

export async function sendTestCopy(web: Web, c: WebContext): Promise<Response> {
  const { edition } = await namedEdition(web, c);
  const to = (await readFields(c))['to'] ?? '';
  await requestTestCopy(web, { editionId: edition.id, to, actor: c.var.staff!.name });
  return backToEdition(web, c, edition.id);
}

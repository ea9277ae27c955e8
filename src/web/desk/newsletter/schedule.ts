import { z } from 'zod';
import { dateIn } from '../../../domain/due.ts';
import { isReveilleError } from '../../../domain/errors.ts';
import { readId } from '../../../domain/numbers.ts';
import { listUpcoming } from '../../../domain/upcoming.ts';
import type { Newsletter } from '../../../editions/newsletters/newsletters.ts';
import {
  checkScheduleDay,
  listScheduleDays,
  removeScheduleDays,
  setScheduleDays,
} from '../../../editions/newsletters/scheduleDays.ts';
import { flattenText } from '../../../editions/text.ts';
import { loadSchedule } from '../../../schedule/load.ts';
import { readForm, text } from '../../forms.ts';
import { setPolicy } from '../../headers.ts';
import { namedNewsletter } from '../../namedNewsletter.ts';
import { href } from '../../site.ts';
import type { Web, WebContext } from '../../web.ts';
import { schedulePage, type DayRefused } from './schedulePage.ts';

const LISTED = 10;
const DONE = ['add', 'remove'] as const;

async function answer(web: Web, c: WebContext, newsletter: Newsletter, refused: DayRefused | null): Promise<Response> {
  const now = web.now();
  const [schedule, days] = await Promise.all([
    loadSchedule(web, newsletter),
    listScheduleDays(web, newsletter.id, dateIn(newsletter.zone, now)),
  ]);
  setPolicy(c, 'desk');
  const page = schedulePage(web.site, c.var.staff!, {
    newsletter,
    today: dateIn(newsletter.zone, now),
    upcoming: listUpcoming(schedule, now, LISTED),
    days,
    refused,
    done: refused ? null : (DONE.find((each) => each === c.req.query('done')) ?? null),
    calledOff: readId(c.req.query('off') ?? ''),
  });
  return c.html(page, refused ? 422 : 200);
}

/** The next ten send times of a newsletter, its holidays, and what happens when nobody approves. */
export async function showSchedule(web: Web, c: WebContext): Promise<Response> {
  return answer(web, c, await namedNewsletter(web, c), null);
}

const DayForm = z.object({ action: text, date: text, what: text, at: text, note: text });

/** Records a day without an edition or with another hour, or removes such a record. */
export async function changeSchedule(web: Web, c: WebContext): Promise<Response> {
  const newsletter = await namedNewsletter(web, c);
  const typed = await readForm(c, DayForm);
  const actor = c.var.staff!.name;
  const back = `/desk/newsletters/${newsletter.slug}/schedule`;
  const refuse = (problems: DayRefused['problems']): Promise<Response> =>
    answer(web, c, newsletter, { problems, typed });
  if (typed.action === 'remove') {
    try {
      await removeScheduleDays(web, newsletter, { dates: [typed.date], actor });
    } catch (error) {
      if (isReveilleError(error, 'NOT_FOUND')) return refuse({ date: error.message });
      throw error;
    }
    return c.redirect(href(web.site, `${back}?done=remove`), 303);
  }
  const day = {
    date: typed.date.trim(),
    sendAt: typed.what === 'hour' ? typed.at.trim() : null,
    note: flattenText(typed.note),
  };
  const { sendAt: at, ...problems } = checkScheduleDay(newsletter, day, web.now());
  if (at !== undefined || Object.keys(problems).length > 0)
    return refuse({ ...problems, ...(at === undefined ? {} : { at }) });
  try {
    const [calledOff] = await setScheduleDays(web, newsletter, { days: [day], actor });
    const off = calledOff === undefined ? '' : `&off=${calledOff}`;
    return c.redirect(href(web.site, `${back}?done=add${off}`), 303);
  } catch (error) {
    if (isReveilleError(error, 'CONFLICT')) return refuse({ date: error.message });
    throw error;
  }
}

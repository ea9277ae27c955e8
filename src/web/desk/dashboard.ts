import { lacksProxy } from '../../platform/config.ts';
import { listEditions } from '../../editions/load.ts';
import { countAudience } from '../../editions/status.ts';
import { listNewsletters, type Newsletter } from '../../editions/newsletters/newsletters.ts';
import { dateIn, dueOn, type Schedule } from '../../domain/due.ts';
import { isAnyOf, OVER } from '../../domain/states.ts';
import { listUpcoming } from '../../domain/upcoming.ts';
import { loadSchedules } from '../../schedule/load.ts';
import { setPolicy } from '../headers.ts';
import { loadComposing } from './composing.ts';
import { dashboardPage, type NewsletterCard, type OutletLine } from './dashboardPage.ts';
import { loadFirstRun } from './setup/firstRun.ts';
import type { Web, WebContext } from '../web.ts';

const RECENT_EDITIONS = 10;

function listOutlets({ db }: Web): Promise<OutletLine[]> {
  return db
    .selectFrom('outlets')
    .select([
      'id',
      'newsletter_id as newsletterId',
      'name',
      'url',
      'is_own as isOwn',
      'last_success_at as lastSuccessAt',
      'error_code as errorCode',
      'error_message as errorMessage',
    ])
    .where('is_guest', '=', false)
    .orderBy('name')
    .execute();
}

/** The next send time after today's, if one is known. */
function nextDue(schedule: Schedule, today: string, now: Date): Date | null {
  return listUpcoming(schedule, now, 2).find(({ date, dueAt }) => dueAt !== null && date > today)?.dueAt ?? null;
}

async function loadCard(
  web: Web,
  newsletter: Newsletter,
  schedule: Schedule | undefined,
  outlets: OutletLine[],
): Promise<NewsletterCard> {
  const today = dateIn(newsletter.zone, web.now());
  const editions = await listEditions(web, newsletter.id, RECENT_EDITIONS);
  const edition = editions.find(({ date, kind }) => date === today && kind === 'daily') ?? null;
  return {
    newsletter,
    today,
    edition,
    composing: await loadComposing(web, { newsletterId: newsletter.id, today, edition }),
    recent: editions.filter((past) => past !== edition),
    recipients: await countAudience(
      web,
      { newsletterId: newsletter.id, kind: 'daily', date: today },
      { isRehearsal: web.config.relays.length === 0 },
    ),
    dueAt: edition?.due_at ?? (schedule ? dueOn(schedule, today) : null),
    nextDueAt: schedule && edition && isAnyOf(OVER, edition.state) ? nextDue(schedule, today, web.now()) : null,
    outlets: outlets.filter((outlet) => outlet.newsletterId === newsletter.id),
  };
}

export async function showDashboard(web: Web, c: WebContext): Promise<Response> {
  const [newsletters, schedules, outlets] = await Promise.all([
    listNewsletters(web),
    loadSchedules(web),
    listOutlets(web),
  ]);
  const cards = await Promise.all(
    newsletters.map((newsletter) => {
      const scheduled = schedules.find((entry) => entry.newsletter.id === newsletter.id);
      return loadCard(web, newsletter, scheduled?.schedule, outlets);
    }),
  );
  setPolicy(c, 'desk');
  const firstRun = await loadFirstRun(web, c.var.staff!);
  const shown = { lacksProxy: lacksProxy(web.config), firstRun, cards };
  return c.html(dashboardPage(web.site, c.var.staff!, shown));
}

import { listUpcoming } from '../../../domain/upcoming.ts';
import { listNewsletters, type Newsletter } from '../../../editions/newsletters/newsletters.ts';
import { writeSetting } from '../../../editions/newsletters/shown.ts';
import { loadSchedule } from '../../../schedule/load.ts';
import { setPolicy } from '../../headers.ts';
import { formatTime } from '../../markup/dates.ts';
import { html, type Html } from '../../markup/html.ts';
import { href, type Site } from '../../site.ts';
import type { Web, WebContext } from '../../web.ts';
import { may, roleNote } from '../access.ts';
import { deskPage } from '../deskPage.ts';
import { describeWeekdays } from './schedulePage.ts';

const ADD = 'GET /desk/newsletters/new';

function card(site: Site, newsletter: Newsletter, next: Date | null): Html {
  const { slug, name, zone, send_at, weekdays, story_count } = newsletter;
  const link = (at: string, label: string): Html =>
    html`<a href="${href(site, `/desk/newsletters/${slug}/${at}`)}">${label}</a>`;
  return html`<section class="card">
    <h2>${name}</h2>
    <p class="address">From ${writeSetting(newsletter, 'from')}</p>
    <dl class="facts">
      <div>
        <dt>Goes out</dt>
        <dd>${send_at.slice(0, 5)}, ${describeWeekdays(weekdays)}</dd>
      </div>
      <div>
        <dt>Next</dt>
        <dd>${next ? formatTime(next, zone) : 'never'}</dd>
      </div>
      <div>
        <dt>Stories</dt>
        <dd>${story_count}</dd>
      </div>
    </dl>
    <p class="links">
      ${link('settings', 'Settings')} ${link('schedule', 'Schedule')} ${link('sign-up', 'Sign-up')}
      ${link('stories', 'Current stories')} ${link('results', 'Results')}
      <a href="${href(site, `/newsletters/${slug}`)}">Public page</a>
    </p>
  </section>`;
}

/** All newsletters, with links to their pages. */
export async function showNewsletters(web: Web, c: WebContext): Promise<Response> {
  const newsletters = await listNewsletters(web);
  const staff = c.var.staff!;
  const cards = await Promise.all(
    newsletters.map(async (newsletter) => {
      const next = listUpcoming(await loadSchedule(web, newsletter), web.now(), 1).find(({ dueAt }) => dueAt !== null);
      return card(web.site, newsletter, next?.dueAt ?? null);
    }),
  );
  setPolicy(c, 'desk');
  return c.html(
    deskPage(web.site, {
      title: 'Newsletters',
      section: 'newsletters',
      staff,
      body: html`<h1>Newsletters ${newsletters.length > 1 ? html`<small>${newsletters.length}</small>` : ''}</h1>
        ${
          may(staff, ADD)
            ? html`<p><a class="button" href="${href(web.site, '/desk/newsletters/new')}">Add a newsletter</a></p>`
            : roleNote(staff, ADD, 'Adding a newsletter')
        }
        ${newsletters.length === 0 ? html`<p>There is no newsletter yet.</p>` : cards}`,
    }),
  );
}

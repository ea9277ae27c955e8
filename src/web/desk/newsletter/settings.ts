import type { Newsletter } from '../../../editions/newsletters/newsletters.ts';
import { SETTING_GROUPS, SIGN_UP_GROUP } from '../../../editions/newsletters/settings.ts';
import { setPolicy } from '../../headers.ts';
import { html } from '../../markup/html.ts';
import { namedNewsletter } from '../../namedNewsletter.ts';
import { href } from '../../site.ts';
import type { Web, WebContext } from '../../web.ts';
import { deskPage } from '../deskPage.ts';
import { readSaved, saveSettings } from './saveSettings.ts';
import { savedNotice, settingsForm, type RefusedSettings } from './settingsForm.ts';

// The sign-up page has the others, beside a preview.
const GROUPS = SETTING_GROUPS.filter((group) => group !== SIGN_UP_GROUP);
const KEYS = GROUPS.flatMap(({ keys }) => keys);

function answer(
  web: Web,
  c: WebContext,
  newsletter: Newsletter,
  refused: RefusedSettings | null,
): Response | Promise<Response> {
  const { site } = web;
  const staff = c.var.staff!;
  setPolicy(c, 'desk');
  const page = deskPage(site, {
    title: `Settings: ${newsletter.name}`,
    section: 'desk',
    staff,
    hasInbox: web.config.relays.length === 0,
    body: html`<h1>Settings <small>${newsletter.name}</small></h1>
      ${refused ? '' : savedNotice(readSaved(c))}
      <p>
        <a href="${href(site, `/desk/newsletters/${newsletter.slug}/sign-up`)}">Settings of the sign-up</a>
      </p>
      <section class="card">
        ${settingsForm({ site, staff, newsletter, at: 'settings', groups: GROUPS, refused })}
      </section>`,
  });
  return c.html(page, refused ? 422 : 200);
}

/** A newsletter's settings, each with what it does. */
export async function showSettings(web: Web, c: WebContext): Promise<Response> {
  return answer(web, c, await namedNewsletter(web, c), null);
}

/** Stores the settings that were changed. What is wrong is shown beside its field, with what was typed. */
export function changeSettings(web: Web, c: WebContext): Promise<Response> {
  return saveSettings(web, c, { at: 'settings', keys: KEYS }, (newsletter, refused) =>
    answer(web, c, newsletter, refused),
  );
}

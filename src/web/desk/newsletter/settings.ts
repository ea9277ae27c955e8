import type { Newsletter } from '../../../editions/newsletters/newsletters.ts';
import { SETTING_GROUPS, SIGN_UP_GROUP } from '../../../editions/newsletters/settings.ts';
import { dateIn } from '../../../domain/due.ts';
import { listUpcoming } from '../../../domain/upcoming.ts';
import { listScheduleDays } from '../../../editions/newsletters/scheduleDays.ts';
import { loadSchedule } from '../../../schedule/load.ts';
import { listRanking, newsSince } from '../../../newsroom/ranking.ts';
import { setPolicy } from '../../headers.ts';
import { html } from '../../markup/html.ts';
import { namedNewsletter } from '../../namedNewsletter.ts';
import type { Web, WebContext } from '../../web.ts';
import { deskPage } from '../deskPage.ts';
import { effectPart } from './effectPart.ts';
import { newsletterTabs } from './newsletterTabs.ts';
import { readSaved, saveSettings } from './saveSettings.ts';
import { removeSlotPictures } from './removeSlotPicture.ts';
import { slotPictureForm, type TypedSlotPicture } from './slotPictureForm.ts';
import { groupId, savedNotice, settingsForm, type RefusedSettings } from './settingsForm.ts';

// The sign-up page has the others, beside a preview.
const GROUPS = SETTING_GROUPS.filter((group) => group !== SIGN_UP_GROUP);
const KEYS = GROUPS.flatMap(({ keys }) => keys);

const NEXT = 10;

async function answer(
  web: Web,
  c: WebContext,
  newsletter: Newsletter,
  refused: RefusedSettings | null,
  picture: TypedSlotPicture | null = null,
  refusal: 413 | 422 = 422,
): Promise<Response> {
  const { site } = web;
  const staff = c.var.staff!;
  const shown = refused?.tried ?? newsletter;
  const [schedule, days, stories] = await Promise.all([
    loadSchedule(web, shown),
    listScheduleDays(web, newsletter.id, dateIn(shown.zone, web.now())),
    listRanking(web, newsletter.id, newsSince(web.now()), shown.story_count),
  ]);
  setPolicy(c, 'live');
  const page = deskPage(site, {
    title: `Settings: ${newsletter.name}`,
    section: 'newsletters',
    staff,
    scripts: ['unsaved.js'],
    body: html`<h1>Settings <small>${newsletter.name}</small></h1>
      ${newsletterTabs(site, newsletter, 'settings')} ${refused || picture ? '' : savedNotice(readSaved(c))}
      <p class="links">
        ${GROUPS.map(({ title }) => html`<a href="#${groupId(title)}">${title}</a>`)}
        <a href="#slot-picture">Sponsor’s picture</a> <a href="#effect">What readers get</a>
      </p>
      <section class="card">
        ${settingsForm({ site, staff, newsletter, at: 'settings', groups: GROUPS, refused, hasPreview: true })}
      </section>
      ${slotPictureForm(site, staff, newsletter, picture)} ${removeSlotPictures(site, staff, newsletter)}
      ${effectPart({
        newsletter: shown,
        isPreview: Boolean(refused?.tried),
        upcoming: listUpcoming(schedule, web.now(), NEXT),
        days,
        stories,
      })}`,
  });
  const isWrong = picture !== null || (refused !== null && Object.keys(refused.problems).length > 0);
  return c.html(page, isWrong ? refusal : 200);
}

/** A newsletter's settings, each with what it does. */
export async function showSettings(web: Web, c: WebContext): Promise<Response> {
  return answer(web, c, await namedNewsletter(web, c), null);
}

/** The same page, with a refused picture of a slot. */
export function showSettingsWith(
  web: Web,
  c: WebContext,
  newsletter: Newsletter,
  picture: TypedSlotPicture,
  refusal: 413 | 422 = 422,
): Promise<Response> {
  return answer(web, c, newsletter, null, picture, refusal);
}

/** Stores the settings that were changed. What is wrong is shown beside its field, with what was typed. */
export function changeSettings(web: Web, c: WebContext): Promise<Response> {
  return saveSettings(web, c, { at: 'settings', keys: KEYS }, (newsletter, refused) =>
    answer(web, c, newsletter, refused),
  );
}

import { SETTINGS } from '../../../editions/newsletters/settings.ts';
import type { NewProblems } from '../../../editions/newsletters/newsletters.ts';
import { html, type Html } from '../../markup/html.ts';
import { href, type Site } from '../../site.ts';
import type { Staff } from '../../web.ts';
import { deskPage, formToken } from '../deskPage.ts';
import { areaField, refusalNote, textField, weekdaysField } from '../fields.ts';
import type { NewKey, NewTexts } from './newNewsletter.ts';
import { sentence, settingHint } from './settingsForm.ts';
import { zoneList } from './zoneList.ts';

export type NewRefused = NewProblems;

type NewView = { typed: NewTexts; problems: NewProblems };

const LABELS = {
  slug: 'Name in addresses (optional)',
  ...Object.fromEntries(Object.entries(SETTINGS).map(([key, { label }]) => [key, label])),
};

const PLACEHOLDERS: Readonly<Partial<Record<NewKey, string>>> = {
  name: 'Daily Headlines',
  from: 'Daily Headlines <news@paper.example>',
};

/** The form for a new newsletter, with the fewest settings that it needs. */
export function newNewsletterPage(site: Site, staff: Staff, { typed, problems }: NewView): Html {
  const said = (key: NewKey | 'slug'): string | undefined => {
    const problem = problems[key];
    return problem === undefined ? undefined : sentence(problem);
  };
  const field = (key: NewKey, more: Html = html``): Html =>
    textField(
      {
        name: key,
        label: SETTINGS[key].label,
        hint: settingHint(key),
        value: typed[key],
        problem: said(key),
      },
      html`${PLACEHOLDERS[key] ? html`placeholder="${PLACEHOLDERS[key]}"` : ''} ${more}`,
    );
  return deskPage(site, {
    title: 'Add a newsletter',
    section: 'newsletters',
    staff,
    body: html`<p class="today"><a href="${href(site, '/desk/newsletters')}">Newsletters</a></p>
      <h1>Add a newsletter</h1>
      <p>All of this can be changed later, and the other settings have a page of their own. Nothing is sent yet.</p>
      <form method="post" action="${href(site, '/desk/newsletters/new')}" class="settings" autocomplete="off">
        ${formToken(staff)} ${refusalNote(problems, LABELS)}
        <fieldset>
          <legend>Who sends it</legend>
          ${field('name', html`required maxlength="100"`)}
          ${textField(
            {
              name: 'slug',
              label: LABELS.slug,
              hint: 'Part of the addresses of its pages; it cannot be changed later. Small letters, digits and hyphens. Leave it empty to make it from the name.',
              value: typed.slug,
              problem: said('slug'),
            },
            html`maxlength="60" placeholder="daily-headlines"`,
          )}
          ${field('from', html`required`)} ${field('language')}
        </fieldset>
        <fieldset>
          <legend>When it goes out</legend>
          ${field('zone', html`list="zones"`)} ${zoneList()} ${field('at', html`type="time"`)}
          ${weekdaysField({
            name: 'weekdays',
            label: SETTINGS.weekdays.label,
            hint: sentence(SETTINGS.weekdays.help),
            value: typed.weekdays,
            problem: said('weekdays'),
          })}
        </fieldset>
        <fieldset>
          <legend>Footer</legend>
          <p class="fine">
            The law asks for both in most places. Nothing is sent through a relay elsewhere before they are there.
          </p>
          ${field('legalName')}
          ${areaField({
            name: 'postalAddress',
            label: SETTINGS.postalAddress.label,
            hint: settingHint('postalAddress'),
            value: typed.postalAddress,
            problem: said('postalAddress'),
          })}
        </fieldset>
        <button>Add the newsletter</button>
      </form>`,
  });
}

import { html, type Html } from '../../markup/html.ts';
import { href, type Site } from '../../site.ts';
import type { Staff } from '../../web.ts';
import { deskPage, formToken } from '../deskPage.ts';
import type { NewsletterName } from './filterForm.ts';
import { subscribersNav } from './subscribersNav.ts';

/** What the form holds. `how`: by a consent given elsewhere, or by the letter that asks for it. */
export type AddFields = {
  newsletter: string;
  email: string;
  first_name: string;
  how: 'consent' | 'letter';
  consent: string;
  source: string;
  /** YYYY-MM-DD */
  date: string;
};
export type AddProblems = Partial<Record<keyof AddFields, string>>;

type AddView = {
  fields: AddFields;
  problems: AddProblems;
  notice: string | null;
  newsletters: readonly NewsletterName[];
};

/** A label, what is wrong with the field, the field, and a hint. */
function field(
  { problems }: AddView,
  name: keyof AddFields,
  label: string,
  input: (attributes: Html) => Html,
  hint = '',
): Html {
  const problem = problems[name];
  const described = [problem && `wrong-${name}`, hint && `hint-${name}`].filter(Boolean).join(' ');
  const attributes = html`id="${name}" name="${name}" ${problem ? html`aria-invalid="true"` : ''}
  ${described === '' ? '' : html`aria-describedby="${described}"`}`;
  return html`<div class="field">
    <label for="${name}">${label}</label>
    ${problem ? html`<p class="error" id="wrong-${name}">${problem}</p>` : ''}${input(attributes)}
    ${hint === '' ? '' : html`<small id="hint-${name}">${hint}</small>`}
  </div>`;
}

function reader(view: AddView): Html {
  const { fields, newsletters } = view;
  return html`<fieldset>
    <legend>Reader</legend>
    ${
      newsletters.length === 1
        ? ''
        : field(
            view,
            'newsletter',
            'Newsletter',
            (attributes) =>
              html`<select ${attributes}>
                ${newsletters.map(({ slug, name }) => html`<option value="${slug}" ${slug === fields.newsletter ? html`selected` : ''}>${name}</option>`)}
              </select>`,
          )
    }
    ${field(
      view,
      'email',
      'Address',
      (attributes) =>
        html`<input
          ${attributes}
          type="text"
          inputmode="email"
          autocomplete="off"
          autocapitalize="none"
          spellcheck="false"
          maxlength="254"
          value="${fields.email}"
        />`,
    )}
    ${field(view, 'first_name', 'First name (optional)', (attributes) => html`<input ${attributes} autocomplete="off" maxlength="60" value="${fields.first_name}" />`)}
  </fieldset>`;
}

function consent(view: AddView): Html {
  const { fields } = view;
  const radio = (value: AddFields['how'], label: string): Html =>
    html`<p class="check">
      <input type="radio" id="how-${value}" name="how" value="${value}" ${fields.how === value ? html`checked` : ''} />
      <label for="how-${value}">${label}</label>
    </p>`;
  return html`<fieldset>
    <legend>Consent</legend>
    ${radio('letter', 'Send a letter that asks the reader to confirm, as the sign-up does')}
    ${radio('consent', 'The reader has agreed already. The record keeps:')}
    <div class="inset">
      ${field(
        view,
        'consent',
        'What they agreed to',
        (attributes) => html`<textarea ${attributes} rows="3" maxlength="2000">${fields.consent}</textarea>`,
        'In the words that they saw or heard.',
      )}
      ${field(
        view,
        'source',
        'Where',
        (attributes) => html`<input ${attributes} autocomplete="off" maxlength="300" value="${fields.source}" />`,
        'For example: subscription form on paper, call to the readers’ desk.',
      )}
      ${field(view, 'date', 'When', (attributes) => html`<input ${attributes} type="date" value="${fields.date}" />`)}
    </div>
  </fieldset>`;
}

/** The page that adds one reader by hand. */
export function addPage(site: Site, staff: Staff, view: AddView): Html {
  const { newsletters, notice } = view;
  return deskPage(site, {
    title: 'Add a subscriber',
    section: 'add',
    staff,
    body: html`<h1>Add a subscriber</h1>
      ${subscribersNav(site, staff, '/desk/subscribers/add')}
      ${notice === null ? '' : html`<p class="notice" role="status">${notice}</p>`}
      ${
        newsletters.length === 0
          ? html`<p>There is no newsletter yet.</p>`
          : html`<form method="post" action="${href(site, '/desk/subscribers/add')}" class="settings add-reader">
              ${formToken(staff)}${reader(view)}${consent(view)}
              <button>Add</button>
            </form>`
      }`,
  });
}

import type { ListImport } from '../../../readers/import/listImports.ts';
import type { ListImportState } from '../../../domain/states.ts';
import { formatCount, formatInstant } from '../../markup/dates.ts';
import { html, type Html } from '../../markup/html.ts';
import { href, type Site } from '../../site.ts';
import type { Staff } from '../../web.ts';
import { deskPage, formToken } from '../deskPage.ts';
import type { NewsletterName } from './filterForm.ts';
import { subscribersNav } from './subscribersNav.ts';

export type ImportFields = { newsletter: string; consent: string };
export type ImportProblems = Partial<Record<keyof ImportFields | 'list', string>>;

type ImportView = {
  newsletters: readonly NewsletterName[];
  imports: readonly ListImport[];
  fields: ImportFields;
  problems: ImportProblems;
};

/** What the desk calls the states of an upload. */
export const LIST_IMPORT_STATE_NAMES: Readonly<Record<ListImportState, string>> = {
  checking: 'Being checked',
  checked: 'Checked, not imported',
  running: 'Being imported',
  done: 'Imported',
  failed: 'Cannot be imported',
  cancelled: 'Dropped',
};

function problemOf({ problems }: ImportView, name: keyof ImportProblems): { words: Html; attributes: Html } {
  const problem = problems[name];
  if (problem === undefined) return { words: html``, attributes: html`aria-describedby="hint-${name}"` };
  return {
    words: html`<p class="error" id="wrong-${name}">${problem}</p>`,
    attributes: html`aria-invalid="true" aria-describedby="wrong-${name} hint-${name}"`,
  };
}

function fileField(view: ImportView, name: 'list' | 'left', label: string, hint: string): Html {
  const { words, attributes } =
    name === 'list' ? problemOf(view, 'list') : { words: html``, attributes: html`aria-describedby="hint-left"` };
  return html`<div class="field">
    <label for="${name}">${label}</label>
    ${words}<input id="${name}" name="${name}" type="file" accept=".csv,.txt,.tsv,.zip" ${attributes} />
    <small id="hint-${name}">${hint}</small>
  </div>`;
}

function uploadForm(site: Site, staff: Staff, view: ImportView): Html {
  const { newsletters, fields } = view;
  const consent = problemOf(view, 'consent');
  const newsletter = problemOf(view, 'newsletter');
  return html`<form
    method="post"
    action="${href(site, '/desk/subscribers/import')}"
    enctype="multipart/form-data"
    class="settings card"
  >
    ${formToken(staff)}
    ${
      newsletters.length === 1
        ? ''
        : html`<div class="field">
            <label for="newsletter">Newsletter</label>
            ${newsletter.words}<select id="newsletter" name="newsletter">
              <option value="">Choose</option>
              ${newsletters.map(({ slug, name }) => html`<option value="${slug}" ${slug === fields.newsletter ? html`selected` : ''}>${name}</option>`)}
            </select>
          </div>`
    }
    <div class="field">
      <label for="consent">Where the readers’ consent comes from</label>
      ${consent.words}<textarea id="consent" name="consent" rows="3" maxlength="2000" ${consent.attributes}>
${fields.consent}</textarea>
      <small id="hint-consent"
        >Stored with every reader. For example: signed up on paper at the fair, spring 2026.</small
      >
    </div>
    ${fileField(view, 'list', 'List', 'A CSV file, or the ZIP of a Mailchimp export; up to 200 MB.')}
    ${fileField(view, 'left', 'People who left (optional)', 'A second file, if the list does not say who has unsubscribed. None of them becomes active.')}
    <button>Upload and check</button>
    <p class="fine">Nothing is imported yet. You see first what the import would do.</p>
  </form>`;
}

function latest(site: Site, { imports }: ImportView): Html {
  if (imports.length === 0) return html``;
  return html`<h2>Latest uploads</h2>
    <table class="stacked">
      <thead>
        <tr>
          <th scope="col">List</th>
          <th scope="col">Newsletter</th>
          <th scope="col">State</th>
          <th scope="col">Uploaded</th>
          <th scope="col">By</th>
        </tr>
      </thead>
      <tbody>
        ${imports.map(
          (each) =>
            html`<tr>
              <td class="address">
                <a href="${href(site, `/desk/subscribers/imports/${each.id}`)}">${each.file_name}</a>
              </td>
              <td data-head="Newsletter">${each.newsletter}</td>
              <td data-head="State">
                ${LIST_IMPORT_STATE_NAMES[each.state]}${each.state === 'done' && each.report ? `: ${formatCount(each.report.added)} new` : ''}
              </td>
              <td data-head="Uploaded">${formatInstant(each.created_at, each.zone)}</td>
              <td data-head="By">${each.actor}</td>
            </tr>`,
        )}
      </tbody>
    </table>`;
}

/** The page that uploads a list. */
export function importListPage(site: Site, staff: Staff, view: ImportView): Html {
  return deskPage(site, {
    title: 'Import a list',
    section: 'import',
    staff,
    body: html`<h1>Import a list</h1>
      ${subscribersNav(site, staff, '/desk/subscribers/import')}
      ${view.newsletters.length === 0 ? html`<p>There is no newsletter yet.</p>` : uploadForm(site, staff, view)}
      ${latest(site, view)}`,
  });
}

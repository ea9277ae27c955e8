import type { CorrectionProposal } from '../../../editions/correct.ts';
import type { Edition, LoadedEdition } from '../../../editions/load.ts';
import { countCharacters } from '../../../editions/text.ts';
import { formatCount, formatDay } from '../../markup/dates.ts';
import { html, type Html } from '../../markup/html.ts';
import { roleNote } from '../access.ts';
import { checkField } from '../checkField.ts';
import { deskPage } from '../deskPage.ts';
import { rehearsalNote } from './fixes.ts';
import { deskForm, editionPath, mayPost, type Desk } from './deskEdition.ts';

/** What the form shows. `faults`: by field what is wrong. */
export type CorrectForm = {
  subject: string;
  note: string;
  faults: Partial<Record<'subject' | 'preheader' | 'note' | 'readers', string>>;
};

type Page = { proposal: CorrectionProposal; form: CorrectForm };

function faultOf({ faults }: CorrectForm, field: 'subject' | 'note' | 'readers'): Html {
  const fault = faults[field];
  return fault === undefined ? html`` : html`<span class="error" id="${field}-fault" role="alert">${fault}</span>`;
}

function describedBy({ faults }: CorrectForm, field: 'subject' | 'note' | 'readers'): Html {
  return faults[field] === undefined
    ? html`aria-describedby="${field}-about"`
    : html`aria-describedby="${field}-about ${field}-fault" aria-invalid="true"`;
}

function wordFields(form: CorrectForm): Html {
  return html`<p class="field">
      <label for="subject">Subject</label
      ><input id="subject" name="subject" value="${form.subject}" required ${describedBy(form, 'subject')} />
      <small id="subject-about">${countCharacters(form.subject)} characters.</small> ${faultOf(form, 'subject')}
    </p>
    <p class="field">
      <label for="note">Note above the stories</label
      ><textarea id="note" name="note" rows="4" ${describedBy(form, 'note')}>${form.note}</textarea>
      <small id="note-about"
        >Say what was wrong and what is right. Each line is a paragraph. Leave it empty for no note.</small
      >
      ${faultOf(form, 'note')}
    </p>
    <button class="quiet" name="action" value="save" formnovalidate>Save and preview</button>`;
}

function sendFields(desk: Desk, edition: Edition, { proposal, form }: Page): Html {
  const { readers } = proposal;
  return html`<h2>Send</h2>
    ${rehearsalNote(edition)}
    <p>
      It goes only to the <b>${formatCount(readers)}</b> ${readers === 1 ? 'reader' : 'readers'} who got an earlier text
      and are still subscribed.
    </p>
    <p class="field">
      <label for="readers">Number of readers</label
      ><input
        id="readers"
        name="readers"
        class="number"
        inputmode="numeric"
        maxlength="12"
        ${describedBy(form, 'readers')}
      />
      <small id="readers-about">Type this number to send the correction.</small> ${faultOf(form, 'readers')}
    </p>
    ${checkField(desk.staff, 'correct-password')}
    <button class="grave" name="action" value="send">Send the correction</button>`;
}

function preview(desk: Desk, { unsent }: CorrectionProposal): Html {
  if (unsent === null) return html``;
  return html`<section class="card" id="preview">
    <h2>Preview <small>as saved</small></h2>
    <iframe
      class="mail"
      title="The correction as it would be mailed"
      src="${editionPath(desk, unsent, '/digest')}"
      sandbox="allow-popups allow-popups-to-escape-sandbox"
    ></iframe>
    <p class="fine">
      On <a href="${editionPath(desk, unsent)}">the correction’s page</a> you can cancel it, or mail a test copy to one
      address: that reaches no reader.
    </p>
  </section>`;
}

/** The words for a person who may not send a correction. */
function shownWords(desk: Desk, { form }: Page): Html {
  return html`<section class="card">
    <dl class="both">
      <dt>Subject</dt>
      <dd>${form.subject}</dd>
      <dt>Note above the stories</dt>
      <dd>${form.note || 'none'}</dd>
    </dl>
    ${roleNote(desk.staff, 'POST /desk/editions/:id/correct', 'Sending a correction')}
  </section>`;
}

/** A correction: its stories, the form for its subject and note with a proposal, its preview, and the form to send it. */
export function correctPage(desk: Desk, { edition }: LoadedEdition, page: Page): Html {
  const { proposal, form } = page;
  return deskPage(desk.site, {
    title: `Correction of ${edition.subject || `edition ${edition.id}`}`,
    section: 'desk',
    staff: desk.staff,
    scripts: ['unsaved.js'],
    body: html`<p class="today">
        <a href="${editionPath(desk, edition.id)}">${edition.subject || `Edition ${edition.id}`}</a> ·
        ${formatDay(edition.date)}
      </p>
      <h1>Send a correction</h1>
      <section class="card">
        <h2>Corrected ${proposal.headlines.length === 1 ? 'story' : 'stories'}</h2>
        <ul>
          ${proposal.headlines.map((headline) => html`<li>${headline}</li>`)}
        </ul>
      </section>
      ${
        mayPost(desk, 'correct')
          ? deskForm(
              desk,
              edition.id,
              'correct',
              html`${wordFields(form)} ${sendFields(desk, edition, page)}`,
              'card correct',
            )
          : shownWords(desk, page)
      }
      ${preview(desk, proposal)}`,
  });
}

import type { StoryText } from '../../../platform/db/tables/editions.ts';
import { checkField } from '../checkField.ts';
import { roleNote } from '../access.ts';
import { editionMark } from '../dashboardPage.ts';
import { formatCount, formatTime } from '../../markup/dates.ts';
import { html, type Html } from '../../markup/html.ts';
import { deskForm, editionPath, numberField, type Desk, type DeskEdition, type Fix } from './deskEdition.ts';

/** The desk's names for a story's fields. */
export const FIELD_NAMES = {
  headline: 'Headline',
  summary: 'Summary',
  url: 'Address',
  image: 'Picture',
  section: 'Section',
} as const;

/** A field of a story's text as text: "none" where it is empty. */
export function shown(text: Partial<StoryText>, field: keyof StoryText): string {
  const value = text[field];
  if (value === null || value === undefined) return 'none';
  return typeof value === 'string' ? value || 'none' : (value.alt ?? 'a picture');
}

function fixItem({ revision, position, before, after, note, actor, at }: Fix, zone: string): Html {
  const fields = (Object.keys(FIELD_NAMES) as (keyof StoryText)[]).filter(
    (field) => JSON.stringify(before[field]) !== JSON.stringify(after[field]),
  );
  return html`<li>
    <p>
      <b>Revision ${revision}</b>, ${position === 0 ? 'a story that was dropped' : `story ${position}`} ·
      ${actor === 'recheck' ? 'newer text of the outlet' : actor} · ${formatTime(at, zone)}
    </p>
    ${note ? html`<p class="note">${note}</p>` : ''}
    <ul class="changes">
      ${fields.map((field) => html`<li>${FIELD_NAMES[field]}: <del>${shown(before, field)}</del> <ins>${shown(after, field)}</ins></li>`)}
    </ul>
  </li>`;
}

function reached({ copies, progress }: DeskEdition): Html {
  if (!copies || !progress.startedAt) return html``;
  return html`<p>
    <b>${formatCount(copies.earlier)}</b> ${copies.earlier === 1 ? 'reader' : 'readers'} got an earlier text.
    <b>${formatCount(copies.left)}</b> will get the current one.
  </p>`;
}

function correctForm(desk: Desk, { edition, toCorrect }: DeskEdition): Html {
  if (!toCorrect) return html``;
  const body = html`<h3>Send a correction</h3>
    <p>
      A correction with the edited stories goes only to the <b>${formatCount(toCorrect)}</b> readers who got an earlier
      text and are still subscribed. Type this number to send it.
    </p>
    <p class="field">
      <label for="correct-note">Note above the stories <small>if empty, the notes of the edits</small></label
      ><textarea id="correct-note" name="note" rows="2" maxlength="1000"></textarea>
    </p>
    ${numberField('correct-readers')}${checkField(desk.staff, 'correct-password')}
    <button class="grave">Send the correction</button>`;
  return html`${deskForm(desk, edition.id, 'correct', body, 'correct')}
  ${roleNote(desk.staff, 'POST /desk/editions/:id/correct', 'Sending a correction')}`;
}

/** The edits after composing with their authors, how many readers have which text, and the form for a correction. */
export function fixesSection(desk: Desk, view: DeskEdition): Html {
  const { edition, fixes, corrections, newsletter } = view;
  if (fixes.length === 0 && corrections.length === 0) return html``;
  return html`<section class="card" id="fixes">
    <h2>Changes <small>revision ${edition.revision}</small></h2>
    ${
      edition.next_revision === null
        ? ''
        : html`<p class="notice">
            Revision ${edition.next_revision} is being rendered. Until it is ready, the earlier text is sent.
          </p>`
    }
    ${reached(view)} ${correctForm(desk, view)}
    ${
      corrections.length > 0
        ? html`<h3>Corrections</h3>
            <ul>
              ${corrections.map(
                ({ id, state, subject }) =>
                  html`<li><a href="${editionPath(desk, id)}">${subject}</a> ${editionMark(state)}</li>`,
              )}
            </ul>`
        : ''
    }
    <ol class="history">
      ${fixes.map((fix) => fixItem(fix, newsletter.zone))}
    </ol>
  </section>`;
}

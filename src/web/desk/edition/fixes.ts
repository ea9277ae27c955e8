import type { StoryText } from '../../../platform/db/tables/editions.ts';
import { roleNote } from '../access.ts';
import { editionMark } from '../dashboardPage.ts';
import type { FixField } from '../../../editions/storyChanges.ts';
import { formatCount } from '../../markup/dates.ts';
import { html, type Html } from '../../markup/html.ts';
import type { Edition } from '../../../editions/load.ts';
import { editionPath, type Desk, type DeskEdition } from './deskEdition.ts';

/** The desk's names for a story's fields. */
export const FIELD_NAMES = {
  headline: 'Headline',
  summary: 'Summary',
  url: 'Address',
  image: 'Picture',
  alt: 'Description of the picture',
  section: 'Section',
} as const;

/** A field of a story's text as text: "none" where it is empty. */
export function shownField(text: StoryText, field: FixField): string {
  if (field === 'alt') return text.image?.alt || 'none';
  if (field === 'image') return text.image === null ? 'none' : text.image.alt || 'a picture';
  return text[field] || 'none';
}

function reached({ copies, progress }: DeskEdition): Html {
  if (!copies || !progress.startedAt) return html``;
  return html`<p>
    <b>${formatCount(copies.earlier)}</b> ${copies.earlier === 1 ? 'reader' : 'readers'} got an earlier text.
    <b>${formatCount(copies.left)}</b> will get the current one.
  </p>`;
}

/** What a correction of a rehearsed edition is, for people who have not met the word. Empty for an edition that was sent. */
export function rehearsalNote({ is_rehearsal: isRehearsal }: Pick<Edition, 'is_rehearsal'>): Html {
  if (!isRehearsal) return html``;
  return html`<p class="rehearsal">
    This edition was sent as a rehearsal: its copies are in the built-in inbox, one for each reader, and no reader got
    one. Its correction goes there, too.
  </p>`;
}

function correctForm(desk: Desk, { edition, toCorrect }: DeskEdition): Html {
  if (!toCorrect) return html``;
  return html`<h3>Send a correction</h3>
    <p>
      A correction with the edited stories goes only to the <b>${formatCount(toCorrect)}</b> readers who got an earlier
      text and are still subscribed. <a href="${editionPath(desk, edition.id, '/correct')}">Write the correction</a>
    </p>
    ${rehearsalNote(edition)} ${roleNote(desk.staff, 'POST /desk/editions/:id/correct', 'Sending a correction')}`;
}

/** How many readers have which text after edits during a send, and the form for a correction. */
export function fixesSection(desk: Desk, view: DeskEdition): Html {
  const { edition, copies, toCorrect, corrections } = view;
  if (!copies && !toCorrect && corrections.length === 0 && edition.next_revision === null) return html``;
  return html`<section class="card" id="fixes" data-part>
    <h2>Corrected text <small>revision ${edition.revision}</small></h2>
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
  </section>`;
}

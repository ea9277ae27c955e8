import { isAnyOf, OPEN, STARTED } from '../../../domain/states.ts';
import { VISIBLE_WIDTHS, wordsOf, type EditionWords } from '../../../editions/words.ts';
import { countCharacters } from '../../../editions/text.ts';
import { html, type Html } from '../../markup/html.ts';
import { roleNote } from '../access.ts';
import { deskForm, mayPost, type Desk, type DeskEdition } from './deskEdition.ts';

type Field = keyof EditionWords;

/**
 * A form that could not be saved: what the person typed, by field what is wrong, and by field the text that somebody
 * else has saved meanwhile.
 */
export type TypedWords = {
  typed: Required<EditionWords>;
  faults: Partial<Record<Field, string>>;
  theirs: Partial<Record<Field, string>>;
};

const LABELS: Record<Field, string> = { subject: 'Subject', preheader: 'Preheader', note: 'Note above the stories' };

/** "70 (Gmail on the web), …": how many characters mail programs show. */
function shownBy(field: 'subject' | 'preheader'): string {
  return VISIBLE_WIDTHS.map((each) => `${each[field]} (${each.program})`).join(', ');
}

function faultLine(id: string, { faults, theirs }: TypedWords, field: Field): Html {
  const fault = faults[field];
  const now = theirs[field];
  if (fault !== undefined) return html`<span class="error" id="${id}">${fault}</span>`;
  if (now === undefined) return html``;
  return html`<span class="error" id="${id}"
    >Somebody else changed this meanwhile. It is now: “${now || 'empty'}”. Save again to replace it with your
    text.</span
  >`;
}

function field(name: Field, value: string, was: string, words: TypedWords | null, says: string): Html {
  const isWrong = words !== null && (words.faults[name] !== undefined || words.theirs[name] !== undefined);
  const about = `${name}-about`;
  const fault = `${name}-fault`;
  const described = isWrong ? `${about} ${fault}` : about;
  const input =
    name === 'note'
      ? html`<textarea id="${name}" name="${name}" rows="3" aria-describedby="${described}">${value}</textarea>`
      : html`<input
          id="${name}"
          name="${name}"
          value="${value}"
          aria-describedby="${described}"
          ${isWrong ? html`aria-invalid="true"` : ''}
        />`;
  return html`<p class="field">
    <label for="${name}">${LABELS[name]}</label>${input}
    <small id="${about}">${says}</small>
    ${words === null ? '' : faultLine(fault, words, name)}
    <input type="hidden" name="was_${name}" value="${was}" />
  </p>`;
}

/** The words for a person who may not change them. */
function shownWords({ staff }: Desk, now: Required<EditionWords>): Html {
  return html`<section class="card" id="words">
    <h2>Subject and preheader</h2>
    <dl class="both">
      ${(Object.keys(LABELS) as Field[]).map(
        (name) =>
          html`<dt>${LABELS[name]}</dt>
            <dd>${now[name] || 'none'}</dd>`,
      )}
    </dl>
    ${roleNote(staff, 'POST /desk/editions/:id/words', 'Changing them')}
  </section>`;
}

/** The form for an edition's subject, preheader and note. `words`: what could not be saved. */
export function wordsSection(desk: Desk, view: DeskEdition, words: TypedWords | null): Html {
  const { edition } = view;
  if (!isAnyOf([...OPEN, ...STARTED], edition.state) || edition.kind === 'correction') return html``;
  const now = wordsOf(edition);
  if (!mayPost(desk, 'words')) return shownWords(desk, now);
  const value = words?.typed ?? now;
  const whose = (by: string | null): string =>
    by === null ? 'It is built from the headlines.' : `${by} wrote it. Leave it empty to build it from the headlines.`;
  const length = (text: string): string => `${countCharacters(text)} characters.`;
  const body = html`${words === null ? '' : html`<p role="alert" class="reason">Your text is not saved yet. See below.</p>`}
    ${field('subject', value.subject, now.subject, words, `${whose(edition.subject_by)} ${length(value.subject)} Mail programs show about ${shownBy('subject')}.`)}
    ${field('preheader', value.preheader, now.preheader, words, `The text that mail programs show after the subject. ${whose(edition.preheader_by)} ${length(value.preheader)} They show about ${shownBy('preheader')}.`)}
    ${field('note', value.note, now.note, words, 'Each line is a paragraph. Leave it empty for no note.')}
    ${edition.started_at ? html`<p class="fine">Readers who already received it are not mailed again.</p>` : ''}
    <button class="quiet">Save subject and preheader</button>`;
  return html`<section class="card" id="words">
    <h2>Subject and preheader</h2>
    ${deskForm(desk, edition.id, 'words', body, 'words')}
  </section>`;
}

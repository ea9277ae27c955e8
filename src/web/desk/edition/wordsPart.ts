import { isAnyOf, OPEN, STARTED } from '../../../domain/states.ts';
import { VISIBLE_WIDTHS, wordsOf, type EditionWords } from '../../../editions/words.ts';
import { countCharacters, cutText, flattenText } from '../../../editions/text.ts';
import { html, type Html } from '../../markup/html.ts';
import { roleNote } from '../access.ts';
import { wasField } from '../wasFields.ts';
import { deskForm, mayPost, type Desk, type DeskEdition } from './deskEdition.ts';
import { faultLine, saveButtons } from './fieldParts.ts';
import type { TypedWords } from './returned.ts';

type Field = keyof EditionWords;

const LABELS: Record<Field, string> = { subject: 'Subject', preheader: 'Preheader', note: 'Note above the stories' };

function field(name: Field, value: string, was: string, words: TypedWords | undefined, says: Html | string): Html {
  const fault = { fault: words?.faults[name], theirs: words?.theirs[name] };
  const isWrong = fault.fault !== undefined || fault.theirs !== undefined;
  const about = `${name}-about`;
  const described = isWrong ? `${about} ${name}-fault` : about;
  const state = isWrong ? html`aria-invalid="true" autofocus` : '';
  const input =
    name === 'note'
      ? html`<textarea id="${name}" name="${name}" rows="3" aria-describedby="${described}" ${state}>
${value}</textarea>`
      : html`<input id="${name}" name="${name}" value="${value}" aria-describedby="${described}" ${state} />`;
  return html`<p class="field">
    <label for="${name}">${LABELS[name]}</label>${input} ${faultLine(`${name}-fault`, fault)}
    <small id="${about}">${says}</small>
    <input type="hidden" name="${wasField(name)}" value="${was}" />
  </p>`;
}

/** The words for a person who may not change them. */
function shownWords({ staff }: Desk, now: Required<EditionWords>): Html {
  return html`<dl class="both">
      ${(Object.keys(LABELS) as Field[]).map(
        (name) =>
          html`<dt>${LABELS[name]}</dt>
            <dd>${now[name] || 'none'}</dd>`,
      )}
    </dl>
    ${roleNote(staff, 'POST /desk/editions/:id/words', 'Changing them')}`;
}

/** What a mail program shows of a text: the part that fits, and "…" where it is cut. */
function shownPart(text: string, width: number): Html {
  const flat = flattenText(text);
  return countCharacters(flat) <= width ? html`${flat}` : html`${cutText(flat, width)}`;
}

/** How the edition looks in the inboxes of the common mail programs. The page's script redraws it while one types. */
function inboxLines({ subject, preheader }: Required<EditionWords>): Html {
  return html`<h3>As mail programs show it <small>with about so many characters of each</small></h3>
    <ul class="inboxes">
      ${VISIBLE_WIDTHS.map(
        ({ program, subject: wide, preheader: long }) =>
          html`<li>
            <small>${program} <span class="limits">· about ${wide} + ${long}</span></small>
            <b data-shows="subject" data-width="${wide}">${shownPart(subject, wide)}</b>
            <span data-shows="preheader" data-width="${long}">${shownPart(preheader, long)}</span>
          </li>`,
      )}
    </ul>`;
}

function wordsForm(desk: Desk, { edition }: DeskEdition, words: TypedWords | undefined): Html {
  const now = wordsOf(edition);
  const value = words?.typed ?? now;
  const whose = (by: string | null): string =>
    by === null ? 'It is built from the headlines.' : `${by} wrote it. Leave it empty to build it from the headlines.`;
  const length = (name: 'subject' | 'preheader'): Html =>
    html`<span data-count="${name}">${countCharacters(value[name])}</span> characters.`;
  const body = html`${words ? html`<p role="alert" class="reason">Your text is not saved yet. See below.</p>` : ''}
  ${field('subject', value.subject, now.subject, words, html`${whose(edition.subject_by)} ${length('subject')}`)}
  ${field('preheader', value.preheader, now.preheader, words, html`The text that mail programs show after the subject. ${whose(edition.preheader_by)} ${length('preheader')}`)}
  ${field('note', value.note, now.note, words, 'Each line is a paragraph. Leave it empty for no note.')}
  ${edition.started_at ? html`<p class="fine">Readers who already received it are not mailed again.</p>` : ''}
  ${saveButtons('Save subject and preheader', Object.keys(words?.theirs ?? {}))} ${inboxLines(value)}`;
  return deskForm(desk, edition.id, 'words', body, 'words');
}

/** The form for an edition's subject, preheader and note. `words`: what could not be saved. */
export function wordsSection(desk: Desk, view: DeskEdition, words: TypedWords | undefined): Html {
  const { edition } = view;
  if (!isAnyOf([...OPEN, ...STARTED], edition.state) || edition.kind === 'correction') return html``;
  return html`<section class="card" id="words" data-part>
    <h2>Subject and preheader</h2>
    ${mayPost(desk, 'words') ? wordsForm(desk, view, words) : shownWords(desk, wordsOf(edition))}
  </section>`;
}

import { findSection } from '../../../domain/sections.ts';
import type { EditionStory } from '../../../editions/load.ts';
import { formatCount } from '../../markup/dates.ts';
import { html, type Html } from '../../markup/html.ts';
import { wasField } from '../wasFields.ts';
import { deskForm, mayPost, type Desk, type DeskEdition } from './deskEdition.ts';
import { faultLine, saveButtons } from './fieldParts.ts';
import { FIELD_NAMES } from './fixes.ts';
import type { StoryField, TypedStory } from './returned.ts';

/** How many readers an edit made now reaches, and how many it does not. */
function reach({ edition, progress }: DeskEdition): string {
  const { pending, submitting, submitted, unknown } = progress.deliveries;
  const got = submitted + unknown;
  const left = pending + submitting;
  if (edition.state === 'draft')
    return 'Nobody has received it yet: all readers get the new text. It is kept when the draft is composed again.';
  if (got + left === 0) return 'Nobody has received it yet: all readers get the new text.';
  const old = `${formatCount(got)} ${got === 1 ? 'reader has' : 'readers have'} already received the current text`;
  if (left === 0) return `${old}. No reader is left to get the new one. You can send a correction afterwards.`;
  return `${old}. The remaining ${formatCount(left)} get the new one.`;
}

type Field = {
  name: Exclude<StoryField, 'picture'>;
  /** What the story has now. */
  was: string;
  control: (id: string, value: string, attributes: Html) => Html;
};

const textInput =
  (type: string = 'text') =>
  (id: string, value: string, attributes: Html): Html =>
    html`<input id="${id}" type="${type}" value="${value}" ${attributes} />`;

const textArea = (id: string, value: string, attributes: Html): Html =>
  html`<textarea id="${id}" rows="4" ${attributes}>${value}</textarea>`;

function sectionSelect({ newsletter: { sections } }: DeskEdition) {
  return (id: string, value: string, attributes: Html): Html => {
    const option = (name: string, label: string): Html =>
      html`<option value="${name}" ${name === value ? html` selected` : ''}>${label}</option>`;
    return html`<select id="${id}" ${attributes}>
      ${option('', 'None')}${sections.map(({ name }) => option(name, name))}
    </select>`;
  };
}

function fieldsOf(view: DeskEdition, story: EditionStory): Field[] {
  const { sections } = view.newsletter;
  const own = findSection([story.section], sections) ?? '';
  return [
    { name: 'headline', was: story.headline, control: textInput() },
    { name: 'summary', was: story.summary, control: textArea },
    ...(story.image ? [{ name: 'alt', was: story.image.alt ?? '', control: textInput() } as const] : []),
    ...(sections.length > 0 ? [{ name: 'section', was: own, control: sectionSelect(view) } as const] : []),
    { name: 'url', was: story.url, control: textInput('url') },
  ];
}

const HINTS: Partial<Record<StoryField, string>> = {
  alt: 'Screen readers read it out, and mail programs show it while pictures are off.',
};

function fieldPart({ name, was, control }: Field, position: number, came: TypedStory | undefined): Html {
  const id = `${name}-${position}`;
  const fault = { fault: came?.faults[name], theirs: came?.theirs[name] };
  const isWrong = fault.fault !== undefined || fault.theirs !== undefined;
  const hint = HINTS[name];
  const described = [...(isWrong ? [`${id}-fault`] : []), ...(hint ? [`${id}-about`] : [])].join(' ');
  const attributes = html`name="${name}" ${name === 'headline' || name === 'url' ? html`required` : ''}
  ${described ? html`aria-describedby="${described}"` : ''} ${isWrong ? html`aria-invalid="true" autofocus` : ''}`;
  return html`<p class="field">
    <label for="${id}">${FIELD_NAMES[name]}</label>${control(id, came?.typed[name] ?? was, attributes)}
    ${faultLine(`${id}-fault`, fault)} ${hint ? html`<small id="${id}-about">${hint}</small>` : ''}
    <input type="hidden" name="${wasField(name)}" value="${was}" />
  </p>`;
}

function pictureBox({ image, position }: EditionStory, came: TypedStory | undefined): Html {
  if (!image) return html``;
  const id = `picture-${position}`;
  const isTicked = came?.typed.picture === 'none';
  return html`<input type="hidden" name="${wasField('picture')}" value="${image.url}" />
    <p class="check">
      <input type="checkbox" id="${id}" name="picture" value="none" ${isTicked ? html`checked` : ''} />
      <label for="${id}">Remove the picture from this edition</label>
    </p>
    ${faultLine(`${id}-fault`, { fault: undefined, theirs: came?.theirs.image })}`;
}

function noteField({ position }: EditionStory, came: TypedStory | undefined): Html {
  const id = `note-${position}`;
  return html`<p class="field">
    <label for="${id}">What was wrong <small>shown at the desk and in a correction</small></label
    ><textarea id="${id}" name="note" rows="2" maxlength="1000">${came?.note ?? ''}</textarea>
  </p>`;
}

/** The form that edits a story in its row. `came`: what could not be saved. */
export function storyForm(desk: Desk, view: DeskEdition, story: EditionStory, came: TypedStory | undefined): Html {
  const { position } = story;
  const action = `stories/${position}/fix`;
  if (!mayPost(desk, action)) return html``;
  // The form also returns what it showed, so that only edited fields are changed.
  const body = html`${came?.faults.form ? html`<p class="error" role="alert">${came.faults.form}</p>` : ''}
    ${came && !came.faults.form ? html`<p class="error" role="alert">Your edit is not saved yet. See below.</p>` : ''}
    <p class="fine">${reach(view)}</p>
    <input type="hidden" name="item" value="${story.item_id ?? ''}" />
    ${fieldsOf(view, story).map((field) => fieldPart(field, position, came))} ${pictureBox(story, came)}
    ${view.edition.started_at === null ? '' : noteField(story, came)}
    ${saveButtons(
      `Save story ${position}`,
      Object.keys(came?.theirs ?? {}).map((name) => (name === 'image' ? 'picture' : name)),
    )}`;
  return html`<details class="fix edit" id="edit-${position}" ${came ? html`open` : ''}>
    <summary>
      ${view.edition.started_at === null ? 'Edit' : 'Correct'}<span class="unseen"> story ${position}</span>
    </summary>
    ${deskForm(desk, view.edition.id, action, body)}
  </details>`;
}

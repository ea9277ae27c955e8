import { describeFault } from '../../../domain/pictures.ts';
import { RESERVED_REASON } from '../../../domain/story.ts';
import { findSection } from '../../../domain/sections.ts';
import type { Followed } from '../../../editions/clicks/clickCounts.ts';
import { isAnyOf, OPEN, STARTED } from '../../../domain/states.ts';
import type { EditionStory } from '../../../editions/load.ts';
import { HEADLINE_LENGTH, SUMMARY_LENGTH } from '../../../editions/text.ts';
import { safeUrl } from '../../../domain/safeUrl.ts';
import { formatCount } from '../../markup/dates.ts';
import { ourWords } from '../../markup/editionWords.ts';
import { html, type Html } from '../../markup/html.ts';
import { storyPicture } from '../../markup/picture.ts';
import { storyChoices } from './choosingPart.ts';
import { deskForm, mayPost, type Desk, type DeskEdition } from './deskEdition.ts';

/** The desk speaks English. */
const DESK_WORDS = ourWords('en');

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

function sectionField({ newsletter: { sections } }: DeskEdition, story: EditionStory): Html {
  if (sections.length === 0) return html``;
  const own = findSection([story.section], sections) ?? '';
  const id = `section-${story.position}`;
  const option = (name: string, label: string): Html =>
    html`<option value="${name}" ${name === own ? html` selected` : ''}>${label}</option>`;
  return html`<input type="hidden" name="was_section" value="${own}" />
    <p class="field">
      <label for="${id}">Section</label
      ><select id="${id}" name="section">
        ${option('', 'None')}${sections.map(({ name }) => option(name, name))}
      </select>
    </p>`;
}

function fixForm(desk: Desk, view: DeskEdition, story: EditionStory): Html {
  const { edition } = view;
  const action = `stories/${story.position}/fix`;
  if (!mayPost(desk, action)) return html``;
  const id = (name: string): string => `${name}-${story.position}`;
  // The form returns the values it was rendered with, so that only edited fields are changed.
  const was = (name: string, value: string): Html => html`<input type="hidden" name="was_${name}" value="${value}" />`;
  const body = html`<p class="fine">${reach(view)}</p>
    <input type="hidden" name="item" value="${story.item_id ?? ''}" />
    ${was('headline', story.headline)}${was('summary', story.summary)}${was('url', story.url)}
    <p class="field">
      <label for="${id('headline')}">Headline</label
      ><input
        id="${id('headline')}"
        name="headline"
        required
        maxlength="${HEADLINE_LENGTH}"
        value="${story.headline}"
      />
    </p>
    <p class="field">
      <label for="${id('summary')}">Summary</label
      ><textarea id="${id('summary')}" name="summary" rows="4" maxlength="${SUMMARY_LENGTH}">${story.summary}</textarea>
    </p>
    <p class="field">
      <label for="${id('url')}">Address</label
      ><input id="${id('url')}" name="url" type="url" required maxlength="2000" value="${story.url}" />
    </p>
    ${sectionField(view, story)}
    ${
      story.image
        ? html`${was('picture', story.image.url)}
            <p class="check">
              <input type="checkbox" id="${id('picture')}" name="picture" value="none" />
              <label for="${id('picture')}">Remove the picture from this edition</label>
            </p>`
        : ''
    }
    <p class="field">
      <label for="${id('note')}">What was wrong <small>shown at the desk and in a correction</small></label
      ><textarea id="${id('note')}" name="note" rows="2" maxlength="1000"></textarea>
    </p>
    <button>Save story ${story.position}</button>`;
  return html`<details class="fix">
    <summary>Edit</summary>
    ${deskForm(desk, edition.id, action, body)}
  </details>`;
}

function killForm(desk: Desk, { edition }: DeskEdition, { position, image }: EditionStory): Html {
  const action = `stories/${position}/kill-picture`;
  if (!image?.stored || !mayPost(desk, action)) return html``;
  const id = `kill-reason-${position}`;
  const body = html`<p class="fine">
      The picture disappears at once, from mails that were already sent as well: its address answers “410 Gone”. It is
      never fetched or shown again in any edition. To remove it from this edition only, edit the story.
    </p>
    <input type="hidden" name="hash" value="${image.stored.hash}" />
    <p class="field">
      <label for="${id}">Reason <small>shown at the desk and in a correction</small></label
      ><input id="${id}" name="reason" maxlength="500" />
    </p>
    <button class="grave">Remove picture everywhere</button>`;
  return html`<details class="fix">
    <summary>Remove picture everywhere</summary>
    ${deskForm(desk, edition.id, action, body)}
  </details>`;
}

/** How often a story's link was followed. The counts are not linked to readers. */
function clicksLine(followed: Followed | undefined): Html {
  if (!followed) return html``;
  const { clicks, scans } = followed;
  return html`<p class="fine">
    ${formatCount(clicks)}
    ${clicks === 1 ? 'click' : 'clicks'}${scans > 0 ? `, and ${formatCount(scans)} by link scanners` : ''}
  </p>`;
}

function storyItem(desk: Desk, view: DeskEdition, story: EditionStory): Html {
  const url = safeUrl(story.url);
  const fault = view.pictureFaults.get(story.position);
  const section = findSection([story.section], view.newsletter.sections);
  return html`<li class="desk-story" id="story-${story.position}">
    ${storyPicture(desk.site, story, null, { own: html``, ours: DESK_WORDS })}
    <div>
      <h3>
        <span class="position">${story.position}</span>
        ${url ? html`<a href="${url}">${story.headline}</a>` : story.headline}
      </h3>
      <p>${story.summary}</p>
      <p class="fine">
        <b>${story.outlet_name}</b
        >${story.is_own ? html` <span class="mark">own</span>` : ''}${story.update_of === null ? '' : html` <span class="mark">update</span>`}${section === null ? '' : html` · ${section}`}${story.also_reported_by.length > 0 ? ` · also ${story.also_reported_by.join(', ')}` : ''}
      </p>
      ${fault ? html`<p class="fine">No picture: ${describeFault(fault)}.</p>` : ''}
      ${clicksLine(view.clicks.get(story.position))}
      ${story.reasons.includes(RESERVED_REASON) ? html`<p class="reason"><strong>May not be republished.</strong> ${RESERVED_REASON}.</p>` : ''}
      <p class="fine">Score ${story.score.toFixed(2)}: ${story.reasons.join('; ')}</p>
      ${isAnyOf([...OPEN, ...STARTED], view.edition.state) ? fixForm(desk, view, story) : ''}
      ${killForm(desk, view, story)} ${storyChoices(desk, view, story)}
    </div>
  </li>`;
}

export function storiesSection(desk: Desk, view: DeskEdition): Html {
  return html`<section class="card" id="stories">
    <h2>Stories <small>${view.stories.length}</small></h2>
    <ol class="desk-stories">
      ${view.stories.map((story) => storyItem(desk, view, story))}
    </ol>
  </section>`;
}

import type { EditionStory } from '../../../editions/load.ts';
import { html, type Html } from '../../markup/html.ts';
import { term } from '../glossary.ts';
import { deskForm, mayPost, type Desk, type DeskEdition } from './deskEdition.ts';
import { whyRanked } from './reasons.ts';
import { isAnyOf, UNDER_WAY } from '../../../domain/states.ts';

/** A button that records a decision about a story of a draft. */
function pickButton(desk: Desk, editionId: number, storyId: number, action: string, label: string): Html {
  const body = html`<input type="hidden" name="story" value="${storyId}" /><button
      class="quiet small"
      name="action"
      value="${action}"
    >
      ${label}
    </button>`;
  return deskForm(desk, editionId, 'picks', body, 'pick');
}

function draftChoices(desk: Desk, { edition, picks }: DeskEdition, story: EditionStory): Html | null {
  const storyId = story.story_id;
  if (storyId === null || !mayPost(desk, 'picks')) return null;
  const isPinned = picks.some((pick) => pick.story_id === storyId && pick.position !== null);
  return html`<div class="choices">
    ${pickButton(desk, edition.id, storyId, 'exclude', 'Exclude')}
    ${isPinned && edition.kind !== 'special' ? pickButton(desk, edition.id, storyId, 'unpin', 'Use automatic ranking') : ''}
  </div>`;
}

function dropForm(desk: Desk, { edition, standbys }: DeskEdition, story: EditionStory): Html | null {
  const action = `stories/${story.position}/drop`;
  if (!mayPost(desk, action)) return null;
  const id = `reason-${story.position}`;
  const next = standbys[0];
  const body = html`<p class="fine">
      ${next ? html`“${next.headline}” is added as the last story.` : 'No standby story is left.'}
      ${edition.started_at ? 'Readers who already received it are not mailed again.' : ''}
    </p>
    <input type="hidden" name="item" value="${story.item_id ?? ''}" />
    <p class="field">
      <label for="${id}">Reason <small>shown at the desk</small></label
      ><input id="${id}" name="reason" maxlength="300" required />
    </p>
    <button class="grave">Drop story ${story.position}</button>`;
  return html`<details class="fix" id="drop-${story.position}">
    <summary>Drop this story</summary>
    ${deskForm(desk, edition.id, action, body)}
  </details>`;
}

/** What staff can decide about a chosen story besides its place: whether it stays. Null where nothing can be decided. */
export function storyChoices(desk: Desk, view: DeskEdition, story: EditionStory): Html | null {
  const { state, kind } = view.edition;
  if (kind === 'correction') return null;
  if (state === 'draft') return draftChoices(desk, view, story);
  return isAnyOf(UNDER_WAY, state) ? dropForm(desk, view, story) : null;
}

function standbyItem(desk: Desk, { edition, stories }: DeskEdition, story: EditionStory): Html {
  const canPin = edition.state === 'draft' && story.story_id !== null;
  const pin = html`<input type="hidden" name="story" value="${story.story_id ?? ''}" /><input
      type="hidden"
      name="place"
      value="${Math.max(1, stories.length)}"
    /><button class="quiet small" name="action" value="pin">Add as the last story</button>`;
  return html`<li>
    <b>${story.headline}</b>${story.update_of === null ? '' : html` <span class="mark">update</span>`}
    <small>${story.outlet_name}</small>
    ${whyRanked(story)}
    <div class="choices">
      ${canPin ? deskForm(desk, edition.id, 'picks', pin, 'pick') : ''}
      ${canPin ? pickButton(desk, edition.id, story.story_id!, 'exclude', 'Exclude') : ''}
      ${isAnyOf(UNDER_WAY, edition.state) ? deskForm(desk, edition.id, `standbys/${story.position}/promote`, html`<button class="quiet small">Add to the edition</button>`, 'pick') : ''}
    </div>
  </li>`;
}

function excludedItem(
  desk: Desk,
  { edition }: DeskEdition,
  { storyId, headline }: { storyId: number; headline: string },
): Html {
  return html`<li>
    <b>${headline}</b> <small>excluded by staff</small>
    ${edition.state === 'draft' ? html`<div class="choices">${pickButton(desk, edition.id, storyId, 'unpin', 'Take back in')}</div>` : ''}
  </li>`;
}

/** The standby stories, and the refused and excluded ones. */
export function choosingSection(desk: Desk, view: DeskEdition): Html {
  const { edition, standbys, excluded } = view;
  const { refused } = edition;
  if (standbys.length + refused.length + excluded.length === 0) return html``;
  const list = (title: Html | string, items: Html[]): Html =>
    items.length === 0
      ? html``
      : html`<h3>${title} <small>${items.length}</small></h3>
          <ul class="listed">
            ${items}
          </ul>`;
  return html`<section class="card" id="choosing" data-part>
    <h2>Other stories</h2>
    ${list(
      term('Standbys'),
      standbys.map((story) => standbyItem(desk, view, story)),
    )}
    ${list(
      'Refused',
      refused.map(
        ({ title, reason }) => html`<li>${title === null ? '' : html`<b>${title}</b> `}<small>${reason}</small></li>`,
      ),
    )}
    ${list(
      'Excluded',
      excluded.map((story) => excludedItem(desk, view, story)),
    )}
  </section>`;
}

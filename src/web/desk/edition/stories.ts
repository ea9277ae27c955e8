import { describeFault } from '../../../domain/pictures.ts';
import { RESERVED_REASON } from '../../../domain/story.ts';
import { findSection } from '../../../domain/sections.ts';
import type { Followed } from '../../../editions/clicks/clickCounts.ts';
import { isAnyOf, OPEN, STARTED, UNDER_WAY } from '../../../domain/states.ts';
import type { EditionStory } from '../../../editions/load.ts';
import { safeUrl } from '../../../domain/safeUrl.ts';
import { formatCount } from '../../markup/dates.ts';
import { ourWords } from '../../markup/editionWords.ts';
import { html, type Html } from '../../markup/html.ts';
import { storyPicture } from '../../markup/picture.ts';
import { canAdd } from './addStoryPart.ts';
import { deskForm, mayPost, type Desk, type DeskEdition } from './deskEdition.ts';
import { whyRanked } from './reasons.ts';
import type { TypedStory } from './returned.ts';
import { storyForm } from './storyForm.ts';
import { storyMore } from './storyMore.ts';

/** The desk speaks English. */
const DESK_WORDS = ourWords('en');

/** How often a story's link was followed. The counts are not linked to readers. */
function clicksLine(followed: Followed | undefined): Html {
  if (!followed) return html``;
  const { clicks, scans } = followed;
  return html`<p class="fine">
    ${formatCount(clicks)}
    ${clicks === 1 ? 'click' : 'clicks'}${scans > 0 ? `, and ${formatCount(scans)} by link scanners` : ''}
  </p>`;
}

/** True if the person may move the stories of the edition. */
export function canMove(desk: Desk, { edition }: DeskEdition): boolean {
  return isAnyOf([...OPEN, ...UNDER_WAY], edition.state) && edition.kind !== 'correction' && mayPost(desk, 'order');
}

/** A story's place: buttons for one up and one down, and the place as a field. */
function placeForm(desk: Desk, view: DeskEdition, { position, item_id: item, headline }: EditionStory): Html {
  const last = view.stories.length;
  if (!canMove(desk, view) || last < 2) return html`<div class="move"><b class="position">${position}</b></div>`;
  const button = (to: number, sign: string, label: string): Html =>
    html`<button
      class="quiet ${to < position ? 'up' : 'down'}"
      name="place"
      value="${to}"
      ${to < 1 || to > last ? html`disabled` : ''}
      title="${label}"
    >
      <span aria-hidden="true">${sign}</span><span class="unseen">${label}: ${headline}</span>
    </button>`;
  // The first button is the one that Enter in the field presses; the last value of a repeated field counts.
  const body = html`<input type="hidden" name="from" value="${position}" />
    <input type="hidden" name="item" value="${item ?? ''}" />
    <label class="unseen" for="place-${position}">Place of story ${position}</label>
    <input
      id="place-${position}"
      name="place"
      class="place"
      inputmode="numeric"
      required
      maxlength="2"
      value="${position}"
    /><button class="unseen">Move story ${position} to this place</button>
    ${button(position - 1, '↑', 'Move up')}${button(position + 1, '↓', 'Move down')}`;
  return html`<div class="move">
    <span class="grip" data-grip hidden aria-hidden="true" title="Drag to another place">⠿</span>
    ${deskForm(desk, view.edition.id, 'order', body, 'order')}
  </div>`;
}

function marksOf(view: DeskEdition, story: EditionStory): Html {
  const { picks, edition, newsletter } = view;
  const section = findSection([story.section], newsletter.sections);
  const isPlaced = picks.some((pick) => pick.story_id === story.story_id && pick.position !== null);
  return html`<p class="fine">
    <b>${story.outlet_name}</b
    >${story.is_own ? html` <span class="mark">own</span>` : ''}${story.update_of === null ? '' : html` <span class="mark">update</span>`}${view.changedAtOutlet.has(story.position) ? html` <span class="mark">changed at its outlet</span>` : ''}${isPlaced && edition.kind !== 'special' ? html` <span class="mark">placed by staff</span>` : ''}${section === null ? '' : html` · ${section}`}${story.also_reported_by.length > 0 ? ` · also ${story.also_reported_by.join(', ')}` : ''}
  </p>`;
}

function storyRow(desk: Desk, view: DeskEdition, story: EditionStory, came: TypedStory | undefined): Html {
  const { position } = story;
  const url = safeUrl(story.url);
  const fault = view.pictureFaults.get(position);
  const canEdit = isAnyOf([...OPEN, ...STARTED], view.edition.state);
  return html`<li class="row-story" id="story-${position}" data-from="${position}">
    ${placeForm(desk, view, story)}
    <div class="tale">
      <h3>${url ? html`<a href="${url}">${story.headline}</a>` : story.headline}</h3>
      ${marksOf(view, story)} ${story.summary ? html`<p class="sum">${story.summary}</p>` : ''}
      ${fault ? html`<p class="fine">No picture: ${describeFault(fault)}.</p>` : ''}
      ${clicksLine(view.clicks.get(position))}
      ${story.reasons.includes(RESERVED_REASON) ? html`<p class="reason"><strong>May not be republished.</strong> ${RESERVED_REASON}.</p>` : ''}
    </div>
    ${storyPicture(desk.site, story, null, { own: html``, ours: DESK_WORDS })} ${whyRanked(story)}
    <div class="story-acts">${canEdit ? storyForm(desk, view, story, came) : ''} ${storyMore(desk, view, story)}</div>
  </li>`;
}

/** The stories as a list, each with what can be done with it. `came`: an edit that could not be saved. */
export function storiesSection(desk: Desk, view: DeskEdition, came: TypedStory | undefined): Html {
  return html`<section class="card" id="stories" data-part>
    <div class="headed">
      <h2>Stories <small>${view.stories.length}</small></h2>
      ${canAdd(desk, view) ? html`<a href="#add">Add a story</a>` : ''}
    </div>
    <ol class="rows" data-order="${canMove(desk, view) ? 'on' : ''}">
      ${view.stories.map((story) => storyRow(desk, view, story, came?.position === story.position ? came : undefined))}
    </ol>
  </section>`;
}

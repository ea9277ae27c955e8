import type { EditionStory } from '../../../editions/load.ts';
import { html, type Html } from '../../markup/html.ts';
import { storyChoices } from './choosingPart.ts';
import { deskForm, mayPost, type Desk, type DeskEdition } from './deskEdition.ts';
import { storyLinks } from './storyLinks.ts';

/** One action of a story in its row; empty where it is not possible. */
type StoryAction = (desk: Desk, view: DeskEdition, story: EditionStory) => Html | null;

function removePicture(desk: Desk, { edition }: DeskEdition, { position, image }: EditionStory): Html | null {
  const action = `stories/${position}/kill-picture`;
  if (!image?.stored || !mayPost(desk, action)) return null;
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
  return html`<details class="fix" id="kill-${position}">
    <summary>Remove picture everywhere</summary>
    ${deskForm(desk, edition.id, action, body)}
  </details>`;
}

/** The further actions of a story, in the order in which its row shows them. */
const ACTIONS: readonly StoryAction[] = [storyLinks, storyChoices, removePicture];

/** What can be done with a story besides editing and moving it. */
export function storyMore(desk: Desk, view: DeskEdition, story: EditionStory): Html {
  const parts = ACTIONS.map((action) => action(desk, view, story)).filter((part) => part !== null);
  if (parts.length === 0) return html``;
  return html`<details class="fix more-acts" id="more-${story.position}">
    <summary>More<span class="unseen"> actions for story ${story.position}</span></summary>
    <div class="acts-of-story">${parts}</div>
  </details>`;
}

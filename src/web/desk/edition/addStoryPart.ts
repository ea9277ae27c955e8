import { isAnyOf, OPEN } from '../../../domain/states.ts';
import type { Edition } from '../../../editions/load.ts';
import { html, type Html } from '../../markup/html.ts';
import { roleNote } from '../access.ts';
import { deskForm, mayPost, type Desk, type DeskEdition } from './deskEdition.ts';
import { describedBy, faultLine, storyPage } from './storyPage.ts';

/** What a person typed, and what is wrong with it. */
export type TypedAddress = { address: string; place: string; fault: string | null };

function addForm(desk: Desk, edition: Edition, stories: number, typed: TypedAddress | null): Html {
  const fault = typed?.fault ?? undefined;
  const option = (value: string, label: string): Html =>
    html`<option value="${value}" ${typed?.place === value ? html` selected` : ''}>${label}</option>`;
  const places = Array.from({ length: stories }, (_, at) => String(at + 1));
  const body = html`<p class="field">
      <label for="add-address">Add a story by its address</label
      ><input
        id="add-address"
        name="address"
        inputmode="url"
        autocapitalize="none"
        spellcheck="false"
        required
        maxlength="2000"
        placeholder="https://paper.example/story"
        value="${typed?.address ?? ''}"
        ${describedBy('add-fault', fault)}
      />
      ${faultLine('add-fault', fault)}
    </p>
    <p class="field">
      <label for="add-place">Place</label
      ><select id="add-place" name="place">
        ${option('', 'Last')}${places.map((place) => option(place, place))}
      </select>
    </p>
    <button class="quiet">Add the story</button>
    <p class="fine">
      The page is read at once. A story of one of our outlets appears as its rights allow; one of any other site with
      its headline and link only.
    </p>`;
  return html`${deskForm(desk, edition.id, 'add', body, 'add-story')}
  ${roleNote(desk.staff, 'POST /desk/editions/:id/add', 'Adding a story')}`;
}

const isOpen = ({ edition }: DeskEdition): boolean => isAnyOf(OPEN, edition.state) && edition.kind !== 'correction';

/** True if the person may add a story to the edition. */
export function canAdd(desk: Desk, view: DeskEdition): boolean {
  return isOpen(view) && mayPost(desk, 'add');
}

/** The form that adds a story to a draft or an approved edition. */
export function addStorySection(desk: Desk, view: DeskEdition): Html {
  if (!isOpen(view)) return html``;
  const { edition, stories } = view;
  return html`<section class="card" id="add" data-part>${addForm(desk, edition, stories.length, null)}</section>`;
}

/** The page with that form alone, for an address that could not be added. */
export function addStoryPage(desk: Desk, edition: Edition, stories: number, typed: TypedAddress | null): Html {
  return storyPage(desk, edition, {
    title: 'Add a story',
    back: '#stories',
    body: html`<section class="card">
      ${typed?.fault ? html`<p role="alert" class="reason">The story was not added. See below.</p>` : ''}
      ${addForm(desk, edition, stories, typed)}
    </section>`,
  });
}

import { isAnyOf, OPEN } from '../../../domain/states.ts';
import { safeUrl } from '../../../domain/safeUrl.ts';
import type { Edition, EditionStory } from '../../../editions/load.ts';
import type { StoryReport } from '../../../newsroom/storyReports.ts';
import { formatClock } from '../../markup/dates.ts';
import { html, type Html } from '../../markup/html.ts';
import { roleNote } from '../access.ts';
import { deskForm, editionPath, type Desk, type DeskEdition } from './deskEdition.ts';
import { formFault, storyPage, type Faults } from './storyPage.ts';

export type EventsView = {
  edition: Edition;
  zone: string;
  story: EditionStory;
  /** The other stories and the standbys. */
  others: EditionStory[];
  standbys: EditionStory[];
  reports: StoryReport[];
  typed: { other?: string; item?: string; place?: string };
  faults: Faults<never>;
};

function joinForm(desk: Desk, { edition, story, others, standbys, typed }: EventsView): Html {
  const option = (label: string, { story_id: id, headline }: EditionStory): Html =>
    id === null
      ? html``
      : html`<option value="${id}" ${typed.other === String(id) ? html` selected` : ''}>${label}: ${headline}</option>`;
  if (others.length + standbys.length === 0) return html`<p>There is no other story in the edition.</p>`;
  const body = html`<input type="hidden" name="story" value="${story.story_id ?? ''}" />
    <p class="field">
      <label for="join-other">This is the same event as</label
      ><select id="join-other" name="other" required>
        <option value="">Choose a story</option>
        ${others.map((other) => option(String(other.position), other))}
        ${standbys.map((other) => option('Standby', other))}
      </select>
    </p>
    <button>Join the two stories</button>`;
  return deskForm(desk, edition.id, 'join', body, 'join');
}

function splitForm(desk: Desk, { edition, story, reports, zone, typed }: EventsView): Html {
  if (reports.length < 2) return html`<p>It has one report, so there is nothing to split.</p>`;
  const report = ({ itemId, outlet, headline, url, at }: StoryReport): Html => {
    const link = safeUrl(url);
    return html`<li class="ranked">
      <input
        type="radio"
        id="item-${itemId}"
        name="item"
        value="${itemId}"
        required
        ${typed.item === String(itemId) ? html` checked` : ''}
      />
      <div>
        <label for="item-${itemId}">${headline}</label>
        <small
          >${outlet} ·
          ${formatClock(at, zone)}${itemId === story.item_id ? ' · leads the story' : ''}${link ? html` · <a href="${link}">read</a>` : ''}</small
        >
      </div>
    </li>`;
  };
  const body = html`<input type="hidden" name="story" value="${story.story_id ?? ''}" />
    <fieldset class="plain">
      <legend>Which report is of another event?</legend>
      <ul class="listed">
        ${reports.map(report)}
      </ul>
    </fieldset>
    <p class="row">
      <button name="place" value="next">Split it off as the next story</button
      ><button class="quiet" name="place" value="standby">Split it off as a standby</button>
    </p>`;
  return deskForm(desk, edition.id, 'split', body, 'split');
}

/** The page on which staff say which reports are of one event. */
export function eventsPage(desk: Desk, view: EventsView): Html {
  const { edition, story, faults } = view;
  return storyPage(desk, edition, {
    title: 'Join or split a story',
    back: `#story-${story.position}`,
    body: html`${formFault(faults)}
      <p><b>${story.position}</b> ${story.headline}</p>
      <section class="card">
        <h2>Join</h2>
        <p class="fine">
          The story that stands higher stays, with the reports of both. The best of them leads it. Composing again keeps
          it so.
        </p>
        ${joinForm(desk, view)}${roleNote(desk.staff, 'POST /desk/editions/:id/join', 'Joining stories')}
      </section>
      <section class="card">
        <h2>Split</h2>
        ${splitForm(desk, view)}${roleNote(desk.staff, 'POST /desk/editions/:id/split', 'Splitting a story')}
      </section>`,
  });
}

/** The link to that page; empty where stories can no longer be joined and split. */
export function eventsLink(desk: Desk, { edition }: DeskEdition, { story_id: storyId }: EditionStory): Html | null {
  if (storyId === null || !isAnyOf(OPEN, edition.state) || edition.kind === 'correction') return null;
  return html`<a href="${editionPath(desk, edition.id, `/events?story=${storyId}`)}">Join or split</a>`;
}

import { DELIVERY_STATES, type EditionState } from '../../domain/states.ts';
import type { EditionStory, LoadedEdition } from '../../editions/load.ts';
import type { EditionStatus } from '../../editions/status.ts';
import { href, type Site } from '../site.ts';
import type { Staff } from '../web.ts';
import { editionMarks } from './dashboard.ts';
import { formatCount, formatDay, formatTime } from './dates.ts';
import { deskPage, formToken } from './desk.ts';
import { storyPicture } from './edition.ts';
import { html, safeUrl, type Html } from './html.ts';

export type DeskEdition = LoadedEdition & {
  status: EditionStatus;
  /** Readers whom a send would reach now. */
  readers: number;
  /** No relay is set: a send goes to the built-in inbox. */
  isRehearsalOnly: boolean;
};

const RUNNING: ReadonlySet<EditionState> = new Set(['preparing', 'submitting']);

function storyItem(story: EditionStory): Html {
  const url = safeUrl(story.url);
  return html`<li class="desk-story">
    ${storyPicture(story, false)}
    <div>
      <h3>${url ? html`<a href="${url}">${story.headline}</a>` : story.headline}</h3>
      <p>${story.summary}</p>
      <p class="fine">
        <b>${story.outlet_name}</b
        >${story.is_own ? html` <span class="mark">own</span>` : ''}${story.also_reported_by.length > 0 ? ` · also ${story.also_reported_by.join(', ')}` : ''}
      </p>
      <details>
        <summary>Score ${story.score.toFixed(2)}</summary>
        <ul>
          ${story.reasons.map((reason) => html`<li>${reason}</li>`)}
        </ul>
      </details>
    </div>
  </li>`;
}

function progress({ status, edition }: DeskEdition, zone: string): Html {
  const total = DELIVERY_STATES.reduce((sum, state) => sum + status.deliveries[state], 0);
  if (total === 0 && !status.startedAt) return html``;
  const done = total - status.deliveries.pending - status.deliveries.submitting;
  const time = (at: string | null): string => (at ? formatTime(new Date(at), zone) : '–');
  return html`<section class="card">
    <h2>${status.isRehearsal ? 'Rehearsal' : 'Send'}</h2>
    <progress max="${Math.max(1, total)}" value="${done}">${done} of ${total}</progress>
    <dl class="facts">
      ${DELIVERY_STATES.map(
        (state) =>
          html`<div class="count-${state}">
            <dt>${state}</dt>
            <dd>${formatCount(status.deliveries[state])}</dd>
          </div>`,
      )}
    </dl>
    ${status.deliveries.unknown > 0 ? html`<p class="reason">${formatCount(status.deliveries.unknown)} unknown: the connection was lost before the relay answered. What is unknown is never sent again by itself.</p>` : ''}
    <p class="fine">
      Started ${time(status.startedAt)} · finished
      ${time(status.finishedAt)}${status.ratePerSecond === null ? '' : ` · ${status.ratePerSecond} a second`}${
        status.secondsLeft === null || !RUNNING.has(edition.state) ? '' : ` · ${status.secondsLeft} s left`
      }
    </p>
  </section>`;
}

function button(site: Site, staff: Staff, id: number, action: string, label: string, kind: string): Html {
  return html`<form method="post" action="${href(site, `/desk/editions/${id}/${action}`)}">
    ${formToken(staff)}<button class="${kind}">${label}</button>
  </form>`;
}

function sendForm(site: Site, staff: Staff, { edition, readers, isRehearsalOnly }: DeskEdition): Html {
  return html`<form
    class="send"
    method="post"
    action="${href(site, `/desk/editions/${edition.id}/send`)}"
    autocomplete="off"
  >
    ${formToken(staff)}
    <h3>${isRehearsalOnly ? 'Rehearse' : 'Send to all'}</h3>
    <p>
      ${isRehearsalOnly ? 'No relay is set: this goes to the built-in inbox, and reaches nobody.' : 'This cannot be called back.'}
      Type the number of readers to go on: <b>${formatCount(readers)}</b>.
    </p>
    <p class="field">
      <label for="readers">Number of readers</label
      ><input id="readers" name="readers" inputmode="numeric" required maxlength="12" />
    </p>
    <button class="grave">${isRehearsalOnly ? 'Rehearse' : 'Send'}</button>
  </form>`;
}

function actions(site: Site, staff: Staff, view: DeskEdition): Html {
  const { edition, isRehearsalOnly } = view;
  const { state, id } = edition;
  const canSend =
    ['draft', 'approved', 'failed'].includes(state) ||
    (state === 'submitted' && edition.is_rehearsal && !isRehearsalOnly);
  const canCancel = !['submitted', 'cancelled'].includes(state);
  return html`<section class="card actions">
    <h2>Actions</h2>
    ${canSend ? sendForm(site, staff, view) : ''}
    ${
      RUNNING.has(state)
        ? ''
        : html`<form class="test" method="post" action="${href(site, `/desk/editions/${id}/test`)}">
            ${formToken(staff)}
            <h3>Test copy</h3>
            <p class="field">
              <label for="to">Address</label><input id="to" name="to" type="email" required maxlength="254" />
            </p>
            <button class="quiet">Send a test copy</button>
          </form>`
    }
    <div class="row">
      ${RUNNING.has(state) ? button(site, staff, id, 'pause', 'Pause', 'grave') : ''}
      ${state === 'paused' ? button(site, staff, id, 'resume', 'Resume', '') : ''}
      ${canCancel ? button(site, staff, id, 'cancel', 'Cancel this edition', 'quiet') : ''}
    </div>
  </section>`;
}

function digest(site: Site, { edition, stories }: DeskEdition): Html {
  // A page that loads itself again would load the frame again, and empty a form that is being filled.
  if (stories.length === 0 || RUNNING.has(edition.state)) return html``;
  const path = href(site, `/desk/editions/${edition.id}/digest`);
  return html`<section class="card">
    <h2>Digest</h2>
    <iframe
      class="mail"
      title="The digest as it is mailed"
      src="${path}"
      sandbox="allow-popups allow-popups-to-escape-sandbox"
      loading="lazy"
    ></iframe>
  </section>`;
}

export function deskEditionPage(site: Site, staff: Staff, view: DeskEdition): Html {
  const { edition, newsletter, stories } = view;
  const publicPath = href(site, `/editions/${newsletter.slug}/${edition.date}`);
  return deskPage(site, {
    title: edition.subject || `Edition ${edition.id}`,
    section: 'desk',
    staff,
    hasInbox: view.isRehearsalOnly,
    refreshSeconds: RUNNING.has(edition.state) ? 3 : null,
    body: html`<p class="today">
        <a href="${href(site, '/desk')}">${newsletter.name}</a> ·
        ${formatDay(edition.date)}${edition.kind === 'daily' ? '' : ` · ${edition.kind}`}
      </p>
      <h1>${edition.subject || `Edition ${edition.id}`}</h1>
      <p>
        ${editionMarks(edition)}
        ${edition.due_at ? html`<small>due ${formatTime(edition.due_at, newsletter.zone)}</small>` : ''}
        ${['submitting', 'paused', 'submitted'].includes(edition.state) ? html`<a href="${publicPath}">Public page</a>` : ''}
      </p>
      ${edition.flag ? html`<p class="reason"><strong>Held back:</strong> ${edition.flag_detail ?? edition.flag.replaceAll('_', ' ')}</p>` : ''}
      ${edition.is_rehearsal ? html`<p class="rehearsal"><strong>Rehearsal.</strong> Its latest send is for the built-in inbox; it reaches no reader.</p>` : ''}
      ${progress(view, newsletter.zone)} ${actions(site, staff, view)} ${digest(site, view)}
      <section class="card">
        <h2>Stories <small>${stories.length}</small></h2>
        <ol class="desk-stories">
          ${stories.map(storyItem)}
        </ol>
      </section>`,
  });
}

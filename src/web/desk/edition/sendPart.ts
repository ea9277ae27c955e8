import { DELIVERY_STATES, ENDED, isAnyOf, OPEN, SENDING, UNDER_WAY } from '../../../domain/states.ts';
import { formatCount, formatTime } from '../../markup/dates.ts';
import { html, type Html } from '../../markup/html.ts';
import { cancelForm } from './cancel.ts';
import { canaryPart } from './canary.ts';
import { describeFigures, type FigureRow, type Figures } from './figures.ts';
import { deskButton, deskForm, editionPath, type Desk, type DeskEdition } from './deskEdition.ts';

const NAMES = {
  pending: 'Pending',
  submitting: 'On the wire',
  submitted: 'Submitted',
  failed: 'Failed',
  suppressed: 'Opted out',
  unknown: 'Unknown',
} as const;

/** A table whose rows the page's script replaces. */
function figureTable(name: 'relays' | 'domains', heads: string[], rows: FigureRow[]): Html {
  return html`<table class="figures stacked" data-rows="${name}" ${rows.length === 0 ? html` hidden` : ''}>
    <thead>
      <tr>
        ${heads.map((head) => html`<th scope="col">${head}</th>`)}
      </tr>
    </thead>
    <tbody>
      ${rows.map(
        ({ cells, isBad }) =>
          html`<tr ${isBad ? html` class="bad"` : ''}>
            ${cells.map((cell, index) => html`<td data-head="${heads[index] ?? ''}">${cell}</td>`)}
          </tr>`,
      )}
    </tbody>
  </table>`;
}

function tables({ relays, domains }: Figures): Html {
  return html`<details class="more" open>
      <summary>Relays</summary>
      ${figureTable('relays', ['Relay', 'Now', 'Submitted', 'To retry', 'Failed', 'Unknown', 'State'], relays)}
    </details>
    <details class="more">
      <summary>Domains with the most readers</summary>
      ${figureTable('domains', ['Domain', 'Readers', 'Submitted', 'Waiting', 'Failed', 'Unknown', 'State'], domains)}
    </details>`;
}

/** How fast it may go. */
export function rateForm(desk: Desk, { edition }: DeskEdition): Html {
  if (!isAnyOf([...OPEN, ...UNDER_WAY], edition.state)) return html``;
  const limit =
    edition.max_rate === null ? 'as fast as the relays take it' : `at most ${formatCount(edition.max_rate)} a second`;
  const body = html`<p class="field">
      <label for="rate">Messages a second</label>
      <input
        id="rate"
        name="perSecond"
        class="number"
        inputmode="decimal"
        maxlength="9"
        value="${edition.max_rate ?? ''}"
      />
    </p>
    <p class="row">
      <button class="quiet">Set the rate</button
      ><button class="quiet" name="limit" value="off" formnovalidate>No limit</button>
    </p>
    <p class="fine">Now ${limit}.</p>`;
  return deskForm(desk, edition.id, 'rate', body, 'rate');
}

function controls(desk: Desk, view: DeskEdition): Html {
  const { edition } = view;
  const { id, state } = edition;
  return html`<div class="row controls">
    ${isAnyOf(SENDING, state) ? deskButton(desk, id, 'pause', 'Pause', 'grave') : ''}
    ${state === 'paused' ? deskButton(desk, id, 'resume', edition.canary_left === null ? 'Resume' : 'Send to everybody') : ''}
    ${cancelForm(desk, view)}
  </div>`;
}

function unsettled(desk: Desk, { edition, progress }: DeskEdition): Html {
  const { unknown } = progress.deliveries;
  const link = (which: string, text: string): Html =>
    html`<a href="${editionPath(desk, edition.id, `/unsettled?which=${which}`)}">${text}</a>`;
  return html`${
    unknown > 0
      ? html`<p class="reason">
          <strong>${formatCount(unknown)} unknown.</strong> The connection was lost before the relay answered, so that
          they may have it. Nothing is sent to them again by itself; ${link('unknown', 'look at them')}.
        </p>`
      : ''
  }${
    progress.late > 0 && edition.flag !== 'late'
      ? html`<p class="reason">
          <strong>${formatCount(progress.late)} too late.</strong> Their time was over before it could go;
          ${link('late', 'look at them')}.
        </p>`
      : ''
  }`;
}

/** What came back of the mails; as of when the page was loaded. */
function feedbackLine({ feedback: { bounces, complaints } }: DeskEdition): Html {
  if (bounces + complaints === 0) return html``;
  const facts = [
    bounces === 0 ? null : `${formatCount(bounces)} ${bounces === 1 ? 'mail' : 'mails'} came back`,
    complaints === 0 ? null : `${formatCount(complaints)} ${complaints === 1 ? 'reader' : 'readers'} complained`,
  ];
  return html`<p class="fine">${facts.filter((fact) => fact !== null).join('; ')}.</p>`;
}

/** How the send stands, and all that stops or steers it. */
export function sendSection(desk: Desk, view: DeskEdition): Html {
  const { edition, newsletter, progress } = view;
  const figures = describeFigures(progress, newsletter.zone);
  const isUnderWay = isAnyOf(SENDING, edition.state) || edition.state === 'paused';
  if (figures.total === 0 && !progress.startedAt && !isUnderWay) return html``;
  const time = (at: string): string => formatTime(new Date(at), newsletter.zone);
  const text = (name: string, kind: string): Html =>
    html`<p class="${kind}" data-figure="${name}" ${figures.texts[name] ? '' : html` hidden`}>
      ${figures.texts[name]}
    </p>`;
  return html`<section class="card" id="send">
    <h2>${progress.isRehearsal ? 'Rehearsal' : 'Send'} <small class="live" data-live-mark hidden></small></h2>
    <div class="progress-line">
      <b data-figure="share">${figures.texts['share']}</b> <span data-figure="of">${figures.texts['of']}</span>
      <span class="pace" data-figure="pace">${figures.texts['pace']}</span>
    </div>
    <progress
      max="${Math.max(1, figures.total)}"
      value="${figures.done}"
      aria-label="Readers settled"
      data-progress
    ></progress>
    <dl class="facts">
      ${DELIVERY_STATES.map(
        (state) =>
          html`<div class="count-${state}${progress.deliveries[state] === 0 ? ' none' : ''}">
            <dt>${NAMES[state]}</dt>
            <dd data-figure="${state}">${figures.texts[state]}</dd>
          </div>`,
      )}
    </dl>
    ${feedbackLine(view)} ${text('retrying', 'fine')} ${text('missing', 'reason')} ${unsettled(desk, view)}
    ${canaryPart(desk, view)}
    ${isAnyOf(ENDED, edition.state) ? '' : html`<div class="steer">${controls(desk, view)} ${rateForm(desk, view)}</div>`}
    ${tables(figures)}
    <p class="fine">
      ${progress.startedAt ? `Started ${time(progress.startedAt)}` : 'Not started yet'}${
        progress.finishedAt ? ` · finished ${time(progress.finishedAt)}` : ''
      }
      · revision ${edition.revision}
    </p>
  </section>`;
}

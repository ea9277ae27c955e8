import { DELIVERY_STATES, ENDED, isAnyOf, OPEN, SENDING, UNDER_WAY } from '../../../domain/states.ts';
import { formatCount, formatTime } from '../../markup/dates.ts';
import { roleNote } from '../access.ts';
import { deliveryStateHeading, term } from '../glossary.ts';
import { html, type Html } from '../../markup/html.ts';
import { cancelForm } from './cancel.ts';
import { canaryPart } from './canary.ts';
import { describeFigures, type FigureRow, type Figures } from './figures.ts';
import { deskButton, deskForm, editionPath, type Desk, type DeskEdition } from './deskEdition.ts';

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
      ${figureTable('relays', ['Relay', 'Rate', 'Sent', 'To retry', 'Failed', 'Not confirmed', 'State'], relays)}
    </details>
    <details class="more">
      <summary>Domains with the most readers</summary>
      ${figureTable('domains', ['Domain', 'Readers', 'Sent', 'Waiting', 'Failed', 'Not confirmed', 'State'], domains)}
    </details>`;
}

/** The form that limits the rate of a send. */
export function rateForm(desk: Desk, { edition }: DeskEdition): Html {
  if (!isAnyOf([...OPEN, ...UNDER_WAY], edition.state)) return html``;
  const limit =
    edition.max_rate === null
      ? 'no limit: as fast as the relays accept it'
      : `at most ${formatCount(edition.max_rate)} a second`;
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
    <p class="fine">Current setting: ${limit}.</p>`;
  return deskForm(desk, edition.id, 'rate', body, 'rate');
}

function controls(desk: Desk, view: DeskEdition): Html {
  return html`<div class="row controls">
    ${cancelForm(desk, view)}
    ${roleNote(desk.staff, 'POST /desk/editions/:id/resume', 'Resuming, cancelling or changing the rate')}
  </div>`;
}

function unsettled(desk: Desk, { edition, progress }: DeskEdition): Html {
  const { unknown } = progress.deliveries;
  const link = (which: string, text: string): Html =>
    html`<a href="${editionPath(desk, edition.id, `/unsettled?which=${which}`)}">${text}</a>`;
  return html`${
    unknown > 0
      ? html`<p class="reason">
          <strong>${formatCount(unknown)} not confirmed by the relay.</strong> The connection was lost before the relay
          answered. These readers may have received it, so it is not sent to them again automatically.
          ${link('unknown', 'Show these readers')}
        </p>`
      : ''
  }${
    progress.late > 0 && edition.flag !== 'late'
      ? html`<p class="reason">
          <strong>${formatCount(progress.late)} too late.</strong> The allowed lateness was over before their copy could
          be sent. ${link('late', 'Show these readers')}
        </p>`
      : ''
  }`;
}

/** The bounces and complaints about an edition when the page was loaded. */
function feedbackLine({ feedback: { bounces, complaints } }: DeskEdition): Html {
  if (bounces + complaints === 0) return html``;
  const facts = [
    bounces === 0 ? null : `${formatCount(bounces)} ${bounces === 1 ? 'mail' : 'mails'} bounced`,
    complaints === 0 ? null : `${formatCount(complaints)} ${complaints === 1 ? 'reader' : 'readers'} complained`,
  ];
  return html`<p class="fine">${facts.filter((fact) => fact !== null).join('; ')}.</p>`;
}

/** The stop of a running send, or what resumes a paused one: on the first screen of a phone. */
export function stopBar(desk: Desk, { edition, progress }: DeskEdition): Html {
  const { id, state, canary_left: canaryLeft } = edition;
  const text = describeFigures(progress, 'UTC').texts;
  if (isAnyOf(SENDING, state))
    return html`<div class="stop" id="stop" data-part>
      ${deskButton(desk, id, 'pause', 'Pause the send', 'grave')}
      <span><b data-figure="share">${text['share']}</b> <span data-figure="of">${text['of']}</span></span>
    </div>`;
  if (state !== 'paused') return html``;
  return html`<div class="stop" id="stop" data-part>
    <strong>The send is paused.</strong>
    ${deskButton(desk, id, 'resume', canaryLeft === null ? 'Resume' : 'Send to all readers')}
  </div>`;
}

/** The progress of the send, and its controls. */
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
  return html`<section class="card" id="send" data-part>
    <h2>${progress.isRehearsal ? term('Rehearsal') : 'Send'} <small class="live" data-live-mark hidden></small></h2>
    <div class="progress-line">
      <b data-figure="share">${figures.texts['share']}</b> <span data-figure="of">${figures.texts['of']}</span>
      <span class="pace" data-figure="pace">${figures.texts['pace']}</span>
    </div>
    <progress
      max="${Math.max(1, figures.total)}"
      value="${figures.done}"
      aria-label="Readers done"
      data-progress
    ></progress>
    <dl class="facts">
      ${DELIVERY_STATES.map(
        (state) =>
          html`<div class="count-${state}${progress.deliveries[state] === 0 ? ' none' : ''}">
            <dt>${deliveryStateHeading(state)}</dt>
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

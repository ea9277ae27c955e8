import { formatCount } from '../../markup/dates.ts';
import { checkField } from '../checkField.ts';
import { roleNote } from '../access.ts';
import { html, type Html } from '../../markup/html.ts';
import { cancelForm } from './cancel.ts';
import { rateForm } from './sendPart.ts';
import { deskForm, mayPost, numberField, type Desk, type DeskEdition } from './deskEdition.ts';
import type { TypedField } from './returned.ts';
import { isAnyOf, SENDING, STARTABLE } from '../../../domain/states.ts';

function canSend({ edition, isRehearsal }: DeskEdition): boolean {
  return isAnyOf(STARTABLE, edition.state) || (edition.state === 'submitted' && edition.is_rehearsal && !isRehearsal);
}

function sendForm(
  desk: Desk,
  { edition, audience, isRehearsal, blocked }: DeskEdition,
  refused: TypedField | undefined,
): Html {
  if (blocked !== null)
    return html`<div>
      <p class="reason"><strong>This edition cannot be sent yet.</strong> ${blocked}</p>
    </div>`;
  const where = isRehearsal
    ? 'No relay is set (SMTP_URL), so this is a rehearsal: it goes to the built-in inbox and reaches no reader.'
    : 'This sends to all readers now, also to those who chose another hour. It cannot be undone.';
  const body = html`<h3>
      ${isRehearsal ? 'Rehearse' : edition.kind === 'correction' ? 'Send the correction' : 'Send to all'}
    </h3>
    ${
      audience.isUnusual && !isRehearsal
        ? html`<p class="reason">
            <strong>Unusual:</strong> ${formatCount(audience.readers)} readers, while recent editions went to about
            ${formatCount(audience.median ?? 0)} (the median).
          </p>`
        : ''
    }
    <p>${where} Type the number of readers to confirm: <b>${formatCount(audience.readers)}</b>.</p>
    ${numberField('readers', 'Number of readers', refused)}${checkField(desk.staff, 'send-password')}
    <button class="grave">${isRehearsal ? 'Rehearse' : 'Send'}</button>`;
  return deskForm(desk, edition.id, 'send', body, 'send');
}

function rateDetails(desk: Desk, view: DeskEdition): Html {
  if (!mayPost(desk, 'rate')) return html``;
  return html`<details class="fix" id="rate-limit">
    <summary>Limit the rate</summary>
    ${rateForm(desk, view)}
  </details>`;
}

/** The form that starts a send, the rate, and the end of the edition. While a send runs, `sendSection` has them. */
export function startSection(desk: Desk, view: DeskEdition, refused: TypedField | undefined): Html {
  const { edition, progress } = view;
  if (isAnyOf(SENDING, edition.state)) return html``;
  // `sendSection` also controls an edition that was paused before its send started.
  const hasControls = progress.startedAt !== null || edition.state === 'paused';
  if (hasControls && !canSend(view)) return html``;
  return html`<section class="card" id="start" data-part>
    <h2>Send</h2>
    ${canSend(view) ? html`${sendForm(desk, view, refused)}${roleNote(desk.staff, 'POST /desk/editions/:id/send', 'Sending')}` : ''}
    ${hasControls ? '' : rateDetails(desk, view)} ${hasControls ? '' : cancelForm(desk, view)}
  </section>`;
}

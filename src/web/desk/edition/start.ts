import { formatCount } from '../../markup/dates.ts';
import { roleNote } from '../access.ts';
import { html, type Html } from '../../markup/html.ts';
import { cancelForm } from './cancel.ts';
import { rateForm } from './sendPart.ts';
import { deskForm, numberField, type Desk, type DeskEdition } from './deskEdition.ts';
import { isAnyOf, SENDING, STARTABLE } from '../../../domain/states.ts';

function canSend({ edition, isRehearsal }: DeskEdition): boolean {
  return isAnyOf(STARTABLE, edition.state) || (edition.state === 'submitted' && edition.is_rehearsal && !isRehearsal);
}

function sendForm(desk: Desk, { edition, audience, isRehearsal, blocked }: DeskEdition): Html {
  if (blocked !== null)
    return html`<div>
      <p class="reason"><strong>This edition cannot be sent yet.</strong> ${blocked}</p>
    </div>`;
  const where = isRehearsal
    ? 'SMTP_URL is not set: this goes to the built-in inbox and reaches no reader.'
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
    ${numberField('readers')}
    <button class="grave">${isRehearsal ? 'Rehearse' : 'Send'}</button>`;
  return deskForm(desk, edition.id, 'send', body, 'send');
}

function testForm(desk: Desk, { edition }: DeskEdition): Html {
  const body = html`<h3>Test copy</h3>
    <p class="field">
      <label for="to">Address</label><input id="to" name="to" type="email" required maxlength="254" />
    </p>
    <button class="quiet">Send a test copy</button>`;
  return deskForm(desk, edition.id, 'test', body, 'test');
}

/** The forms that start a send or send a test copy. While a send runs, `sendSection` has the controls. */
export function startSection(desk: Desk, view: DeskEdition): Html {
  const { edition, progress } = view;
  if (isAnyOf(SENDING, edition.state)) return html``;
  // `sendSection` also controls an edition that was paused before its send started.
  const hasControls = progress.startedAt !== null || edition.state === 'paused';
  return html`<section class="card actions" id="start">
    <h2>${canSend(view) ? 'Send' : 'Test'}</h2>
    ${canSend(view) ? html`${sendForm(desk, view)}${roleNote(desk.staff, 'POST /desk/editions/:id/send', 'Sending')}` : ''}
    <div>
      ${testForm(desk, view)}${roleNote(desk.staff, 'POST /desk/editions/:id/test', 'Sending a test copy')}
      ${hasControls ? '' : rateForm(desk, view)}
    </div>
    ${hasControls ? '' : cancelForm(desk, view)}
  </section>`;
}

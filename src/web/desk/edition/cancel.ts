import { html, type Html } from '../../markup/html.ts';
import { deskForm, mayPost, type Desk, type DeskEdition } from './deskEdition.ts';
import { ENDED, isAnyOf } from '../../../domain/states.ts';

/** The form that cancels an edition. It takes three steps (open, tick, press), since cancelling is final. */
export function cancelForm(desk: Desk, { edition, progress }: DeskEdition): Html {
  if (isAnyOf(ENDED, edition.state) || !mayPost(desk, 'cancel')) return html``;
  const who = progress.startedAt === null ? 'No reader' : 'No further reader';
  const body = html`<p class="check">
      <input type="checkbox" id="cancel-sure" name="sure" value="yes" required />
      <label for="cancel-sure">${who} gets this edition. Cancelling is final.</label>
    </p>
    <button class="grave">Cancel this edition</button>`;
  return html`<details class="fix cancel" id="cancel">
    <summary>Cancel this edition</summary>
    ${deskForm(desk, edition.id, 'cancel', body)}
  </details>`;
}

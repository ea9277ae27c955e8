import { MAX_PASSWORD_LENGTH } from '../../staff/passwordRules.ts';
import { html, type Html } from '../markup/html.ts';
import type { Staff } from '../web.ts';

/**
 * The password's field in a form of a route of CHECKED. Empty if the person proved who they are within the last ten
 * minutes.
 */
export function checkField(staff: Staff, id: string): Html {
  if (staff.isChecked) return html``;
  return html`<p class="field">
    <label for="${id}">Your password</label
    ><input
      id="${id}"
      name="password"
      type="password"
      required
      autocomplete="current-password"
      maxlength="${MAX_PASSWORD_LENGTH}"
      aria-describedby="${id}-why"
    />
    <small id="${id}-why">You signed in more than ten minutes ago.</small>
  </p>`;
}

import { formatCount } from '../../markup/dates.ts';
import { html, type Html } from '../../markup/html.ts';
import { deskButton, type Desk, type DeskEdition } from './deskEdition.ts';
import { isAnyOf, MAILING } from '../../../domain/states.ts';

/** What the first readers' copies showed so far, and the button that lets everybody have it. */
export function canaryPart(desk: Desk, { edition, newsletter, progress }: DeskEdition): Html {
  if (edition.canary_left === null || !isAnyOf(MAILING, edition.state)) return html``;
  const { submitted, failed, unknown } = progress.deliveries;
  const then =
    newsletter.canary_minutes === null
      ? 'The others wait for the desk.'
      : `The others get it by themselves after ${newsletter.canary_minutes} quiet minutes.`;
  return html`<div class="notice" id="canary">
    <h3>Canary: ${formatCount(edition.canary_left)} readers first</h3>
    <p>
      So far ${formatCount(submitted)} accepted, ${formatCount(failed)} failed, ${formatCount(unknown)} unknown,
      ${formatCount(progress.retrying)} waiting for another try. ${edition.state === 'paused' ? 'It is paused.' : then}
    </p>
    ${edition.state === 'submitting' ? deskButton(desk, edition.id, 'resume', 'Send to everybody') : ''}
  </div>`;
}

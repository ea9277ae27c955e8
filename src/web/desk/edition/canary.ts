import { formatCount } from '../../markup/dates.ts';
import { roleNote } from '../access.ts';
import { term } from '../glossary.ts';
import { html, type Html } from '../../markup/html.ts';
import { deskButton, type Desk, type DeskEdition } from './deskEdition.ts';
import { isAnyOf, MAILING } from '../../../domain/states.ts';

/** The results for the canary readers so far, and the button that sends to all others. */
export function canaryPart(desk: Desk, { edition, newsletter, progress }: DeskEdition): Html {
  if (edition.canary_left === null || !isAnyOf(MAILING, edition.state)) return html``;
  const { submitted, failed, unknown } = progress.deliveries;
  const then =
    newsletter.canary_minutes === null
      ? 'The other readers get it when staff press the button.'
      : `The other readers get it automatically ${newsletter.canary_minutes} minutes after the last message to the first ones, unless too many of those failed.`;
  return html`<div class="notice" id="canary">
    <h3>${term('Canary')}: ${formatCount(edition.canary_left)} readers first</h3>
    <p>
      So far ${formatCount(submitted)} sent, ${formatCount(failed)} failed, ${formatCount(unknown)} not confirmed,
      ${formatCount(progress.retrying)} to retry. ${edition.state === 'paused' ? 'The send is paused.' : then}
    </p>
    ${edition.state === 'submitting' ? deskButton(desk, edition.id, 'resume', 'Send to all readers') : ''}
    ${roleNote(desk.staff, 'POST /desk/editions/:id/resume', 'Sending to all readers')}
  </div>`;
}

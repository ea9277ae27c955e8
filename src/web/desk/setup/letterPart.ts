import type { Newsletter } from '../../../editions/newsletters/newsletters.ts';
import { isUnderWay } from '../../../editions/testLetter.ts';
import { html, type Html } from '../../markup/html.ts';
import { href, type Site } from '../../site.ts';
import type { Staff } from '../../web.ts';
import { may, roleNote } from '../access.ts';
import { formToken } from '../deskPage.ts';
import { textField } from '../fields.ts';
import type { SendingView } from './sendingPage.ts';

const SEND = 'POST /desk/sending/letter';

function outcome(site: Site, { letter }: SendingView): Html {
  if (letter === null) return html``;
  const { to, state, relay, reply } = letter;
  const words = reply ? html` <q>${reply}</q>` : '';
  if (isUnderWay(letter))
    return html`<p class="notice" role="status">
      The letter to ${to} is on its way.${reply ? html` The relay asks to try again later: <q>${reply}</q>` : ''}
    </p>`;
  if (state === 'submitted')
    return site.hasInbox
      ? html`<p class="notice" role="status">
          The letter to ${to} is in the <a href="${href(site, '/inbox')}">built-in inbox</a>.
        </p>`
      : html`<p class="notice" role="status">
          ${relay ?? 'The relay'} accepted the letter to ${to}.${words} Now look whether it arrives.
        </p>`;
  if (state === 'suppressed')
    return html`<p class="error" role="status">
      The letter to ${to} was not sent: the address is on the list of those that are never mailed.
    </p>`;
  if (state === 'unknown')
    return html`<p class="error" role="status">
      The connection to ${relay ?? 'the relay'} was lost before its answer. The letter to ${to} may arrive.
    </p>`;
  return html`<p class="error" role="status">The letter to ${to} was refused by ${relay ?? 'the relay'}.${words}</p>`;
}

/** A form that sends a short letter through the relay, and what became of the latest one. */
export function letterPart(site: Site, staff: Staff, view: SendingView, { slug, from_address }: Newsletter): Html {
  const { refused, letter, ownAddress } = view;
  return html`<section class="card" id="letter">
    <h2>Send a test letter</h2>
    ${outcome(site, view)}
    ${
      may(staff, SEND)
        ? html`<form method="post" action="${href(site, '/desk/sending/letter')}" class="settings">
            ${formToken(staff)}<input type="hidden" name="newsletter" value="${slug}" />
            ${textField(
              {
                name: 'to',
                label: 'To',
                hint: `A few lines from ${from_address}, signed and sent like an edition. No edition is needed.`,
                value: refused?.to ?? letter?.to ?? ownAddress,
                problem: refused?.says,
              },
              html`type="email" required maxlength="254"`,
            )}
            <button>Send the letter</button>
          </form>`
        : roleNote(staff, SEND, 'Sending a test letter')
    }
  </section>`;
}

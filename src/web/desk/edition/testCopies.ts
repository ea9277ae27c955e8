import { OUTBOX_WAITING } from '../../../domain/states.ts';
import type { TestCopy } from '../../../editions/testCopy.ts';
import { formatClock } from '../../markup/dates.ts';
import { html, type Html } from '../../markup/html.ts';
import { href } from '../../site.ts';
import { roleNote } from '../access.ts';
import { deskForm, editionPath, type Desk, type DeskEdition } from './deskEdition.ts';
import type { TypedField } from './returned.ts';

/** True while some test copy has no outcome yet. */
export const isAwaited = ({ state }: Pick<TestCopy, 'state'>): boolean => OUTBOX_WAITING.includes(state);

function describe({ state, relay, reply, statusCode }: TestCopy, isInInbox: boolean): Html {
  const words = reply === null ? '' : ` “${[statusCode, reply].filter(Boolean).join(' ')}”`;
  const where = isInInbox ? 'the built-in inbox' : `the relay${relay === null ? '' : ` ${relay}`}`;
  if (isAwaited({ state }))
    return reply === null
      ? html`<span class="chip">on its way</span>`
      : html`<span class="chip">on its way</span> The relay asked to try again later:${words}`;
  if (state === 'submitted') return html`<span class="chip good">accepted by ${where}</span>`;
  if (state === 'failed')
    return html`<span class="chip bad">refused</span>${words || ' It expired before it was sent.'}`;
  if (state === 'suppressed')
    return html`<span class="chip bad">not sent</span> The address is on the list of addresses that are never mailed.`;
  return html`<span class="chip bad">not confirmed</span> The connection was lost before the relay’s answer.`;
}

function copies(desk: Desk, { edition, newsletter, testCopies, hasRelay }: DeskEdition): Html {
  if (testCopies.length === 0) return html``;
  const isWaiting = testCopies.some(isAwaited);
  return html`<ul class="listed copies" ${isWaiting ? html`data-waiting` : ''}>
      ${testCopies.map(
        (copy) =>
          html`<li>
            <b class="address">${copy.to}</b> ${describe(copy, !hasRelay)}
            <small>${formatClock(copy.askedAt, newsletter.zone)}</small>
          </li>`,
      )}
    </ul>
    ${isWaiting ? html`<p class="fine"><a href="${editionPath(desk, edition.id, '#test')}">Reload for the outcome</a></p>` : ''}
    ${hasRelay ? '' : html`<p class="fine"><a href="${href(desk.site, '/inbox')}">Open the built-in inbox</a></p>`}`;
}

/** The form for a test copy, and what became of the latest ones. */
export function testSection(desk: Desk, view: DeskEdition, refused: TypedField | undefined): Html {
  const { edition, testCopyTo } = view;
  const state = refused ? html`aria-invalid="true" aria-describedby="to-fault" autofocus` : '';
  const body = html`<p class="field">
      <label for="to">Address</label
      ><input
        id="to"
        name="to"
        type="email"
        required
        maxlength="254"
        value="${refused?.typed ?? testCopyTo}"
        ${state}
      />
      ${refused ? html`<span class="error" id="to-fault">${refused.fault}</span>` : ''}
    </p>
    <button class="quiet">Send a test copy</button>`;
  return html`<section class="card" id="test" data-part>
    <h2>Test copy</h2>
    ${deskForm(desk, edition.id, 'test', body, 'test')}
    ${roleNote(desk.staff, 'POST /desk/editions/:id/test', 'Sending a test copy')} ${copies(desk, view)}
  </section>`;
}

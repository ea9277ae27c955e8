import { unattendedPolicy } from '../../../domain/approval.ts';
import { isAnyOf, OPEN } from '../../../domain/states.ts';
import { formatTime } from '../../markup/dates.ts';
import { roleNote } from '../access.ts';
import { BRINGS } from '../approvalWords.ts';
import { html, type Html } from '../../markup/html.ts';
import { deskButton, type Desk, type DeskEdition } from './deskEdition.ts';

/** Who approved an edition that has not started, the button for it, and what its send hour brings without approval. */
export function approvalSection(desk: Desk, { edition, newsletter, approval, stories }: DeskEdition): Html {
  if (!isAnyOf(OPEN, edition.state) || stories.length === 0) return html``;
  const { isApproved, by, at } = approval;
  const without =
    edition.due_at === null
      ? 'It has no send time: it is sent when staff send it.'
      : `Without ${newsletter.approval === 'second' ? 'the approval of somebody who changed nothing in it' : 'an approval'}, ${BRINGS[unattendedPolicy(newsletter)]} at its send time.`;
  const stands =
    isApproved && at !== null
      ? html`<p>Approved${by === null ? '' : ` by ${by}`}, ${formatTime(at, newsletter.zone)}.</p>`
      : by !== null && at !== null
        ? html`<p>
            ${by} approved it ${formatTime(at, newsletter.zone)}, and it was changed since. It needs a new approval.
          </p>`
        : html`<p>Not approved. ${without}</p>`;
  return html`<section class="card" id="approval" data-part>
    <h2>Approval</h2>
    ${stands}
    <p class="fine">An approved edition keeps its stories: it is not composed again.</p>
    ${isApproved ? '' : deskButton(desk, edition.id, 'approve', 'Approve')}
    ${isApproved ? '' : roleNote(desk.staff, 'POST /desk/editions/:id/approve', 'Approving')}
  </section>`;
}

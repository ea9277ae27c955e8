import { isAnyOf, OPEN, UNDER_WAY } from '../../../domain/states.ts';
import type { Withdrawal } from '../../../newsroom/withdrawals.ts';
import { formatClock } from '../../markup/dates.ts';
import { html, type Html } from '../../markup/html.ts';
import { roleNote } from '../access.ts';
import { deskForm, type Desk, type DeskEdition } from './deskEdition.ts';
import { describedBy, faultLine, storyPage } from './storyPage.ts';
import type { Edition } from '../../../editions/load.ts';

/** What a person typed as the reason, and what is wrong with it. */
export type TypedReason = { itemId: number; reason: string; fault: string };

function keepForm(desk: Desk, edition: Edition, { itemId, position }: Withdrawal, typed: TypedReason | null): Html {
  const id = `keep-${itemId}`;
  const fault = typed?.fault;
  const body = html`<input type="hidden" name="item" value="${itemId}" />
    <p class="field">
      <label for="${id}">Reason <small>shown at the desk and in the audit</small></label
      ><input
        id="${id}"
        name="reason"
        required
        maxlength="300"
        value="${typed?.reason ?? ''}"
        ${describedBy(`${id}-fault`, fault)}
      />
      ${faultLine(`${id}-fault`, fault)}
    </p>
    <button class="quiet">${position === null ? 'Put it back all the same' : 'Keep it all the same'}</button>`;
  return deskForm(desk, edition.id, 'keep', body, 'keep');
}

function letGoForm(desk: Desk, edition: Edition, { itemId }: Withdrawal): Html {
  const body = html`<input type="hidden" name="item" value="${itemId}" /><button class="quiet small">
      Do not keep it
    </button>`;
  return deskForm(desk, edition.id, 'let-go', body, 'pick');
}

/** When a withdrawn story leaves. */
function leaves({ edition, newsletter }: DeskEdition): string {
  if (edition.state === 'draft')
    return 'It leaves when the draft is composed again, at the latest five minutes before the send.';
  const at = edition.due_at === null ? null : new Date(edition.due_at.getTime() - 5 * 60_000);
  return at !== null && edition.started_at === null
    ? `It leaves at ${formatClock(at, newsletter.zone)}, five minutes before the send.`
    : 'It leaves at the next check.';
}

function withdrawalItem(desk: Desk, view: DeskEdition, each: Withdrawal): Html {
  const { edition, newsletter } = view;
  const { outlet, headline, position, keep } = each;
  const canPutBack = position !== null || isAnyOf(OPEN, edition.state);
  const stands =
    keep !== null
      ? html`Kept by ${keep.actor}, ${formatClock(keep.at, newsletter.zone)}: ${keep.reason}`
      : position === null
        ? html`It is not in the edition.`
        : html`${leaves(view)}`;
  return html`<li id="withdrawn-${each.itemId}">
    <p>
      ${position === null ? '' : html`<span class="position">${position}</span> `}<b>${headline}</b><br /><small
        >${outlet} has withdrawn it. ${stands}</small
      >
    </p>
    ${
      keep !== null
        ? letGoForm(desk, edition, each)
        : canPutBack
          ? html`<details class="fix">
              <summary>${position === null ? 'Put it back' : 'Keep it'}</summary>
              ${keepForm(desk, edition, each, null)}
            </details>`
          : ''
    }
  </li>`;
}

/** The stories that their outlets withdrew: which leave, which left, and which staff keep and why. */
export function withdrawnSection(desk: Desk, view: DeskEdition): Html {
  const { edition, withdrawals } = view;
  if (withdrawals.length === 0 || (edition.state !== 'draft' && !isAnyOf(UNDER_WAY, edition.state))) return html``;
  return html`<section class="card" id="withdrawn">
    <h2>Withdrawn by their outlets <small>${withdrawals.length}</small></h2>
    <ul class="listed">
      ${withdrawals.map((each) => withdrawalItem(desk, view, each))}
    </ul>
    ${roleNote(desk.staff, 'POST /desk/editions/:id/keep', 'Keeping a story')}
  </section>`;
}

/** The form alone, for a reason that could not be saved. */
export function keepPage(desk: Desk, edition: Edition, withdrawal: Withdrawal, typed: TypedReason): Html {
  return storyPage(desk, edition, {
    title: 'Keep a withdrawn story',
    back: '#withdrawn',
    body: html`<section class="card">
      <p role="alert" class="reason">Nothing was changed. See below.</p>
      <p><b>${withdrawal.headline}</b><br /><small>${withdrawal.outlet} has withdrawn it.</small></p>
      ${keepForm(desk, edition, withdrawal, typed)}
    </section>`,
  });
}

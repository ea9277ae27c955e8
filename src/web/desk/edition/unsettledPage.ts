import { isAnyOf, PUBLIC } from '../../../domain/states.ts';
import type { LoadedEdition } from '../../../editions/load.ts';
import type { Unsettled, UnsettledKind } from '../../../editions/resend.ts';
import { displayAddress } from '../../../readers/addresses.ts';
import { formatCount, formatTime } from '../../markup/dates.ts';
import { deskPage } from '../deskPage.ts';
import { EDITION_STATE_NAMES } from '../glossary.ts';
import { html, type Html } from '../../markup/html.ts';
import { checkField } from '../checkField.ts';
import { roleNote } from '../access.ts';
import { deskForm, editionPath, mayPost, numberField, type Desk } from './deskEdition.ts';

type UnsettledList = Pick<LoadedEdition, 'edition' | 'newsletter'> & {
  which: UnsettledKind;
  readers: Unsettled[];
  /** Of the whole list, not of this page. */
  total: number;
  isFirstPage: boolean;
  nextAfter: number | null;
};

const WORDS = {
  unknown: {
    title: 'Not confirmed by the relay',
    text: 'The message was sent, and the connection was lost before the relay answered. Some of these readers have received it. If it is sent again, they get it twice.',
    at: 'Sent at',
  },
  late: {
    title: 'Too late',
    text: 'The allowed lateness was over before the edition could be sent, or before a relay accepted it. None of these readers has received it.',
    at: 'Due at',
  },
} as const;

function readerRow({ email, reply, at }: Unsettled, list: UnsettledList, canTick: boolean): Html {
  return html`<tr>
    <td class="tick">
      ${canTick && isAnyOf(PUBLIC, list.edition.state) ? html`<input type="checkbox" name="address" value="${email}" aria-label="${displayAddress(email)}" />` : ''}
    </td>
    <td data-head="Address" class="address">${displayAddress(email)}</td>
    <td data-head="${WORDS[list.which].at}" class="when">${formatTime(at, list.newsletter.zone)}</td>
    <td data-head="The relay said">${reply ?? ''}</td>
  </tr>`;
}

function pager(desk: Desk, { edition, which, isFirstPage, nextAfter }: UnsettledList): Html {
  if (isFirstPage && nextAfter === null) return html``;
  const path = editionPath(desk, edition.id, `/unsettled?which=${which}`);
  return html`<nav class="pager" aria-label="Pages">
    ${isFirstPage ? html`<span></span>` : html`<a href="${path}">← First page</a>`}
    ${nextAfter === null ? html`<span></span>` : html`<a href="${path}&amp;after=${nextAfter}">Next page →</a>`}
  </nav>`;
}

function resendFields(desk: Desk, { total, edition }: UnsettledList): Html {
  if (!isAnyOf(PUBLIC, edition.state))
    return html`<p>This edition is ${EDITION_STATE_NAMES[edition.state]}: it cannot be sent again.</p>`;
  return html`<fieldset>
    <legend>Send again</legend>
    <p class="check">
      <input type="radio" name="scope" value="chosen" id="scope-chosen" checked />
      <label for="scope-chosen">to the selected readers on this page <span data-ticked></span></label>
    </p>
    <p class="check">
      <input type="radio" name="scope" value="all" id="scope-all" />
      <label for="scope-all">to all ${formatCount(total)}</label>
    </p>
    ${numberField('resend-readers', 'Number of these readers')}${checkField(desk.staff, 'resend-password')}
    <button class="grave">Send again</button>
  </fieldset>`;
}

/** The readers for whom a person must decide whether the edition is sent again, with their full addresses. */
export function unsettledPage(desk: Desk, list: UnsettledList): Html {
  const { edition, newsletter, which, readers, total } = list;
  const { title, text, at } = WORDS[which];
  const tab = (kind: UnsettledKind): Html =>
    html`<a
      href="${editionPath(desk, edition.id, `/unsettled?which=${kind}`)}"
      ${kind === which ? html` aria-current="page"` : ''}
      >${WORDS[kind].title}</a
    >`;
  const table = html`<table class="stacked readers">
    <thead>
      <tr>
        <th scope="col"><span class="unseen">Selected</span></th>
        <th scope="col">Address</th>
        <th scope="col">${at}</th>
        <th scope="col">The relay said</th>
      </tr>
    </thead>
    <tbody>
      ${readers.map((reader) => readerRow(reader, list, mayPost(desk, 'resend')))}
    </tbody>
  </table>`;
  return deskPage(desk.site, {
    title: `${title}: ${edition.subject}`,
    section: 'desk',
    staff: desk.staff,
    hasScript: true,
    body: html`<p class="today">
        ${newsletter.name} ·
        <a href="${editionPath(desk, edition.id)}">${edition.subject || `Edition ${edition.id}`}</a>
      </p>
      <h1>${title} <small>${formatCount(total)} ${total === 1 ? 'reader' : 'readers'}</small></h1>
      <nav class="tabs" aria-label="Which readers">${tab('unknown')} ${tab('late')}</nav>
      <p>${text}</p>
      ${
        readers.length === 0
          ? list.isFirstPage && total > 0
            ? html`<p>
                <b>Nobody is listed:</b> their deliveries were removed because they are old. The figures stay, and each
                reader’s page says what became of the edition.
              </p>`
            : html`<p><b>No readers.</b></p>`
          : !mayPost(desk, 'resend')
            ? html`${table} ${pager(desk, list)}
              ${roleNote(desk.staff, 'POST /desk/editions/:id/resend', 'Sending it again')}`
            : deskForm(
                desk,
                edition.id,
                'resend',
                html`<input type="hidden" name="which" value="${which}" /> ${table} ${pager(desk, list)}
                  ${resendFields(desk, list)}`,
                'resend',
              )
      }`,
  });
}

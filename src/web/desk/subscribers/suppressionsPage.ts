import { displayAddress } from '../../../readers/addresses.ts';
import type { Reason } from '../../../readers/suppressions.ts';
import { REASONS, type FoundSuppression, type SuppressionPage } from '../../../readers/search/searchSuppressions.ts';
import { formatCount, formatInstant } from '../../markup/dates.ts';
import { html, type Html } from '../../markup/html.ts';
import { href, type Site } from '../../site.ts';
import type { Staff } from '../../web.ts';
import { may } from '../access.ts';
import { deskPage, formToken } from '../deskPage.ts';
import { subscribersNav } from './subscribersNav.ts';

export type SuppressionFields = { q: string; reason: Reason | null };
/** What the form that adds one held, and how it ended. */
export type AddedSuppression = {
  email: string;
  note: string;
  problems: { email?: string; note?: string };
  notice: string | null;
};

type SuppressionsView = {
  page: SuppressionPage;
  fields: SuppressionFields;
  added: AddedSuppression;
  isLater: boolean;
  zone: string;
};

const PATH = '/desk/suppressions';

const REASON_NAMES: Readonly<Record<Reason, string>> = {
  bounce: 'Bounced',
  complaint: 'Complained',
  manual: 'By staff or an imported list',
  erased: 'Erased',
};

function row(site: Site, { reason, detail, createdAt, reader }: FoundSuppression, zone: string): Html {
  return html`<tr>
    <td class="address">
      ${
        reader === null
          ? html`<span class="soft">Only a hash is kept</span>`
          : html`<a href="${href(site, `/desk/subscribers/${reader.id}`)}">${displayAddress(reader.email)}</a>`
      }
    </td>
    <td data-head="Reason">${REASON_NAMES[reason]}</td>
    ${detail === '' ? html`<td class="void"></td>` : html`<td data-head="Detail" class="address">${detail}</td>`}
    <td data-head="Since">${formatInstant(createdAt, zone)}</td>
  </tr>`;
}

function searchForm(site: Site, staff: Staff, { fields }: SuppressionsView): Html {
  return html`<form method="post" action="${href(site, PATH)}" class="find">
    ${formToken(staff)}
    <p class="field find-text">
      <label for="q">Whole address, or a part of a reader’s address or name</label>
      <input
        id="q"
        name="q"
        type="search"
        autocomplete="off"
        autocapitalize="none"
        spellcheck="false"
        maxlength="254"
        value="${fields.q}"
      />
    </p>
    <p class="field">
      <label for="reason">Reason</label>
      <select id="reason" name="reason">
        <option value="">Any</option>
        ${REASONS.map((each) => html`<option value="${each}" ${each === fields.reason ? html`selected` : ''}>${REASON_NAMES[each]}</option>`)}
      </select>
    </p>
    <p class="find-go">
      <button>Search</button>
      ${fields.q !== '' || fields.reason !== null ? html`<a href="${href(site, PATH)}">Show all</a>` : ''}
    </p>
  </form>`;
}

function results(site: Site, staff: Staff, { page, fields, isLater, zone }: SuppressionsView): Html {
  const { suppressions, count, isMore, next } = page;
  if (suppressions.length === 0)
    return html`<p>
      <b>No address is suppressed${fields.q !== '' || fields.reason !== null ? ' that fits' : ''}.</b>
    </p>`;
  return html`<table class="stacked">
      <thead>
        <tr>
          <th scope="col">Address</th>
          <th scope="col">Reason</th>
          <th scope="col">Detail</th>
          <th scope="col">Since</th>
        </tr>
      </thead>
      <tbody>
        ${suppressions.map((each) => row(site, each, zone))}
      </tbody>
    </table>
    <form method="post" action="${href(site, PATH)}" class="row">
      ${formToken(staff)}<input type="hidden" name="q" value="${fields.q}" /><input
        type="hidden"
        name="reason"
        value="${fields.reason ?? ''}"
      />
      ${isLater ? html`<button class="quiet">← Newest</button>` : ''}
      ${next === null ? '' : html`<button class="quiet" name="from" value="${next}">Earlier →</button>`}
    </form>
    <p class="fine">
      ${formatCount(count)}${isMore ? '+' : ''} in all. A reader’s page removes a suppression, with a reason. For an
      address that no reader has, search for the whole address. Times are in ${zone}.
    </p>`;
}

/** A whole address opens the page that removes its suppression, also where no reader has it. */
function lookUp(site: Site, staff: Staff, { fields, page }: SuppressionsView): Html {
  const isUnknown = page.suppressions.some(({ reader }) => reader === null);
  if (!fields.q.includes('@') || !isUnknown) return html``;
  return html`<form method="post" action="${href(site, '/desk/subscribers')}">
    ${formToken(staff)}<input type="hidden" name="email" value="${fields.q.trim()}" />
    <p><button class="quiet" name="action" value="find">Open the page of this address</button></p>
  </form>`;
}

function addForm(site: Site, staff: Staff, { added }: SuppressionsView): Html {
  if (!may(staff, 'POST /desk/suppressions/add')) return html``;
  const { email, note, problems } = added;
  const wrong = (name: 'email' | 'note'): Html =>
    problems[name] === undefined ? html`` : html`<p class="error" id="wrong-${name}">${problems[name]}</p>`;
  const attributes = (name: 'email' | 'note'): Html =>
    problems[name] === undefined ? html`` : html`aria-invalid="true" aria-describedby="wrong-${name}"`;
  return html`<section class="card" aria-labelledby="add">
    <h2 id="add">Suppress an address</h2>
    <form method="post" action="${href(site, `${PATH}/add`)}">
      ${formToken(staff)}
      <div class="field">
        <label for="email">Address</label>
        ${wrong('email')}<input
          id="email"
          name="email"
          type="text"
          inputmode="email"
          autocomplete="off"
          autocapitalize="none"
          spellcheck="false"
          maxlength="254"
          ${attributes('email')}
          value="${email}"
        />
      </div>
      <div class="field">
        <label for="note">Reason</label>
        ${wrong('note')}<input
          id="note"
          name="note"
          autocomplete="off"
          maxlength="300"
          ${attributes('note')}
          value="${note}"
        />
        <small>The audit log keeps it. Leave the address out.</small>
      </div>
      <button class="grave">Suppress</button>
    </form>
  </section>`;
}

/** The page of the addresses that are never mailed. */
export function suppressionsPage(site: Site, staff: Staff, view: SuppressionsView): Html {
  const { notice } = view.added;
  return deskPage(site, {
    title: 'Suppressions',
    section: 'suppressions',
    staff,
    body: html`<h1>Suppressions <small>addresses that are never mailed</small></h1>
      ${subscribersNav(site, staff, PATH)} ${notice === null ? '' : html`<p class="notice" role="status">${notice}</p>`}
      ${searchForm(site, staff, view)}${results(site, staff, view)}${lookUp(site, staff, view)}${addForm(site, staff, view)}`,
  });
}

import type { Total } from '../../../readers/search/countFound.ts';
import { displayAddress } from '../../../readers/addresses.ts';
import { MAX_LOOKED, type FoundPage, type FoundReader } from '../../../readers/search/searchReaders.ts';
import { formatCount, formatInstant } from '../../markup/dates.ts';
import { html, type Html } from '../../markup/html.ts';
import { href, type Site } from '../../site.ts';
import type { Staff } from '../../web.ts';
import { may } from '../access.ts';
import { checkField } from '../checkField.ts';
import { deskPage, formToken } from '../deskPage.ts';
import { filterInputs, hiddenFilter, isFiltered, SUBSCRIPTION_STATE_NAMES } from './filterForm.ts';
import type { FilterFields, NewsletterName } from './filterForm.ts';
import { describeTotal, writeTotal } from './totals.ts';
import { subscribersNav } from './subscribersNav.ts';

export type SearchView = {
  fields: FilterFields;
  newsletters: readonly NewsletterName[];
  page: FoundPage;
  /** How many stood on the pages before. */
  skipped: number;
  /** Of the whole search; null where no page before has told it. */
  total: Total | null;
  /** The page is not the first. */
  isLater: boolean;
  zone: string;
  notice: string | null;
};

const PATH = '/desk/subscribers';

/** What the search could not look at, as a sentence. */
function describeReach({ reach, isShort }: FoundPage, { q }: FilterFields): Html {
  if (q.trim() === '') return html``;
  const text =
    reach === 'noExtension'
      ? 'This database lacks the extension pg_trgm, so only addresses that begin with the text are found.'
      : reach === 'noIndex'
        ? 'The index of the search is still being built. Until then, only addresses that begin with the text are found.'
        : isShort
          ? 'With fewer than three letters, only addresses and names that begin with them are found.'
          : '';
  return text === '' ? html`` : html`<p class="fine">${text}</p>`;
}

function readerRow(site: Site, reader: FoundReader, { zone, newsletters }: SearchView): Html {
  const one = newsletters.length < 2;
  return html`<tr>
    <td class="address">
      <a href="${href(site, `${PATH}/${reader.id}`)}">${displayAddress(reader.email)}</a>
      ${reader.suppression === null ? '' : html` <span class="flag">suppressed: ${reader.suppression}</span>`}
    </td>
    <td data-head="Name">${reader.firstName || '–'}</td>
    <td data-head="${one ? 'State' : 'Newsletters'}">
      ${
        reader.subscriptions.length === 0
          ? 'None'
          : html`<div>
              ${reader.subscriptions.map(
                ({ newsletter, status }) =>
                  html`<span class="line"
                    >${one ? '' : html`${newsletter}: `}${SUBSCRIPTION_STATE_NAMES[status]}</span
                  >`,
              )}
            </div>`
      }
    </td>
    <td data-head="Added" class="when">${formatInstant(reader.createdAt, zone)}</td>
  </tr>`;
}

function results(site: Site, view: SearchView): Html {
  const { page, newsletters } = view;
  if (page.readers.length === 0) return html``;
  return html`<table class="stacked found">
    <thead>
      <tr>
        <th scope="col">Address</th>
        <th scope="col">Name</th>
        <th scope="col">${newsletters.length < 2 ? 'State' : 'Newsletters'}</th>
        <th scope="col">Added</th>
      </tr>
    </thead>
    <tbody>
      ${page.readers.map((reader) => readerRow(site, reader, view))}
    </tbody>
  </table>`;
}

function pager(site: Site, staff: Staff, { page, skipped, total, fields, isLater }: SearchView): Html {
  if (page.next === null && !isLater) return html``;
  const cut = `The search looked at ${formatCount(MAX_LOOKED)} readers. Go on for earlier ones, or type more.`;
  return html`${page.isCut ? html`<p class="notice">${cut}</p>` : ''}
    <form method="post" action="${href(site, PATH)}" class="row">
      ${formToken(staff)}${hiddenFilter(fields)}<input
        type="hidden"
        name="skipped"
        value="${skipped + page.readers.length}"
      />${total === null ? '' : html`<input type="hidden" name="total" value="${writeTotal(total)}" />`}
      ${isLater ? html`<button class="quiet">← Newest</button>` : ''}
      ${page.next === null ? '' : html`<button class="quiet" name="before" value="${page.next}">${page.isCut ? 'Go on' : 'Earlier'} →</button>`}
    </form>`;
}

/** Nothing was found: an address can still be looked up, because it may be suppressed without being known. */
function nothing(site: Site, staff: Staff, { fields, page }: SearchView): Html {
  if (page.readers.length > 0) return html``;
  const address = fields.q.trim();
  if (!isFiltered(fields))
    return html`<p>
      <b>There is no subscriber yet.</b>
      ${may(staff, 'GET /desk/subscribers/import') ? html`<a href="${href(site, `${PATH}/import`)}">Import a list</a> if you have one; readers of the sign-up page appear by themselves.` : ''}
    </p>`;
  return html`<p><b>No subscriber was found.</b></p>
    ${
      address.includes('@')
        ? html`<form method="post" action="${href(site, PATH)}" class="look-up">
            ${formToken(staff)}<input type="hidden" name="email" value="${address}" />
            <p>An address can be suppressed without being a subscriber’s.</p>
            <button class="quiet" name="action" value="find">Look up exactly this address</button>
          </form>`
        : ''
    }`;
}

function exportForm(site: Site, staff: Staff, { fields, page }: SearchView): Html {
  if (page.readers.length === 0 || !may(staff, 'POST /desk/subscribers/export')) return html``;
  return html`<form method="post" action="${href(site, `${PATH}/export`)}">
    ${formToken(staff)}${hiddenFilter(fields)}${checkField(staff, 'export-password')}
    <button class="quiet">
      ${isFiltered(fields) ? 'Export what was found (CSV)' : 'Export all subscribers (CSV)'}
    </button>
  </form>`;
}

/** The search for readers, and a page of what it found. */
export function searchPage(site: Site, staff: Staff, view: SearchView): Html {
  const { fields, newsletters, page, notice } = view;
  return deskPage(site, {
    title: 'Subscribers',
    section: 'subscribers',
    staff,
    body: html`<h1>Subscribers</h1>
      ${subscribersNav(site, staff, PATH)} ${notice === null ? '' : html`<p class="notice" role="status">${notice}</p>`}
      <form method="post" action="${href(site, PATH)}" class="find">
        ${formToken(staff)}${filterInputs(fields, newsletters)}
        <p class="find-go">
          <button>Search</button>
          ${isFiltered(fields) ? html`<a href="${href(site, PATH)}">Show all</a>` : ''}
        </p>
      </form>
      ${describeReach(page, fields)}
      <div class="found-head">
        <h2>${describeTotal({ skipped: view.skipped, shown: page.readers.length, total: view.total })}</h2>
        ${exportForm(site, staff, view)}
      </div>
      ${results(site, view)}${nothing(site, staff, view)}${pager(site, staff, view)}
      <p class="fine">Times are in ${view.zone}.</p>`,
  });
}

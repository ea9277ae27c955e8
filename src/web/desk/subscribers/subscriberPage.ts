import { formatInstant } from '../../markup/dates.ts';
import { href, type Site } from '../../site.ts';
import type { SubscriberRecord } from '../../../readers/record.ts';
import type { Staff } from '../../web.ts';
import { isAtLeast } from '../../../domain/roles.ts';
import { may, SUBSCRIBER_ACTS } from '../access.ts';
import { checkField } from '../checkField.ts';
import { deskPage, formToken } from '../deskPage.ts';
import { term } from '../glossary.ts';
import { html, type Html } from '../../markup/html.ts';
import type { NewsletterName } from './filterForm.ts';
import {
  editionsTable,
  historyTable,
  type About,
  mailsTable,
  returnedTable,
  subscriptionsTable,
} from './personTables.ts';
import { subscribersNav } from './subscribersNav.ts';

/** An address that was looked up, and the result of an action on it. */
export type Lookup = {
  address: string;
  record: SubscriberRecord | null;
  notice: string | null;
  isError?: boolean;
  /** What a refused form held. */
  typed?: { action: string; typed: string; note: string };
};

type Around = { newsletters: readonly NewsletterName[]; zone: string };

/** What staff should consider before they remove a suppression, by its reason. */
export const LIFTS = {
  bounce:
    'Mail to this address bounced permanently. Remove the suppression only if you know that the mailbox works again.',
  complaint: 'The reader reported a mail as spam. Remove the suppression only at the reader’s own request.',
  manual: 'Staff or an imported list suppressed this address.',
} as const;

type Words = { heading: string; text: string; button: string; more?: Html };

/** The form for one action. The address must be typed again, so that nobody triggers it by accident. */
function act(
  { site, staff, lookup }: { site: Site; staff: Staff; lookup: Lookup },
  action: string,
  words: Words,
): Html {
  const id = `typed-${action}`;
  const typed = lookup.typed?.action === action ? lookup.typed.typed : '';
  return html`<form method="post" action="${href(site, '/desk/subscribers')}" class="act">
    ${formToken(staff)}<input type="hidden" name="email" value="${lookup.address}" />
    <h3>${words.heading}</h3>
    <p>${words.text}</p>
    ${words.more ?? ''}
    <p class="field">
      <label for="${id}">Type the address to confirm</label>
      <input
        id="${id}"
        name="typed"
        type="text"
        inputmode="email"
        autocomplete="off"
        autocapitalize="none"
        spellcheck="false"
        required
        maxlength="254"
        value="${typed}"
      />
    </p>
    <button class="grave" name="action" value="${action}">${words.button}</button>
  </form>`;
}

function noteField(action: string, { typed }: Lookup, label: string, isRequired: boolean): Html {
  const value = typed?.action === action ? typed.note : '';
  return html`<p class="field">
    <label for="note-${action}">${label}</label>
    <input
      id="note-${action}"
      name="note"
      autocomplete="off"
      maxlength="300"
      ${isRequired ? html`required` : ''}
      value="${value}"
    />
    <small>The audit log keeps it. Leave the address out.</small>
  </p>`;
}

/** Which newsletter to unsubscribe from, where there are several. */
function whichNewsletter({ subscriptions }: SubscriberRecord, of: About): Html {
  const open = subscriptions.filter(({ status }) => status !== 'unsubscribed');
  if (open.length < 2) return html``;
  return html`<p class="field">
    <label for="newsletter-unsubscribe">From</label>
    <select id="newsletter-unsubscribe" name="newsletter">
      <option value="">All newsletters</option>
      ${open.map(({ newsletter }) => html`<option value="${newsletter}">${of(newsletter).name}</option>`)}
    </select>
  </p>`;
}

/** The actions on one reader. */
function actForms(site: Site, staff: Staff, around: Around, lookup: Lookup): Html {
  const acts = { site, staff, lookup };
  const { record } = lookup;
  const suppression = record?.suppression ?? null;
  return html`<div class="acts">
    ${
      record?.subscriber
        ? act(acts, 'unsubscribe', {
            heading: 'Unsubscribe',
            text: 'Ends the subscriptions. The reader can sign up again.',
            button: 'Unsubscribe',
            more: whichNewsletter(record, newslettersOf(around)),
          })
        : ''
    }
    ${
      suppression === null || suppression.reason === 'erased'
        ? act(acts, 'suppress', {
            heading: 'Suppress',
            text: 'No mail is sent to this address any more. Only the desk can undo this; a new sign-up does not.',
            button: 'Suppress',
            more: noteField('suppress', lookup, 'Reason (optional)', false),
          })
        : act(acts, 'lift', {
            heading: 'Remove the suppression',
            text: LIFTS[suppression.reason],
            button: 'Remove the suppression',
            more: noteField('lift', lookup, 'Reason', true),
          })
    }
    ${act(acts, 'erase', {
      heading: 'Erase',
      text: 'Deletes all data about this reader permanently. Only a keyed hash is kept, so that no import adds the address again. The reader can still sign up again.',
      button: 'Erase',
    })}
  </div>`;
}

function dataForm(site: Site, staff: Staff, id: number): Html {
  if (!may(staff, 'POST /desk/subscribers/:id/data')) return html``;
  return html`<form method="post" action="${href(site, `/desk/subscribers/${id}/data`)}">
    ${formToken(staff)}${checkField(staff, 'data-password')}<button class="quiet">Download all data (JSON)</button>
  </form>`;
}

/** What is known of each newsletter, by slug. */
function newslettersOf({ newsletters, zone }: Around): About {
  return (slug) => newsletters.find((each) => each.slug === slug) ?? { name: slug ?? '', zone };
}

function about(site: Site, staff: Staff, record: SubscriberRecord, around: Around): Html {
  const of = newslettersOf(around);
  const { id, createdAt, language, leftEverythingAt } = record.subscriber!;
  return html`<p>
      Added ${formatInstant(createdAt, around.zone)}${language ? `, language ${language}` : ''}.
      ${leftEverythingAt === null ? '' : html`Unsubscribed from everything ${formatInstant(leftEverythingAt, around.zone)}: no import adds this reader.`}
    </p>
    <h2>Newsletters</h2>
    ${subscriptionsTable(record, of)}
    <h2>Editions</h2>
    ${editionsTable(record, of)}
    <h2>Bounces and complaints</h2>
    ${returnedTable(record, of)}
    <h2>Other mails</h2>
    ${mailsTable(record, of)}
    <h2>History</h2>
    ${historyTable(record, of)} ${dataForm(site, staff, id)}
    <p class="fine">Times of a newsletter are in its zone, others in ${around.zone}.</p>`;
}

function found(site: Site, staff: Staff, around: Around, lookup: Lookup): Html {
  const { record } = lookup;
  const suppression = record?.suppression ?? null;
  return html`${
      suppression
        ? html`<p class="error">
            ${term('Suppressed')} since ${formatInstant(suppression.createdAt, around.zone)}
            (${suppression.reason}${suppression.detail ? `: ${suppression.detail}` : ''}). No mail is sent to this
            address.
          </p>`
        : ''
    }
    ${record?.subscriber ? about(site, staff, record, around) : html`<p>No subscriber has this address.</p>`}
    <h2>Actions</h2>
    ${isAtLeast(staff.role, SUBSCRIBER_ACTS) ? actForms(site, staff, around, lookup) : html`<p class="fine">Changing a reader needs the role ${SUBSCRIBER_ACTS}.</p>`}`;
}

/** The page of one reader, or of an address that was looked up. */
export function subscriberPage(site: Site, staff: Staff, around: Around, lookup: Lookup): Html {
  const isUnreadable = lookup.isError === true && lookup.record === null && lookup.typed === undefined;
  const name = lookup.record?.subscriber?.firstName;
  return deskPage(site, {
    title: 'Subscriber',
    section: 'subscribers',
    staff,
    body: html`<h1 class="address">${lookup.address}${name ? html` <small>${name}</small>` : ''}</h1>
      ${subscribersNav(site, staff, null)}
      ${lookup.notice ? html`<p class="${lookup.isError ? 'error' : 'notice'}" role="${lookup.isError ? 'alert' : 'status'}">${lookup.notice}</p>` : ''}
      ${isUnreadable ? html`<p><a href="${href(site, '/desk/subscribers')}">Search for a reader</a></p>` : found(site, staff, around, lookup)}`,
  });
}

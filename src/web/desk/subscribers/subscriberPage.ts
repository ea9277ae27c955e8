import { href, type Site } from '../site.ts';
import { describeDetail, type SubscriberRecord } from '../../readers/record.ts';
import type { Staff } from '../web.ts';
import { isAtLeast } from '../../domain/roles.ts';
import { SUBSCRIBER_ACTS } from './access.ts';
import { deskPage, formToken } from './deskPage.ts';
import { DELIVERY_STATE_NAMES, term } from './glossary.ts';
import { html, type Html } from '../markup/html.ts';

/** An address that was looked up, and the result of an action on it. */
export type Lookup = { address: string; record: SubscriberRecord | null; notice: string | null; isError?: boolean };

const when = (at: Date | null): Html | string =>
  at ? html`<time datetime="${at.toISOString()}">${at.toISOString().slice(0, 16).replace('T', ' ')}</time>` : '–';

function table(label: string, head: string[], rows: (Html | string)[][]): Html {
  if (rows.length === 0) return html`<p class="fine">None.</p>`;
  return html`<div class="scroll" tabindex="0" role="region" aria-label="${label}">
    <table>
      <thead>
        <tr>
          ${head.map((name) => html`<th scope="col">${name}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          (cells) =>
            html`<tr>
              ${cells.map((cell) => html`<td>${cell}</td>`)}
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}

function subscriptions({ subscriptions: rows }: SubscriberRecord): Html {
  return table(
    'Subscriptions',
    ['Newsletter', 'Status', 'Confirmed', 'Unsubscribed', 'Preferences'],
    rows.map((row) => [
      row.newsletter,
      row.status,
      when(row.confirmedAt),
      when(row.unsubscribedAt),
      [
        row.frequency,
        row.format,
        row.sendAt && `at ${row.sendAt}`,
        row.zone,
        row.pausedUntil && `paused until ${row.pausedUntil}`,
      ]
        .filter(Boolean)
        .join(', '),
    ]),
  );
}

function history({ history: events }: SubscriberRecord): Html {
  return table(
    'History',
    ['Time (UTC)', 'Event', 'Newsletter', 'From', 'Text shown'],
    events.map((event) => [
      when(event.at),
      html`<b>${event.kind}</b><br />${describeDetail(event.detail)}`,
      event.newsletter ?? '',
      html`<span class="from"
        >${[event.networkAddress, event.page, event.userAgent].filter(Boolean).join(' · ')}</span
      >`,
      event.textShown
        ? html`<details>
            <summary>version ${event.textVersion}</summary>
            <p class="shown">${event.textShown}</p>
          </details>`
        : '',
    ]),
  );
}

function returned({ feedback: rows }: SubscriberRecord): Html {
  return table(
    'Bounces and complaints',
    ['Time (UTC)', 'Edition', 'Kind', 'Status', 'Diagnostic'],
    rows
      .toReversed()
      .map((row) => [
        when(row.at),
        `${row.newsletter}, ${row.date}`,
        `${row.kind}: ${row.action}`,
        row.status ?? '',
        row.diagnostic,
      ]),
  );
}

function editions({ editions: rows }: SubscriberRecord): Html {
  return table(
    'Editions',
    ['Date', 'Newsletter', 'Kind', 'Delivery', 'Sent at'],
    rows
      .toReversed()
      .map((row) => [row.date, row.newsletter, row.kind, DELIVERY_STATE_NAMES[row.state], when(row.submittedAt)]),
  );
}

/** What staff should consider before they remove a suppression, by its reason. */
const LIFTS = {
  bounce:
    'Mail to this address bounced permanently. Remove the suppression only if you know that the mailbox works again.',
  complaint: 'The reader reported a mail as spam. Remove the suppression only at the reader’s own request.',
  manual: 'Staff or an imported list suppressed this address.',
} as const;

/** The form for one action. The address must be typed again, so that nobody triggers it by accident. */
function act(
  { site, staff, address }: { site: Site; staff: Staff; address: string },
  action: string,
  words: { heading: string; text: string; button: string },
): Html {
  const id = `typed-${action}`;
  return html`<form method="post" action="${href(site, '/desk/subscribers')}" class="act">
    ${formToken(staff)}<input type="hidden" name="email" value="${address}" />
    <h3>${words.heading}</h3>
    <p>${words.text}</p>
    <p class="field">
      <label for="${id}">Type the address to confirm</label>
      <input id="${id}" name="typed" type="text" inputmode="email" autocomplete="off" required maxlength="254" />
    </p>
    <button class="grave" name="action" value="${action}">${words.button}</button>
  </form>`;
}

/** The actions on one reader. */
function actForms(site: Site, staff: Staff, { address, record }: Lookup): Html {
  const acts = { site, staff, address };
  const { subscriber, suppression } = record ?? {};
  return html`<div class="acts">
    ${
      subscriber
        ? act(acts, 'unsubscribe', {
            heading: 'Unsubscribe',
            text: 'Ends all subscriptions. The reader can sign up again.',
            button: 'Unsubscribe',
          })
        : ''
    }
    ${
      suppression === null || suppression === undefined || suppression.reason === 'erased'
        ? act(acts, 'suppress', {
            heading: 'Suppress',
            text: 'No mail is sent to this address any more. Only the desk can undo this; a new sign-up does not.',
            button: 'Suppress',
          })
        : act(acts, 'lift', {
            heading: 'Remove the suppression',
            text: LIFTS[suppression.reason],
            button: 'Remove the suppression',
          })
    }
    ${act(acts, 'erase', {
      heading: 'Erase',
      text: 'Deletes all data about this reader permanently. Only a keyed hash is kept, so that no import adds the address again. The reader can still sign up again.',
      button: 'Erase',
    })}
  </div>`;
}

function found(site: Site, staff: Staff, lookup: Lookup): Html {
  const { address, record } = lookup;
  const { subscriber, suppression } = record ?? {};
  const name = subscriber?.firstName ? html` <span class="soft">${subscriber.firstName}</span>` : '';
  return html`<section aria-labelledby="who">
    <h2 id="who">${address}${name}</h2>
    ${
      suppression
        ? html`<p class="error">
            ${term('Suppressed')} since ${when(suppression.createdAt)}
            (${suppression.reason}${suppression.detail ? `: ${suppression.detail}` : ''}). No mail is sent to this
            address.
          </p>`
        : ''
    }
    ${
      record && subscriber
        ? html`<p>
              Added ${when(subscriber.createdAt)}${subscriber.language ? `, language ${subscriber.language}` : ''}.
            </p>
            <h3>Subscriptions</h3>
            ${subscriptions(record)}
            <h3>History</h3>
            ${history(record)}
            <h3>Editions</h3>
            ${editions(record)}
            <h3>Bounces and complaints</h3>
            ${returned(record)}`
        : html`<p>No subscriber has this address.</p>`
    }
    ${isAtLeast(staff.role, SUBSCRIBER_ACTS) ? actForms(site, staff, lookup) : html`<p class="fine">Changing a reader needs the role ${SUBSCRIBER_ACTS}.</p>`}
  </section>`;
}

/** The page that looks up one subscriber by the exact address. */
export function subscriberPage(site: Site, staff: Staff, hasInbox: boolean, lookup: Lookup | null): Html {
  const isFound = lookup !== null && !(lookup.isError && lookup.record === null);
  return deskPage(site, {
    title: 'Subscribers',
    section: 'subscribers',
    staff,
    hasInbox,
    body: html`<h1>Subscribers</h1>
      <form method="post" action="${href(site, '/desk/subscribers')}" class="look-up">
        ${formToken(staff)}
        <p class="field">
          <label for="email">Exact address</label>
          <input
            id="email"
            name="email"
            type="text"
            inputmode="email"
            autocomplete="off"
            autocapitalize="none"
            spellcheck="false"
            required
            maxlength="254"
            value="${lookup?.address ?? ''}"
          />
        </p>
        <button name="action" value="find">Look up</button>
      </form>
      ${lookup?.notice ? html`<p class="${lookup.isError ? 'error' : 'notice'}" role="${lookup.isError ? 'alert' : 'status'}">${lookup.notice}</p>` : ''}
      ${isFound ? found(site, staff, lookup) : ''}`,
  });
}

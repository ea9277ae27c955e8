import { describeDetail, type SubscriberRecord } from '../../../readers/record.ts';
import { formatCount, formatInstant } from '../../markup/dates.ts';
import { html, type Html } from '../../markup/html.ts';
import { DELIVERY_STATE_NAMES } from '../glossary.ts';
import { SUBSCRIPTION_STATE_NAMES } from './filterForm.ts';

/** A newsletter's name, and the zone in which its times are written; null: of an event without a newsletter. */
export type About = (slug: string | null) => { name: string; zone: string };

/** The rows of the page; older ones are in the data to download. */
const MAX_ROWS = 100;

/** What the desk calls the events of the record. */
const EVENT_NAMES: Readonly<Record<string, string>> = {
  requested: 'Signed up',
  confirmed: 'Confirmed',
  imported: 'Imported',
  unsubscribed: 'Unsubscribed',
  resubscribed: 'Subscribed again',
  changed: 'Changed choices',
  address_requested: 'Asked for another address',
  address_changed: 'Changed the address',
  erased: 'Erased',
};

const when = (at: Date | null, zone: string): Html | string =>
  at ? html`<time datetime="${at.toISOString()}">${formatInstant(at, zone)}</time>` : '–';

function table(label: string, head: readonly string[], rows: readonly (Html | string)[][]): Html {
  if (rows.length === 0) return html`<p class="fine">None.</p>`;
  const more = rows.length - MAX_ROWS;
  return html`<table class="stacked person" aria-label="${label}">
      <thead>
        <tr>
          ${head.map((name) => html`<th scope="col">${name}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows.slice(0, MAX_ROWS).map(
          (cells) =>
            html`<tr>
              ${cells.map((cell, at) => (cell === '' ? html`<td class="void"></td>` : html`<td data-head="${head[at]}">${cell}</td>`))}
            </tr>`,
        )}
      </tbody>
    </table>
    ${more > 0 ? html`<p class="fine">${formatCount(more)} earlier ones are in the data to download.</p>` : ''}`;
}

/** Events that say how a reader agreed. */
const PROOFS = new Set(['requested', 'confirmed', 'imported']);

/** The latest event that says how the reader agreed to a newsletter. */
function consentOf({ history }: SubscriberRecord, newsletter: string): SubscriberRecord['history'][number] | undefined {
  const events = history.filter((event) => event.newsletter === newsletter && PROOFS.has(event.kind));
  // A confirmation says that they agree; the words to which they agree stand with the request.
  return events.findLast((event) => event.textShown !== null) ?? events.at(-1);
}

function describeConsent(record: SubscriberRecord, newsletter: string, zone: string): Html | string {
  const event = consentOf(record, newsletter);
  if (!event) return 'None on record';
  const source =
    event.kind === 'imported'
      ? event.detail['by'] === 'desk'
        ? 'Added at the desk'
        : 'Imported list'
      : 'Sign-up form';
  return html`${source}, ${when(event.at, zone)}
  ${
    event.textShown === null
      ? ''
      : html`<details>
          <summary>The words</summary>
          <p class="shown">${event.textShown}</p>
        </details>`
  }`;
}

/** The state, the consent and the choices for each newsletter. */
export function subscriptionsTable(record: SubscriberRecord, about: About): Html {
  return table(
    'Newsletters',
    ['Newsletter', 'State', 'Consent', 'Choices'],
    record.subscriptions.map((row) => {
      const { name, zone } = about(row.newsletter);
      const since =
        row.status === 'unsubscribed'
          ? row.unsubscribedAt
          : row.status === 'pending'
            ? row.confirmationSentAt
            : (row.confirmedAt ?? row.createdAt);
      const choices = [
        row.frequency,
        row.format,
        row.sendAt && `at ${row.sendAt}`,
        row.zone,
        row.pausedUntil && `paused until ${row.pausedUntil}`,
      ];
      return [
        name,
        html`<div>
          <b>${SUBSCRIPTION_STATE_NAMES[row.status]}</b> <span class="line soft">since ${when(since, zone)}</span>
        </div>`,
        html`<div>${describeConsent(record, row.newsletter, zone)}</div>`,
        choices.filter(Boolean).join(', '),
      ];
    }),
  );
}

/** What was shown and done, the latest first. */
export function historyTable({ history }: SubscriberRecord, about: About): Html {
  return table(
    'History',
    ['Time', 'Event', 'Newsletter', 'From'],
    history.toReversed().map((event) => [
      when(event.at, about(event.newsletter).zone),
      html`<div>
        <b>${EVENT_NAMES[event.kind] ?? event.kind}</b>
        <span class="line">${describeDetail(event.detail)}</span>
        ${
          event.textShown
            ? html`<details>
                <summary>Text shown${event.textVersion === null ? '' : `, version ${event.textVersion}`}</summary>
                <p class="shown">${event.textShown}</p>
              </details>`
            : ''
        }
      </div>`,
      event.newsletter === null ? '' : about(event.newsletter).name,
      [event.networkAddress, event.page, event.userAgent].some(Boolean)
        ? html`<span class="from"
            >${[event.networkAddress, event.page, event.userAgent].filter(Boolean).join(' · ')}</span
          >`
        : '',
    ]),
  );
}

/** The editions that they got, or should have got, the latest first. */
export function editionsTable({ editions }: SubscriberRecord, about: About): Html {
  return table(
    'Editions',
    ['Date', 'Newsletter', 'Kind', 'Outcome', 'Sent'],
    editions
      .toReversed()
      .map((row) => [
        row.date,
        about(row.newsletter).name,
        row.number === 1 ? row.kind : `${row.kind} ${row.number}`,
        DELIVERY_STATE_NAMES[row.state],
        row.submittedAt === null ? '' : when(row.submittedAt, about(row.newsletter).zone),
      ]),
  );
}

/** Bounces and complaints, the latest first. */
export function returnedTable({ feedback }: SubscriberRecord, about: About): Html {
  return table(
    'Bounces and complaints',
    ['Time', 'Edition', 'Kind', 'Status', 'Diagnostic'],
    feedback
      .toReversed()
      .map((row) => [
        when(row.at, about(row.newsletter).zone),
        `${about(row.newsletter).name}, ${row.date}`,
        `${row.kind}: ${row.action}`,
        row.status ?? '',
        row.diagnostic,
      ]),
  );
}

/** Confirmations, welcomes and test copies, the latest first. */
export function mailsTable({ mails }: SubscriberRecord, about: About): Html {
  return table(
    'Other mails',
    ['Time', 'Kind', 'State', 'Sent'],
    mails
      .toReversed()
      .map((row) => [
        when(row.createdAt, about(null).zone),
        row.kind,
        row.state,
        row.submittedAt === null ? '' : when(row.submittedAt, about(null).zone),
      ]),
  );
}

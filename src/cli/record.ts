import { describeDetail, type SubscriberRecord } from '../readers/record.ts';

type Subscription = SubscriberRecord['subscriptions'][number];
type Event = SubscriberRecord['history'][number];

const minute = (at: Date | null): string => (at ? `${at.toISOString().slice(0, 16).replace('T', ' ')} UTC` : '-');

function describeSubscription(row: Subscription): string {
  const choices = [
    row.frequency,
    row.format,
    row.sendAt && `at ${row.sendAt}`,
    row.zone && `in ${row.zone}`,
    row.pausedUntil && `paused until ${row.pausedUntil}`,
  ];
  const since =
    row.status === 'unsubscribed'
      ? `unsubscribed ${minute(row.unsubscribedAt)}`
      : `confirmed ${minute(row.confirmedAt)}`;
  return `  ${row.newsletter}: ${row.status}, ${since}; ${choices.filter(Boolean).join(', ')}`;
}

const INDENT = ' '.repeat(8);

function describeEvent(event: Event): string[] {
  const from = [event.networkAddress, event.page && `on ${event.page}`].filter(Boolean).join(' ');
  const detail = describeDetail(event.detail);
  const shown = event.textShown?.split('\n').map((line) => `${INDENT}  ${line}`) ?? [];
  return [
    `  ${minute(event.at)}  ${event.kind}${event.newsletter ? `  ${event.newsletter}` : ''}${detail ? `  ${detail}` : ''}`,
    ...(from ? [`${INDENT}from ${from}`] : []),
    ...(event.userAgent ? [`${INDENT}with ${event.userAgent}`] : []),
    ...(shown.length > 0 ? [`${INDENT}shown (version ${event.textVersion}):`, ...shown] : []),
  ];
}

/** Removes control characters from untrusted text, so that it cannot move the cursor or change colours. */
const printable = (text: string): string => text.replace(/[^\P{Cc}\n]|[\u202a-\u202e\u2066-\u2069]/gu, '');

/** A subscriber's whole history, for a person at a terminal. */
export function describeRecord(email: string, record: SubscriberRecord): string {
  const { subscriber, suppression, subscriptions, history, editions, mails } = record;
  const states = Map.groupBy(editions, ({ state }) => state);
  const part = (heading: string, lines: string[]): string[] => (lines.length > 0 ? ['', heading, ...lines] : []);
  const name = subscriber?.firstName ? ` (${subscriber.firstName})` : '';
  const language = subscriber?.language ? `, in ${subscriber.language}` : '';
  const lines = [
    subscriber ? `${subscriber.email}${name}, since ${minute(subscriber.createdAt)}${language}` : email,
    ...(suppression
      ? [`suppressed since ${minute(suppression.createdAt)}: ${suppression.reason} ${suppression.detail}`.trimEnd()]
      : []),
    ...part('Subscriptions', subscriptions.map(describeSubscription)),
    ...part('History', history.flatMap(describeEvent)),
    ...part(
      'Editions',
      [...states].map(([state, rows]) => `  ${rows.length} ${state}, the latest of ${rows.at(-1)!.date}`),
    ),
    ...part(
      'Other mails',
      mails.map((mail) => `  ${minute(mail.createdAt)}  ${mail.kind} to ${mail.to}: ${mail.state}`),
    ),
  ];
  return printable(lines.join('\n'));
}

import type { EditionResult } from '../../../editions/results.ts';
import { readersOf } from '../../../editions/results.ts';
import type { GrowthDay, SourceCount } from '../../../readers/growth.ts';
import { shareOf, type ResultTable } from './resultTable.ts';

export type NewsletterResults = { days: GrowthDay[]; sources: SourceCount[]; sends: EditionResult[] };

function growthTable({ days }: NewsletterResults): ResultTable {
  return {
    id: 'growth',
    title: 'Subscribers by day',
    about:
      'Subscribers at the end of each day, and who joined and left on it. Joined: confirmed, imported, or back after leaving.',
    columns: [
      { key: 'day', label: 'Day', kind: 'day' },
      { key: 'readers', label: 'Subscribers', kind: 'count' },
      { key: 'joined', label: 'Joined', kind: 'count' },
      { key: 'left', label: 'Left', kind: 'count' },
      { key: 'confirmed', label: 'Confirmed', kind: 'count' },
      { key: 'imported', label: 'Imported', kind: 'count' },
      { key: 'returned', label: 'Came back', kind: 'count' },
      { key: 'unsubscribed', label: 'Unsubscribed', kind: 'count' },
      { key: 'erased', label: 'Erased', kind: 'count' },
      { key: 'churn', label: 'Churn', kind: 'share' },
    ],
    rows: days.map(({ day, active, confirmed, imported, returned, left, erased }) => {
      const joined = confirmed + imported + returned;
      const before = active - joined + left + erased;
      return [
        day,
        active,
        joined,
        left + erased,
        confirmed,
        imported,
        returned,
        left,
        erased,
        shareOf(left + erased, before),
      ];
    }),
    plots: [
      { label: 'Subscribers by day', series: ['readers'] },
      { label: 'Subscribers who joined and left by day', series: ['joined', 'left'] },
    ],
  };
}

function funnelTable({ days }: NewsletterResults): ResultTable {
  return {
    id: 'sign-ups',
    title: 'Sign-ups by day',
    about: 'Confirmation mails that were asked for, and confirmations, each on its own day.',
    columns: [
      { key: 'day', label: 'Day', kind: 'day' },
      { key: 'asked', label: 'Asked', kind: 'count' },
      { key: 'confirmed', label: 'Confirmed', kind: 'count' },
    ],
    rows: days.map(({ day, asked, confirmed }) => [day, asked, confirmed]),
    plots: [{ label: 'Sign-ups and confirmations by day', series: ['asked', 'confirmed'] }],
  };
}

function sourcesTable({ sources }: NewsletterResults): ResultTable {
  return {
    id: 'sources',
    title: 'Sign-ups by source',
    about: 'The page whose form was used. A confirmation counts for the source of its sign-up.',
    columns: [
      { key: 'source', label: 'Source', kind: 'text' },
      { key: 'asked', label: 'Asked', kind: 'count' },
      { key: 'confirmed', label: 'Confirmed', kind: 'count' },
      { key: 'share', label: 'Confirmed of asked', kind: 'share' },
    ],
    rows: sources.map(({ source, asked, confirmed }) => [
      source || 'not known',
      asked,
      confirmed,
      asked === 0 ? null : Math.min(1, confirmed / asked),
    ]),
    plots: [],
  };
}

function sendsTable({ sends }: NewsletterResults, linkTo: (id: number) => string): ResultTable {
  const ordered = sends.toReversed();
  return {
    id: 'editions',
    title: 'Editions',
    about: 'The latest send of each edition, oldest first. Left: from its start to the next edition, a week at most.',
    columns: [
      { key: 'edition', label: 'Edition', kind: 'text' },
      { key: 'date', label: 'Date', kind: 'day' },
      { key: 'kind', label: 'Kind', kind: 'text' },
      { key: 'readers', label: 'Readers', kind: 'count' },
      { key: 'sent', label: 'Sent', kind: 'count' },
      { key: 'not_confirmed', label: 'Not confirmed', kind: 'count' },
      { key: 'failed', label: 'Failed', kind: 'count' },
      { key: 'bounced', label: 'Bounced', kind: 'count' },
      { key: 'complained', label: 'Complained', kind: 'count' },
      { key: 'left', label: 'Left', kind: 'count' },
      { key: 'half_seconds', label: 'Half sent in', kind: 'seconds' },
    ],
    rows: ordered.map(({ id, subject, date, kind, isRehearsal, deliveries, bounced, complained, left, half }) => [
      subject || `Edition ${id}`,
      date,
      isRehearsal ? `${kind}, rehearsal` : kind,
      readersOf(deliveries),
      deliveries.submitted,
      deliveries.unknown,
      deliveries.failed,
      bounced,
      complained,
      left,
      half,
    ]),
    plots: [
      { label: 'Messages sent by edition', series: ['sent'] },
      {
        label: 'Failed, bounced and complained, and readers who left, by edition',
        series: ['failed', 'bounced', 'complained', 'left'],
      },
    ],
    links: ordered.map(({ id }) => linkTo(id)),
  };
}

/** The tables of a newsletter's results, in the order of its page. `linkTo`: the address of an edition's results. */
export function newsletterTables(results: NewsletterResults, linkTo: (id: number) => string): ResultTable[] {
  return [growthTable(results), funnelTable(results), sourcesTable(results), sendsTable(results, linkTo)];
}

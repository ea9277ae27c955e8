import { DELIVERY_STATES } from '../../../domain/states.ts';
import { NAMED_FROM_READERS, OTHER_DOMAINS } from '../../../editions/counts.ts';
import type { EditionResults } from '../../../editions/results.ts';
import { DELIVERY_STATE_NAMES } from '../glossary.ts';
import type { ResultTable } from './resultTable.ts';

function timesTable({ times }: EditionResults): ResultTable {
  return {
    id: 'times',
    title: 'Time to deliver',
    about:
      'Messages that relays accepted, by the time since each reader’s hour or since the start, whichever was later.',
    columns: [
      { key: 'seconds', label: 'Time', kind: 'seconds' },
      { key: 'accepted', label: 'Accepted', kind: 'count' },
    ],
    rows: times?.curve ?? [],
    plots: [{ label: 'Accepted messages by time', series: ['accepted'] }],
  };
}

function domainsTable({ domains }: EditionResults): ResultTable {
  return {
    id: 'domains',
    title: 'By domain',
    about: `The ten domains with the most readers. Domains with fewer than ${NAMED_FROM_READERS} readers are not named.`,
    columns: [
      { key: 'domain', label: 'Domain', kind: 'text' },
      { key: 'readers', label: 'Readers', kind: 'count' },
      ...DELIVERY_STATES.map((state) => ({ key: state, label: DELIVERY_STATE_NAMES[state], kind: 'count' as const })),
    ],
    rows: domains.map(({ domain, readers, deliveries }) => [
      domain === OTHER_DOMAINS ? 'Other domains' : domain,
      readers,
      ...DELIVERY_STATES.map((state) => deliveries[state]),
    ]),
    plots: [],
  };
}

const SLOT_NAMES = { sponsor: 'Sponsor', house: 'House notice' } as const;

function clicksTable(clicks: NonNullable<EditionResults['clicks']>, slots: EditionResults['slotClicks']): ResultTable {
  return {
    id: 'clicks',
    title: 'Clicks',
    about:
      'How often the link of a story, of the sponsor’s slot or of the house notice was followed. It is not recorded who followed it. Link scanners of mail providers are counted apart.',
    columns: [
      { key: 'position', label: 'Place', kind: 'text' },
      { key: 'headline', label: 'Headline', kind: 'text' },
      { key: 'clicks', label: 'Clicks', kind: 'count' },
      { key: 'scans', label: 'Scanners', kind: 'count' },
    ],
    rows: [
      ...clicks.map(({ position, headline, clicks: people, scans }) => [position, headline, people, scans]),
      ...slots.map(({ slot, text, clicks: people, scans }) => [SLOT_NAMES[slot], text, people, scans]),
    ],
    plots: [],
  };
}

function sendTable(results: EditionResults): ResultTable {
  return {
    id: 'send',
    title: 'The send',
    about: 'Every delivery of the latest send by its state, and what came back since.',
    columns: [
      { key: 'result', label: 'Result', kind: 'text' },
      { key: 'readers', label: 'Readers', kind: 'count' },
      { key: 'share', label: 'Share', kind: 'share' },
    ],
    rows: [
      ...DELIVERY_STATES.map((state) => [DELIVERY_STATE_NAMES[state], results.deliveries[state]] as const),
      ['Bounced', results.bounced] as const,
      ['Complained', results.complained] as const,
      ['Left after it', results.left] as const,
    ].map(([name, readers]) => [name, readers, results.readers === 0 ? null : readers / results.readers]),
    plots: [],
  };
}

/** The tables of an edition's results, in the order of its page. */
export function editionTables(results: EditionResults): ResultTable[] {
  return [
    sendTable(results),
    timesTable(results),
    ...(results.clicks === null ? [] : [clicksTable(results.clicks, results.slotClicks)]),
    domainsTable(results),
  ];
}

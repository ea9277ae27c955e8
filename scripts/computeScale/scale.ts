import { table } from '../docsReference/markdown.ts';
import { ASSUMED, MEASURED, SIZES } from './costs.ts';

const GBIT = 1e9 / 8;

/** Two significant digits, with a comma between thousands. */
function rounded(value: number): string {
  return Number(value.toPrecision(2)).toLocaleString('en-US', { maximumFractionDigits: 2 });
}

function time(seconds: number): string {
  return seconds < 120 ? `${rounded(seconds)} s` : `${rounded(seconds / 60)} min`;
}

const { windowSeconds, messageBytes, openShare, picturesAnOpen, pictureBytes } = ASSUMED;
const M = MEASURED;
const rate = (readers: number): number => readers / windowSeconds;
const pictures = (readers: number): number => (readers * openShare * picturesAnOpen) / windowSeconds;

type Need = { what: string; how: string; of: (readers: number) => string };

/** What a send needs by its readers, each with its arithmetic. */
const NEEDS: readonly Need[] = [
  { what: 'messages a second', how: `N / ${windowSeconds} s`, of: (n) => rounded(rate(n)) },
  {
    what: 'cores for mailers',
    how: `rate × ${M.mailerMsAMessage} ms`,
    of: (n) => rounded((rate(n) * M.mailerMsAMessage) / 1_000),
  },
  {
    what: 'mailers',
    how: `rate / ${M.messagesASecondOfOneMailer}, and one more`,
    of: (n) => String(Math.ceil(rate(n) / M.messagesASecondOfOneMailer) + 1),
  },
  {
    what: 'cores of PostgreSQL for the ledger',
    how: `rate × ${M.postgresMsAMessage} ms`,
    of: (n) => rounded((rate(n) * M.postgresMsAMessage) / 1_000),
  },
  {
    what: 'WAL, MB a second',
    how: `rate × ${M.walBytesADelivery} B`,
    of: (n) => rounded((rate(n) * M.walBytesADelivery) / 1e6),
  },
  {
    what: 'relays',
    how: `rate / ${ASSUMED.messagesASecondOfOneRelay}, assumed`,
    of: (n) => String(Math.ceil(rate(n) / ASSUMED.messagesASecondOfOneRelay)),
  },
  {
    what: 'network to the relays, Gbit/s',
    how: `rate × ${messageBytes / 1_000} KB`,
    of: (n) => rounded((rate(n) * messageBytes) / GBIT),
  },
  {
    what: 'requests for pictures a second',
    how: `N × ${openShare} × ${picturesAnOpen} / ${windowSeconds} s, assumed`,
    of: (n) => rounded(pictures(n)),
  },
  {
    what: 'network of pictures, Gbit/s',
    how: `requests × ${pictureBytes / 1_000} KB`,
    of: (n) => rounded((pictures(n) * pictureBytes) / GBIT),
  },
  {
    what: 'cores of web processes, at least',
    how: `requests × ${M.webMsARequest} ms`,
    of: (n) => rounded((pictures(n) * M.webMsARequest) / 1_000),
  },
  {
    what: 'freezing the audience',
    how: `N × ${rounded(M.freezeSecondsAMillion)} µs`,
    of: (n) => time((n / 1e6) * M.freezeSecondsAMillion),
  },
  {
    what: 'deliveries of a day, GB',
    how: `N × ${M.bytesADelivery} B`,
    of: (n) => rounded((n * M.bytesADelivery) / 1e9),
  },
  { what: 'readers, GB', how: `N × ${M.bytesAReader} B`, of: (n) => rounded((n * M.bytesAReader) / 1e9) },
  {
    what: 'importing the list',
    how: `N × ${M.importSecondsAMillion} µs`,
    of: (n) => time((n / 1e6) * M.importSecondsAMillion),
  },
];

/** The table of docs/scaling.md. */
export function describeScale(): string {
  const headings = ['N readers', 'computed as', ...SIZES.map((readers) => `${readers / 1e6} million`)];
  return table(
    headings,
    NEEDS.map(({ what, how, of }) => [what, how].concat(SIZES.map(of))),
  );
}

import { DELIVERY_STATES } from '../../../domain/states.ts';
import { OTHER_DOMAINS } from '../../../editions/counts.ts';
import type { SendProgress } from '../../../editions/progress.ts';
import { formatClock, formatCount } from '../../markup/dates.ts';

/** One row of a table of figures; `isBad` if it needs attention. */
export type FigureRow = { cells: string[]; isBad: boolean };

/** A send's figures as text, for the page and for the script that updates it. */
export type Figures = {
  done: number;
  total: number;
  /** By the `data-figure` of the element that shows it. */
  texts: Record<string, string>;
  relays: FigureRow[];
  domains: FigureRow[];
};

/** A duration, rounded: `45 s`, `12 min`, `2 h 5 min`. */
function formatLeft(seconds: number): string {
  if (seconds < 90) return `${seconds} s`;
  if (seconds < 90 * 60) return `${Math.round(seconds / 60)} min`;
  return `${Math.floor(seconds / 3600)} h ${Math.round((seconds % 3600) / 60)} min`;
}

function describePace({ state, ratePerSecond, secondsLeft, finishedAt }: SendProgress): string {
  const rate = ratePerSecond === null ? '' : `${formatCount(ratePerSecond)} a second`;
  if (finishedAt) return rate && `${rate} on average`;
  const left = secondsLeft === null ? '' : `about ${formatLeft(secondsLeft)} left`;
  return state === 'submitting' ? [rate, left].filter(Boolean).join(', ') : '';
}

function relayRows({ relays }: SendProgress, zone: string): FigureRow[] {
  return relays.map(({ relay, warmUp, downUntil, ...figures }) => {
    const notes = [
      downUntil && `down until ${formatClock(new Date(downUntil), zone)}: ${figures.reason}`,
      warmUp && `warming up, ${formatCount(warmUp.used)} of today’s ${formatCount(warmUp.quota)} used`,
    ];
    const counts = [figures.submitted, figures.retrying, figures.failed, figures.unknown].map((count) =>
      formatCount(count),
    );
    const name = relay === 'inbox' ? 'Built-in inbox' : relay;
    const rate = `${formatCount(figures.ratePerSecond)} /s`;
    const isSpent = warmUp !== null && warmUp.used >= warmUp.quota;
    return {
      cells: [name, rate, ...counts, notes.filter(Boolean).join('; ') || 'up'],
      isBad: downUntil !== null || isSpent,
    };
  });
}

function domainRows({ domains }: SendProgress, zone: string): FigureRow[] {
  return domains.map(({ domain, readers, deliveries, pausedUntil }) => {
    const { pending, submitting, submitted, failed, unknown } = deliveries;
    const counts = [readers, submitted, pending + submitting, failed, unknown].map((count) => formatCount(count));
    const note = pausedUntil ? `throttled by the domain, paused until ${formatClock(new Date(pausedUntil), zone)}` : '';
    return {
      cells: [domain === OTHER_DOMAINS ? 'Other domains' : domain, ...counts, note],
      isBad: pausedUntil !== null,
    };
  });
}

/** The figures of a send as text, with times in `zone`. */
export function describeFigures(progress: SendProgress, zone: string): Figures {
  const { deliveries, retrying, missing } = progress;
  const total = DELIVERY_STATES.reduce((sum, state) => sum + deliveries[state], 0);
  const done = total - deliveries.pending - deliveries.submitting;
  const counts = Object.fromEntries(DELIVERY_STATES.map((state) => [state, formatCount(deliveries[state])]));
  return {
    done,
    total,
    texts: {
      ...counts,
      share: total === 0 ? '' : `${Math.floor((100 * done) / total)} %`,
      of: total === 0 ? 'Preparing the mail' : `${formatCount(done)} of ${formatCount(total)} readers done`,
      pace: describePace(progress),
      retrying:
        retrying === 0 ? '' : `${formatCount(retrying)} of the pending deliveries were attempted and will be retried.`,
      missing: !missing
        ? ''
        : `At the current rates and quotas, about ${formatCount(missing)} readers will not get it in time today.`,
    },
    relays: relayRows(progress, zone),
    domains: domainRows(progress, zone),
  };
}

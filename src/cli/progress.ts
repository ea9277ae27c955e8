import type { DeliveryCounts } from '../domain/states.ts';
import { OTHER_DOMAINS } from '../editions/counts.ts';
import type { DomainProgress, RelayProgress, SendProgress } from '../editions/progress.ts';

const formatTime = (iso: string): string => `${iso.slice(11, 19)}Z`;

function describeRelay(relay: RelayProgress): string {
  const { submitted, retrying, failed, unknown, ratePerSecond, warmUp } = relay;
  const counts = Object.entries({ submitted, retrying, failed, unknown }).filter(([, count]) => count > 0);
  const said = counts.map(([name, count]) => `${count} ${name}`).join(', ') || 'no messages yet';
  const down = relay.downUntil ? `, not used until ${formatTime(relay.downUntil)}: ${relay.reason}` : '';
  const today = warmUp ? `, warming up: ${warmUp.used} of ${warmUp.quota} today` : '';
  return `  over ${relay.relay}: ${said}, ${ratePerSecond}/s${down}${today}`;
}

const ended = ({ pending: _pending, submitting: _submitting, ...done }: DeliveryCounts): number =>
  Object.values(done).reduce((sum, count) => sum + count, 0);

function describeDomain({ domain, readers, deliveries, pausedUntil }: DomainProgress): string {
  const paused = pausedUntil ? `, paused until ${formatTime(pausedUntil)} because the domain asked for it` : '';
  const failed = deliveries.failed > 0 ? `, ${deliveries.failed} failed` : '';
  return `  to ${domain === OTHER_DOMAINS ? 'other domains' : domain}: ${ended(deliveries)} of ${readers} done${failed}${paused}`;
}

/** Progress by relay and by destination domain, and how many readers the limits exclude, as lines for a person. */
export function describeProgress(progress: SendProgress): string {
  const { relays, domains, missing } = progress;
  const notToday = missing
    ? [`  about ${missing} readers will not get it in time: rate limits and quotas are too low`]
    : [];
  return [...relays.map(describeRelay), ...domains.map(describeDomain), ...notToday].join('\n');
}

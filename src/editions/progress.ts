import { sql } from 'kysely';
import type { Config, Relay } from '../platform/config.ts';
import type { Db } from '../platform/db/client.ts';
import { type DeliveryState, isAnyOf, MAILING } from '../domain/states.ts';
import { ReveilleError } from '../domain/errors.ts';
import { countLedger, nobody, RATE_WINDOW_SECONDS, type DomainCounts, type LedgerRow } from './counts.ts';
import { estimateMissing } from './estimate.ts';
import { loadDomains } from './sendSummary.ts';
import type { Edition } from './load.ts';
import type { EditionStatus } from './status.ts';
import { loadWarmUpDay, type WarmUpDay } from './warmUpDay.ts';

/** One relay's part in a send, and the relay's state. Times are ISO 8601 UTC or null. */
export type RelayProgress = {
  /** host:port, or `inbox` for a rehearsal. */
  relay: string;
  submitted: number;
  retrying: number;
  failed: number;
  unknown: number;
  /** Over the last ten seconds. */
  ratePerSecond: number;
  /** No process tries the relay before this time. */
  downUntil: string | null;
  reason: string;
  /** Today's (UTC) quota and use of a relay in warm-up. */
  warmUp: WarmUpDay | null;
};

/** The readers at one destination domain. */
export type DomainProgress = DomainCounts & { pausedUntil: string | null };

/** The progress of a send, as the desk shows it. */
export type SendProgress = Omit<EditionStatus, 'feedback'> & {
  revision: number;
  /** The number of a fix that waits to be rendered. */
  nextRevision: number | null;
  /** The number of the canary's readers, while the others wait. */
  canaryReaders: number | null;
  /** The audience is complete. */
  isFrozen: boolean;
  /** Pending deliveries that were attempted before and wait for a retry. */
  retrying: number;
  /** Failed deliveries whose deadline passed. */
  late: number;
  relays: RelayProgress[];
  /** The domains with the most readers, largest first, then the others together. */
  domains: DomainProgress[];
  /** About how many readers the rates and quotas cannot serve in time. Null: the send has no limit. */
  missing: number | null;
};

type Deps = { db: Db; config: Pick<Config, 'relays'> };

type Found = Edition & { now: Date; lateness: number };

const sum = (
  rows: readonly LedgerRow[],
  key: 'count' | 'recent',
  is: (row: LedgerRow) => boolean = () => true,
): number => rows.reduce((total, row) => total + (is(row) ? row[key] : 0), 0);

const isRetrying = (row: LedgerRow): boolean => row.state === 'pending' && row.verdict !== null;

/** Messages per second: the recent rate of a running send, the average of a finished one. */
function rateOf(edition: Edition, rows: readonly LedgerRow[], nowMs: number): number | null {
  const submitted = sum(rows, 'count', (row) => row.state === 'submitted');
  if (!edition.started_at || submitted === 0) return null;
  const startMs = edition.started_at.getTime();
  if (edition.finished_at) {
    const seconds = (edition.finished_at.getTime() - startMs) / 1000;
    return seconds > 0 ? submitted / seconds : null;
  }
  const seconds = Math.min(RATE_WINDOW_SECONDS, Math.max(0.5, (nowMs - startMs) / 1000));
  return sum(rows, 'recent') / seconds;
}

const nameOf = ({ host, port }: Relay): string => `${host}:${port}`;
const tenths = (value: number): number => Math.round(value * 10) / 10;

async function describeRelays(
  { db, config }: Deps,
  edition: Edition,
  rows: readonly LedgerRow[],
): Promise<RelayProgress[]> {
  const relays = edition.is_rehearsal ? [] : config.relays;
  const states = await db
    .selectFrom('relay_states')
    .selectAll()
    .where('down_until', '>', sql<Date>`now()`)
    .execute();
  // If no relay could be reached, the row names all of them and belongs to none.
  const over = rows.filter((row) => row.relay !== null && row.verdict !== 'relay-down');
  const names = new Set([...relays.map(nameOf), ...over.map((row) => row.relay!)]);
  return Promise.all(
    [...names].map(async (relay): Promise<RelayProgress> => {
      const own = over.filter((row) => row.relay === relay);
      const plan = relays.find((each) => nameOf(each) === relay)?.warmUp;
      const state = states.find((each) => each.relay === relay);
      const count = (name: DeliveryState): number => sum(own, 'count', (row) => row.state === name);
      return {
        relay,
        submitted: count('submitted'),
        retrying: sum(own, 'count', isRetrying),
        failed: count('failed'),
        unknown: count('unknown'),
        ratePerSecond: edition.finished_at ? 0 : tenths(sum(own, 'recent') / RATE_WINDOW_SECONDS),
        downUntil: state?.down_until?.toISOString() ?? null,
        reason: state?.reason ?? '',
        warmUp: plan ? await loadWarmUpDay({ db }, relay, plan) : null,
      };
    }),
  );
}

/** The readers whom the limits cannot serve in time, during the send. */
function missingOf(
  edition: Found,
  rows: readonly LedgerRow[],
  relays: readonly Relay[],
  states: readonly RelayProgress[],
  nowMs: number,
): number | null {
  if (!isAnyOf(MAILING, edition.state)) return null;
  // The estimate assumes that a pause ends now.
  const resumedMs = edition.state === 'paused' ? nowMs : (edition.resumed_at?.getTime() ?? 0);
  const waves = rows.flatMap(({ dueAt, count }) => {
    if (!dueAt) return [];
    const dueMs = dueAt.getTime();
    return [{ dueMs, endMs: Math.max(dueMs, resumedMs) + edition.lateness * 60_000, readers: count }];
  });
  const limits = (edition.is_rehearsal ? [] : relays).map((relay) => {
    const warmUp = states.find((state) => state.relay === nameOf(relay))?.warmUp;
    return { perSecond: relay.perSecond ?? null, left: warmUp ? Math.max(0, warmUp.quota - warmUp.used) : null };
  });
  return estimateMissing({ waves, nowMs }, { perSecond: edition.max_rate, relays: limits });
}

/**
 * The progress of an edition's latest send: editionStatus, and counts by relay and domain. Those by domain of a large
 * send are up to five minutes old. Throws NOT_FOUND.
 */
export async function sendProgress(deps: Deps, editionId: number): Promise<SendProgress> {
  const { db, config } = deps;
  const { rows: found } = await sql<Found>`
    select e.*, n.max_lateness_minutes as lateness, now() as now
    from editions e join newsletters n on n.id = e.newsletter_id where e.id = ${editionId}`.execute(db);
  const edition = found[0];
  if (!edition) throw new ReveilleError('NOT_FOUND', `There is no edition ${editionId}.`);
  const rows = await countLedger(db, edition);
  const counted = await loadDomains(deps, edition, sum(rows, 'count'));
  const relays = await describeRelays(deps, edition, rows);
  const paused = await db
    .selectFrom('domain_pauses')
    .select(['domain', 'until'])
    .where('until', '>', sql<Date>`now()`)
    .where('domain', 'in', ['', ...counted.map(({ domain }) => domain)])
    .execute();
  const deliveries = nobody();
  for (const { state, count } of rows) deliveries[state] += count;
  const nowMs = edition.now.getTime();
  const rate = rateOf(edition, rows, nowMs);
  return {
    edition: edition.id,
    state: edition.state,
    isRehearsal: edition.is_rehearsal,
    flag: edition.flag,
    flagDetail: edition.flag_detail,
    deliveries,
    startedAt: edition.started_at?.toISOString() ?? null,
    finishedAt: edition.finished_at?.toISOString() ?? null,
    ratePerSecond: rate === null ? null : tenths(rate),
    secondsLeft:
      edition.state === 'submitting' && rate ? Math.ceil((deliveries.pending + deliveries.submitting) / rate) : null,
    revision: edition.revision,
    nextRevision: edition.next_revision,
    canaryReaders: edition.canary_left,
    isFrozen: edition.frozen_at !== null,
    retrying: sum(rows, 'count', isRetrying),
    late: sum(rows, 'count', (row) => row.state === 'failed' && row.verdict === 'late'),
    relays,
    domains: counted.map(({ domain, readers, deliveries }) => ({
      domain,
      readers,
      deliveries,
      pausedUntil: paused.find((each) => each.domain === domain)?.until.toISOString() ?? null,
    })),
    missing: missingOf(edition, rows, config.relays, relays, nowMs),
  };
}

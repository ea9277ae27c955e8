import { sql } from 'kysely';
import type { Config, Relay } from '../platform/config.ts';
import type { Db } from '../platform/db/client.ts';
import { loadWarmUpDay, type WarmUpDay } from '../deliver/deliver.ts';
import { type DeliveryState, isAnyOf, MAILING } from '../domain/states.ts';
import { ReveilleError } from '../domain/errors.ts';
import { countDomains, countLedger, nobody, RATE_WINDOW_SECONDS, type DomainCounts, type LedgerRow } from './counts.ts';
import { estimateMissing } from './estimate.ts';
import type { Edition } from './load.ts';
import type { EditionStatus } from './status.ts';

/** What went over one relay, and how the relay is. Times are ISO 8601 UTC or null. */
export type RelayProgress = {
  /** host:port; `inbox` of a rehearsal. */
  relay: string;
  submitted: number;
  retrying: number;
  failed: number;
  unknown: number;
  /** Of the last ten seconds. */
  ratePerSecond: number;
  /** Nobody tries it before. */
  downUntil: string | null;
  reason: string;
  /** Today's (UTC) quota and use of a relay that is warming up. */
  warmUp: WarmUpDay | null;
};

/** The readers at one destination domain. */
export type DomainProgress = DomainCounts & { pausedUntil: string | null };

/** How a send stands, as the desk watches it. */
export type SendProgress = Omit<EditionStatus, 'feedback'> & {
  revision: number;
  /** A fix waits to be rendered under this number. */
  nextRevision: number | null;
  /** Readers of the canary, while nobody else may get it. */
  canaryReaders: number | null;
  /** The audience is complete. */
  isFrozen: boolean;
  /** Of the pending: tried before, and waiting for another try. */
  retrying: number;
  /** Of the failed: their time was over first. */
  late: number;
  relays: RelayProgress[];
  /** Those with the most readers, the largest first. */
  domains: DomainProgress[];
  /** About how many readers rates and quotas keep from getting it in time; null: nothing limits the send. */
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

/** Messages a second: lately where the send runs, on the whole where it has ended. */
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
  // Where no relay could be reached a row names them all, and says nothing of one.
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

/** The readers whom limits keep from getting it in time, while it is under way. */
function missingOf(
  edition: Found,
  rows: readonly LedgerRow[],
  relays: readonly Relay[],
  states: readonly RelayProgress[],
  nowMs: number,
): number | null {
  if (!isAnyOf(MAILING, edition.state)) return null;
  // A pause is taken to end now.
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
 * How an edition's latest send stands: editionStatus, and by relay and domain. `domains`: counts of a moment ago, where
 * the caller has some; those of this moment otherwise. Throws NOT_FOUND.
 */
export async function sendProgress(
  deps: Deps,
  editionId: number,
  { domains }: { domains?: readonly DomainCounts[] } = {},
): Promise<SendProgress> {
  const { db, config } = deps;
  const { rows: found } = await sql<Found>`
    select e.*, n.max_lateness_minutes as lateness, now() as now
    from editions e join newsletters n on n.id = e.newsletter_id where e.id = ${editionId}`.execute(db);
  const edition = found[0];
  if (!edition) throw new ReveilleError('NOT_FOUND', `There is no edition ${editionId}.`);
  const rows = await countLedger(db, edition);
  const counted = domains ?? (await countDomains(deps, editionId));
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

import { sql } from 'kysely';
import type { Db } from '../platform/db/client.ts';
import { DELIVERY_STATES, type DeliveryCounts, type EditionKind, type EditionState } from '../domain/states.ts';
import { ReveilleError } from '../domain/errors.ts';
import { wantsEdition } from '../readers/audience.ts';
import { ledgerOf } from './ledgerCounts.ts';

/** The status of a send. Times are ISO 8601 UTC or null. The rate covers the last ten seconds, or a finished send. */
export type EditionStatus = {
  edition: number;
  state: EditionState;
  isRehearsal: boolean;
  flag: string | null;
  flagDetail: string | null;
  deliveries: DeliveryCounts;
  /** Returned mail and complaints. A delay notice is no bounce. */
  feedback: { bounces: number; complaints: number };
  startedAt: string | null;
  finishedAt: string | null;
  ratePerSecond: number | null;
  secondsLeft: number | null;
};

const RATE_WINDOW_SECONDS = 10;

/** Counts the deliveries of a send by state. */
export async function countDeliveries(db: Db, editionId: number, isRehearsal: boolean): Promise<DeliveryCounts> {
  const { rows } = await sql<{ state: keyof DeliveryCounts; count: number }>`
    select state, sum(readers) as count from ${await ledgerOf(db, editionId)} d
    where is_rehearsal = ${isRehearsal}
    group by state`.execute(db);
  const counts = Object.fromEntries(DELIVERY_STATES.map((state) => [state, 0])) as DeliveryCounts;
  for (const { state, count } of rows) counts[state] = count;
  return counts;
}

/** Counts the feedback that provably belongs to an edition; of an old one, as counted before its rows went. */
export async function countFeedback({ db }: { db: Db }, editionId: number): Promise<EditionStatus['feedback']> {
  const { rows } = await sql<EditionStatus['feedback']>`
    select count(distinct subscriber_id) filter (where kind = 'bounce' and not is_delay)
        + coalesce((select bounces from feedback_totals where edition_id = ${editionId}), 0) as bounces,
      count(distinct subscriber_id) filter (where kind = 'complaint')
        + coalesce((select complaints from feedback_totals where edition_id = ${editionId}), 0) as complaints
    from feedback where edition_id = ${editionId} and action <> 'none'`.execute(db);
  return rows[0]!;
}

/** Messages per second: the recent rate of a running send, the average of a finished one. */
async function measureRate(
  db: Db,
  edition: { id: number; is_rehearsal: boolean; started_at: Date | null; finished_at: Date | null },
  submitted: number,
): Promise<number | null> {
  if (!edition.started_at || submitted === 0) return null;
  if (edition.finished_at) {
    const seconds = (edition.finished_at.getTime() - edition.started_at.getTime()) / 1000;
    return seconds > 0 ? submitted / seconds : null;
  }
  const { rows } = await sql<{ rate: number }>`
    select coalesce(sum(readers), 0)
      / least(${RATE_WINDOW_SECONDS}, greatest(0.5, extract(epoch from now() - ${edition.started_at}::timestamptz)))::float8 as rate
    from ${await ledgerOf(db, edition.id)} d
    where is_rehearsal = ${edition.is_rehearsal}
      and state = 'submitted' and at > now() - ${RATE_WINDOW_SECONDS} * interval '1 second'`.execute(db);
  return rows[0]?.rate ?? null;
}

/** Counts by state, rate and remaining time of an edition's latest send. Throws NOT_FOUND. */
export async function editionStatus({ db }: { db: Db }, editionId: number): Promise<EditionStatus> {
  const edition = await db.selectFrom('editions').selectAll().where('id', '=', editionId).executeTakeFirst();
  if (!edition) throw new ReveilleError('NOT_FOUND', `There is no edition ${editionId}.`);
  const deliveries = await countDeliveries(db, editionId, edition.is_rehearsal);
  const rate = await measureRate(db, edition, deliveries.submitted);
  const left = deliveries.pending + deliveries.submitting;
  return {
    edition: edition.id,
    state: edition.state,
    isRehearsal: edition.is_rehearsal,
    flag: edition.flag,
    flagDetail: edition.flag_detail,
    deliveries,
    feedback: edition.is_rehearsal ? { bounces: 0, complaints: 0 } : await countFeedback({ db }, editionId),
    startedAt: edition.started_at?.toISOString() ?? null,
    finishedAt: edition.finished_at?.toISOString() ?? null,
    ratePerSecond: rate === null ? null : Math.round(rate * 10) / 10,
    secondsLeft: edition.state === 'submitting' && rate ? Math.ceil(left / rate) : null,
  };
}

/** How many readers an edition would reach now, by the kept counts: they want it and are not suppressed. Sample readers count in a rehearsal only. */
export async function countAudience(
  { db }: { db: Db },
  edition: { newsletterId: number; kind: EditionKind; date: string },
  { isRehearsal }: { isRehearsal: boolean },
): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select coalesce(sum(s.readers), 0) as count
    from subscription_counts s
    where s.newsletter_id = ${edition.newsletterId} and ${wantsEdition(edition)}
      and (${isRehearsal} or not s.is_sample) and not s.is_barred`.execute(db);
  return rows[0]!.count;
}

import { sql, type RawBuilder } from 'kysely';
import type { Db } from '../platform/db/client.ts';
import { DELIVERY_STATES, type DeliveryCounts, type DeliveryState } from '../domain/states.ts';
import { ledgerOf } from './ledgerCounts.ts';
import type { Edition } from './load.ts';

/** A group of equal rows of one send. `recent`: submitted within the last RATE_WINDOW_SECONDS. `dueAt`: of pending rows. */
export type LedgerRow = {
  state: DeliveryState;
  relay: string | null;
  verdict: string | null;
  dueAt: Date | null;
  count: number;
  recent: number;
};

/** The readers of one destination domain; of OTHER_DOMAINS, those of all the others. */
export type DomainCounts = { domain: string; readers: number; deliveries: DeliveryCounts };

export const RATE_WINDOW_SECONDS = 10;
const TOP_DOMAINS = 10;
/** A domain with fewer readers is not named: it can be a person's own, and a summary outlives an erasure. */
export const NAMED_FROM_READERS = 10;
/** In place of a domain; it has no dot, as every domain has. */
export const OTHER_DOMAINS = 'other';

/** Counts of zero in every state. */
export const nobody = (): DeliveryCounts =>
  Object.fromEntries(DELIVERY_STATES.map((state) => [state, 0])) as DeliveryCounts;

/**
 * Runs one grouping statement over the ledger on a single core of the database. Two parallel workers would be faster,
 * but would take the other cores from the mailers.
 */
export async function group<T>(db: Db, statement: RawBuilder<T>): Promise<T[]> {
  return db.transaction().execute(async (tx) => {
    await sql`set local max_parallel_workers_per_gather = 0`.execute(tx);
    return (await statement.execute(tx)).rows;
  });
}

/** The deliveries of a send by state, verdict, relay and hour, from the kept counts. */
export async function countLedger(db: Db, edition: Edition): Promise<LedgerRow[]> {
  const { rows } = await sql<LedgerRow>`
    select state, verdict, case when ${edition.is_rehearsal} then 'inbox' else relay end as relay,
      case when state = 'pending' then due_at end as "dueAt",
      sum(readers) as count,
      coalesce(sum(readers) filter (
        where state = 'submitted' and at > now() - ${RATE_WINDOW_SECONDS} * interval '1 second'), 0) as recent
    from ${await ledgerOf(db, edition.id)} d
    where is_rehearsal = ${edition.is_rehearsal}
    group by 1, 2, 3, 4 having sum(readers) <> 0`.execute(db);
  return rows;
}

/**
 * The ten domains with the most readers of an edition's latest send, by state, and then all others together, with every
 * domain of fewer than NAMED_FROM_READERS readers. It joins every reader's address, which
 * takes 0.9 s for a million rows (generate_series) and 0.1 s for 100,000: of large sends, a summary keeps them
 * (sendSummary.ts).
 */
export async function countDomains({ db }: { db: Db }, editionId: number): Promise<DomainCounts[]> {
  const rows = await group(
    db,
    sql<{ domain: string; readers: number; counts: Partial<DeliveryCounts> }>`
      with counted as materialized (
        select split_part(p.email, '@', -1) as domain, d.state, count(*) as count
        from editions e
        join deliveries d on d.edition_id = e.id and d.is_rehearsal = e.is_rehearsal
        join subscribers p on p.id = d.subscriber_id
        where e.id = ${editionId} and d.edition_id = ${editionId}
        group by 1, 2),
      named as (
        select domain from counted group by 1 having sum(count) >= ${NAMED_FROM_READERS}
        order by sum(count) desc, domain limit ${TOP_DOMAINS}),
      shown as (
        select coalesce(n.domain, ${OTHER_DOMAINS}) as domain, n.domain is null as is_rest, c.state, sum(c.count) as count
        from counted c left join named n on n.domain = c.domain group by 1, 2, 3)
      select domain, sum(count)::float8 as readers, jsonb_object_agg(state, count) as counts
      from shown group by domain, is_rest order by is_rest, 2 desc, domain`,
  );
  return rows.map(({ domain, readers, counts }) => ({
    domain,
    readers,
    deliveries: Object.assign(nobody(), counts),
  }));
}

import { sql } from 'kysely';
import type { Db } from '../../platform/db/client.ts';

/** How many of a limited number of places this process may use from now on. */
type Grant = { places: number };

/**
 * Claims this process's part of `limit` places that all processes share. Each process that asks gets an equal part,
 * and never more than the others leave. A process whose part shrinks keeps the places in use until it asks again.
 * A process that died loses its places with its lease. Guarantee: the places of all live processes together never
 * exceed `limit`, except for places that a shrinking process still uses.
 */
export async function claimShare(
  { db }: { db: Db },
  { key, leaseId, limit, inUse }: { key: string; leaseId: string; limit: number; inUse: number },
): Promise<Grant> {
  return db.transaction().execute(async (tx) => {
    await sql`select pg_advisory_xact_lock(hashtext('reveille share'), hashtext(${key}))`.execute(tx);
    await sql`
      delete from shares s where s.key = ${key} and s.lease_id <> ${leaseId}::uuid
        and not exists (select from leases l where l.id = s.lease_id and l.until > now())`.execute(tx);
    await sql`
      insert into shares (key, lease_id, places) values (${key}, ${leaseId}, 0) on conflict do nothing`.execute(tx);
    const { rows } = await sql<{ claimants: number; before: number; others: number }>`
      select count(*)::integer as claimants, count(*) filter (where lease_id < ${leaseId}::uuid)::integer as before,
             coalesce(sum(places) filter (where lease_id <> ${leaseId}::uuid), 0)::integer as others
      from shares where key = ${key}`.execute(tx);
    const { claimants, before, others } = rows[0]!;
    const part = Math.floor(limit / claimants) + (before < limit % claimants ? 1 : 0);
    const places = Math.max(0, Math.min(part, limit - others));
    await sql`
      update shares set places = ${Math.max(places, Math.min(inUse, limit))}
      where key = ${key} and lease_id = ${leaseId}`.execute(tx);
    return { places };
  });
}

/** Releases this process's places. */
export async function releaseShares({ db }: { db: Db }, leaseId: string): Promise<void> {
  await sql`delete from shares where lease_id = ${leaseId}`.execute(db);
}

import { sql } from 'kysely';
import { PREPARED, type Db } from '../../platform/db/client.ts';

/** How many of the requested places are available now, and how long until the next one. */
type Taken = { places: number; waitMs: number };

// The largest burst after a quiet time: the places of a tenth of a second.
const BURST_SECONDS = 0.1;

/**
 * Takes up to `want` places of `perSecond` places per second, shared by all processes on this database. It is a
 * generic cell rate algorithm (ITU-T I.371): the row stores the instant of the next free place, by the database's
 * clock. Guarantee: in t seconds all callers together get at most (t + 0.1) × perSecond + 1 places.
 */
export async function takePlaces(
  { db }: { db: Db },
  { key, perSecond, want }: { key: string; perSecond: number; want: number },
): Promise<Taken> {
  const take = (): Promise<{ rows: Taken[] }> =>
    sql<Taken>`${PREPARED}
      with found as (
        select key, greatest(next_at, clock_timestamp() - ${BURST_SECONDS}::float8 * interval '1 second') as at
        from throttles where key = ${key}::text for update
      ), taken as (
        select key, at, greatest(0, least(${want}::integer,
          1 + floor(extract(epoch from clock_timestamp() - at) * ${perSecond}::float8)))::integer as places
        from found)
      update throttles t set next_at = taken.at + taken.places / ${perSecond}::float8 * interval '1 second'
      from taken where t.key = taken.key
      returning taken.places, greatest(0, extract(epoch from t.next_at - clock_timestamp()) * 1000)::float8 as "waitMs"`.execute(
      db,
    );
  const { rows } = await take();
  if (rows[0]) return rows[0];
  await sql`insert into throttles (key, next_at) values (${key}, clock_timestamp()) on conflict do nothing`.execute(db);
  return (await take()).rows[0]!;
}

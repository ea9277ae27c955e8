import { sql } from 'kysely';
import type { Db } from '../../platform/db/client.ts';

/**
 * Takes up to `want` messages from today's quota and returns how many it got. All processes together never exceed the
 * quota. Concurrent calls leave no rest of it: 0 means that today's quota is used up.
 */
export async function takeFromDay({ db }: { db: Db }, relay: string, quota: number, want: number): Promise<number> {
  const take = (): Promise<{ rows: { taken: number }[] }> =>
    sql<{ taken: number }>`
      with today as (
        select day, messages from relay_days
        where relay = ${relay} and day = (now() at time zone 'UTC')::date for update
      ), taken as (select *, greatest(0, least(${want}::integer, ${quota}::integer - messages)) as places from today)
      update relay_days d set messages = taken.messages + taken.places
      from taken where d.relay = ${relay} and d.day = taken.day
      returning taken.places as taken`.execute(db);
  const { rows } = await take();
  if (rows[0]) return rows[0].taken;
  await sql`
    insert into relay_days (relay, day) values (${relay}, (now() at time zone 'UTC')::date) on conflict do nothing`.execute(
    db,
  );
  return (await take()).rows[0]?.taken ?? 0;
}

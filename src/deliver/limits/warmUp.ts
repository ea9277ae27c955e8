import { sql } from 'kysely';
import type { WarmUp } from '../../platform/config.ts';
import type { Db } from '../../platform/db/client.ts';

/** How far a relay's plan is: what it may take today (UTC), and what it has taken. */
export type WarmUpDay = { quota: number; used: number };

/** What the plan allows on a relay's nth day of sending, from 0. */
export function quotaOf({ start, factor, cap }: WarmUp, day: number): number {
  return Math.min(cap, Math.floor(start * factor ** day));
}

/** Today's quota and use. A day counts towards the plan once the relay took a message on it. */
export async function loadWarmUpDay({ db }: { db: Db }, relay: string, plan: WarmUp): Promise<WarmUpDay> {
  const { rows } = await sql<{ days: number; used: number }>`
    select count(*) filter (where day < (now() at time zone 'UTC')::date and messages > 0)::integer as days,
           coalesce(sum(messages) filter (where day = (now() at time zone 'UTC')::date), 0)::integer as used
    from relay_days where relay = ${relay}`.execute(db);
  const { days, used } = rows[0]!;
  return { quota: quotaOf(plan, days), used };
}

/**
 * Takes up to `want` messages of today's quota; how many it got. All processes together never exceed the quota, and
 * two that ask at once leave none of it: 0 means that today's is used up.
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

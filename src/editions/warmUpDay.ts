import { sql } from 'kysely';
import type { WarmUp } from '../platform/config.ts';
import type { Db } from '../platform/db/client.ts';

/** Today's (UTC) quota of a relay's warm-up plan, and how much of it is used. */
export type WarmUpDay = { quota: number; used: number };

/** The quota on a relay's nth day of sending, counted from 0. */
export function quotaOf({ start, factor, cap }: WarmUp, day: number): number {
  return Math.min(cap, Math.floor(start * factor ** day));
}

/** Today's quota and use. A day counts in the plan once the relay has accepted a message on it. */
export async function loadWarmUpDay({ db }: { db: Db }, relay: string, plan: WarmUp): Promise<WarmUpDay> {
  const { rows } = await sql<{ days: number; used: number }>`
    select count(*) filter (where day < (now() at time zone 'UTC')::date and messages > 0)::integer as days,
           coalesce(sum(messages) filter (where day = (now() at time zone 'UTC')::date), 0)::integer as used
    from relay_days where relay = ${relay}`.execute(db);
  const { days, used } = rows[0]!;
  return { quota: quotaOf(plan, days), used };
}

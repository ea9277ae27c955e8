import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import type { Db } from '../../../platform/db/client.ts';

/** The limits of requests to one server (scheme, host, port), over all processes. */
export type Politeness = { atOnce: number; pauseMs: number };

// For other servers. Those in the operator's own network can take more.
export const FOREIGN: Politeness = { atOnce: 2, pauseMs: 500 };
export const OWN: Politeness = { atOnce: 8, pauseMs: 0 };

const POLL_MS = 40;

/**
 * Takes a turn at `origin`, and waits for one until `signal`. Null if none became free. A turn that is not returned
 * expires after `lapseMs` by the database's clock, so that a process that dies does not block others for long.
 */
export async function takeTurn(
  db: Db,
  origin: string,
  { atOnce, pauseMs }: Politeness,
  { lapseMs, signal }: { lapseMs: number; signal: AbortSignal },
): Promise<{ release: () => Promise<void> } | null> {
  const pause = sql`make_interval(secs => ${pauseMs / 1000}::float8)`;
  const lapse = sql`make_interval(secs => ${lapseMs / 1000}::float8)`;
  while (!signal.aborted) {
    // The times are read after the row is locked, so that two turns never have the same time.
    const { rows } = await sql<{ until: string }>`
      insert into fetch_hosts as h (origin, next_at, busy_until)
      values (${origin}, clock_timestamp() + ${pause}, array[clock_timestamp() + ${lapse}])
      on conflict (origin) do update set
        next_at = clock_timestamp() + ${pause},
        busy_until = array(select u from unnest(h.busy_until) u where u > clock_timestamp())
                     || array[clock_timestamp() + ${lapse}]
      where h.next_at <= clock_timestamp()
        and (select count(*) from unnest(h.busy_until) u where u > clock_timestamp()) < ${atOnce}
      returning busy_until[cardinality(busy_until)]::text as until`.execute(db);
    const until = rows[0]?.until;
    if (until !== undefined)
      return {
        release: async () => {
          await sql`
            update fetch_hosts set busy_until = array_remove(busy_until, ${until}::timestamptz)
            where origin = ${origin}`.execute(db);
        },
      };
    const { rows: waits } = await sql<{ ms: number }>`
      select (extract(epoch from next_at - clock_timestamp()) * 1000)::float8 as ms
      from fetch_hosts where origin = ${origin}`.execute(db);
    const waitMs = Math.max(POLL_MS, waits[0]?.ms ?? 0) * (1 + Math.random() / 4);
    await sleep(waitMs, undefined, { signal }).catch(() => undefined);
  }
  return null;
}

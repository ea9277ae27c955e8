import { sql } from 'kysely';
import type { Db } from '../../platform/db/client.ts';
import { MAILING } from '../../domain/states.ts';

/** The shared state of a relay: connection failures in a row, and how long it is left alone. */
type RelayState = { failures: number; downForMs: number; reason: string };

/** Tells the other processes that a relay cannot be reached, so that they do not all try it. */
export async function recordRelayDown(
  { db }: { db: Db },
  relay: string,
  downForMs: number,
  reason: string,
): Promise<void> {
  await sql`
    insert into relay_states as r (relay, down_until, failures, reason)
    values (${relay}, now() + ${downForMs} * interval '1 millisecond', 1, ${reason})
    on conflict (relay) do update
      set down_until = greatest(r.down_until, excluded.down_until), failures = r.failures + 1, reason = excluded.reason`.execute(
    db,
  );
}

/** Tells the other processes that a relay answers again, and clears the flags of editions that waited for it. */
export async function recordRelayUp({ db }: { db: Db }, relay: string): Promise<void> {
  await sql`
    update relay_states set down_until = null, failures = 0, reason = ''
    where relay = ${relay} and (down_until is not null or failures > 0)`.execute(db);
  // The process that set the flag may have nothing to send for long, because its readers wait for another reason.
  await sql`
    update editions set flag = null, flag_detail = null
    where flag = 'relay_down' and not is_rehearsal and state = any(${MAILING}::text[])`.execute(db);
}

export async function loadRelayState({ db }: { db: Db }, relay: string): Promise<RelayState> {
  const { rows } = await sql<RelayState>`
    select failures, reason,
           greatest(0, coalesce(extract(epoch from down_until - now()) * 1000, 0))::float8 as "downForMs"
    from relay_states where relay = ${relay}`.execute(db);
  return rows[0] ?? { failures: 0, downForMs: 0, reason: '' };
}

import { sql, type RawBuilder } from 'kysely';
import { PREPARED, type Db } from './db/client.ts';

/** Up to `count` uses in `windowMs`, at once or spread. Used ones are restored at a steady rate. */
export type Allowance = Readonly<{ count: number; windowMs: number }>;

/** A client's request: `cost` (default 1) of the allowance under `key`. */
export type Charge = Readonly<{ key: string; allowance: Allowance; cost?: number }>;

/** The index of the refused charge, and when to retry. */
type Refused = { index: number; retryAfterSeconds: number };

const costMs = ({ allowance: { count, windowMs }, cost = 1 }: Charge): number => (windowMs / count) * cost;

const nameOf = (index: number): RawBuilder<unknown> => sql.raw(`charge_${index}`);

/** One charge, made only if the one before it succeeded. Returns a row if it is granted. */
function chargeIf(charge: Charge, index: number, at: Date): RawBuilder<unknown> {
  const before = index === 0 ? sql`unhurried` : nameOf(index - 1);
  const interval = sql`${costMs(charge)}::float8 * interval '1 millisecond'`;
  return sql`${nameOf(index)} as (
    insert into allowances as a (key, full_at)
    select ${charge.key}::text, ${at}::timestamptz + ${interval} from ${before}
    on conflict (key) do update set full_at = greatest(a.full_at, ${at}::timestamptz) + ${interval}
      where greatest(a.full_at, ${at}::timestamptz) + ${interval}
        <= ${at}::timestamptz + ${charge.allowance.windowMs}::float8 * interval '1 millisecond'
    returning 1)`;
}

/**
 * Charges allowances that all processes on this database share, by the given clock, one after another until one is
 * refused. Null if all are granted. It is a generic cell rate algorithm (ITU-T I.371) with a row per allowance: the
 * instant at which it is full again. Guarantee: in t ms all callers together are granted at most
 * count × (1 + t / windowMs). A refused charge and those after it cost nothing. One round trip.
 */
export async function chargeAll(
  { db, now }: { db: Db; now: () => Date },
  charges: readonly Charge[],
): Promise<Refused | null> {
  const at = now();
  const granted = charges.map((_, index) => sql`(select count(*) from ${nameOf(index)})`);
  // Many clients share these rows, so no lock is held while the commit waits for the disk.
  const { rows } = await sql<{ granted: number }>`${PREPARED}
    with unhurried as materialized (select set_config('synchronous_commit', 'off', true)),
    ${sql.join(charges.map((charge, index) => chargeIf(charge, index, at)))}
    select ${sql.join(granted, sql` + `)} as granted`.execute(db);
  const index = rows[0]!.granted;
  const refused = charges[index];
  return refused ? { index, retryAfterSeconds: Math.ceil(costMs(refused) / 1000) } : null;
}

/** Restores a client's whole allowance, after a successful attempt. */
export async function forgive({ db }: { db: Db }, key: string): Promise<void> {
  await db.deleteFrom('allowances').where('key', '=', key).execute();
}

/** Refunds one charge. */
export async function refund({ db }: { db: Db }, charge: Charge): Promise<void> {
  await sql`
    update allowances set full_at = full_at - ${costMs(charge)}::float8 * interval '1 millisecond'
    where key = ${charge.key}`.execute(db);
}

/** Removes rows that are full again. */
export async function sweepAllowances({ db, now }: { db: Db; now: () => Date }): Promise<void> {
  await db.deleteFrom('allowances').where('full_at', '<', now()).execute();
}

import { sql } from 'kysely';
import { PREPARED, type Db } from './db/client.ts';

/** Up to `count` of something in `windowMs`, all at once or spread; what was used comes back steadily. */
export type Allowance = Readonly<{ count: number; windowMs: number }>;

/** What one client asks for: `cost` (1 where none is given) of the allowance kept under `key`. */
export type Charge = Readonly<{ key: string; allowance: Allowance; cost?: number }>;

export type Charged = { isGranted: true } | { isGranted: false; retryAfterSeconds: number };

/**
 * Takes `cost` of an allowance that all processes on this database share, by the clock passed in. A generic cell rate
 * algorithm (ITU-T I.371) in one row: the instant at which all would be back. Guarantee: in a stretch of t ms all callers
 * together are granted at most count × (1 + t / windowMs); what is refused costs nothing.
 */
export async function charge(
  { db, now }: { db: Db; now: () => Date },
  { key, allowance: { count, windowMs }, cost = 1 }: Charge,
): Promise<Charged> {
  const at = now();
  const costMs = (windowMs / count) * cost;
  // The row is shared by many: nobody holds it while the disk is waited for.
  const { rows } = await sql`${PREPARED}
    with unhurried as materialized (select set_config('synchronous_commit', 'off', true))
    insert into allowances as a (key, full_at)
    select ${key}::text, ${at}::timestamptz + ${costMs}::float8 * interval '1 millisecond' from unhurried
    on conflict (key) do update
      set full_at = greatest(a.full_at, ${at}::timestamptz) + ${costMs}::float8 * interval '1 millisecond'
      where greatest(a.full_at, ${at}::timestamptz) + ${costMs}::float8 * interval '1 millisecond'
        <= ${at}::timestamptz + ${windowMs}::float8 * interval '1 millisecond'
    returning 1`.execute(db);
  return rows.length > 0 ? { isGranted: true } : { isGranted: false, retryAfterSeconds: Math.ceil(costMs / 1000) };
}

/** Charges one after the other until one is refused, whose index (and wait) it gives; null where all are granted. */
export async function chargeAll(
  deps: { db: Db; now: () => Date },
  charges: readonly Charge[],
): Promise<{ index: number; retryAfterSeconds: number } | null> {
  for (const [index, each] of charges.entries()) {
    const charged = await charge(deps, each);
    if (!charged.isGranted) return { index, retryAfterSeconds: charged.retryAfterSeconds };
  }
  return null;
}

/** Gives a client its whole allowance back, after an attempt that was right. */
export async function forgive({ db }: { db: Db }, key: string): Promise<void> {
  await db.deleteFrom('allowances').where('key', '=', key).execute();
}

/** Removes the rows that mean nothing any more. */
export async function sweepAllowances({ db, now }: { db: Db; now: () => Date }): Promise<void> {
  await db.deleteFrom('allowances').where('full_at', '<', now()).execute();
}

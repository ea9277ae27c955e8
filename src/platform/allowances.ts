import { sql, type RawBuilder } from 'kysely';
import { PREPARED, type Db } from './db/client.ts';

/** Up to `count` of something in `windowMs`, all at once or spread; what was used comes back steadily. */
export type Allowance = Readonly<{ count: number; windowMs: number }>;

/** What one client asks for: `cost` (1 where none is given) of the allowance kept under `key`. */
export type Charge = Readonly<{ key: string; allowance: Allowance; cost?: number }>;

/** Which of the charges was refused, by its place, and when to come back. */
export type Refused = { index: number; retryAfterSeconds: number };

const costMs = ({ allowance: { count, windowMs }, cost = 1 }: Charge): number => (windowMs / count) * cost;

const nameOf = (index: number): RawBuilder<unknown> => sql.raw(`charge_${index}`);

/** One charge, made only if the one before it was: a row if it is granted. */
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
 * Takes from allowances that all processes on this database share, by the clock passed in, one after the other until
 * one is refused; null where all are granted. A generic cell rate algorithm (ITU-T I.371), a row each: the instant at
 * which all would be back. Guarantee: in a stretch of t ms all callers together are granted at most
 * count × (1 + t / windowMs); what is refused, and what comes after it, costs nothing. One round trip.
 */
export async function chargeAll(
  { db, now }: { db: Db; now: () => Date },
  charges: readonly Charge[],
): Promise<Refused | null> {
  const at = now();
  const granted = charges.map((_, index) => sql`(select count(*) from ${nameOf(index)})`);
  // Rows are shared by many: nobody holds one while the disk is waited for.
  const { rows } = await sql<{ granted: number }>`${PREPARED}
    with unhurried as materialized (select set_config('synchronous_commit', 'off', true)),
    ${sql.join(charges.map((charge, index) => chargeIf(charge, index, at)))}
    select ${sql.join(granted, sql` + `)} as granted`.execute(db);
  const index = rows[0]!.granted;
  const refused = charges[index];
  return refused ? { index, retryAfterSeconds: Math.ceil(costMs(refused) / 1000) } : null;
}

/** Gives a client its whole allowance back, after an attempt that was right. */
export async function forgive({ db }: { db: Db }, key: string): Promise<void> {
  await db.deleteFrom('allowances').where('key', '=', key).execute();
}

/** Gives one charge back. */
export async function refund({ db }: { db: Db }, charge: Charge): Promise<void> {
  await sql`
    update allowances set full_at = full_at - ${costMs(charge)}::float8 * interval '1 millisecond'
    where key = ${charge.key}`.execute(db);
}

/** Removes the rows that mean nothing any more. */
export async function sweepAllowances({ db, now }: { db: Db; now: () => Date }): Promise<void> {
  await db.deleteFrom('allowances').where('full_at', '<', now()).execute();
}

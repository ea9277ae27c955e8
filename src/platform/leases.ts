import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { sql } from 'kysely';
import { warnUnlessAway } from './db/away.ts';
import type { Db } from './db/client.ts';
import type { Log } from './log.ts';

/**
 * Proof of life: a row that its holder keeps ahead of the database's clock. If it falls behind, another process may take
 * over the holder's claims. Only the database's clock counts, so a jump of a local clock has no effect.
 */
export type Lease = { id: string; release: () => Promise<void> };

const LEASE_SECONDS = 6;
const RENEW_EVERY_MS = 2_000;

/**
 * Takes a lease for `role` and renews it until it is released. `onRenewed` is called at each renewal. Expired leases are
 * removed on the way.
 */
export async function holdLease(
  { db, log }: { db: Db; log: Log },
  {
    role,
    editionId = null,
    onRenewed,
  }: { role: string; editionId?: number | null; onRenewed?: (() => Promise<void>) | undefined },
): Promise<Lease> {
  const id = randomUUID();
  const renew = async (): Promise<void> => {
    await sql`
      insert into leases (id, role, holder, edition_id, until)
      values (${id}, ${role}, ${`${hostname()}:${process.pid}`}, ${editionId}, now() + ${LEASE_SECONDS} * interval '1 second')
      on conflict (id) do update set until = excluded.until`.execute(db);
    await onRenewed?.();
  };
  await renew();
  await sql`delete from leases where until < now() - interval '1 hour'`.execute(db);
  const timer = setInterval(() => {
    renew().catch((error: unknown) => warnUnlessAway(log, error, 'a lease could not be renewed'));
  }, RENEW_EVERY_MS);
  return {
    id,
    release: async () => {
      clearInterval(timer);
      await sql`delete from leases where id = ${id}`.execute(db);
    },
  };
}

/** True if some process holds a lease for `role`. */
export async function isHeld({ db }: { db: Db }, role: string): Promise<boolean> {
  const { rows } = await sql`select 1 from leases where role = ${role} and until > now() limit 1`.execute(db);
  return rows.length > 0;
}

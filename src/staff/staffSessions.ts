import { recordAudit } from '../platform/audit.ts';
import type { Db } from '../platform/db/client.ts';
import { parseAddress } from '../readers/addresses.ts';
import { hashPassword, type PasswordDeps } from './passwords.ts';

type Deps = { db: Db; now: () => Date };

/** One sign-in of an account that has not ended. `userAgent`: of the browser that signed in. */
export type StaffSession = {
  id: number;
  createdAt: Date;
  lastSeenAt: Date | null;
  userAgent: string | null;
  /** The network address of the latest request. */
  address: string | null;
};

/** The sessions of an account, the one seen last first. */
export function listSessions({ db, now }: Deps, staffId: number): Promise<StaffSession[]> {
  return db
    .selectFrom('staff_sessions')
    .select(['id', 'created_at as createdAt', 'last_seen_at as lastSeenAt', 'user_agent as userAgent', 'address'])
    .where('staff_id', '=', staffId)
    .where('expires_at', '>', now())
    .orderBy('last_seen_at', (order) => order.desc().nullsLast())
    .orderBy('id', 'desc')
    .execute();
}

type Own = { staffId: number; name: string };

/** Ends one session of the account, or, with `allBut`, all others. Returns how many ended. */
export function endSessions(
  { db }: Pick<Deps, 'db'>,
  { staffId, name, ...which }: Own & ({ sessionId: number } | { allBut: number }),
): Promise<number> {
  return db.transaction().execute(async (tx) => {
    const [comparison, id] = 'allBut' in which ? (['<>', which.allBut] as const) : (['=', which.sessionId] as const);
    const ended = await tx
      .deleteFrom('staff_sessions')
      .where('staff_id', '=', staffId)
      .where('id', comparison, id)
      .returning('id')
      .execute();
    if (ended.length > 0)
      await recordAudit(tx, { actor: name, action: 'session.end', detail: { sessions: ended.length } });
    return ended.length;
  });
}

/**
 * Gives an account the password that its holder chose, and ends its other sessions. False, and nothing is changed, if the
 * password is no longer the one that was checked (`oldHash`).
 */
export async function changeOwnPassword(
  deps: Pick<Deps, 'db'> & PasswordDeps,
  { staffId, name, sessionId, oldHash, password }: Own & { sessionId: number; oldHash: string; password: string },
): Promise<boolean> {
  const hash = await hashPassword(deps, password);
  return deps.db.transaction().execute(async (tx) => {
    const changed = await tx
      .updateTable('staff')
      .set({ password_hash: hash })
      .where('id', '=', staffId)
      .where('password_hash', '=', oldHash)
      .returning('id')
      .executeTakeFirst();
    if (!changed) return false;
    await tx.deleteFrom('staff_sessions').where('staff_id', '=', staffId).where('id', '<>', sessionId).execute();
    await tx.deleteFrom('staff_links').where('staff_id', '=', staffId).where('used_at', 'is', null).execute();
    await recordAudit(tx, { actor: name, action: 'staff.password', detail: { name } });
    return true;
  });
}

/** Changes the address of an account, to which a link for a new password goes; null removes it. Throws ADDRESS_INVALID. */
export async function setEmail(
  { db }: Pick<Deps, 'db'>,
  { id, name }: { id: number; name: string },
  given: string | null,
): Promise<void> {
  const email = given === null ? null : parseAddress(given).email;
  await db.transaction().execute(async (tx) => {
    await tx.updateTable('staff').set({ email }).where('id', '=', id).execute();
    // A link that was mailed to the former address must not work.
    await tx.deleteFrom('staff_links').where('staff_id', '=', id).where('used_at', 'is', null).execute();
    await recordAudit(tx, { actor: name, action: 'staff.email', detail: { name, removed: email === null } });
  });
}

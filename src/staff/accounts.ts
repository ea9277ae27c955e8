import { sql } from 'kysely';
import { recordAudit } from '../platform/audit.ts';
import type { Db, Tx } from '../platform/db/client.ts';
import { isReservedName } from '../domain/actors.ts';
import type { Role } from '../domain/roles.ts';
import { ReveilleError } from '../domain/errors.ts';
import { parseAddress } from '../readers/addresses.ts';
import { hashPassword, makePassword, type PasswordDeps } from './passwords.ts';
import { forgiveAccount } from './signInLimits.ts';

type Deps = { db: Db };

/** An account of the desk. */
export type Account = {
  name: string;
  role: Role;
  email: string | null;
  createdAt: Date;
  lastSignInAt: Date | null;
};

/** An account with its new password, which is shown only this once. */
export type NewPassword = { name: string; role: Role; password: string };

const MAX_NAME = 100;

/** Cleans an account name for the sign-in form. Throws INVALID_INPUT. */
function cleanName(text: string): string {
  const name = text.trim().normalize('NFC');
  if (name === '' || name.length > MAX_NAME || /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.test(name))
    throw new ReveilleError('INVALID_INPUT', `A name has 1 to ${MAX_NAME} visible characters.`);
  if (isReservedName(name))
    throw new ReveilleError(
      'INVALID_INPUT',
      `“${name}” names a part of Reveille in the audit log. Choose another name.`,
    );
  return name;
}

/** Serializes changes of the accounts: two concurrent ones must not each remove the other's last owner. */
function changeAccounts<T>({ db }: Deps, change: (tx: Tx) => Promise<T>): Promise<T> {
  return db.transaction().execute(async (tx) => {
    await sql`lock table staff in share row exclusive mode`.execute(tx);
    return change(tx);
  });
}

type Row = { id: number; name: string; role: Role };

async function findAccount(db: Db, text: string): Promise<Row> {
  const name = text.trim().normalize('NFC');
  const row = await db
    .selectFrom('staff')
    .select(['id', 'name', 'role'])
    .where('name', '=', name.replaceAll('\0', ''))
    .executeTakeFirst();
  if (!row)
    throw new ReveilleError('NOT_FOUND', `There is no account "${name}"; "reveille staff list" shows the accounts.`);
  return row;
}

async function assertOwnerLeft(tx: Tx, { id, name, role }: Row, deed: string): Promise<void> {
  if (role !== 'owner') return;
  const other = await tx
    .selectFrom('staff')
    .select('id')
    .where('role', '=', 'owner')
    .where('id', '<>', id)
    .limit(1)
    .executeTakeFirst();
  if (!other)
    throw new ReveilleError(
      'CONFLICT',
      `"${name}" is the last owner and cannot be ${deed}. Make another account owner first.`,
    );
}

/** Ends an account's sessions and makes its reset links useless, after its password was replaced. */
export async function endAccess(tx: Tx, staffId: number): Promise<void> {
  await tx.deleteFrom('staff_sessions').where('staff_id', '=', staffId).execute();
  await tx.deleteFrom('staff_links').where('staff_id', '=', staffId).where('used_at', 'is', null).execute();
}

/** Withdraws what an owner could come back with: the open invitations of that owner. */
async function withdrawInvitationsOf(tx: Tx, name: string): Promise<void> {
  await tx
    .deleteFrom('staff_links')
    .where('kind', '=', 'invitation')
    .where('made_by', '=', name)
    .where('used_at', 'is', null)
    .execute();
}

/** Stores an account. Throws INVALID_INPUT for the name, or CONFLICT if it is taken. */
export async function insertStaff(
  tx: Tx,
  { name: given, role, email, hash }: { name: string; role: Role; email: string | null; hash: string },
): Promise<{ id: number; name: string }> {
  const name = cleanName(given);
  const made = await tx
    .insertInto('staff')
    .values({ name, role, email, password_hash: hash })
    .onConflict((conflict) => conflict.column('name').doNothing())
    .returning('id')
    .executeTakeFirst();
  if (!made)
    throw new ReveilleError(
      'CONFLICT',
      `The account "${name}" already exists. "reveille staff reset NAME" makes a new password, "reveille staff set NAME --role ROLE" changes the role.`,
    );
  return { id: made.id, name };
}

/**
 * Creates an account with a random password. Throws INVALID_INPUT, ADDRESS_INVALID, or CONFLICT if the name is taken.
 */
export async function addStaff(
  deps: Deps & PasswordDeps,
  { name: given, role, email }: { name: string; role: Role; email?: string | undefined },
  actor: string,
): Promise<NewPassword> {
  const name = cleanName(given);
  const address = email === undefined ? null : parseAddress(email).email;
  const password = makePassword();
  const hash = await hashPassword(deps, password);
  return deps.db.transaction().execute(async (tx) => {
    await insertStaff(tx, { name, role, email: address, hash });
    await recordAudit(tx, { actor, action: 'staff.add', detail: { name, role } });
    return { name, role, password };
  });
}

/** Changes an account's role, from its next request on. Throws NOT_FOUND, or CONFLICT for the last owner. */
export function setRole(deps: Deps, name: string, role: Role, actor: string): Promise<Account> {
  return changeAccounts(deps, async (tx) => {
    const account = await findAccount(tx, name);
    if (role !== 'owner') {
      await assertOwnerLeft(tx, account, `made ${role}`);
      await withdrawInvitationsOf(tx, account.name);
    }
    await tx.updateTable('staff').set({ role }).where('id', '=', account.id).execute();
    const detail = { name: account.name, from: account.role, to: role };
    if (account.role !== role) await recordAudit(tx, { actor, action: 'staff.set', detail });
    return accounts(tx).where('id', '=', account.id).executeTakeFirstOrThrow();
  });
}

/**
 * Gives an account a new random password, ends its sessions, removes its passkeys, and clears its failed sign-ins: a stranger
 * who got into it is out. Devices that signed in before stay known. Throws NOT_FOUND.
 */
export async function resetPassword(deps: Deps & PasswordDeps, name: string, actor: string): Promise<NewPassword> {
  const password = makePassword();
  const hash = await hashPassword(deps, password);
  return changeAccounts(deps, async (tx) => {
    const account = await findAccount(tx, name);
    await tx.updateTable('staff').set({ password_hash: hash }).where('id', '=', account.id).execute();
    await endAccess(tx, account.id);
    await tx.deleteFrom('staff_passkeys').where('staff_id', '=', account.id).execute();
    await forgiveAccount(tx, account.name);
    await recordAudit(tx, { actor, action: 'staff.reset', detail: { name: account.name } });
    return { name: account.name, role: account.role, password };
  });
}

/** Clears the failed sign-ins of an account, so that all its limits start again. Throws NOT_FOUND. */
export function unlockStaff({ db }: Deps, name: string, actor: string): Promise<{ name: string }> {
  return db.transaction().execute(async (tx) => {
    const account = await findAccount(tx, name);
    await forgiveAccount(tx, account.name);
    await recordAudit(tx, { actor, action: 'staff.unlock', detail: { name: account.name } });
    return { name: account.name };
  });
}

/** Removes an account and ends its sessions. Throws NOT_FOUND, or CONFLICT for the last owner. */
export function removeStaff(deps: Deps, name: string, actor: string): Promise<{ name: string }> {
  return changeAccounts(deps, async (tx) => {
    const account = await findAccount(tx, name);
    await assertOwnerLeft(tx, account, 'removed');
    await withdrawInvitationsOf(tx, account.name);
    // The foreign keys delete its sessions, passkeys and links.
    await tx.deleteFrom('staff').where('id', '=', account.id).execute();
    await recordAudit(tx, { actor, action: 'staff.remove', detail: { name: account.name, role: account.role } });
    return { name: account.name };
  });
}

const accounts = (db: Db) =>
  db
    .selectFrom('staff')
    .select(['name', 'role', 'email', 'created_at as createdAt', 'last_sign_in_at as lastSignInAt']);

/** All accounts, oldest first. */
export function listStaff({ db }: Deps): Promise<Account[]> {
  return accounts(db).orderBy('id').execute();
}

/** True if no account exists. */
export async function hasNoStaff({ db }: Deps): Promise<boolean> {
  return (await db.selectFrom('staff').select('id').limit(1).executeTakeFirst()) === undefined;
}

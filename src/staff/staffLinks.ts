import { createHash, randomBytes } from 'node:crypto';
import { recordAudit } from '../platform/audit.ts';
import type { Db, Tx } from '../platform/db/client.ts';
import { chargeAll, type Allowance } from '../platform/allowances.ts';
import type { Role } from '../domain/roles.ts';
import { ReveilleError } from '../domain/errors.ts';
import { parseAddress } from '../readers/addresses.ts';
import { endAccess, insertStaff } from './accounts.ts';
import { hashPassword, type PasswordDeps } from './passwords.ts';
import { forgiveAccount } from './signInLimits.ts';

type Deps = { db: Db; now: () => Date; publicUrl: string };

export const INVITATION_HOURS = 72;
const RESET_HOURS = 1;
const HOUR_MS = 3_600_000;

/** Reset letters to one account. More would only fill the mailbox. */
const PER_ACCOUNT: Allowance = { count: 3, windowMs: HOUR_MS };

type Kind = 'invitation' | 'reset';

const hashToken = (token: string): Buffer => createHash('sha256').update(token).digest();

const invalid = (): ReveilleError => new ReveilleError('TOKEN_INVALID', 'This link is not valid.');

type NewLink = { kind: Kind; hours: number; madeBy: string; role?: Role; email?: string | null; staffId?: number };

/** Stores a link of 256 random bits; the table has only its hash. Returns its address. */
async function insertLink(
  tx: Db,
  { now, publicUrl }: Omit<Deps, 'db'>,
  { kind, hours, madeBy, role, email, staffId }: NewLink,
): Promise<{ url: string; expiresAt: Date }> {
  const token = randomBytes(32).toString('base64url');
  const expiresAt = new Date(now().getTime() + hours * HOUR_MS);
  await tx
    .insertInto('staff_links')
    .values({
      kind,
      token_hash: hashToken(token),
      role: role ?? null,
      email: email ?? null,
      staff_id: staffId ?? null,
      made_by: madeBy,
      created_at: now(),
      expires_at: expiresAt,
    })
    .execute();
  return { url: `${publicUrl}/desk/${kind}/${token}`, expiresAt };
}

/** Stores the letter with a link, from the oldest newsletter. Throws CONFLICT if there is none to send it. */
async function saveLetter(
  tx: Db,
  { now }: Pick<Deps, 'now'>,
  { to, purpose, url, expiresAt }: { to: string; purpose: Kind; url: string; expiresAt: Date },
): Promise<number> {
  const sender = await tx.selectFrom('newsletters').select('id').orderBy('id').limit(1).executeTakeFirst();
  if (!sender)
    throw new ReveilleError('CONFLICT', 'No mail can be sent before the first newsletter exists: it is the sender.');
  const { id } = await tx
    .insertInto('outbox')
    .values({
      kind: 'staff_link',
      newsletter_id: sender.id,
      to_address: to,
      payload: JSON.stringify({ purpose, url }),
      next_attempt_at: now(),
      expires_at: expiresAt,
      created_at: now(),
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

/** An invitation: mailed (the letter's id in the outbox), or a link to hand over, which is shown only this once. */
export type Invitation = { role: Role; expiresAt: Date } & (
  | { email: string; outboxId: number }
  | { email: null; url: string }
);

/**
 * Invites a person to an account with a role. The link works once, for 72 hours. With an address it is mailed there, and the
 * desk does not show it. Throws ADDRESS_INVALID, or CONFLICT if no mail can be sent yet.
 */
export async function invite(
  deps: Deps,
  { role, email: given }: { role: Role; email?: string | undefined },
  actor: string,
): Promise<Invitation> {
  const email = given === undefined ? null : parseAddress(given).email;
  return deps.db.transaction().execute(async (tx) => {
    const link = { kind: 'invitation', hours: INVITATION_HOURS, madeBy: actor, role, email } as const;
    const { url, expiresAt } = await insertLink(tx, deps, link);
    const detail = { role, by: email === null ? 'link' : 'mail' };
    await recordAudit(tx, { actor, action: 'staff.invite', detail });
    if (email === null) return { role, expiresAt, email, url };
    const outboxId = await saveLetter(tx, deps, { to: email, purpose: 'invitation', url, expiresAt });
    return { role, expiresAt, email, outboxId };
  });
}

/** An invitation that nobody has used, without its secret. */
export type OpenInvitation = { id: number; role: Role; email: string | null; madeBy: string; expiresAt: Date };

export function listInvitations({ db, now }: Pick<Deps, 'db' | 'now'>): Promise<OpenInvitation[]> {
  return db
    .selectFrom('staff_links')
    .select(['id', 'email', 'made_by as madeBy', 'expires_at as expiresAt'])
    .select((eb) => eb.ref('role').$notNull().as('role'))
    .where('kind', '=', 'invitation')
    .where('used_at', 'is', null)
    .where('expires_at', '>', now())
    .orderBy('id')
    .execute();
}

/** Takes an open invitation back. Throws NOT_FOUND. */
export function withdrawInvitation({ db }: { db: Db }, id: number, actor: string): Promise<void> {
  return db.transaction().execute(async (tx) => {
    const row = await tx
      .deleteFrom('staff_links')
      .where('id', '=', id)
      .where('kind', '=', 'invitation')
      .where('used_at', 'is', null)
      .returning('role')
      .executeTakeFirst();
    if (!row) throw new ReveilleError('NOT_FOUND', 'There is no such invitation: it was used or withdrawn.');
    await recordAudit(tx, { actor, action: 'staff.uninvite', detail: { role: row.role } });
  });
}

/** What a link is for. Reads only. Throws TOKEN_INVALID: unknown, used or expired, all alike. */
export async function openLink(
  { db, now }: Pick<Deps, 'db' | 'now'>,
  kind: Kind,
  token: string,
): Promise<{
  role: Role | null;
  email: string | null;
  staff: { id: number; name: string; email: string | null } | null;
}> {
  const row = await db
    .selectFrom('staff_links as l')
    .leftJoin('staff as s', 's.id', 'l.staff_id')
    .select(['l.role', 'l.email', 's.id', 's.name', 's.email as staffEmail'])
    .where('l.token_hash', '=', hashToken(token))
    .where('l.kind', '=', kind)
    .where('l.used_at', 'is', null)
    .where('l.expires_at', '>', now())
    .executeTakeFirst();
  if (!row) throw invalid();
  const { role, email, id, name, staffEmail } = row;
  return { role, email, staff: id === null || name === null ? null : { id, name, email: staffEmail } };
}

/** Uses a link up. Throws TOKEN_INVALID; of two attempts at once, one gets it. */
async function takeLink(tx: Tx, { now }: Pick<Deps, 'now'>, kind: Kind, token: string) {
  const row = await tx
    .updateTable('staff_links')
    .set({ used_at: now() })
    .where('token_hash', '=', hashToken(token))
    .where('kind', '=', kind)
    .where('used_at', 'is', null)
    .where('expires_at', '>', now())
    .returning(['role', 'email', 'staff_id as staffId', 'made_by as madeBy'])
    .executeTakeFirst();
  if (!row) throw invalid();
  return row;
}

/**
 * Makes the account of an invitation, with the name and the password that the person chose. Throws TOKEN_INVALID,
 * INVALID_INPUT (the name), or CONFLICT if the name is taken; then the invitation stays good.
 */
export async function acceptInvitation(
  deps: Pick<Deps, 'db' | 'now'> & PasswordDeps,
  token: string,
  { name, password }: { name: string; password: string },
): Promise<{ id: number; name: string }> {
  await openLink(deps, 'invitation', token);
  const hash = await hashPassword(deps, password);
  return deps.db.transaction().execute(async (tx) => {
    const { role, email, madeBy } = await takeLink(tx, deps, 'invitation', token);
    const account = await insertStaff(tx, { name, role: role!, email, hash });
    const detail = { name: account.name, role, invitedBy: madeBy };
    await recordAudit(tx, { actor: account.name, action: 'staff.join', detail });
    return account;
  });
}

/**
 * Stores a letter with a link for a new password, to the address of the account with this name or address. Null, and
 * nothing is stored, if there is no such account, it has no address, or enough letters went to it.
 */
export async function requestReset(deps: Deps, nameOrAddress: string): Promise<number | null> {
  const typed = nameOrAddress.trim().normalize('NFC').replaceAll('\0', '').slice(0, 254);
  const rows = await deps.db
    .selectFrom('staff')
    .select(['id', 'name', 'email'])
    .where((eb) => eb.or([eb('name', '=', typed), eb(eb.fn<string>('lower', ['email']), '=', typed.toLowerCase())]))
    .orderBy((eb) => eb('name', '=', typed), 'desc')
    .limit(1)
    .execute();
  const account = rows[0];
  if (!account || account.email === null) return null;
  if (await chargeAll(deps, [{ key: `staff-reset:${account.id}`, allowance: PER_ACCOUNT }])) return null;
  const { id, name, email } = account;
  return deps.db.transaction().execute(async (tx) => {
    const link = { kind: 'reset', hours: RESET_HOURS, madeBy: name, staffId: id } as const;
    const { url, expiresAt } = await insertLink(tx, deps, link);
    await recordAudit(tx, { actor: 'sign-in page', action: 'staff.forgot', detail: { name } });
    return saveLetter(tx, deps, { to: email, purpose: 'reset', url, expiresAt });
  });
}

/**
 * Gives the account of a reset link the password that the person chose, ends all its sessions, uses up its other reset
 * links, and clears its failed sign-ins. Throws TOKEN_INVALID.
 */
export async function resetByLink(
  deps: Pick<Deps, 'db' | 'now'> & PasswordDeps,
  token: string,
  password: string,
): Promise<{ name: string }> {
  await openLink(deps, 'reset', token);
  const hash = await hashPassword(deps, password);
  return deps.db.transaction().execute(async (tx) => {
    const { staffId } = await takeLink(tx, deps, 'reset', token);
    const { name } = await tx
      .updateTable('staff')
      .set({ password_hash: hash })
      .where('id', '=', staffId)
      .returning('name')
      .executeTakeFirstOrThrow();
    await endAccess(tx, staffId!);
    await forgiveAccount(tx, name);
    await recordAudit(tx, { actor: name, action: 'staff.password', detail: { name, by: 'reset link' } });
    return { name };
  });
}

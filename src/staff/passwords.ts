import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import { recordAudit } from '../platform/audit.ts';
import type { Db } from '../platform/db/client.ts';

/** What a guess of a password costs: scrypt's parameters. */
export type PasswordCost = Readonly<{ N: number; r: number; p: number }>;
/** `passwordCost`: of new passwords and unknown names, if not the usual one. */
export type PasswordDeps = { passwordCost?: PasswordCost };

// OWASP's password storage cheat sheet (2025): N=2^15, r=8, p=3 is one of its equivalent options, with 32 MB per guess.
const COST: PasswordCost = { N: 2 ** 15, r: 8, p: 3 };
const KEY_BYTES = 32;

const deriveAsync = promisify<string, Buffer, number, PasswordCost & { maxmem: number }, Buffer>(scrypt);

function derive(password: string, salt: Buffer, cost: PasswordCost): Promise<Buffer> {
  // The same password can have different Unicode compositions on different keyboards.
  return deriveAsync(password.normalize('NFKC'), salt, KEY_BYTES, { ...cost, maxmem: 256 * cost.N * cost.r });
}

/** `scrypt$N$r$p$salt$key`, salt and key in base64url. */
export async function hashPassword({ passwordCost: cost = COST }: PasswordDeps, password: string): Promise<string> {
  const salt = randomBytes(16);
  const key = await derive(password, salt, cost);
  return ['scrypt', cost.N, cost.r, cost.p, salt.toString('base64url'), key.toString('base64url')].join('$');
}

// The hash for unknown names, so that they take as long as known ones.
const hashOfNobody = ({ N, r, p }: PasswordCost): string => `scrypt$${N}$${r}$${p}$${'A'.repeat(22)}$${'A'.repeat(43)}`;

/** True if `password` matches `hash`. A null hash (unknown name) takes the same time and is false. */
export async function verifyPassword(
  { passwordCost = COST }: PasswordDeps,
  password: string,
  hash: string | null,
): Promise<boolean> {
  const [scheme, N, r, p, salt, key] = (hash ?? hashOfNobody(passwordCost)).split('$');
  if (scheme !== 'scrypt' || !salt || !key) return false;
  const expected = Buffer.from(key, 'base64url');
  const derived = await derive(password, Buffer.from(salt, 'base64url'), { N: Number(N), r: Number(r), p: Number(p) });
  return derived.length === expected.length && timingSafeEqual(derived, expected) && hash !== null;
}

/** 20 letters and digits in groups, without look-alikes: 98 bits. */
export function makePassword(): string {
  const alphabet = 'abcdefghjkmnpqrstuvwxyz23456789x';
  const letters = [...randomBytes(20)].map((byte) => alphabet[byte % 32]);
  return letters.join('').replace(/(.{5})(?=.)/g, '$1-');
}

/**
 * Creates the owner "desk" with a random password if no account exists, and returns it; the password is shown only this
 * once. Null if an account exists, or another process was faster.
 */
export async function ensureFirstStaff(
  deps: { db: Db } & PasswordDeps,
): Promise<{ name: string; password: string } | null> {
  const { db } = deps;
  const somebody = await db.selectFrom('staff').select('id').limit(1).executeTakeFirst();
  if (somebody) return null;
  const name = 'desk';
  const password = makePassword();
  const made = await db
    .insertInto('staff')
    .values({ name, role: 'owner', password_hash: await hashPassword(deps, password) })
    .onConflict((conflict) => conflict.column('name').doNothing())
    .returning('id')
    .executeTakeFirst();
  if (!made) return null;
  await recordAudit(db, { actor: 'first start', action: 'staff.add', detail: { name, role: 'owner' } });
  return { name, password };
}

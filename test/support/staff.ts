import { scryptSync } from 'node:crypto';

/** Next to nothing: a real guess takes a third of a second of processor time. */
export const CHEAP = { N: 16, r: 1, p: 1 };

/** What the desk keeps of a password, cheap to make and to check. */
export function cheapHash(password: string): string {
  const salt = Buffer.alloc(16, 7);
  const key = scryptSync(password, salt, 32, CHEAP);
  return ['scrypt', CHEAP.N, CHEAP.r, CHEAP.p, salt.toString('base64url'), key.toString('base64url')].join('$');
}

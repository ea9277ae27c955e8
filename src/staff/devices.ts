import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Keys } from '../platform/keys.ts';

/** Browsers keep a cookie for at most 400 days (RFC 6265bis). Every sign-in renews it. */
export const DEVICE_DAYS = 400;
// For a shared computer. The accounts that signed in there longest ago are dropped first.
const MAX_ENTRIES = 8;
const DAY_MS = 86_400_000;

/** A device's entry for one account: the device's random number and the day, signed with the account. */
const ENTRY = /^([A-Za-z0-9_-]{16})\.([0-9a-z]{1,6})\.([A-Za-z0-9_-]{22})$/;

function sign(key: Buffer, staffId: number, id: string, day: string): Buffer {
  return createHmac('sha256', key).update(`device:${staffId}:${id}:${day}`).digest().subarray(0, 16);
}

function readEntry({ tokens }: Pick<Keys, 'tokens'>, entry: string, staffId: number, now: Date): string | null {
  const [, id, day, signature] = ENTRY.exec(entry) ?? [];
  if (!id || !day || !signature) return null;
  const given = Buffer.from(signature, 'base64url');
  const age = now.getTime() / DAY_MS - Number.parseInt(day, 36);
  if (age < 0 || age > DEVICE_DAYS) return null;
  return tokens.some(({ key }) => timingSafeEqual(sign(key, staffId, id, day), given)) ? id : null;
}

/**
 * Finds the device of a cookie, if it has signed in to this account before, otherwise null. The cookie names neither the
 * account nor a person. (OWASP, "Slow Down Online Guessing Attacks with Device Cookies".)
 */
export function findDevice(
  keys: Pick<Keys, 'tokens'>,
  cookie: string | undefined,
  staffId: number,
  now: Date,
): string | null {
  for (const entry of (cookie ?? '').split('~').slice(0, MAX_ENTRIES)) {
    const id = readEntry(keys, entry, staffId, now);
    if (id !== null) return id;
  }
  return null;
}

/** The cookie of a device that has just signed in to this account. Its other accounts stay known. */
export function rememberDevice(
  keys: Pick<Keys, 'tokens'>,
  cookie: string | undefined,
  staffId: number,
  now: Date,
): string {
  const others = (cookie ?? '')
    .split('~')
    .filter((entry) => ENTRY.test(entry) && readEntry(keys, entry, staffId, now) === null);
  const id = findDevice(keys, cookie, staffId, now) ?? randomBytes(12).toString('base64url');
  const day = Math.floor(now.getTime() / DAY_MS).toString(36);
  const entry = `${id}.${day}.${sign(keys.tokens[0]!.key, staffId, id, day).toString('base64url')}`;
  return [entry, ...others].slice(0, MAX_ENTRIES).join('~');
}

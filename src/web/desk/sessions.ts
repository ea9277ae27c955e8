import { createHash, randomBytes } from 'node:crypto';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import { DEVICE_DAYS, findDevice, rememberDevice } from '../../staff/devices.ts';
import { clientAddress } from '../clientAddress.ts';
import type { Site } from '../site.ts';
import type { Staff, Web, WebContext } from '../web.ts';
import { cookieOptions, deskCookie } from './cookies.ts';

export const SESSION_HOURS = 12;
// Every request would otherwise write a row.
const SEEN_EVERY_MS = 5 * 60_000;
const MAX_USER_AGENT = 300;
/** How long a sign-in, or another check of the person, counts for what needs one. */
const CHECK_LASTS_MS = 10 * 60_000;

const deviceCookie = (site: Site): string => deskCookie(site, 'reveille-device');

function hashToken(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}

/** What the session's forms carry: derived from the cookie, so that only who can read it can make one. */
function formToken(token: string): string {
  return createHash('sha256').update(`form:${token}`).digest('base64url');
}

/**
 * Signs `staffId` in for 12 hours: the cookie holds a random token, the table its hash. The session that this browser had
 * ends. Returns the id of the new one.
 */
export async function startSession(web: Web, c: WebContext, staffId: number): Promise<number> {
  const { db, site, now } = web;
  const token = randomBytes(32).toString('base64url');
  const expiresAt = new Date(now().getTime() + SESSION_HOURS * 3_600_000);
  const former = getCookie(c, deskCookie(site));
  await db
    .deleteFrom('staff_sessions')
    .where((eb) => eb.or([eb('expires_at', '<', now()), ...(former ? [eb('token_hash', '=', hashToken(former))] : [])]))
    .execute();
  const { id } = await db
    .insertInto('staff_sessions')
    .values({
      token_hash: hashToken(token),
      staff_id: staffId,
      created_at: now(),
      last_seen_at: now(),
      checked_at: now(),
      address: clientAddress(c, web.config.trustProxy),
      user_agent: c.req.header('user-agent')?.slice(0, MAX_USER_AGENT) ?? null,
      expires_at: expiresAt,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  setCookie(c, deskCookie(site), token, cookieOptions(site, SESSION_HOURS * 3600));
  return id;
}

/** Who is signed in, or null. Reads only. */
export async function findStaff({ db, site, now }: Web, c: WebContext): Promise<Staff | null> {
  const token = getCookie(c, deskCookie(site));
  if (!token) return null;
  const row = await db
    .selectFrom('staff_sessions')
    .innerJoin('staff', 'staff.id', 'staff_sessions.staff_id')
    .select(['staff.id', 'staff.name', 'staff.role', 'staff_sessions.id as sessionId', 'checked_at as checkedAt'])
    .where('token_hash', '=', hashToken(token))
    .where('expires_at', '>', now())
    .executeTakeFirst();
  if (!row) return null;
  const { checkedAt, ...staff } = row;
  const isChecked = checkedAt !== null && now().getTime() - checkedAt.getTime() < CHECK_LASTS_MS;
  return { ...staff, isChecked, formToken: formToken(token) };
}

/** Stores that the person of a session has just proved who they are. */
export async function noteCheck({ db, now }: Web, { sessionId }: Staff): Promise<void> {
  await db.updateTable('staff_sessions').set({ checked_at: now() }).where('id', '=', sessionId).execute();
}

/** Stores that a session is in use, accurate to five minutes: the only write of a GET at the desk. */
export async function noteSeen({ db, now, config }: Web, c: WebContext, { sessionId }: Staff): Promise<void> {
  const before = new Date(now().getTime() - SEEN_EVERY_MS);
  await db
    .updateTable('staff_sessions')
    .set({ last_seen_at: now(), address: clientAddress(c, config.trustProxy) })
    .where('id', '=', sessionId)
    .where((eb) => eb.or([eb('last_seen_at', 'is', null), eb('last_seen_at', '<', before)]))
    .execute();
}

/** Signs out: here and, were the cookie copied, everywhere. */
export async function endSession({ db, site }: Web, c: WebContext): Promise<void> {
  const token = getCookie(c, deskCookie(site));
  if (token) await db.deleteFrom('staff_sessions').where('token_hash', '=', hashToken(token)).execute();
  const { path, secure } = cookieOptions(site);
  deleteCookie(c, deskCookie(site), { path: path!, secure: secure! });
}

/** Which device asks, if it signed in to this account before. */
export function knownDevice({ keys, site, now }: Web, c: WebContext, staffId: number): string | null {
  return findDevice(keys, getCookie(c, deviceCookie(site)), staffId, now());
}

/** Keeps this device known to the account that has just signed in on it. */
export function keepDevice({ keys, site, now }: Web, c: WebContext, staffId: number): void {
  const name = deviceCookie(site);
  const entry = rememberDevice(keys, getCookie(c, name), staffId, now());
  setCookie(c, name, entry, cookieOptions(site, DEVICE_DAYS * 86_400));
}

import { createHash, randomBytes } from 'node:crypto';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import { DEVICE_DAYS, findDevice, rememberDevice } from '../../staff/devices.ts';
import type { Site } from '../site.ts';
import type { Staff, Web, WebContext } from '../web.ts';

const SESSION_HOURS = 12;
// Every request would otherwise write a row.
const SEEN_EVERY_MS = 5 * 60_000;
const MAX_USER_AGENT = 300;

/** The prefix makes browsers refuse a cookie that another host or plain http tries to plant. */
function cookieName(site: Site, name: string = 'reveille'): string {
  return site.isHttps && !site.base ? `__Host-${name}` : name;
}

const deviceCookie = (site: Site): string => cookieName(site, 'reveille-device');

function cookiePath(site: Site): string {
  return site.base || '/';
}

function hashToken(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}

/** What the session's forms carry: derived from the cookie, so that only who can read it can make one. */
function formToken(token: string): string {
  return createHash('sha256').update(`form:${token}`).digest('base64url');
}

/** Signs `staffId` in for 12 hours: the cookie holds a random token, the table its hash. */
export async function startSession({ db, site, now }: Web, c: WebContext, staffId: number): Promise<void> {
  const token = randomBytes(32).toString('base64url');
  const expiresAt = new Date(now().getTime() + SESSION_HOURS * 3_600_000);
  await db.deleteFrom('staff_sessions').where('expires_at', '<', now()).execute();
  await db
    .insertInto('staff_sessions')
    .values({
      token_hash: hashToken(token),
      staff_id: staffId,
      created_at: now(),
      last_seen_at: now(),
      user_agent: c.req.header('user-agent')?.slice(0, MAX_USER_AGENT) ?? null,
      expires_at: expiresAt,
    })
    .execute();
  setCookie(c, cookieName(site), token, {
    httpOnly: true,
    sameSite: 'Strict',
    secure: site.isHttps,
    path: cookiePath(site),
    maxAge: SESSION_HOURS * 3600,
  });
}

/** Who is signed in, or null. Reads only. */
export async function findStaff({ db, site, now }: Web, c: WebContext): Promise<Staff | null> {
  const token = getCookie(c, cookieName(site));
  if (!token) return null;
  const row = await db
    .selectFrom('staff_sessions')
    .innerJoin('staff', 'staff.id', 'staff_sessions.staff_id')
    .select(['staff.id', 'staff.name', 'staff.role', 'staff_sessions.id as sessionId'])
    .where('token_hash', '=', hashToken(token))
    .where('expires_at', '>', now())
    .executeTakeFirst();
  return row ? { ...row, formToken: formToken(token) } : null;
}

/** Stores that a session is in use, accurate to five minutes: the only write of a GET at the desk. */
export async function noteSeen({ db, now }: Web, { sessionId }: Staff): Promise<void> {
  const before = new Date(now().getTime() - SEEN_EVERY_MS);
  await db
    .updateTable('staff_sessions')
    .set({ last_seen_at: now() })
    .where('id', '=', sessionId)
    .where((eb) => eb.or([eb('last_seen_at', 'is', null), eb('last_seen_at', '<', before)]))
    .execute();
}

/** Signs out: here and, were the cookie copied, everywhere. */
export async function endSession({ db, site }: Web, c: WebContext): Promise<void> {
  const token = getCookie(c, cookieName(site));
  if (token) await db.deleteFrom('staff_sessions').where('token_hash', '=', hashToken(token)).execute();
  deleteCookie(c, cookieName(site), { path: cookiePath(site), secure: site.isHttps });
}

/** Which device asks, if it signed in to this account before. */
export function knownDevice({ keys, site, now }: Web, c: WebContext, staffId: number): string | null {
  return findDevice(keys, getCookie(c, deviceCookie(site)), staffId, now());
}

/** Keeps this device known to the account that has just signed in on it. */
export function keepDevice({ keys, site, now }: Web, c: WebContext, staffId: number): void {
  const name = deviceCookie(site);
  setCookie(c, name, rememberDevice(keys, getCookie(c, name), staffId, now()), {
    httpOnly: true,
    sameSite: 'Strict',
    secure: site.isHttps,
    path: cookiePath(site),
    maxAge: DEVICE_DAYS * 86_400,
  });
}

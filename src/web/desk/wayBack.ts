import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import type { Site } from '../site.ts';
import type { Web, WebContext } from '../web.ts';
import { cookieOptions, deskCookie } from './cookies.ts';

const BACK_COOKIE = 'reveille-back';
const BACK_SECONDS = 15 * 60;
const MAX_LENGTH = 500;

/**
 * A page of the desk or the inbox that a sign-in may lead to, as path and query. Null for all else: another host, another
 * part of the site, the sign-in page itself.
 */
export function readBack(text: string): string | null {
  if (text.length > MAX_LENGTH || !/^\/(desk|inbox)(?![^/?])[\x21-\x5b\x5d-\x7e]*$/.test(text)) return null;
  const base = 'http://site.invalid';
  const url = URL.canParse(text, base) ? new URL(text, base) : null;
  // Dots in a path may have led it elsewhere.
  if (url === null || url.origin !== base || !/^\/(desk|inbox)(?![^/])/.test(url.pathname)) return null;
  return /^\/desk\/(login|logout)(?![^/])/.test(url.pathname) ? null : `${url.pathname}${url.search}`;
}

/** Remembers which page a person asked for, so that the sign-in leads there. Frames and streams are no pages. */
export function noteBack({ site }: Web, c: WebContext): void {
  const destination = c.req.header('sec-fetch-dest') ?? 'document';
  const back = readBack(`${c.req.path}${new URL(c.req.url).search}`);
  if (destination !== 'document' || back === null) return;
  setCookie(c, deskCookie(site, BACK_COOKIE), back, cookieOptions(site, BACK_SECONDS));
}

/** The page that the person asked for before the sign-in, if any. */
export function findBack(site: Site, c: WebContext): string | null {
  return readBack(getCookie(c, deskCookie(site, BACK_COOKIE)) ?? '');
}

export function forgetBack(site: Site, c: WebContext): void {
  const { path, secure } = cookieOptions(site);
  if (getCookie(c, deskCookie(site, BACK_COOKIE)) !== undefined)
    deleteCookie(c, deskCookie(site, BACK_COOKIE), { path: path!, secure: secure! });
}

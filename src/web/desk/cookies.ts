import type { CookieOptions } from 'hono/utils/cookie';
import type { Site } from '../site.ts';

/** The name of a cookie. The prefix makes browsers refuse a cookie that another host or plain http tries to plant. */
export function deskCookie(site: Site, name: string = 'reveille'): string {
  return site.isHttps && !site.base ? `__Host-${name}` : name;
}

/** How every cookie of the desk is set: no script reads it, and no other site makes a browser send it. */
export function cookieOptions(site: Site, maxAge?: number): CookieOptions {
  return {
    httpOnly: true,
    sameSite: 'Strict',
    secure: site.isHttps,
    path: site.base || '/',
    ...(maxAge === undefined ? {} : { maxAge }),
  };
}

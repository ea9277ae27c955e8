import { getCookie, setCookie } from 'hono/cookie';
import { editionPath } from './deskEdition.ts';
import type { Web, WebContext } from '../../web.ts';

/** Sent by the page's script, which shows the changes since the page was opened, not since its last request. */
const SEEN_HEADER = 'x-seen-act';
const COOKIE = 'reveille-seen';
const DAYS = 3;

const isNumber = (text: string | undefined): text is string => text !== undefined && /^\d{1,9}$/.test(text);

/** The last change of an edition that this browser has shown; null if it has shown none. */
export function readSeenAct(c: WebContext): number | null {
  const seen = c.req.header(SEEN_HEADER) ?? getCookie(c, COOKIE);
  return isNumber(seen) ? Number(seen) : null;
}

/** Remembers what a freshly opened page shows, for the next one. */
export function keepSeenAct({ site }: Web, c: WebContext, editionId: number, act: number): void {
  if (c.req.header(SEEN_HEADER) !== undefined) return;
  setCookie(c, COOKIE, String(act), {
    httpOnly: true,
    sameSite: 'Strict',
    secure: site.isHttps,
    path: editionPath({ site }, editionId),
    maxAge: DAYS * 86_400,
  });
}

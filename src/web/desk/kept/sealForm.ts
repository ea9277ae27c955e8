import { randomBytes } from 'node:crypto';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { getCookie, setCookie } from 'hono/cookie';
import { z } from 'zod';
import { seal, unseal } from '../../../platform/seal.ts';
import type { Web, WebContext } from '../../web.ts';
import { cookieOptions, deskCookie } from '../cookies.ts';
import { SESSION_HOURS } from '../sessions.ts';
import type { SentForm } from './readSent.ts';

const PURPOSE = 'kept form';
const BROWSER_COOKIE = 'reveille-browser';
/** A form takes at most 64 KB, which is less once it is packed; the sign-in form takes it with its other fields. */
export const MAX_SEALED_LENGTH = 100_000;
const MAX_PLAIN_BYTES = 1_000_000;

const Sealed = z.object({
  path: z.string(),
  fields: z.array(z.tuple([z.string(), z.string()])),
  hadFiles: z.boolean(),
  at: z.number(),
});

/** A random number that this browser keeps while it is open, so that a sealed form is of no use in another browser. */
function browserId({ site }: Web, c: WebContext): string {
  const name = deskCookie(site, BROWSER_COOKIE);
  const known = getCookie(c, name);
  if (known !== undefined && /^[A-Za-z0-9_-]{22}$/.test(known)) return known;
  const id = randomBytes(16).toString('base64url');
  setCookie(c, name, id, cookieOptions(site));
  return id;
}

/**
 * A form as a hidden field of the sign-in form: encrypted, and bound to this browser. The server keeps nothing for people
 * who are not signed in. Null if it is too long.
 */
export function sealForm(web: Web, c: WebContext, form: SentForm): string | null {
  const packed = deflateRawSync(JSON.stringify({ ...form, at: web.now().getTime() }));
  const sealed = seal(web.keys, { purpose: PURPOSE, boundTo: browserId(web, c) }, packed);
  return sealed.length <= MAX_SEALED_LENGTH ? sealed : null;
}

/** The form of a hidden field. Null if it is not ours, was sealed for another browser, or is older than a session lasts. */
export function unsealForm(web: Web, c: WebContext, sealed: string): SentForm | null {
  if (sealed === '' || sealed.length > MAX_SEALED_LENGTH) return null;
  const boundTo = getCookie(c, deskCookie(web.site, BROWSER_COOKIE));
  const packed = boundTo === undefined ? null : unseal(web.keys, { purpose: PURPOSE, boundTo }, sealed);
  if (packed === null) return null;
  const text = inflateRawSync(packed, { maxOutputLength: MAX_PLAIN_BYTES }).toString('utf8');
  const { at, ...form } = Sealed.parse(JSON.parse(text));
  return web.now().getTime() - at > SESSION_HOURS * 3_600_000 ? null : form;
}

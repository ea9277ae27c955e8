import { getCookie, setCookie } from 'hono/cookie';
import { passkeySite, type PasskeySite } from '../../../staff/passkeys.ts';
import { problem } from '../../problems.ts';
import type { Web, WebContext } from '../../web.ts';
import { cookieOptions, deskCookie } from '../cookies.ts';

const COOKIE = 'reveille-challenge';
const LIFE_SECONDS = 5 * 60;

/** The site that passkeys are made for. Null where there can be none. */
export function findPasskeySite({ config }: Pick<Web, 'config'>): PasskeySite | null {
  const site = passkeySite(config.publicUrl);
  return typeof site === 'string' ? null : site;
}

/** Answers a script's request for what its browser needs to make or use a passkey. */
export async function answerOptions(
  web: Web,
  c: WebContext,
  make: (site: PasskeySite) => Promise<{ options: object; sealed: string }>,
): Promise<Response> {
  const site = findPasskeySite(web);
  if (site === null)
    return c.json({ ok: false, error: { code: 'CONFLICT', message: 'There are no passkeys here.' } }, 409);
  const { options, sealed } = await make(site);
  setCookie(c, deskCookie(web.site, COOKIE), sealed, cookieOptions(web.site, LIFE_SECONDS));
  return c.json(options);
}

/** The sealed challenge that this browser was given. */
export function sealedChallenge({ site }: Pick<Web, 'site'>, c: WebContext): string {
  return getCookie(c, deskCookie(site, COOKIE)) ?? '';
}

export function refuseForeign(web: Web, c: WebContext): Promise<Response> {
  return problem(web, c, 403, {
    code: 'FORBIDDEN',
    heading: 'Please sign in here',
    text: 'This form came from another site.',
  });
}

import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { setPolicy } from '../headers.ts';
import { href } from '../site.ts';
import { deskProblemPage, type WayBack } from './deskPage.ts';
import type { Staff, Web, WebContext } from '../web.ts';
import { findStaff } from './sessions.ts';

/** The link on a problem page: to the edition that the path names, else to the desk; to the sign-in page if signed out. */
async function wayBack({ db, site }: Web, path: string, staff: Staff | null): Promise<WayBack> {
  if (!staff) return { path: href(site, '/desk/login'), label: 'Sign in' };
  const id = /^\/desk\/editions\/(\d{1,9})(?:\/|$)/.exec(path)?.[1];
  const edition =
    id === undefined
      ? undefined
      : await db.selectFrom('editions').select(['id', 'subject']).where('id', '=', Number(id)).executeTakeFirst();
  if (!edition) return { path: href(site, '/desk'), label: 'Back to the desk' };
  return {
    path: href(site, `/desk/editions/${edition.id}`),
    label: `Back to edition ${edition.id}${edition.subject === '' ? '' : `, “${edition.subject}”`}`,
  };
}

/** A problem below /desk, as a desk page with a link back. From status 500 on, the database is not queried. */
export async function showDeskProblem(
  web: Web,
  c: WebContext,
  status: ContentfulStatusCode,
  says: { heading: string; text: string },
): Promise<Response> {
  const isOurs = status >= 500;
  const staff = c.var.staff ?? (isOurs ? null : await findStaff(web, c));
  const back = isOurs
    ? { path: href(web.site, '/desk'), label: 'Back to the desk' }
    : await wayBack(web, c.req.path, staff);
  setPolicy(c, 'desk');
  return c.html(deskProblemPage(web.site, { ...says, staff, back }), status);
}

import { bodyLimit } from 'hono/body-limit';
import type { MiddlewareHandler } from 'hono';
import { MAX_UPLOAD_BODY_BYTES } from '../forms.ts';
import type { Web, WebContext, WebEnv } from '../web.ts';
import { DESK_ACCESS, may, UPLOAD_ROUTES, type DeskRoute, type UploadKind } from './access.ts';
import { refuseLargeStoryPicture } from './edition/storyPicture.ts';
import { refuseRole } from './guard.ts';
import { matchRoute } from './matchRoute.ts';
import { refuseLargeSlotPicture } from './newsletter/slotPictures.ts';
import { findStaff } from './sessions.ts';

export type UploadRoute = { route: DeskRoute; kind: UploadKind };

/** The route of a request whose body is a file. `path` may begin with the path of PUBLIC_URL. Null for all others. */
export function findUpload(method: string | undefined, path: string): UploadRoute | null {
  const route = method === 'POST' ? matchRoute('POST', path.slice(Math.max(0, path.lastIndexOf('/desk/')))) : null;
  const kind = route === null ? undefined : UPLOAD_ROUTES[route];
  return route !== null && kind !== undefined ? { route, kind } : null;
}

/** Answers a picture that is too large, before it was read: on the page of its form, beside the field. */
function refuseLarge(web: Web, c: WebContext): Promise<Response> {
  const isSlots = findUpload('POST', c.req.path)?.route === 'POST /desk/newsletters/:slug/slot-picture';
  return isSlots ? refuseLargeSlotPicture(web, c) : refuseLargeStoryPicture(web, c);
}

/**
 * Limits the body of a picture's form to 20 MB and the form's fields, for people who may send it. Others are refused before it is
 * read. `strangers` limits it for people without a session.
 */
export function admitPicture(
  web: Web,
  { strangers }: { strangers: MiddlewareHandler<WebEnv> },
): MiddlewareHandler<WebEnv> {
  const limited = bodyLimit({ maxSize: MAX_UPLOAD_BODY_BYTES, onError: (c) => refuseLarge(web, c) });
  return async (c, next) => {
    const staff = await findStaff(web, c);
    if (staff === null) return strangers(c, next);
    c.set('staff', staff);
    const route = findUpload('POST', c.req.path)!.route;
    if (!may(staff, route)) return refuseRole(web, c, DESK_ACCESS[route]!);
    return limited(c, next);
  };
}

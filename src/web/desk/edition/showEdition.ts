import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { loadEdition, type Edition, type LoadedEdition } from '../../../editions/load.ts';
import type { SendProgress } from '../../../editions/progress.ts';
import { isReveilleError, messageOf, ReveilleError, type ErrorCode } from '../../../domain/errors.ts';
import { isJsonRequest } from '../../forms.ts';
import { html } from '../../markup/html.ts';
import { setPolicy } from '../../headers.ts';
import { href } from '../../site.ts';
import { deskEditionPage } from './deskEditionPage.ts';
import { readLook } from './previewPart.ts';
import { namedReader } from './readerSeen.ts';
import type { Returned } from './returned.ts';
import { keepSeenAct, readSeenAct } from './seen.ts';
import { editionVersion, versionOf } from './version.ts';
import type { Web, WebContext, WebHandler } from '../../web.ts';
import { loadView } from './loadView.ts';

/** Sent by the page's script: "1" leaves the checks out, "checks" is the request of its own for them. */
const QUICK_HEADER = 'x-desk-quick';

/** The edition that the request's path names. Throws NOT_FOUND. */
export async function namedEdition(web: Web, c: WebContext): Promise<LoadedEdition> {
  const id = /^\d{1,9}$/.test(c.req.param('id') ?? '') ? Number(c.req.param('id')) : null;
  const loaded = id === null ? null : await loadEdition(web, id);
  if (!loaded) throw new ReveilleError('NOT_FOUND', 'There is no such edition.');
  return loaded;
}

/** The redirect after a form of an edition's page. */
export function backToEdition(web: Web, c: WebContext, editionId: number, rest: string = ''): Response {
  return c.redirect(href(web.site, `/desk/editions/${editionId}${rest}`), 303);
}

/** The latest figures of an edition's send, never older than the last change of the edition's row. */
export function currentProgress(web: Web, edition: Edition): Promise<SendProgress> {
  const version = editionVersion(edition);
  return web.progress.read(edition.id, (progress) => versionOf(progress) === version);
}

/** The edition's page; `returned`: the form that came back, with what somebody typed. */
export async function answerEdition(
  web: Web,
  c: WebContext,
  returned: Returned = {},
  status: ContentfulStatusCode = 200,
): Promise<Response> {
  const loaded = await namedEdition(web, c);
  const progress = await currentProgress(web, loaded.edition);
  const staff = c.var.staff!;
  // A page that holds typed text must not reload itself.
  const isStill = Object.keys(returned).length > 0 || c.req.query('still') !== undefined;
  const isQuick = c.req.header(QUICK_HEADER) === '1';
  const view = await loadView(web, loaded, { progress, isStill, isQuick, staff, seenAct: readSeenAct(c) });
  if (c.req.method === 'GET') keepSeenAct(web, c, loaded.edition.id, view.acts[0]?.id ?? 0);
  setPolicy(c, 'live');
  const page = deskEditionPage({ site: web.site, staff }, view, {
    returned,
    look: readLook(c.req.query('look')),
    reader: await namedReader(web, c, loaded),
    said: c.req.query('said'),
  });
  return c.html(page, status);
}

/** Errors that a person can do something about on the page. */
const REFUSALS: Partial<Record<ErrorCode, 409 | 422>> = {
  INVALID_INPUT: 422,
  CONFLICT: 409,
  EDITION_STATE: 409,
  EDITION_TOO_FEW_STORIES: 409,
};

/** Wraps the handler of a form: what it refuses is said on the edition's page, and not on one that leads nowhere else. */
export function saidOnPage(handler: WebHandler): WebHandler {
  return async (web, c) => {
    try {
      return await handler(web, c);
    } catch (error) {
      const status = isReveilleError(error) ? REFUSALS[error.code] : undefined;
      if (status === undefined || isJsonRequest(c)) throw error;
      return answerEdition(
        web,
        c,
        { refusal: html`<p><strong>Nothing was changed.</strong> ${messageOf(error)}</p>` },
        status,
      );
    }
  };
}

export function showDeskEdition(web: Web, c: WebContext): Promise<Response> {
  return answerEdition(web, c);
}

import { loadEdition, type Edition, type LoadedEdition } from '../../../editions/load.ts';
import type { SendProgress } from '../../../editions/progress.ts';
import { isAnyOf, STARTABLE } from '../../../domain/states.ts';
import { ReveilleError } from '../../../domain/errors.ts';
import { setPolicy } from '../../headers.ts';
import { inFrame } from '../../markup/inFrame.ts';
import type { Html } from '../../markup/html.ts';
import { href } from '../../site.ts';
import { deskEditionPage } from './deskEditionPage.ts';
import { editionVersion, versionOf } from './version.ts';
import type { Web, WebContext } from '../../web.ts';
import type { TypedWords } from './wordsPart.ts';
import { latestDigest, loadView } from './loadView.ts';

/** The edition that the request's path names. Throws NOT_FOUND. */
export async function namedEdition(web: Web, c: WebContext): Promise<LoadedEdition> {
  const id = /^\d{1,9}$/.test(c.req.param('id') ?? '') ? Number(c.req.param('id')) : null;
  const loaded = id === null ? null : await loadEdition(web, id);
  if (!loaded) throw new ReveilleError('NOT_FOUND', 'There is no such edition.');
  return loaded;
}

/** The redirect after a form of an edition's page. */
export function backToEdition(web: Web, c: WebContext, editionId: number, fragment: string = ''): Response {
  return c.redirect(href(web.site, `/desk/editions/${editionId}${fragment}`), 303);
}

/** The latest figures of an edition's send, never older than the last change of the edition's row. */
export function currentProgress(web: Web, edition: Edition): Promise<SendProgress> {
  const version = editionVersion(edition);
  return web.progress.read(edition.id, (progress) => versionOf(progress) === version);
}

/**
 * The digest as it was mailed. An edition that is not being sent is rendered again, since its stories may have changed.
 * Throws RENDER_FAILED.
 */
async function findDigestHtml(web: Web, { edition }: LoadedEdition): Promise<string> {
  const stored = isAnyOf(STARTABLE, edition.state)
    ? undefined
    : await latestDigest(web, edition.id).select('html').executeTakeFirst();
  if (stored) return stored.html;
  // mjml takes most of a second to load: the web loads it when a draft is first shown.
  const { previewEdition } = await import('../../../render/render.ts');
  const isRehearsal = web.config.relays.length === 0;
  const { db, log, now } = web;
  const digest = await previewEdition({ db, log, now, publicUrl: web.config.publicUrl, isRehearsal }, edition.id);
  return digest.html;
}

/** The edition's page; `words`: what somebody typed for its subject that could not be saved. */
export async function renderDeskEdition(web: Web, c: WebContext, words: TypedWords | null = null): Promise<Html> {
  const loaded = await namedEdition(web, c);
  const progress = await currentProgress(web, loaded.edition);
  // A page that holds typed text must not reload itself.
  const isStill = words !== null || c.req.query('still') !== undefined;
  const view = { ...(await loadView(web, loaded, { progress, isStill })), said: c.req.query('said') };
  const desk = { site: web.site, staff: c.var.staff! };
  return deskEditionPage(desk, view, { hasInbox: web.config.relays.length === 0, words });
}

export async function showDeskEdition(web: Web, c: WebContext): Promise<Response> {
  setPolicy(c, 'live');
  return c.html(await renderDeskEdition(web, c));
}

/** The digest's HTML for the page's frame. */
export async function showDigest(web: Web, c: WebContext): Promise<Response> {
  setPolicy(c, 'mail');
  return c.html(inFrame(await findDigestHtml(web, await namedEdition(web, c))));
}

import { loadEdition, type LoadedEdition } from '../../editions/load.ts';
import { countAudience, editionStatus } from '../../editions/status.ts';
import { ReveilleError } from '../../errors.ts';
import { setPolicy } from '../headers.ts';
import { inFrame } from '../inbox/inbox.ts';
import { deskEditionPage } from '../views/deskEdition.ts';
import type { Web, WebContext } from '../web.ts';

/** The edition that the request's path names. Throws NOT_FOUND. */
export async function namedEdition(web: Web, c: WebContext): Promise<LoadedEdition> {
  const id = /^\d{1,9}$/.test(c.req.param('id') ?? '') ? Number(c.req.param('id')) : null;
  const loaded = id === null ? null : await loadEdition(web, id);
  if (!loaded) throw new ReveilleError('NOT_FOUND', 'There is no such edition.');
  return loaded;
}

async function latestDigest({ db }: Web, { edition }: LoadedEdition): Promise<string | null> {
  const row = await db
    .selectFrom('digests')
    .select('html')
    .where('edition_id', '=', edition.id)
    .orderBy('rendered_at', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row?.html ?? null;
}

export async function showDeskEdition(web: Web, c: WebContext): Promise<Response> {
  const loaded = await namedEdition(web, c);
  const isRehearsalOnly = web.config.relays.length === 0;
  const [status, readers, digest] = await Promise.all([
    editionStatus(web, loaded.edition.id),
    countAudience(web, loaded.newsletter.id, { isRehearsal: isRehearsalOnly }),
    latestDigest(web, loaded),
  ]);
  setPolicy(c, 'desk');
  const view = { ...loaded, status, readers, isRehearsalOnly, hasDigest: digest !== null };
  return c.html(deskEditionPage(web.site, c.var.staff!, view));
}

/** The digest's HTML alone, for the page's frame. */
export async function showDigest(web: Web, c: WebContext): Promise<Response> {
  const html = await latestDigest(web, await namedEdition(web, c));
  if (html === null) throw new ReveilleError('NOT_FOUND', 'This edition has not been rendered yet.');
  setPolicy(c, 'mail');
  return c.html(inFrame(html));
}

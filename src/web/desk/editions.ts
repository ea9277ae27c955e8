import { loadEdition, type LoadedEdition } from '../../editions/load.ts';
import { countAudience, editionStatus } from '../../editions/status.ts';
import type { EditionState } from '../../domain/states.ts';
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

// Their stories may have changed since they were last rendered.
const UNSETTLED: ReadonlySet<EditionState> = new Set(['draft', 'approved', 'failed']);

/** The digest as it was mailed or, of an edition that is not under way, as it would be. Throws RENDER_FAILED. */
async function findDigestHtml(web: Web, { edition }: LoadedEdition): Promise<string> {
  const stored = UNSETTLED.has(edition.state)
    ? undefined
    : await web.db
        .selectFrom('digests')
        .select('html')
        .where('edition_id', '=', edition.id)
        .orderBy('rendered_at', 'desc')
        .limit(1)
        .executeTakeFirst();
  if (stored) return stored.html;
  // mjml takes most of a second to load: the web does that only once somebody looks at a draft.
  const { previewEdition } = await import('../../render/render.ts');
  const isRehearsal = web.config.relays.length === 0;
  const { db, log, now } = web;
  const digest = await previewEdition({ db, log, now, publicUrl: web.config.publicUrl, isRehearsal }, edition.id);
  return digest.html;
}

export async function showDeskEdition(web: Web, c: WebContext): Promise<Response> {
  const loaded = await namedEdition(web, c);
  const isRehearsalOnly = web.config.relays.length === 0;
  const [status, readers] = await Promise.all([
    editionStatus(web, loaded.edition.id),
    countAudience(web, loaded.newsletter.id, { isRehearsal: isRehearsalOnly }),
  ]);
  setPolicy(c, 'desk');
  return c.html(deskEditionPage(web.site, c.var.staff!, { ...loaded, status, readers, isRehearsalOnly }));
}

/** The digest's HTML alone, for the page's frame. */
export async function showDigest(web: Web, c: WebContext): Promise<Response> {
  setPolicy(c, 'mail');
  return c.html(inFrame(await findDigestHtml(web, await namedEdition(web, c))));
}

import { Hono } from 'hono';
import { redactTokens } from '../platform/log.ts';
import { wordsIn } from '../language/catalogues.ts';
import { showAsset, showEmbedScript } from './assets.ts';
import { isDeskPath } from './desk/deskPath.ts';
import { wantsJson } from './forms.ts';
import { safeHeaders, setPolicy } from './headers.ts';
import { visitorLanguage } from './language.ts';
import { showHealth } from './operations/health.ts';
import { createSite, href, routePath } from './site.ts';
import { deskProblemPage } from './desk/deskPage.ts';
import { messagePage } from './markup/layout.ts';
import type { App, Web, WebContext, WebEnv } from './web.ts';

// About as long as a database takes to start again.
const RETRY_AFTER_SECONDS = 30;

/**
 * Answers 503 with Retry-After while the database is unavailable: a page for people (below /desk, one of the desk),
 * JSON for programs.
 */
export function answerAway({ site }: Pick<Web, 'site'>, c: WebContext): Response | Promise<Response> {
  c.header('Retry-After', String(RETRY_AFTER_SECONDS));
  const isDesk = isDeskPath(c.req.path);
  const language = isDesk ? 'en' : visitorLanguage(c);
  const { heading, text } = wordsIn(language).page.problems.away;
  if (wantsJson(c)) return c.json({ ok: false, error: { code: 'UNAVAILABLE', message: text } }, 503);
  if (!isDesk) return c.html(messagePage(site, { heading, text, language }), 503);
  setPolicy(c, 'desk');
  const back = { path: href(site, c.req.method === 'GET' ? c.req.path : '/desk'), label: 'Try again' };
  return c.html(deskProblemPage(site, { heading, text, staff: null, back }), 503);
}

/** The app before the database is available: /healthz answers 200, /readyz says what is missing, all else gets 503. */
export function createAwayApp({ config, log }: Pick<Web, 'config' | 'log'>): App {
  const site = createSite(config);
  const app = new Hono<WebEnv>({ getPath: (request) => routePath(site, new URL(request.url).pathname) });
  app.use(safeHeaders(site));
  app.get('/healthz', showHealth);
  app.get('/readyz', (c) => {
    c.header('Retry-After', String(RETRY_AFTER_SECONDS));
    return c.json({ ready: false, checks: { database: { ok: false, detail: 'does not answer' } } }, 503);
  });
  app.get('/assets/:name', showAsset);
  app.get('/embed.js', showEmbedScript);
  app.all('*', (c) => {
    log.debug(
      { method: c.req.method, path: redactTokens(c.req.path) },
      'a request arrived before the database was available',
    );
    return answerAway({ site }, c);
  });
  return app;
}

import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { redactTokens } from '../log.ts';
import { createThrottle } from './desk/throttle.ts';
import { MAX_BODY_BYTES } from './forms.ts';
import { safeHeaders } from './headers.ts';
import { answerError, notFound, tooLarge } from './problems.ts';
import { addRoutes } from './routes.ts';
import { createSite, routePath } from './site.ts';
import type { App, Web, WebDeps, WebEnv } from './web.ts';

/** Makes the whole web: every route, its headers, its errors. Nothing is read or opened before a request. */
export function createApp(deps: WebDeps): App {
  const site = createSite(deps.config.publicUrl);
  const web: Web = { ...deps, site, loginThrottle: createThrottle({ now: deps.now }) };
  const app = new Hono<WebEnv>({ getPath: (request) => routePath(site, new URL(request.url).pathname) });
  app.use(async (c, next) => {
    const startedAt = performance.now();
    await next();
    const took = Math.round(performance.now() - startedAt);
    web.log.debug(
      { method: c.req.method, path: redactTokens(c.req.path), status: c.res.status, tookMs: took },
      'request',
    );
  });
  app.use(safeHeaders);
  app.use(bodyLimit({ maxSize: MAX_BODY_BYTES, onError: (c) => tooLarge(web, c) }));
  addRoutes(app, web);
  app.notFound((c) => notFound(web, c));
  app.onError((error, c) => answerError(web, c, error));
  return app;
}

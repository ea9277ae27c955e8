import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { join } from 'node:path';
import { getRequestListener } from '@hono/node-server';
import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { createClickCounter } from '../editions/clicks/counter.ts';
import { codeOf, messageOf, ReveilleError } from '../domain/errors.ts';
import { redactTokens } from '../platform/log.ts';
import { openChecks } from './desk/edition/checks.ts';
import { createProgressFeeds } from './desk/edition/progressFeeds.ts';
import { openDisposableCheck } from '../readers/disposable.ts';
import { createImportRunner } from '../readers/import/importRunner.ts';
import type { Config } from '../platform/config.ts';
import { UPLOADS } from './desk/subscribers/importList.ts';
import { createLane } from '../staff/lane.ts';
import { createBacklog } from './backlog.ts';
import { SIGN_UP_LIMITS } from './public/signUp/limits.ts';
import { admitPicture, findUpload } from './desk/uploads.ts';
import { MAX_BODY_BYTES } from './forms.ts';
import { safeHeaders } from './headers.ts';
import { answerError, notFound, tooLarge } from './problems.ts';
import { createScrapes } from './operations/scrapes.ts';
import { createPictureCache } from './public/edition/pictureCache.ts';
import { addRoutes } from './routes.ts';
import { createSite, routePath } from './site.ts';
import { leaveUnread } from './public/preferences/unsubscribe.ts';
import type { App, Web, WebContext, WebDeps, WebEnv } from './web.ts';

/** A POST to an unsubscribe link unsubscribes, even if its body is too large. Other paths get 413. */
function answerTooLarge(web: Web, c: WebContext): Promise<Response> {
  const [, path, token] = routePath(web.site, new URL(c.req.url).pathname).split('/');
  if (c.req.method === 'POST' && path === 'unsubscribe' && token) return leaveUnread(web, c, token);
  return tooLarge(web, c);
}

// The pictures of about a hundred stories, in the sizes of mails.
const PICTURE_CACHE_BYTES = 32_000_000;

/** Where uploaded lists are kept on this machine. */
export function uploadsIn({ dataDir }: Pick<Config, 'dataDir'>): string {
  return join(dataDir, UPLOADS);
}

/** Creates the web app: routes, headers, errors. It opens nothing before the first request. */
export function createApp(deps: WebDeps): App {
  const site = createSite(deps.config);
  const web: Web = {
    ...deps,
    site,
    progress: createProgressFeeds(deps),
    checks: deps.checks ?? openChecks(deps),
    signUpLimits: deps.signUpLimits ?? SIGN_UP_LIMITS,
    backlog: createBacklog(deps),
    clicks: deps.clicks ?? createClickCounter(deps),
    scrapes: deps.scrapes ?? createScrapes(deps),
    uploads: uploadsIn(deps.config),
    imports: deps.imports ?? createImportRunner({ ...deps, uploads: uploadsIn(deps.config) }),
    isDisposable: openDisposableCheck(),
    pictures: createPictureCache(PICTURE_CACHE_BYTES),
    passwordLanes: { known: createLane({ atOnce: 1, waiting: 64 }), strangers: createLane({ atOnce: 2, waiting: 64 }) },
  };
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
  app.use(safeHeaders(site));
  const limited = bodyLimit({ maxSize: MAX_BODY_BYTES, onError: (c) => answerTooLarge(web, c) });
  // The sign-in form carries a form that arrived without a session.
  const widelyLimited = bodyLimit({ maxSize: 2 * MAX_BODY_BYTES, onError: (c) => answerTooLarge(web, c) });
  const pictures = admitPicture(web, { strangers: limited });
  app.use((c, next) => {
    const upload = findUpload(c.req.method, c.req.path);
    if (upload?.kind === 'list') return next();
    if (upload?.kind === 'picture') return pictures(c, next);
    return (c.req.path.startsWith('/desk/login') ? widelyLimited : limited)(c, next);
  });
  addRoutes(app, web);
  app.notFound((c) => notFound(web, c));
  app.onError((error, c) => answerError(web, c, error));
  return app;
}

export type Listening = {
  /** The port in use, also if 0 was requested. */
  port: number;
  /** Accepts no more requests, gives running ones `graceMs` to finish, then closes their connections. */
  close: () => Promise<void>;
};

/** How long a request may take to arrive (its headers, and all of it), and how often this is checked. */
type SlowLimits = { headersTimeoutMs: number; requestTimeoutMs: number; checkMs: number };

// A slow sender must not occupy a connection for ever; our own answers take milliseconds. By default, Node checks only
// every 30 s, so that a time-out of 10 s may take 40 s.
const SLOW_LIMITS: SlowLimits = { headersTimeoutMs: 10_000, requestTimeoutMs: 30_000, checkMs: 1_000 };
// 200 MB at 2 Mbit/s.
const UPLOAD_TIMEOUT_MS = 15 * 60_000;
const IDLE_SWEEP_MS = 50;

function failure(error: unknown, host: string, port: number): ReveilleError {
  if (codeOf(error) === 'EADDRINUSE')
    return new ReveilleError(
      'PORT_IN_USE',
      `Port ${port} on ${host} is used by another program. Stop it, or use another port, for example PORT=${port + 1}.`,
      { cause: error },
    );
  return new ReveilleError('CONFIG_INVALID', `The web cannot listen on ${host}:${port}: ${messageOf(error)}`, {
    cause: error,
  });
}

// A file must make some progress in each span: a byte now and then only occupies the connection.
const LEAST_PROGRESS_BYTES = 1024;

function endLate({ socket }: IncomingMessage, response: ServerResponse): void {
  if (response.headersSent) socket.destroy();
  else socket.end('HTTP/1.1 408 Request Timeout\r\nConnection: close\r\n\r\n', () => socket.destroy());
}

/**
 * Ends a connection whose request has not arrived in time. A file has the server's time for uploads, as long as bytes of it
 * arrive in each span of `timeoutMs`.
 */
function boundArrival(request: IncomingMessage, response: ServerResponse, timeoutMs: number): void {
  if (request.complete) return;
  const mayTakeLong = findUpload(request.method, (request.url ?? '').split('?', 1)[0]!) !== null;
  let seen = request.socket.bytesRead;
  const timer = setInterval(() => {
    const { bytesRead } = request.socket;
    const hasProgress = mayTakeLong && bytesRead - seen >= LEAST_PROGRESS_BYTES;
    seen = bytesRead;
    if (hasProgress && !request.complete) return;
    clearInterval(timer);
    if (!request.complete) endLate(request, response);
  }, timeoutMs).unref();
  request.once('close', () => clearInterval(timer));
}

/** Answers a request. The app behind it may change while the server listens. */
type Answer = (request: Request, env: object) => Response | Promise<Response>;

/**
 * Serves the app over HTTP/1.1. Throws PORT_IN_USE, or CONFIG_INVALID if the host is not an address of this machine.
 */
export async function listen(
  { fetch: answer }: { fetch: Answer },
  {
    host,
    port,
    graceMs = 5_000,
    slowLimits = SLOW_LIMITS,
  }: { host: string; port: number; graceMs?: number; slowLimits?: SlowLimits },
): Promise<Listening> {
  const limits = {
    headersTimeout: slowLimits.headersTimeoutMs,
    // Of all requests; those that are no uploads have less time.
    requestTimeout: Math.max(UPLOAD_TIMEOUT_MS, slowLimits.requestTimeoutMs),
    connectionsCheckingInterval: slowLimits.checkMs,
  };
  const listener = getRequestListener((request, env) => answer(request, env), { hostname: host });
  const server = createServer(limits, (request, response) => {
    boundArrival(request, response, slowLimits.requestTimeoutMs);
    void listener(request, response);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) => reject(failure(error, host, port)));
    server.listen(port, host, resolve);
  });
  const address = server.address();
  return {
    port: typeof address === 'object' && address ? address.port : port,
    close: () =>
      new Promise((resolve) => {
        const cut = setTimeout(() => server.closeAllConnections(), graceMs);
        // Connections become idle only when their answers are complete, so this runs repeatedly.
        const sweep = setInterval(() => server.closeIdleConnections(), IDLE_SWEEP_MS);
        server.close(() => {
          clearTimeout(cut);
          clearInterval(sweep);
          resolve();
        });
        server.closeIdleConnections();
      }),
  };
}

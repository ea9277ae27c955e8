import { createClickCounter } from '../editions/clicks/counter.ts';
import { settleWords } from '../editions/goodWords.ts';
import { lacksProxy } from '../platform/config.ts';
import { runProcess, type Running } from '../platform/process.ts';
import type { Ground, Runtime } from '../platform/runtime.ts';
import { startSafetyLog } from '../readers/safetyLog.ts';
import { startWatch } from '../schedule/alerts/watch.ts';
import { createAwayApp } from './away.ts';
import { createImportRunner } from '../readers/import/importRunner.ts';
import { buildSearchIndexes } from '../readers/search/searchIndexes.ts';
import { adviseFirstAccount } from '../staff/firstAccount.ts';
import { openChecks } from './desk/edition/checks.ts';
import { createBacklog } from './backlog.ts';
import { createScrapes } from './operations/scrapes.ts';
import { createApp, listen, uploadsIn, type Listening } from './server.ts';
import { startWarmUp } from './warmUp.ts';
import type { App } from './web.ts';

// The server listens before the database is available. It answers with `app` as soon as that exists.
let app: App | null = null;
let front: Listening | null = null;

/** Listens, and answers 503 until the database is available. */
async function openFront({ config, log }: Ground): Promise<Running> {
  const away = createAwayApp({ config, log });
  const answer: App['fetch'] = (request, env) => (app ?? away).fetch(request, env);
  front = await listen({ fetch: answer }, { host: config.host, port: config.port });
  log.info({ host: config.host, port: front.port, publicUrl: config.publicUrl }, 'web listens');
  if (lacksProxy(config))
    log.warn(
      { publicUrl: config.publicUrl },
      'PUBLIC_URL is public, but TRUST_PROXY is not set. Behind a proxy, all visitors count as one and share the limits on sign-ups and sign-ins. Set TRUST_PROXY to the address of the proxy, for example TRUST_PROXY=127.0.0.1',
    );
  return front;
}

/** The web process: public pages, the desk, the built-in inbox, and endpoints for operations. */
async function startWeb({ db, keys, queues, config, log, now }: Runtime): Promise<Running> {
  await settleWords({ db, log });
  const draining = new AbortController();
  const clicks = createClickCounter({ db, log, now });
  const scrapes = createScrapes({ db, log });
  const imports = createImportRunner({ db, keys, now, log, uploads: uploadsIn(config), draining: draining.signal });
  const deps = { db, keys, queues, config, log, now, clicks, scrapes, imports, draining: draining.signal };
  const checks = openChecks(deps);
  app = createApp({ ...deps, checks });
  // An earlier process may have left sign-ups.
  createBacklog(deps).wake();
  imports.watch();
  // Building them takes a while at a million readers. The search finds less until then.
  void buildSearchIndexes({ db, log });
  const watch = startWatch(deps, { isStandIn: true });
  const safety = startSafetyLog(deps);
  const warming = startWarmUp(deps, checks);
  const advice = await adviseFirstAccount({ db });
  if (advice !== null) process.stderr.write(`web: ${advice}\n`);
  return {
    close: async () => {
      draining.abort();
      warming.close();
      await watch.close();
      // Requests that are still being answered may count clicks.
      await front?.close();
      await clicks.settle(true);
      await safety.close();
      await scrapes.close();
    },
  };
}

await runProcess('web', startWeb, { before: openFront });

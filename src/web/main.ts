import { createClickCounter } from '../clicks/counter.ts';
import { runProcess, type Running } from '../process.ts';
import type { Runtime } from '../runtime.ts';
import { adviseFirstAccount } from '../staff/firstAccount.ts';
import { adviseProxy } from './clientAddress.ts';
import { createBacklog } from './backlog.ts';
import { createApp, listen } from './server.ts';

/** The web process: public pages, the desk, the built-in inbox, and what operations look at. */
async function startWeb({ db, keys, queues, config, log, now }: Runtime): Promise<Running> {
  const draining = new AbortController();
  const clicks = createClickCounter({ db, log, now });
  const deps = { db, keys, queues, config, log, now, clicks, draining: draining.signal };
  const app = createApp(deps);
  // Sign-ups that a process left behind when it ended.
  createBacklog(deps).wake();
  for (const line of [await adviseFirstAccount({ db }), adviseProxy(config)])
    if (line !== null) process.stderr.write(`web: ${line}\n`);
  const server = await listen(app, { host: config.host, port: config.port });
  return {
    close: async () => {
      draining.abort();
      await server.close();
      await clicks.settle(true);
    },
  };
}

await runProcess('web', startWeb);

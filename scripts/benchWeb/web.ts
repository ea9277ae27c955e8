import { runProcess } from '../../src/platform/process.ts';
import { createApp, listen } from '../../src/web/server.ts';

// One machine simulates all visitors, so it needs higher limits.
const ROOMY = { count: 10_000_000, windowMs: 60_000 };

/** The normal web process, with limits of sign-ups that are never reached. They are still counted. */
await runProcess('web', async ({ db, keys, queues, config, log, now }) => {
  const draining = new AbortController();
  const signUpLimits = { perNetwork: ROOMY, perAddress: ROOMY, inAll: ROOMY };
  const app = createApp({ db, keys, queues, config, log, now, draining: draining.signal, signUpLimits });
  const server = await listen(app, { host: config.host, port: config.port });
  return {
    close: () => {
      draining.abort();
      return server.close();
    },
  };
});

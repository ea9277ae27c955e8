import { runProcess } from '../../src/platform/process.ts';
import { createApp, listen } from '../../src/web/server.ts';

// One machine plays everybody: it may do what the whole world may not.
const ROOMY = { count: 10_000_000, windowMs: 60_000 };

/** The web process as it is, without the limits of sign-ups being reached; they are charged all the same. */
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

import { listen, type Listening } from '../../src/web/server.ts';
import type { App } from '../../src/web/web.ts';

/** Serves an app on loopback; without a port, at one of its own. */
export async function serveApp(app: App, port: number = 0): Promise<Listening & { origin: string }> {
  const server = await listen(app, { host: '127.0.0.1', port, graceMs: 500 });
  return { ...server, origin: `http://127.0.0.1:${server.port}` };
}

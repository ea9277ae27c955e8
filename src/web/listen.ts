import type { Server } from 'node:http';
import { createAdaptorServer } from '@hono/node-server';
import { codeOf, messageOf, ReveilleError } from '../errors.ts';
import type { App } from './web.ts';

export type Listening = {
  /** The port in use, also where 0 was asked for. */
  port: number;
  /** Takes no further request, lets the running ones finish for at most `graceMs`, then cuts them. */
  close: () => Promise<void>;
};

// A slow sender may not hold a connection for ever; our own answers take milliseconds.
const REQUEST_TIMEOUT_MS = 30_000;
const HEADERS_TIMEOUT_MS = 10_000;

function failure(error: unknown, host: string, port: number): ReveilleError {
  if (codeOf(error) === 'EADDRINUSE')
    return new ReveilleError(
      'PORT_IN_USE',
      `Port ${port} on ${host} is taken by another program; stop it, or choose another with PORT=${port + 1}.`,
      { cause: error },
    );
  return new ReveilleError('CONFIG_INVALID', `The web cannot listen on ${host}:${port}: ${messageOf(error)}`, {
    cause: error,
  });
}

/** Serves the app over HTTP/1.1. Throws PORT_IN_USE, or CONFIG_INVALID where the host is not this machine's. */
export async function listen(
  app: App,
  { host, port, graceMs = 5_000 }: { host: string; port: number; graceMs?: number },
): Promise<Listening> {
  const server = createAdaptorServer({
    fetch: app.fetch,
    hostname: host,
    serverOptions: { requestTimeout: REQUEST_TIMEOUT_MS, headersTimeout: HEADERS_TIMEOUT_MS },
  }) as Server;
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
        server.close(() => {
          clearTimeout(cut);
          resolve();
        });
        server.closeIdleConnections();
      }),
  };
}

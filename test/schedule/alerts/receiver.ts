import { createHmac } from 'node:crypto';
import { createServer, type IncomingHttpHeaders } from 'node:http';

export const SECRET = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;

export type Received = { method: string; path: string; headers: IncomingHttpHeaders; body: string };
export type Receiver = {
  url: string;
  received: Received[];
  /** The events of posts, oldest first. */
  events: () => Record<string, unknown>[];
  /** The status of the next answers; 0 never answers. */
  setStatus: (status: number) => void;
  close: () => Promise<void>;
};

/** A web server on loopback that keeps what it gets. */
export async function startReceiver(): Promise<Receiver> {
  const received: Received[] = [];
  let status = 204;
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const { method = '', url = '', headers } = request;
      received.push({ method, path: url, headers, body: Buffer.concat(parts).toString() });
      if (status > 0) response.writeHead(status).end();
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as { port: number };
  return {
    url: `http://127.0.0.1:${port}`,
    received,
    events: () => received.filter(({ method }) => method === 'POST').map(({ body }) => JSON.parse(body)),
    setStatus: (next) => (status = next),
    close: async () => {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}

/** True if the signature is right, computed as a receiver does (Standard Webhooks 1.0). */
export function isSigned({ headers, body }: Received, secret = SECRET): boolean {
  const key = Buffer.from(secret.slice('whsec_'.length), 'base64');
  const signed = `${String(headers['webhook-id'])}.${String(headers['webhook-timestamp'])}.${body}`;
  return headers['webhook-signature'] === `v1,${createHmac('sha256', key).update(signed).digest('base64')}`;
}

import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';

export type Answer = (request: IncomingMessage, response: ServerResponse) => void;

/** An outlet on loopback: `routes` by path, changeable while it runs; `asked` lists the paths in order. */
export type Outlet = { origin: string; routes: Record<string, Answer>; asked: string[]; close: () => Promise<void> };

export async function startOutlet(routes: Record<string, Answer> = {}): Promise<Outlet> {
  const asked: string[] = [];
  const outlet = { routes, asked };
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://outlet.example').pathname;
    asked.push(path);
    const answer = outlet.routes[path];
    if (answer) answer(request, response);
    else response.writeHead(404).end('nothing here');
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  const port = address !== null && typeof address === 'object' ? address.port : 0;
  return {
    ...outlet,
    origin: `http://127.0.0.1:${port}`,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => {
        server.close(resolve);
      });
    },
  };
}

/** An answer with this body. */
export function send(
  body: string | Uint8Array,
  type = 'application/rss+xml',
  headers: Record<string, string> = {},
): Answer {
  return (_request, response) => {
    response.writeHead(200, { 'content-type': type, ...headers }).end(body);
  };
}

export function redirect(location: string): Answer {
  return (_request, response) => {
    response.writeHead(302, { location }).end();
  };
}

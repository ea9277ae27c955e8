import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { isDatabaseAway } from '../../../src/platform/db/away.ts';
import { openWatchedSocket } from '../../../src/platform/db/watchedSocket.ts';

const PATIENCE = { silentMs: 20, lookEveryMs: 10, lookMs: 5_000 };

let open: (Server | Socket)[] = [];
afterEach(() => {
  for (const each of open)
    if ('destroy' in each) each.destroy();
    else each.close();
  open = [];
});

/** A server, its port, and the connections that were made to it, in order. */
async function serve(): Promise<{ server: Server; port: number; nextConnection: () => Promise<Socket> }> {
  const taken: Socket[] = [];
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    taken.push(socket);
    open.push(socket);
  }).listen(0, '127.0.0.1');
  open.push(server);
  await once(server, 'listening');
  const nextConnection = async (): Promise<Socket> => {
    while (taken.length === 0) await once(server, 'connection');
    return taken.shift()!;
  };
  return { server, port: (server.address() as { port: number }).port, nextConnection };
}

async function connectTo(port: number): Promise<Socket> {
  const socket = openWatchedSocket(PATIENCE);
  open.push(socket);
  socket.resume();
  await once(socket.connect(port, '127.0.0.1'), 'connect');
  return socket;
}

test('a server that works for long is looked at, again and again, and waited for', async () => {
  const { port, nextConnection } = await serve();
  const socket = await connectTo(port);
  const theirs = await nextConnection();
  socket.write('a statement that takes long');
  for (let looks = 0; looks < 3; looks++) await nextConnection();
  const answer = once(socket, 'data');
  theirs.write('its answer');
  expect(String((await answer)[0])).toBe('its answer');
  expect(socket.destroyed).toBe(false);
});

test('a server that does not answer and cannot be reached ends the connection as an outage', async () => {
  const { server, port, nextConnection } = await serve();
  const socket = await connectTo(port);
  await nextConnection();
  // Takes no further connections. The one that it has stays, as after a cut link.
  server.close();
  const failed = once(socket, 'error');
  socket.write('a statement');
  const [error] = await failed;
  expect(isDatabaseAway(error)).toBe(true);
  expect((error as Error).message).toBe('the database does not answer, and 127.0.0.1 cannot be reached');
});

test('what was written just after an answer is waited for no longer', async () => {
  const { server, port, nextConnection } = await serve();
  const socket = await connectTo(port);
  const theirs = await nextConnection();
  socket.once('data', () => socket.write('the next statement'));
  theirs.write('an answer');
  await once(theirs, 'data');
  server.close();
  expect(isDatabaseAway((await once(socket, 'error'))[0])).toBe(true);
});

test('a connection that was answered is looked at from the start again', async () => {
  const { port, nextConnection } = await serve();
  const socket = await connectTo(port);
  const theirs = await nextConnection();
  for (let round = 0; round < 3; round++) {
    await nextConnection();
    theirs.write('an answer');
    await once(socket, 'data');
  }
  expect(socket.destroyed).toBe(false);
});

import { connect } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { listen, type Listening } from '../../src/web/server.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { openSite } from './support.ts';

let database: TestDatabase;
let server: Listening;

beforeAll(async () => {
  database = await createTestDatabase();
  const { app } = await openSite(database.db);
  const slowLimits = { headersTimeoutMs: 300, requestTimeoutMs: 600, checkMs: 50 };
  server = await listen(app, { host: '127.0.0.1', port: 0, slowLimits });
});
afterAll(async () => {
  await server.close();
  await database.drop();
});

/** Sends `first`, then a byte at a time for as long as it may; what came back by the connection's end. */
function trickle(first: string, drop: string): Promise<string> {
  return new Promise((done) => {
    const socket = connect(server.port, '127.0.0.1');
    let answer = '';
    const timer = setInterval(() => socket.write(drop), 40);
    socket.on('data', (chunk: Buffer) => (answer += chunk.toString()));
    socket.on('error', () => undefined);
    socket.on('close', () => {
      clearInterval(timer);
      done(answer);
    });
    socket.write(first);
  });
}

test.each([
  ['headers that never end', 'GET /healthz HTTP/1.1\r\nHost: x\r\n', 'a: b\r\n'],
  ['one header that never ends', 'GET /healthz HTTP/1.1\r\nHost: x\r\nA: ', 'b'],
  ['a body that never ends', 'POST /desk/login HTTP/1.1\r\nHost: x\r\nContent-Length: 9000\r\n\r\n', 'b'],
  ['chunks that never end', 'POST /desk/login HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n', '1\r\nb\r\n'],
])('a connection with %s is closed at its time-out', async (_what, first, drop) => {
  // The handler may see the cut body and answer first. The connection ends anyway.
  expect(await trickle(first, drop)).toMatch(/^(HTTP\/1\.1 4\d\d|$)/);
});

const PIECE = 'b'.repeat(2048);
const PIECES = 30;
const STORY_PICTURE = '/desk/editions/1/upload?story=1';
const SLOT_PICTURE = '/paper/desk/newsletters/daily/slot-picture';

/** Sends an upload to a server that reads all of it: a piece each 50 ms, `sent` of them. What came back. */
async function uploadSlowly(sent: number, piece: string = PIECE, path: string = STORY_PICTURE): Promise<string> {
  const reader = { fetch: async (request: Request) => new Response(`${(await request.text()).length} bytes`) };
  const slowLimits = { headersTimeoutMs: 300, requestTimeoutMs: 600, checkMs: 50 };
  const reading = await listen(reader, { host: '127.0.0.1', port: 0, slowLimits });
  const answer = await new Promise<string>((done) => {
    const socket = connect(reading.port, '127.0.0.1');
    let said = '';
    let count = 0;
    const timer = setInterval(() => {
      if (count++ < sent) socket.write(piece);
      else clearInterval(timer);
    }, 50);
    socket.on('error', () => undefined);
    socket.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      if (said.includes('bytes')) socket.end();
    });
    socket.on('close', () => {
      clearInterval(timer);
      done(said);
    });
    socket.write(`POST ${path} HTTP/1.1\r\nHost: x\r\nContent-Length: ${PIECE.length * PIECES}\r\n\r\n`);
  });
  await reading.close();
  return answer;
}

test.each([STORY_PICTURE, SLOT_PICTURE])(
  'a picture for %s that keeps arriving may take longer than a form',
  async (path) => {
    expect(await uploadSlowly(PIECES, PIECE, path)).toContain(`${PIECE.length * PIECES} bytes`);
  },
);

test.each([
  ['stops', 5, PIECE],
  ['sends a byte now and then', PIECES * 10, 'b'],
])('a picture whose sender %s is cut', async (_what, sent, piece) => {
  expect(await uploadSlowly(sent, piece)).toMatch(/^(HTTP\/1\.1 408|$)/);
});

test('a connection that says nothing is closed at its time-out', async () => {
  expect(await trickle('', '')).toMatch(/^(HTTP\/1\.1 408|$)/);
});

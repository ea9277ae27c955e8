import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TLSSocket } from 'node:tls';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { loadConfig } from '../../src/platform/config.ts';
import { connectDatabase } from '../../src/platform/db/connect.ts';
import { createLog } from '../../src/platform/log.ts';
import { makeCertificate } from '../support/mailServers.ts';

let server: Server;
let folder: string;
/** How many clients went on after the handshake. */
let trusted = 0;

beforeAll(async () => {
  const pair = await makeCertificate();
  folder = await mkdtemp(join(tmpdir(), 'reveille-ca-'));
  await writeFile(join(folder, 'ca.pem'), pair.cert);
  // PostgreSQL's protocol up to the handshake: SSLRequest, "S".
  server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.once('data', () => {
      socket.write('S');
      const secure = new TLSSocket(socket, { isServer: true, ...pair });
      secure
        .on('error', () => undefined)
        .once('data', () => {
          trusted++;
          secure.destroy();
        });
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
});
afterAll(async () => {
  server.close();
  await rm(folder, { recursive: true });
});

const connect = (query: string): Promise<unknown> => {
  const url = `postgres://news:hunter2@127.0.0.1:${(server.address() as AddressInfo).port}/news?${query}`;
  const config = loadConfig({ DATABASE_URL: url, SECRET: 'x'.repeat(32) });
  return connectDatabase({ config, log: createLog('test', 'silent') }).catch(String);
};

test('a certificate that nobody vouches for is refused, with both ways on', async () => {
  const said = await connect('sslmode=require');
  expect(said).toMatch(/DATABASE_URL .*not trusted; .*sslrootcert=.*sslmode=no-verify/);
  expect(said).not.toContain('hunter2');
  expect(trusted).toBe(0);
});

test('each of them is taken', async () => {
  expect(await connect('sslmode=no-verify')).not.toContain('not trusted');
  expect(await connect(`sslmode=verify-full&sslrootcert=${join(folder, 'ca.pem')}`)).not.toContain('not trusted');
  expect(trusted).toBe(2);
});

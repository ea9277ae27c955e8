import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { request, type IncomingMessage } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { listen, type Listening } from '../../src/web/server.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { startNginx } from '../support/nginx.ts';
import { freePort } from '../../scripts/servers/ports.ts';
import { openSite } from '../web/support.ts';

const TOKEN = 'a-token-of-the-tests-0123456789';
const FORWARDED = `
  proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
  proxy_set_header X-Forwarded-Proto $scheme;`;
/** How people write it: the one line, with the usual headers, with a kept connection, with the name asked for. */
const LOCATIONS = {
  plain: '',
  forwarding: FORWARDED,
  kept: `proxy_http_version 1.1; proxy_set_header Connection "";${FORWARDED}`,
  named: `proxy_http_version 1.1; proxy_set_header Host $host;`,
};

let database: TestDatabase;
let folder: string;
let nginx: { stop: () => Promise<void> };
/** The web, by whether TRUST_PROXY names nginx. */
const webs: Listening[] = [];
/** nginx's port for each way of writing it and each web. */
const ports: { way: string; trusts: boolean; port: number }[] = [];

async function get(port: number, path: string, headers: Record<string, string>): Promise<number> {
  const sent = request({ host: '127.0.0.1', port, path, headers }).end();
  const [response] = (await once(sent, 'response')) as [IncomingMessage];
  response.resume();
  return response.statusCode!;
}

beforeAll(async () => {
  database = await createTestDatabase();
  folder = await mkdtemp(join(tmpdir(), 'reveille-nginx-'));
  const servers: string[] = [];
  for (const trusts of [false, true]) {
    const site = await openSite(database.db, {
      METRICS_TOKEN: TOKEN,
      ...(trusts ? { TRUST_PROXY: '127.0.0.1' } : {}),
    });
    const web = await listen(site.app, { host: '127.0.0.1', port: 0 });
    webs.push(web);
    for (const [way, directives] of Object.entries(LOCATIONS)) {
      const port = await freePort();
      ports.push({ way, trusts, port });
      servers.push(`server { listen 127.0.0.1:${port}; server_name news.paper.example;
        location / { proxy_pass http://127.0.0.1:${web.port}; ${directives} } }`);
    }
  }
  nginx = await startNginx(folder, servers.join('\n'), ports.at(-1)!.port);
});
afterAll(async () => {
  await nginx.stop();
  await Promise.all(webs.map((web) => web.close()));
  await database.drop();
  await rm(folder, { recursive: true, force: true });
});

test('what only this machine may see stays closed to who comes through nginx, however it is written', async () => {
  const answers = [];
  for (const { port } of ports)
    for (const path of ['/inbox', '/inbox/messages.json', '/metrics'])
      answers.push(await get(port, path, { Host: 'news.paper.example' }));
  expect(answers).toEqual(Array(24).fill(303));
});

test('the token opens /metrics through nginx, and public pages are there', async () => {
  for (const { port } of ports) {
    const headers = { Host: 'news.paper.example', Authorization: `Bearer ${TOKEN}` };
    expect(await get(port, '/metrics', headers)).toBe(200);
    expect(await get(port, '/inbox', headers)).toBe(303);
    expect(await get(port, '/', { Host: 'news.paper.example' })).toBe(200);
  }
});

test('a visit past nginx, from this machine, is a local one', async () => {
  for (const { port } of webs) expect(await get(port, '/inbox', {})).toBe(200);
});

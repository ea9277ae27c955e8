/**
 * Measures sign-ups and opt-outs: POST /newsletters/SLUG/subscribe and the one-click POST /unsubscribe/TOKEN, at a
 * constant rate, with one web process on one core and a large table. The loop is open: each request is sent at its
 * time,
 * independent of earlier ones, and its latency counts from when it should have been sent. Then, one request at a time,
 * it
 * measures whether the time of an answer reveals what is known about an address.
 *
 *   npm run bench:web -- [--readers N] [--rate N] [--seconds N] [--samples N]
 *
 * Everything runs on loopback. An embedded PostgreSQL with its usual durability, which also has the queue, and this
 * process share the rest of the machine. taskset, if installed, pins the web process to one core.
 */
import { execFileSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { sql } from 'kysely';
import { loadConfig } from '../src/platform/config.ts';
import { openDatabase } from '../src/platform/db/client.ts';
import { attachEmbedded } from '../src/platform/db/embedded.ts';
import { migrate } from '../src/platform/db/migrate.ts';
import { loadKeys } from '../src/platform/keys.ts';
import { cpuSeconds, startWorker, stop } from './benchSend/processes.ts';
import { makeReaders } from './benchSend/readers.ts';
import { describe, runAtRate, type Request } from './benchWeb/load.ts';
import { makeKinds, signUpRequest, unsubscribeRequests } from './benchWeb/requests.ts';
import { compareTimes } from './benchWeb/times.ts';

const { values } = parseArgs({
  options: {
    readers: { type: 'string', default: '1000000' },
    rate: { type: 'string', default: '500' },
    seconds: { type: 'string', default: '20' },
    samples: { type: 'string', default: '300' },
  },
});
const [readers, rate, seconds, samples] = [values.readers, values.rate, values.seconds, values.samples].map(Number) as [
  number,
  number,
  number,
  number,
];
const PORT = 3690;
const SLUG = 'bench';

const dataDir = await mkdtemp(join(tmpdir(), 'reveille-bench-'));
const environment = {
  SECRET: 'a benchmark has no secrets but needs thirty-two bytes',
  DATA_DIR: dataDir,
  PORT: String(PORT),
};
const server = await attachEmbedded(dataDir);
const db = openDatabase(server.url, { maxConnections: 4 });
await migrate(db);
const newsletterId = await makeReaders(db, SLUG, readers);
const web = await startWorker('scripts/benchWeb/web.ts', { ...environment, DATABASE_URL: server.url });
try {
  execFileSync('taskset', ['-pc', '0', String(web.pid)], { stdio: 'ignore' });
  const keys = await loadKeys({ config: loadConfig(environment), db });
  const origin = `http://127.0.0.1:${PORT}`;
  const count = rate * seconds;
  // First runs are slow, and a million new rows leave work for the disk.
  const warmUps = Array.from({ length: 200 }, (_, n) => signUpRequest(SLUG, `warm${n}`));
  warmUps.push(...(await unsubscribeRequests({ db, keys }, newsletterId, 200)));
  await runAtRate(origin, { rate: 100, requests: warmUps });
  await sql`vacuum (analyze) subscribers, subscriptions`.execute(db);
  await sql`checkpoint`.execute(db);
  console.log(
    `\n| at ${rate} a second for ${seconds} s, ${readers} subscribers | requests | errors | p50 ms | p99 ms | max ms | CPU ms a request |`,
  );
  console.log('|---|---|---|---|---|---|---|');
  const measure = async (name: string, requests: Request[]): Promise<void> => {
    const before = cpuSeconds(web.pid!);
    const outcome = await runAtRate(origin, { rate, requests });
    console.log(describe(name, outcome, ((cpuSeconds(web.pid!) - before) * 1000) / requests.length));
  };
  // The latency of an answer that needs only the process shows the noise of the machine.
  await measure(
    'GET /healthz, for comparison',
    Array.from({ length: count }, () => ({ path: '/healthz', body: null })),
  );
  await measure('POST /unsubscribe', await unsubscribeRequests({ db, keys }, newsletterId, count));
  await measure(
    'POST /subscribe',
    Array.from({ length: count }, (_, n) => signUpRequest(SLUG, `new${n}`)),
  );
  const waiting = await db
    .selectFrom('sign_ups')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow();
  const endedAt = performance.now();
  while (await db.selectFrom('sign_ups').select('id').executeTakeFirst()) await sleep(100);
  console.log(
    `\n${waiting.count} sign-ups still waited to be looked at; ${((performance.now() - endedAt) / 1000).toFixed(1)} s later none.\n`,
  );
  await makeKinds({ db, keys }, newsletterId);
  console.log(await compareTimes(origin, SLUG, samples));
} finally {
  await stop(web);
  await db.destroy();
  await server.detach();
  await rm(dataDir, { recursive: true, force: true });
}

/**
 * How fast the mailer is, beside Postfix's own load generator on the same sink: `npm run bench:send -- --help`.
 * Everything runs on loopback, in processes of its own, on an embedded PostgreSQL with its usual durability.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { openDatabase } from '../src/db/client.ts';
import { attachEmbedded } from '../src/db/embedded.ts';
import { migrate } from '../src/db/migrate.ts';
import { createLog } from '../src/log.ts';
import { openQueues } from '../src/queue/queue.ts';
import { peakMegabytes, runSource, startSink, startWorker, stop } from './benchSend/processes.ts';
import { makeEdition, makeReaders } from './benchSend/readers.ts';
import { sendOnce } from './benchSend/send.ts';

const { values } = parseArgs({
  options: {
    readers: { type: 'string', default: '100000' },
    rounds: { type: 'string', default: '3' },
    bytes: { type: 'string', default: '60000' },
  },
});
const readers = Number(values.readers);
const SINK_PORT = 2600;

const dataDir = await mkdtemp(join(tmpdir(), 'reveille-bench-'));
const server = await attachEmbedded(dataDir);
const db = openDatabase(server.url, { maxConnections: 4 });
const log = createLog('bench', 'error');
await migrate(db);
const queues = openQueues({ redisUrl: null, databaseUrl: server.url }, log);
const environment = {
  DATABASE_URL: server.url,
  SECRET: 'a benchmark has no secrets but needs thirty-two bytes',
  DATA_DIR: dataDir,
  SMTP_URL: `smtp://127.0.0.1:${SINK_PORT}`,
  PUBLIC_URL: 'https://news.paper.example',
};
const children = [await startSink(SINK_PORT)];
try {
  const newsletterId = await makeReaders(db, 'bench', readers);
  const renderer = await startWorker('workers/renderer.ts', environment);
  const mailer = await startWorker('workers/mailer.ts', environment);
  children.push(renderer, mailer);
  for (let round = 1; round <= Number(values.rounds); round++) {
    const source = await runSource(SINK_PORT, readers, Number(values.bytes));
    const editionId = await makeEdition(db, newsletterId, round, Number(values.bytes));
    const ours = await sendOnce({ db, queues }, { editionId, mailers: [mailer.pid!] });
    console.log(
      `round ${round}: smtp-source ${source.toFixed(0)}/s, Reveille ${ours.perSecond.toFixed(0)}/s, ratio ${(ours.perSecond / source).toFixed(2)}, ` +
        `CPU ${ours.cpuMs.toFixed(3)} ms, first after ${ours.firstAfterMs} ms, frozen after ${ours.frozenAfterMs} ms, RSS ${peakMegabytes(mailer.pid!).toFixed(0)} MB`,
    );
  }
} finally {
  for (const child of children.toReversed()) await stop(child);
  await queues.close();
  await db.destroy();
  await server.detach();
  await rm(dataDir, { recursive: true, force: true });
}

/**
 * Compares the time of an import with COPY, in one run on one embedded PostgreSQL with its usual durability, and
 * measures memory.
 *
 *   npm run bench:import -- [--part copy,filled] [--sizes N,N] [--rounds N] [--into N] [--rows N]
 *
 * The import is the command itself, from its start to its end. COPY is measured three ways: the rows that the import
 * leaves behind, into the same three tables with their keys; of these the subscribers' alone; and the file as it is,
 * into a table of text without a key. `filled` imports a list into one that has --into readers already, without the
 * indexes of the desk's search and with them.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type pg from 'pg';
import { createLog } from '../src/platform/log.ts';
import { openConnection, openDatabase, type Db } from '../src/platform/db/client.ts';
import { attachEmbedded } from '../src/platform/db/embedded.ts';
import { migrate } from '../src/platform/db/migrate.ts';
import { buildSearchIndexes } from '../src/readers/search/searchIndexes.ts';
import { clearList, saveRows, timeCopyOfFile, timeCopyOfRows } from './benchImport/copies.ts';
import { writeList } from './benchImport/list.ts';
import { peakMegabytes } from './benchSend/processes.ts';

const { values } = parseArgs({
  options: {
    sizes: { type: 'string', default: '100000,1000000' },
    rounds: { type: 'string', default: '2' },
    part: { type: 'string', default: 'copy,filled' },
    into: { type: 'string', default: '1000000' },
    rows: { type: 'string', default: '200000' },
  },
});
const parts = values.part.split(',');
const POLL_MS = 20;

/** Runs the import by the command line. */
async function runImport(url: string, dataDir: string, path: string): Promise<{ ms: number; megabytes: number }> {
  const startedAt = performance.now();
  const child = spawn(
    process.execPath,
    ['src/cli.ts', 'subscribers', 'import', path, '--consent', 'Moved from the former sender, 2026', '--json'],
    {
      cwd: join(import.meta.dirname, '..'),
      env: {
        PATH: process.env['PATH'],
        DATABASE_URL: url,
        DATA_DIR: dataDir,
        SECRET: 'a benchmark has no secrets but needs thirty-two bytes',
      },
      stdio: ['ignore', 'ignore', 'inherit'],
    },
  );
  let megabytes = 0;
  const polling = setInterval(() => {
    // The process has ended, so the last figure is kept.
    try {
      megabytes = Math.max(megabytes, peakMegabytes(child.pid!));
    } catch {}
  }, POLL_MS);
  const [code] = (await once(child, 'exit')) as [number | null];
  clearInterval(polling);
  if (code !== 0) throw new Error(`the import ended with ${code}`);
  return { ms: performance.now() - startedAt, megabytes };
}

const seconds = (ms: number): string => (ms / 1000).toFixed(1);

/** Imports into an empty list, beside COPY. */
async function measureCopy(client: pg.Client, url: string, dataDir: string): Promise<void> {
  console.log(
    '\n| rows | import s | again s | COPY of the rows s | ratio | COPY of subscribers alone s | ratio | COPY of the file, no keys s | ratio | peak RSS MB |\n|---|---|---|---|---|---|---|---|---|---|',
  );
  for (const count of values.sizes.split(',').map(Number)) {
    const path = join(dataDir, `${count}.csv`);
    await writeList(path, count);
    for (let round = 1; round <= Number(values.rounds); round++) {
      const bareMs = await timeCopyOfFile(client, path);
      await clearList(client);
      const first = await runImport(url, dataDir, path);
      const again = await runImport(url, dataDir, path);
      await saveRows(client, dataDir);
      const copies = await timeCopyOfRows(client, dataDir);
      const allMs = Object.values(copies).reduce((sum, ms) => sum + ms, 0);
      const ratio = (ms: number): string => (first.ms / ms).toFixed(2);
      console.log(
        `| ${count} | ${seconds(first.ms)} | ${seconds(again.ms)} | ${seconds(allMs)} | ${ratio(allMs)} | ${seconds(copies['subscribers']!)} | ${ratio(copies['subscribers']!)} | ${seconds(bareMs)} | ${ratio(bareMs)} | ${Math.max(first.megabytes, again.megabytes).toFixed(0)} |`,
      );
    }
  }
}

/** Imports into a list that is there, without the indexes of the desk's search and with them. */
async function measureFilled(client: pg.Client, db: Db, url: string, dataDir: string): Promise<void> {
  const importList = async (kind: string, count: number): Promise<number> => {
    const path = join(dataDir, `${kind}.csv`);
    await writeList(path, count, kind);
    return (await runImport(url, dataDir, path)).ms;
  };
  await clearList(client);
  await importList('there', Number(values.into));
  console.log(`\n| indexes of the search | ${values.rows} rows into ${values.into} s | again s |\n|---|---|---|`);
  for (const [name, kind] of [
    ['none', 'before'],
    ['all', 'after'],
  ] as const) {
    if (name === 'all') await buildSearchIndexes({ db, log: createLog('bench', 'warn') });
    await client.query('vacuum analyze');
    const first = await importList(kind, Number(values.rows));
    console.log(`| ${name} | ${seconds(first)} | ${seconds(await importList(kind, Number(values.rows)))} |`);
  }
}

const dataDir = await mkdtemp(join(tmpdir(), 'reveille-bench-'));
const server = await attachEmbedded(dataDir);
const db = openDatabase(server.url, { maxConnections: 2 });
try {
  await migrate(db);
  await db
    .insertInto('newsletters')
    .values({ slug: 'bench', name: 'Benchmark', from_name: 'Benchmark', from_address: 'news@paper.example' })
    .execute();
  const client = await openConnection(db);
  if (parts.includes('copy')) await measureCopy(client, server.url, dataDir);
  if (parts.includes('filled')) await measureFilled(client, db, server.url, dataDir);
  await client.end();
} finally {
  await db.destroy();
  await server.detach();
  await rm(dataDir, { recursive: true, force: true });
}

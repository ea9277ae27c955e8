import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import { openDatabase, type Db } from '../../src/platform/db/client.ts';
import { writeList } from '../benchImport/list.ts';
import { makeEdition, makeNewsletter } from '../benchSend/readers.ts';
import { signIn, timePage } from './pages.ts';
import { parentOf, startProgram, type Program } from './programs.ts';

const PORT = 3790;
const MAILS_BYTES = 60_000;
const SECOND_MS = 1_000;

export type Figures = Record<string, string>;

type Sending = { first: number; frozen: number; perSecond: number; cpu: Record<string, number> };

/**
 * Sends an edition for at most `seconds` from the end of its preparation on, and then pauses it. Milliseconds from the
 * request to send.
 */
async function send(db: Db, program: Program, editionId: number, seconds: number): Promise<Sending> {
  await program.command('send', String(editionId), '--yes');
  const look = async () => {
    const { rows } = await sql<{
      started: Date | null;
      first: Date | null;
      frozen: Date | null;
      over: Date | null;
      submitted: number;
    }>`
      select (select min(data_at) from deliveries where edition_id = ${editionId}) as first,
             (select max(at) from audit_log where edition_id = e.id and action = 'send') as started, e.frozen_at as frozen, e.finished_at as over,
             (select coalesce(sum(readers), 0)::integer from delivery_counts
              where edition_id = ${editionId} and state = 'submitted') as submitted
      from editions e
      where e.id = ${editionId}`.execute(db);
    return rows[0]!;
  };
  let seen = await look();
  while (!seen.frozen) {
    await sleep(100);
    seen = await look();
  }
  const before = { at: Date.now(), submitted: seen.submitted, cpu: program.cpuSeconds() };
  while (!seen.over && Date.now() - before.at < seconds * SECOND_MS) {
    await sleep(100);
    seen = await look();
  }
  const cpu = program.cpuSeconds();
  const messages = seen.submitted - before.submitted;
  const elapsed = ((seen.over?.getTime() ?? Date.now()) - before.at) / SECOND_MS;
  if (!seen.over) await program.command('pause', String(editionId));
  return {
    first: seen.first!.getTime() - seen.started!.getTime(),
    frozen: seen.frozen!.getTime() - seen.started!.getTime(),
    perSecond: messages / elapsed,
    cpu: Object.fromEntries(
      Object.entries(cpu).map(([name, total]) => [name, ((total - before.cpu[name]!) * 1000) / messages]),
    ),
  };
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await work();
  return performance.now() - startedAt;
}

const each = (figures: Record<string, number>, digits: number): string =>
  Object.entries(figures)
    .map(([name, figure]) => `${name} ${figure.toFixed(digits)}`)
    .join(', ');

/** Measures one installation with `readers` readers, from the import to the export, in a new database of `server`. */
export async function measureSize(
  server: string,
  { readers, sink, seconds }: { readers: number; sink: number; seconds: number },
): Promise<Figures> {
  const name = `bench_scale_${readers}`;
  const admin = openDatabase(server, { maxConnections: 1 });
  await sql.raw(`drop database if exists ${name} with (force)`).execute(admin);
  await sql.raw(`create database ${name}`).execute(admin);
  const url = new URL(server);
  url.pathname = `/${name}`;
  const dataDir = await mkdtemp(join(tmpdir(), 'reveille-bench-'));
  const environment = {
    DATABASE_URL: url.href,
    DATA_DIR: dataDir,
    SECRET: 'a benchmark has no secrets but needs thirty-two bytes',
    SMTP_URL: `smtp://127.0.0.1:${sink}`,
    PUBLIC_URL: `http://127.0.0.1:${PORT}`,
    BACKUP_CHECK: 'off',
  };
  const { rows } = await sql<{ pid: number }>`
    select pid from pg_stat_activity where backend_type = 'checkpointer'`.execute(admin);
  const postmaster = parentOf(rows[0]!.pid);
  const program = await startProgram(environment, { port: PORT, postmaster });
  const db = openDatabase(url.href, { maxConnections: 2 });
  try {
    const newsletterId = await makeNewsletter(db, 'bench');
    const list = join(dataDir, 'list.csv');
    await writeList(list, readers);
    const imported = await timed(() =>
      program.command(
        'subscribers',
        'import',
        list,
        '--newsletter',
        'bench',
        '--consent',
        'Moved from another sender',
        '--json',
      ),
    );
    const editionId = await makeEdition(db, newsletterId, 1, MAILS_BYTES);
    const sending = await send(db, program, editionId, seconds);
    const megabytes = program.megabytes();
    const cookie = await signIn(program);
    const pages: Figures = {};
    for (const [title, path] of [
      ['desk', '/desk'],
      ['edition', `/desk/editions/${editionId}`],
      ['subscribers', '/desk/subscribers'],
      ['results', '/desk/newsletters/bench/results'],
      ['metrics', '/metrics'],
    ] as const)
      pages[`${title} ms (first)`] = await timePage(program, path, cookie).then(
        ([first, later]) => `${later.toFixed(0)} (${first.toFixed(0)})`,
      );
    const status = await timed(() => program.command('status', String(editionId)));
    const exported = await timed(() => program.command('subscribers', 'export'));
    return {
      'import s': (imported / SECOND_MS).toFixed(1),
      'frozen ms': String(sending.frozen),
      'first message ms': String(sending.first),
      'messages/s': sending.perSecond.toFixed(0),
      'CPU ms a message': each(sending.cpu, 3),
      'RSS MB': each(megabytes, 0),
      ...pages,
      'status s (whole command)': (status / SECOND_MS).toFixed(2),
      'export s': (exported / SECOND_MS).toFixed(1),
    };
  } finally {
    await program.close();
    await db.destroy();
    await sql.raw(`drop database ${name} with (force)`).execute(admin);
    await admin.destroy();
    await rm(dataDir, { recursive: true, force: true });
  }
}

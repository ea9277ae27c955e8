import { type ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import pg from 'pg';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { makeEdition, makeReaders } from '../../scripts/benchSend/readers.ts';
import { attachPartition, createPartition } from '../../src/deliver/ledger/partition.ts';
import { openDatabase, type Db } from '../../src/platform/db/client.ts';
import { migrate } from '../../src/platform/db/migrate.ts';
import { runCli } from '../cli/run.ts';
import { startDebianCluster, type DebianCluster } from '../support/debianCluster.ts';
import { startSinkProgram } from '../support/mailServers.ts';
import { findFaults, PLAN_LOG, readPlans, START_PLAN_LOG, type LoggedPlan } from '../support/planLog.ts';
import { freePort } from '../../scripts/servers/ports.ts';
import { startProcess, stopProcess } from '../support/processes.ts';

/** A million shows the same plans, and takes three times as long. */
const READERS = Number(process.env['PLAN_READERS'] ?? 250_000);
/** A statement of a running send, or of a page, finds its rows by key. A batch of the ledger has a few hundred. */
const READS_AT_MOST = 25_000;
const SENT_AT_LEAST = 5_000;
const WAIT = { timeout: 200_000, interval: 500 };

/** Statements that read a whole audience on purpose, once in an edition's life. */
const BULK = [
  /insert into deliveries|insert into delivery_counts/i, // the audience is frozen, and counted
  /insert into subscription_counts select/i, // the list is counted for the first time
  /^update deliveries set state = 'submitted'/i, // this test's own
  /split_part\(p\.email, '@', -1\)|extract\(epoch from d\.submitted_at/, // a send is summarised, at intervals
  /select r\.id from subscribers r where r\.email_key like/, // a search before its index is built, in steps of ids
  /\banalyze\b|create index|gin_clean/i,
];

let cluster: DebianCluster;
let db: Db;
let folder: string;
let environment: Record<string, string>;
let plans: LoggedPlan[];
let editionId: number;
const processes: ChildProcess[] = [];
const mailers: ChildProcess[] = [];
let sink: Awaited<ReturnType<typeof startSinkProgram>> | undefined;

async function startPlanLog(): Promise<void> {
  const admin = new pg.Client({ connectionString: cluster.adminUrl });
  await admin.connect();
  for (const statement of START_PLAN_LOG) await admin.query(statement);
  await admin.end();
}

const statusOf = async (): Promise<{ state: string; deliveries: { submitted: number } }> => {
  const { stdout } = await runCli(['status', String(editionId), '--json'], environment);
  return JSON.parse(stdout) as { state: string; deliveries: { submitted: number } };
};

let password = '';

/** Reads what staff and monitors read while an edition goes out. Returns the pages that did not come. */
async function visitPages(origin: string): Promise<string[]> {
  const signIn = await fetch(`${origin}/desk/login`, {
    method: 'POST',
    body: new URLSearchParams({ name: 'Ana', password }),
    headers: { origin },
    redirect: 'manual',
  });
  const cookie = signIn.headers
    .getSetCookie()
    .map((each) => each.split(';')[0])
    .join('; ');
  const pages = [
    '/desk',
    `/desk/editions/${editionId}`,
    '/desk/subscribers',
    '/desk/suppressions',
    '/desk/newsletters/plans/results',
    `/desk/editions/${editionId}/results`,
    '/desk/sending',
    '/metrics',
    '/readyz',
    '/newsletters/plans',
  ];
  const missing: string[] = [];
  for (const page of pages) if (!(await fetch(origin + page, { headers: { cookie } })).ok) missing.push(page);
  const page = await (await fetch(`${origin}/desk/subscribers`, { headers: { cookie } })).text();
  const [, token] = /name="form_token" value="([^"]+)"/.exec(page)!;
  const search = {
    method: 'POST',
    body: new URLSearchParams({ q: 'reader-77', form_token: token! }),
    headers: { cookie, origin },
  };
  return (await fetch(`${origin}/desk/subscribers`, search)).ok ? missing : [...missing, 'search'];
}

beforeAll(async () => {
  cluster = await startDebianCluster(PLAN_LOG);
  db = openDatabase(cluster.url, { maxConnections: 2 });
  await migrate(db);
  const newsletterId = await makeReaders(db, 'plans', READERS);
  // An edition of yesterday has filled the ledger, the outbox and the results.
  const old = await makeEdition(db, newsletterId, 1);
  await sql`update editions set state = 'submitted', date = '2026-11-23' where id = ${old}`.execute(db);
  await createPartition(db, old);
  await attachPartition(db, old);
  await sql`insert into deliveries (edition_id, subscriber_id, is_rehearsal, state, due_at, revision)
    select ${old}, subscriber_id, false, 'submitted', now() - interval '1 day', 1 from subscriptions`.execute(db);
  editionId = await makeEdition(db, newsletterId, 2);
  folder = await mkdtemp(join(tmpdir(), 'reveille-plans-'));
  sink = await startSinkProgram();
  const port = await freePort();
  environment = {
    DATABASE_URL: cluster.url,
    SECRET: 'a secret of the plans test that is longer than 32 bytes',
    SMTP_URL: `smtp://127.0.0.1:${sink.port}`,
    PUBLIC_URL: `http://127.0.0.1:${port}`,
    PORT: String(port),
    DATA_DIR: folder,
  };
  const { stdout } = await runCli(['staff', 'add', 'Ana', '--role', 'owner', '--json'], environment);
  ({ password } = JSON.parse(stdout) as { password: string });
  await startPlanLog();
  for (const file of ['workers/renderer.ts', 'workers/scheduler.ts', 'src/web/main.ts'])
    processes.push(await startProcess(file, environment));
  for (let mailer = 0; mailer < 2; mailer++) mailers.push(await startProcess('workers/mailer.ts', environment));
});
afterAll(async () => {
  for (const child of [...processes, ...mailers]) await stopProcess(child);
  await sink?.close();
  await db.destroy();
  await cluster.close();
  await rm(folder, { recursive: true, force: true });
});

test('an edition goes out while staff and monitors look on', async () => {
  expect(await runCli(['send', String(editionId), '--yes'], environment)).toMatchObject({ code: 0 });
  await vi.waitUntil(async () => (await statusOf()).deliveries.submitted > SENT_AT_LEAST, WAIT);
  expect(await visitPages(environment['PUBLIC_URL']!)).toEqual([]);
  // Without mailers, which would read what the update leaves behind.
  for (const child of mailers) await stopProcess(child);
  // Nearly all at once, so that the planner's statistics are as wrong as they become in a long send.
  await sql`update deliveries set state = 'submitted', submitted_at = now()
    where edition_id = ${editionId} and state = 'pending' and subscriber_id % 500 > 0`.execute(db);
  await sql`vacuum deliveries`.execute(db);
  processes.push(await startProcess('workers/mailer.ts', environment));
  await vi.waitUntil(async () => (await statusOf()).state === 'submitted', WAIT);
  expect(await visitPages(environment['PUBLIC_URL']!)).toEqual([]);
  for (const child of processes) await stopProcess(child);
  plans = await readPlans(cluster.folder);
});
test('the statements of a send and of the pages beside it are all logged', () => {
  const texts = plans.map(({ text }) => text).join('\n');
  for (const table of ['deliveries', 'editions', 'subscriptions', 'waves', 'sessions']) expect(texts).toContain(table);
  expect(plans.length).toBeGreaterThan(500);
});

test('each of them finds its rows by key, without JIT, and as the planner expects', () => {
  const faults = new Map<string, string>();
  for (const plan of plans) {
    if (BULK.some((bulk) => bulk.test(plan.text))) continue;
    for (const fault of findFaults(plan, READS_AT_MOST)) faults.set(plan.text.trim(), `${fault} (${plan.ms} ms)`);
  }
  expect(Object.fromEntries(faults)).toEqual({});
});

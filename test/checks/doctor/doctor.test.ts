import { createServer, type Server, type Socket } from 'node:net';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { SMTPServer } from 'smtp-server';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { checkDatabase } from '../../../src/checks/doctor/database.ts';
import { examine } from '../../../src/checks/doctor/doctor.ts';
import { DOCTOR_CHECKS, type Verdict } from '../../../src/checks/doctor/verdict.ts';
import { addNewsletter } from '../../../src/editions/newsletters/newsletters.ts';
import { recordBackup } from '../../../src/platform/backupRecords.ts';
import { loadConfig } from '../../../src/platform/config.ts';
import type { Db } from '../../../src/platform/db/client.ts';
import { deriveTokenKeys } from '../../../src/platform/keys.ts';
import { createLog } from '../../../src/platform/log.ts';
import { loadDkimKeys, makeDkimKeys } from '../../../src/wire/dkim/keys.ts';
import { dkimRecord } from '../../../src/wire/dkim/records.ts';
import { linesOf, runCli, type Ran } from '../../cli/run.ts';
import { createTestDatabase, type TestDatabase } from '../../support/database.ts';
import { endFirstDay } from '../../support/firstDay.ts';
import { freePort } from '../../../scripts/servers/ports.ts';
import { startSink, type Sink } from '../../support/sink.ts';
import { startDnsServer } from '../preflight/dnsServer.ts';
import { resolverOf, type Zone } from '../preflight/zone.ts';

const SECRET = 'a secret of thirty-two bytes at least';
const OTHER_SECRET = 'another secret of thirty-two bytes or so';
const PASSWORD = 'harbour-pass-8812';
const PROCESSES = ['web', 'scheduler', 'newsroom', 'renderer', 'mailer'];

let dataDir: string;
beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'doctor-'));
});
afterAll(() => rm(dataDir, { recursive: true }));

type Line = { check: string; ok: boolean; detail: string; advice: string | null };
const readLines = (ran: Ran): Line[] => linesOf(ran) as Line[];
const lineOf = (ran: Ran, check: string): Line => readLines(ran).find((line) => line.check === check)!;

/** `reveille doctor --json …` */
const doctor = (environment: Record<string, string>, ...args: string[]): Promise<Ran> =>
  runCli(['doctor', '--json', ...args], { SECRET, DATA_DIR: dataDir, ...environment });

async function liveOn(db: Db, names: readonly string[]): Promise<void> {
  for (const name of names)
    await sql`
      insert into leases (id, role, holder, until)
      values (gen_random_uuid(), ${`process:${name}`}, 'host:1', now() + interval '1 hour')`.execute(db);
}

/** An installation in which nothing is wrong but the settings of the tests' server, which may lose data. */
async function furnish({ db }: TestDatabase): Promise<Zone> {
  const daily = await addNewsletter(
    { db },
    'daily',
    {
      name: 'The Daily Test',
      from: 'news@paper.example',
      legalName: 'Paper Ltd',
      postalAddress: '1 Quay, Harbour',
      privacyUrl: 'https://paper.example/privacy',
    },
    'test',
  );
  await db
    .insertInto('outlets')
    .values({ newsletter_id: daily.id, url: 'https://paper.example/feed', name: 'The Harbour Post' })
    .execute();
  for (const name of ['ada', 'ben'])
    await db.insertInto('staff').values({ name, role: 'owner', password_hash: 'none' }).execute();
  await liveOn(db, PROCESSES);
  await recordBackup({ db }, { at: new Date(), bytes: 1, rows: 1, isEncrypted: true });
  await makeDkimKeys({ db, now: () => new Date() }, 'paper.example', { actor: 'test' });
  const keys = await loadDkimKeys({ db }, 'paper.example');
  return {
    'paper.example': { txt: ['v=spf1 ip4:8.8.4.4 ~all'], mx: ['mx.paper.example'] },
    '_dmarc.paper.example': { txt: ['v=DMARC1; p=quarantine; rua=mailto:dmarc@paper.example'] },
    ...Object.fromEntries(keys.map(dkimRecord).map(({ name, value }) => [name, { txt: [value] }])),
  };
}

describe('a furnished installation', () => {
  let database: TestDatabase;
  let sink: Sink;
  let zone: Zone;
  let dns: Awaited<ReturnType<typeof startDnsServer>>;
  let environment: Record<string, string>;

  beforeAll(async () => {
    database = await createTestDatabase();
    sink = await startSink();
    zone = await furnish(database);
    await endFirstDay(database.db);
    dns = await startDnsServer(zone);
    environment = {
      DATABASE_URL: database.url,
      SMTP_URL: sink.relay.url,
      PUBLIC_URL: 'https://news.paper.example',
      TRUST_PROXY: '127.0.0.1',
      SAFETY_LOG: join(dataDir, 'safety'),
    };
  });
  afterAll(async () => {
    await dns.close();
    await sink.close();
    await database.drop();
  });

  test('has one line for each check, in order, and only the server’s own settings are wrong', async () => {
    const ran = await doctor(environment, '--dns', dns.address);
    const lines = readLines(ran);
    expect(lines.map(({ check }) => check)).toEqual(Object.keys(DOCTOR_CHECKS));
    for (const line of lines) expect(Object.keys(line)).toEqual(['check', 'ok', 'detail', 'advice']);
    // The tests' PostgreSQL does not have to survive a power cut.
    expect(lines.filter(({ ok }) => !ok).map(({ check }) => check)).toEqual(['database-settings']);
    expect(lineOf(ran, 'database-settings').advice).toContain('Set fsync = on.');
    expect(ran.code).toBe(1);
    expect(ran.stderr).toBe('Right: 19. Wrong: 1. Left out: 1.\n');
    expect(lineOf(ran, 'dns').detail).toBe('SPF, DKIM and DMARC of paper.example are published.');
    expect(lineOf(ran, 'relay').detail).toContain(`127.0.0.1:${sink.relay.port} answers.`);
    expect(sink.received).toEqual([]);
  });

  test('is shown to a person as a line for each check, with a count at the end', async () => {
    const { stdout, stderr } = await runCli(['doctor', '--no-network'], { SECRET, DATA_DIR: dataDir, ...environment });
    expect(stdout).toMatch(/^✓ Database +PostgreSQL \d/);
    expect(stdout).toMatch(/^✗ Database settings +Fsync is off.* → Set fsync = on\./m);
    expect(stdout).toMatch(/^– Relays +Not checked: --no-network was given\.$/m);
    expect(stdout).toMatch(/^– DNS +Not checked: --no-network was given\.$/m);
    expect(stdout).toMatch(/\n\nRight: 17\. Wrong: 1\. Left out: 3\.\n$/);
    expect(stderr).toBe('');
  });

  test('needs no advice', async () => {
    const run = examine({
      config: loadConfig({ ...environment, SECRET, DATA_DIR: dataDir }),
      log: createLog('test', 'silent'),
      now: () => new Date(),
      resolver: resolverOf(zone),
      withNetwork: true,
    });
    const verdicts: Verdict[] = [];
    for await (const verdict of run) verdicts.push(verdict);
    expect(verdicts.filter(({ ok }) => !ok).map(({ check }) => check)).toEqual(['database-settings']);
    expect(verdicts.filter(({ advice }) => advice !== null).map(({ check }) => check)).toEqual(['database-settings']);
  });

  test('without a relay leaves relays and DNS out, and says why', async () => {
    const { SMTP_URL: _, ...others } = environment;
    const ran = await doctor(others);
    for (const check of ['relay', 'dns'])
      expect(lineOf(ran, check)).toEqual({
        check,
        ok: true,
        detail: 'Not checked: SMTP_URL names no relay, and mail goes to the built-in inbox.',
        advice: null,
      });
  });

  test('changes nothing', async () => {
    const count = async (): Promise<unknown> => (await sql`select * from settings`.execute(database.db)).rows;
    const before = await count();
    await doctor(environment, '--no-network');
    expect(await count()).toEqual(before);
    expect(await readdir(dataDir)).toEqual([]);
  });

  test('has a relay that refuses the password, and repeats it', async () => {
    const relay = new SMTPServer({
      logger: false,
      disabledCommands: ['STARTTLS'],
      onAuth: ({ password }, _session, callback) => callback(new Error(`no user with ${password}`)),
    });
    relay.on('error', () => undefined);
    await new Promise<void>((done) => relay.listen(0, '127.0.0.1', done));
    const { port } = relay.server.address() as { port: number };
    try {
      const SMTP_URL = `smtp://paper:${PASSWORD}@127.0.0.1:${port}`;
      const ran = await doctor({ ...environment, SMTP_URL }, '--dns', dns.address);
      const { ok, detail, advice } = lineOf(ran, 'relay');
      expect(ok).toBe(false);
      expect(detail).toContain(`127.0.0.1:${port} refuses our sign-in`);
      expect(detail).toContain('no user with …');
      expect(advice).toContain('SMTP_URL');
      expect(ran.stdout + ran.stderr).not.toContain(PASSWORD);
    } finally {
      await new Promise((done) => relay.close(() => done(null)));
    }
  });

  test('has one line for each relay: one refuses, the other answers', async () => {
    const SMTP_URL = `smtp://127.0.0.1:${await freePort()},${sink.relay.url}`;
    const ran = await doctor({ ...environment, SMTP_URL }, '--dns', dns.address);
    const relays = readLines(ran).filter(({ check }) => check === 'relay');
    expect(relays.map(({ ok }) => ok)).toEqual([false, true]);
    expect(relays[0]!.detail).toContain('cannot be reached: connect ECONNREFUSED');
  });

  test('whose sender has no DNS records, or whose DNS fails, is wrong', async () => {
    const bare = await startDnsServer({});
    const failing = await startDnsServer({ 'paper.example': 'fails', '_dmarc.paper.example': 'fails' });
    try {
      const without = lineOf(await doctor(environment, '--dns', bare.address), 'dns');
      expect(without).toMatchObject({ ok: false });
      for (const says of ['paper.example has no SPF record', 'is not published', 'no DMARC record'])
        expect(without.detail).toContain(says);
      expect(without.advice).toContain('Publish TXT paper.example');
      const failed = lineOf(await doctor(environment, '--dns', failing.address), 'dns');
      expect(failed).toMatchObject({ ok: false, detail: expect.stringContaining('ESERVFAIL') });
    } finally {
      await bare.close();
      await failing.close();
    }
  });

  test('with a Redis that is away has a queue that takes no jobs', async () => {
    const ran = await doctor({ ...environment, REDIS_URL: `redis://127.0.0.1:${await freePort()}` }, '--no-network');
    expect(lineOf(ran, 'queue')).toMatchObject({ ok: false, detail: expect.stringMatching(/^Redis takes no jobs: /) });
    expect(lineOf(ran, 'processes').ok).toBe(true);
  });

  test('with a clock ten minutes off is wrong', async () => {
    const run = examine({
      config: loadConfig({ ...environment, SECRET, DATA_DIR: dataDir }),
      log: createLog('test', 'silent'),
      now: () => new Date(),
      resolver: resolverOf({}),
      withNetwork: false,
    });
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() - 600_000 });
    try {
      for await (const { check, ok, detail } of run)
        if (check === 'clock')
          expect({ ok, detail }).toEqual({ ok: false, detail: expect.stringMatching(/ is (6\d\d|599) s /) });
    } finally {
      vi.useRealTimers();
    }
  });
});

test('an installation that was never set up lacks processes, staff and newsletters', async () => {
  const database = await createTestDatabase();
  try {
    const ran = await doctor({ DATABASE_URL: database.url });
    const failed = readLines(ran).filter(({ ok }) => !ok);
    expect(failed.map(({ check }) => check)).toEqual(['database-settings', 'processes', 'staff', 'newsletters']);
    expect(lineOf(ran, 'processes').detail).toBe('No process is alive.');
    expect(lineOf(ran, 'staff').advice).toContain('reveille staff add NAME --role owner');
    expect(lineOf(ran, 'newsletters').advice).toContain('reveille newsletters add');
    expect(ran.code).toBe(1);
  } finally {
    await database.drop();
  }
});

test('each thing that goes wrong in an installation has its line', async () => {
  const database = await createTestDatabase();
  const { db } = database;
  try {
    await furnish(database);
    await sql`update leases set until = now() - interval '1 second' where role = 'process:mailer'`.execute(db);
    await sql`update staff set role = 'viewer'`.execute(db);
    await sql`update newsletters set legal_name = null`.execute(db);
    await sql`update outlets set failures = 4, error_code = 'FETCH_STATUS', error_message = 'the server answered 503'`.execute(
      db,
    );
    await sql`
      insert into editions (newsletter_id, date, due_at, started_at)
      select id, current_date, now() - interval '1 day', now() from newsletters`.execute(db);
    await sql`create table deliveries_any partition of deliveries default`.execute(db);
    const { id } = deriveTokenKeys([OTHER_SECRET])[0]!;
    await sql`
      insert into deliveries (edition_id, is_rehearsal, subscriber_id, state, token_key, due_at)
      select id, false, 1, 'submitted', ${id}, now() from editions`.execute(db);
    await sql`delete from migrations where name like '0027%'`.execute(db);

    const environment = { DATABASE_URL: database.url, SMTP_URL: 'smtp://relay.paper.example:25' };
    const ran = await doctor(environment, '--no-network');
    const says = (check: string): string => {
      const { ok, detail } = lineOf(ran, check);
      expect({ check, ok }).toEqual({ check, ok: false });
      return detail;
    };
    expect(says('migrations')).toBe('Missing: 0027_left_out_items.');
    expect(says('processes')).toBe('Alive: 1 web, 1 scheduler, 1 newsroom, 1 renderer. Not alive: mailer.');
    expect(says('staff')).toBe('2 accounts, 0 owners.');
    expect(says('newsletters')).toContain('daily cannot be sent.');
    expect(lineOf(ran, 'newsletters').advice).toContain('--legal-name');
    expect(says('outlets')).toContain('The Harbour Post failed 4 times in a row (FETCH_STATUS)');
    expect(says('editions')).toMatch(/^Late or held back: \d+ \(daily, [\d-]+\): overdue\.$/);
    expect(says('secret')).toContain('lacks a key that signed links');
    expect(says('public-url')).toContain('no reader can open');
    expect(
      lineOf(await doctor({ ...environment, SECRET: `${SECRET},${OTHER_SECRET}` }, '--no-network'), 'secret').ok,
    ).toBe(true);

    await sql`insert into migrations (name, timestamp) values ('9999_from_tomorrow', '2026-11-30')`.execute(db);
    await sql`update outlets set paused_at = now()`.execute(db);
    expect(lineOf(await doctor(environment, '--no-network'), 'outlets')).toMatchObject({ ok: true });
    await sql`delete from outlets`.execute(db);
    await sql`drop table staff cascade`.execute(db);
    const worse = await doctor(environment, '--no-network');
    expect(lineOf(worse, 'migrations').detail).toContain('newer version: it has 9999_from_tomorrow');
    expect(lineOf(worse, 'outlets')).toMatchObject({ ok: false, advice: expect.stringContaining('outlets add') });
    // A check that throws.
    expect(lineOf(worse, 'staff')).toMatchObject({
      ok: false,
      detail: 'The check failed: relation "staff" does not exist.',
    });
  } finally {
    await database.drop();
  }
});

describe('a database that is of no use', () => {
  let silent: Server;
  const sockets: Socket[] = [];
  beforeAll(async () => {
    silent = createServer((socket) => void sockets.push(socket.on('error', () => undefined)));
    await new Promise<void>((done) => silent.listen(0, '127.0.0.1', done));
  });
  afterAll(async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((done) => silent.close(done));
  });

  const NEEDS = [
    'migrations',
    'database-settings',
    'clock',
    'processes',
    'queue',
    'staff',
    'newsletters',
    'outlets',
    'editions',
    'counts',
    'retention',
    'sending',
    'backups',
    'safety-log',
  ];

  test.each(['refuses connections', 'never answers'])('because it %s: the other checks are made', async (how) => {
    const isSilent = how === 'never answers';
    const sink = await startSink();
    try {
      const { port } = silent.address() as { port: number };
      const environment = {
        DATABASE_URL: `postgres://paper:${PASSWORD}@127.0.0.1:${isSilent ? port : await freePort()}/reveille`,
        SMTP_URL: isSilent ? `smtp://127.0.0.1:${port}` : sink.relay.url,
      };
      const ran = await doctor(environment);
      const failed = readLines(ran).filter(({ ok }) => !ok);
      expect(failed.map(({ check }) => check)).toEqual(['database', ...NEEDS, ...(isSilent ? ['relay'] : []), 'dns']);
      expect(lineOf(ran, 'database').advice).toBe('Start the server, or correct DATABASE_URL.');
      for (const check of NEEDS)
        expect(lineOf(ran, check).detail).toBe('Not checked, because the database cannot be used.');
      for (const check of ['disk', 'secret', 'public-url']) expect(lineOf(ran, check).ok).toBe(true);
      expect(lineOf(ran, 'relay').detail).toContain(isSilent ? 'no answer within 10 s' : 'answers');
      expect(ran.code).toBe(1);
      expect(ran.stdout + ran.stderr).not.toContain(PASSWORD);
    } finally {
      await sink.close();
    }
  });

  test('because it is empty', async () => {
    const database = await createTestDatabase();
    try {
      await sql`drop schema public cascade`.execute(database.db);
      await sql`create schema public`.execute(database.db);
      const ran = await doctor({ DATABASE_URL: database.url });
      expect(lineOf(ran, 'database').detail).toBe('The database is empty: nothing was started on it yet.');
      expect(lineOf(ran, 'staff').ok).toBe(false);
      const { rows } = await sql`select 1 from pg_tables where schemaname = 'public'`.execute(database.db);
      expect(rows).toEqual([]);
    } finally {
      await database.drop();
    }
  });

  test('because DATA_DIR has none: none is created', async () => {
    const ran = await runCli(['doctor', '--json'], { DATA_DIR: join(dataDir, 'none') });
    expect(lineOf(ran, 'database').detail).toBe(`DATA_DIR ${join(dataDir, 'none')} holds no database yet.`);
    expect(lineOf(ran, 'secret').detail).toContain('holds no secret yet');
    expect(ran.code).toBe(1);
    expect(await readdir(dataDir)).toEqual([]);
  });
});

test('a wrong environment is refused as by every command', async () => {
  const ran = await runCli(['doctor'], { PORT: 'many' });
  expect(ran).toMatchObject({ code: 2, stdout: '' });
  expect(ran.stderr).toContain('PORT');
});

describe('the kept counts', () => {
  test('are reported where they differ from the rows, and right again after "reveille recount"', async () => {
    const database = await createTestDatabase();
    try {
      await furnish(database);
      const environment = { DATABASE_URL: database.url };
      expect(lineOf(await doctor(environment, '--no-network'), 'counts').ok).toBe(true);
      await sql`
        insert into subscription_counts (newsletter_id, status, frequency, is_sample, is_barred, readers)
        select id, 'active', 'daily', false, false, 3 from newsletters limit 1`.execute(database.db);
      const { ok, detail, advice } = lineOf(await doctor(environment, '--no-network'), 'counts');
      expect({ ok, detail, advice }).toEqual({
        ok: false,
        detail: 'Kept counts differ from the rows: 0 of deliveries, 1 of subscriptions.',
        advice: '"reveille recount" corrects them.',
      });
      const run = (...args: string[]): Promise<Ran> => runCli(args, { SECRET, DATA_DIR: dataDir, ...environment });
      expect(linesOf(await run('recount', '--json'))).toEqual([{ corrected: { deliveries: 0, subscriptions: 1 } }]);
      expect((await run('recount')).stdout).toBe('Corrected: 0 counts of deliveries, 0 of subscriptions.\n');
      expect(lineOf(await doctor(environment, '--no-network'), 'counts').ok).toBe(true);
    } finally {
      await database.drop();
    }
  });
});

test('a database that takes no writes is wrong', async () => {
  const database = await createTestDatabase();
  try {
    await database.db.connection().execute(async (db) => {
      await sql`set default_transaction_read_only = on`.execute(db);
      const verdict = await checkDatabase({ db, config: { databaseUrl: null } });
      expect(verdict).toMatchObject({ ok: false, detail: expect.stringContaining('it takes no writes') });
    });
  } finally {
    await database.drop();
  }
});

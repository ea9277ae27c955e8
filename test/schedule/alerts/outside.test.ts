import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createServer, getCACertificates, setDefaultCACertificates, type Server } from 'node:tls';
import { sql } from 'kysely';
import { SMTPServer } from 'smtp-server';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { recordBackup } from '../../../src/platform/backupRecords.ts';
import { loadConfig } from '../../../src/platform/config.ts';
import { removeHold, saveHold } from '../../../src/platform/hold.ts';
import { holdLease, type Lease } from '../../../src/platform/leases.ts';
import { createLog } from '../../../src/platform/log.ts';
import type { FindDeps } from '../../../src/schedule/alerts/condition.ts';
import { openOutsideFinders } from '../../../src/schedule/alerts/find/outside.ts';
import { backupFinder, holdFinder, safetyLogFinder } from '../../../src/schedule/alerts/find/backups.ts';
import { openWatch } from '../../../src/schedule/alerts/watch.ts';
import { loadDkimKeys, makeDkimKeys } from '../../../src/wire/dkim/keys.ts';
import { dkimRecord } from '../../../src/wire/dkim/records.ts';
import { resolverOf, type Zone } from '../../checks/preflight/zone.ts';
import { createTestDatabase, type TestDatabase } from '../../support/database.ts';
import { makeNewsletter } from '../../support/edition.ts';
import { makeCertificate } from '../../support/mailServers.ts';
import { startSink, type Sink } from '../../support/sink.ts';
import { SECRET, startReceiver, type Receiver } from './receiver.ts';

const usualCas = getCACertificates('default');
const log = createLog('test', 'silent');

let database: TestDatabase;
let sink: Sink;
let receiver: Receiver;
let server: Server;
let handshakes = 0;
let ending: { key: string; cert: string };
let lasting: { key: string; cert: string };
let scheduler: Lease;
let clock = new Date();

beforeAll(async () => {
  database = await createTestDatabase();
  [ending, lasting] = await Promise.all([makeCertificate({ days: 5 }), makeCertificate({ days: 90 })]);
  await makeNewsletter(database.db, 'daily', 1);
});
afterAll(() => database.drop());
beforeEach(async () => {
  clock = new Date();
  [sink, receiver] = await Promise.all([startSink(), startReceiver()]);
  server = createServer(ending, (socket) => void socket.on('error', () => undefined).end());
  server.on('secureConnection', () => handshakes++);
  server.on('tlsClientError', () => handshakes++);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  handshakes = 0;
  scheduler = await holdLease({ db: database.db, log }, { role: 'process:scheduler' });
});
afterEach(async () => {
  setDefaultCACertificates(usualCas);
  await scheduler.release();
  await Promise.all([sink.close(), receiver.close(), new Promise((done) => server.close(done))]);
  for (const table of ['alerts', 'dkim_keys', 'backups', 'leases'] as const)
    await database.db.deleteFrom(table).execute();
  await sql`delete from settings where key like 'look:%'`.execute(database.db);
});

const pass = (minutes: number): void => void (clock = new Date(clock.getTime() + minutes * 60_000));
const trust = (...certificates: string[]): void => setDefaultCACertificates([...usualCas, ...certificates]);
const publicUrl = (host = '127.0.0.1'): string => `https://${host}:${(server.address() as AddressInfo).port}`;

function depsOf(environment: Record<string, string> = {}): FindDeps {
  const config = loadConfig({
    SMTP_URL: sink.relay.url,
    ALERT_TO: 'desk@paper.example',
    ALERT_WEBHOOK_URL: `${receiver.url}/hook`,
    ALERT_WEBHOOK_SECRET: SECRET,
    PUBLIC_URL: publicUrl(),
    ...environment,
  });
  return { db: database.db, log, now: () => clock, config };
}

const openRound = (zone: Zone = {}, environment?: Record<string, string>): (() => Promise<void>) =>
  openWatch(depsOf(environment), { finders: openOutsideFinders({ resolver: resolverOf(zone) }) });

const told = (): string[] => receiver.events().map(({ kind, state }) => `${String(kind)} ${String(state)}`);
const subjects = (): (string | undefined)[] => sink.messages.map(({ raw }) => /^Subject: (.*)\r$/m.exec(raw)?.[1]);

test('a certificate of PUBLIC_URL that ends soon is told once a day, and its renewal ends that', async () => {
  trust(ending.cert, lasting.cert);
  const round = openRound();
  await round();
  expect(receiver.events()).toMatchObject([
    {
      kind: 'certificate_ending',
      state: 'open',
      text: expect.stringMatching(/127\.0\.0\.1:\d+ is valid for [45] days/),
    },
  ]);
  expect(subjects()).toEqual(['A certificate ends soon']);
  pass(61);
  await round();
  expect(told()).toEqual(['certificate_ending open']);
  pass(24 * 60);
  await round();
  expect(told()).toEqual(['certificate_ending open', 'certificate_ending open']);
  server.setSecureContext(lasting);
  pass(61);
  await round();
  expect(told().at(-1)).toBe('certificate_ending over');
  expect(subjects().at(-1)).toBe('Over: A certificate ends soon');
});

test('all processes together look once an hour', async () => {
  trust(ending.cert);
  const rounds = [openRound(), openRound(), openRound()];
  for (let each = 0; each < 3; each++) {
    await Promise.all(rounds.map((round) => round()));
    pass(19);
  }
  expect(handshakes).toBe(1);
  pass(5);
  await Promise.all(rounds.map((round) => round()));
  expect(handshakes).toBe(2);
  expect(told().filter((event) => event !== 'certificate_ending open')).toEqual([]);
});

test('a certificate that browsers refuse is told every hour, and a server that is away ends nothing', async () => {
  const round = openRound();
  await round();
  expect(receiver.events()).toMatchObject([
    { kind: 'certificate_wrong', text: expect.stringContaining('DEPTH_ZERO_SELF_SIGNED_CERT') },
  ]);
  await new Promise((done) => server.close(done));
  pass(61);
  await round();
  expect(told()).toEqual(['certificate_wrong open', 'certificate_wrong open']);
});

test('a name is not followed into a private network', async () => {
  const round = openRound(
    { 'intranet.paper.example': { a: ['127.0.0.1'] } },
    { PUBLIC_URL: publicUrl('intranet.paper.example') },
  );
  await round();
  expect(handshakes).toBe(0);
  expect(told()).toEqual([]);
});

test('a relay’s certificate is looked at without a sign-in, and another relay carries the news', async () => {
  let signIns = 0;
  const relay = new SMTPServer({
    ...ending,
    secure: true,
    onAuth: (_auth, _session, done) => done(null, { user: ++signIns }),
  });
  relay.on('error', () => undefined);
  relay.listen(0, '127.0.0.1');
  await once(relay.server, 'listening');
  const { port } = relay.server.address() as AddressInfo;
  const environment = {
    SMTP_URL: `smtps://user:password@127.0.0.1:${port}`,
    ALERT_SMTP_URL: sink.relay.url,
    PUBLIC_URL: 'http://127.0.0.1:3000',
  };
  const round = openRound({}, environment);
  await round();
  expect(receiver.events()).toMatchObject([
    { kind: 'certificate_wrong', text: expect.stringContaining(`127.0.0.1:${port} is refused`) },
  ]);
  expect(subjects()).toEqual(['A certificate is refused']);
  trust(ending.cert);
  pass(61);
  await round();
  expect(told()).toEqual(['certificate_wrong open', 'certificate_ending open', 'certificate_wrong over']);
  expect(signIns).toBe(0);
  await new Promise<void>((done) => relay.close(done));
});

test('a DKIM record that is missing is told every hour, a DNS that is away ends nothing, and its record does', async () => {
  const zone: Zone = {};
  const environment = { PUBLIC_URL: 'http://127.0.0.1:3000' };
  const round = openRound(zone, environment);
  await round();
  expect(told()).toEqual([]);
  await makeDkimKeys({ db: database.db, now: () => clock }, 'paper.example', { actor: 'test' });
  const records = (await loadDkimKeys(database, 'paper.example')).map(dkimRecord);
  pass(61);
  await round();
  expect(receiver.events()).toMatchObject([
    { kind: 'dkim_wrong', state: 'open', text: expect.stringContaining(`${records[0]!.name} `) },
  ]);
  for (const { name } of records) zone[name] = 'fails';
  pass(61);
  await round();
  for (const { name, value } of records) zone[name] = { txt: [value] };
  pass(61);
  await round();
  expect(told()).toEqual(['dkim_wrong open', 'dkim_wrong open', 'dkim_wrong over']);
  zone[records[0]!.name] = { txt: [records[0]!.value.replace(/p=.{20}/, 'p=AAAAAAAAAAAAAAAAAAAA')] };
  pass(61);
  await round();
  expect(receiver.events().at(-1)).toMatchObject({
    kind: 'dkim_wrong',
    state: 'open',
    text: expect.stringContaining('another key'),
  });
});

test('a rehearsal asks nobody', async () => {
  const round = openRound({}, { SMTP_URL: '' });
  await round();
  expect([handshakes, told()]).toEqual([0, []]);
});

test('an old backup is told once a day until there is a new one, and never where BACKUP_CHECK is off', async () => {
  const options = { finders: [backupFinder] };
  pass(26 * 60);
  await openWatch(depsOf({ BACKUP_CHECK: 'off' }), options)();
  expect(told()).toEqual([]);
  const round = openWatch(depsOf(), options);
  for (let hours = 0; hours < 26; hours++) {
    await round();
    pass(60);
  }
  expect(told()).toEqual(['backup_old open', 'backup_old open']);
  await recordBackup({ db: database.db }, { at: clock, bytes: 1, rows: 1, isEncrypted: false });
  await round();
  expect(told().at(-1)).toBe('backup_old over');
});

test('the pause after a restore, and a SAFETY_LOG that is behind, are told until they are over', async () => {
  const round = openWatch(depsOf({ SAFETY_LOG: '/nowhere/reveille.safety' }), {
    finders: [holdFinder, safetyLogFinder],
  });
  await saveHold({ db: database.db }, { restoredAt: clock, backupAt: clock });
  await sql`insert into safety_events (at, kind, address_hash) values (now() - interval '2 minutes', 'left', '\\x01')`.execute(
    database.db,
  );
  await round();
  await removeHold({ db: database.db });
  await sql`delete from safety_events`.execute(database.db);
  await round();
  expect(told().toSorted()).toEqual(['restored open', 'restored over', 'safety_log open', 'safety_log over']);
});

test('a dead scheduler is told by the web, and the scheduler that is back says that it is over', async () => {
  await scheduler.release();
  const standIn = openWatch(depsOf({ PUBLIC_URL: 'http://127.0.0.1:3000' }), { isStandIn: true });
  await standIn();
  pass(1);
  await standIn();
  expect(told()).toEqual(['scheduler_gone open']);
  scheduler = await holdLease({ db: database.db, log }, { role: 'process:scheduler' });
  await openWatch(depsOf({ PUBLIC_URL: 'http://127.0.0.1:3000' }))();
  expect(told()).toEqual(['scheduler_gone open', 'scheduler_gone over']);
});

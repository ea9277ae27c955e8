import { join } from 'node:path';
import { sql, type Insertable } from 'kysely';
import { pino } from 'pino';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { approveEdition } from '../../../src/editions/approval.ts';
import { loadConfig } from '../../../src/platform/config.ts';
import { holdLease, type Lease } from '../../../src/platform/leases.ts';
import type { Editions } from '../../../src/platform/db/tables/editions.ts';
import { openDiskFinder } from '../../../src/schedule/alerts/find/disk.ts';
import type { FindDeps } from '../../../src/schedule/alerts/condition.ts';
import { openWatch } from '../../../src/schedule/alerts/watch.ts';
import { addNewsletter, addOutlet } from '../../newsroom/rank/newsroom.ts';
import { createTestDatabase, type TestDatabase } from '../../support/database.ts';
import { startSink, type Sink } from '../../support/sink.ts';
import { openLedger } from '../newsroom.ts';
import { isSigned, SECRET, startReceiver, type Receiver } from './receiver.ts';

let database: TestDatabase;
let sink: Sink;
let receiver: Receiver;
let clock = new Date();
let newsletterId = 0;
let lines: string[] = [];
let living = new Map<string, Lease>();

const DUE = '2026-12-01T06:00:00Z';
const at = (instant: string | Date): Date => (clock = new Date(instant));

beforeAll(async () => {
  database = await createTestDatabase();
  await openLedger(database.db);
});
afterAll(() => database.drop());
beforeEach(async () => {
  sink = await startSink();
  receiver = await startReceiver();
  lines = [];
  at('2026-12-01T05:00:00Z');
  for (const role of ['scheduler', 'newsroom', 'renderer', 'mailer']) await start(role);
  const sender = { slug: 'amsel', name: 'Amsel Headlines', zone: 'UTC', send_at: '06:00' };
  newsletterId = await addNewsletter(database.db, { ...sender, approval: 'none', created_at: '2026-01-01T00:00:00Z' });
});
afterEach(async () => {
  for (const lease of living.values()) await lease.release();
  living = new Map();
  await sink.close();
  await receiver.close();
  for (const table of ['alerts', 'relay_states', 'leases'] as const) await database.db.deleteFrom(table).execute();
  await sql`delete from deliveries`.execute(database.db);
  await database.db.deleteFrom('newsletters').execute();
  await sql`delete from subscribers`.execute(database.db);
});

async function start(role: string): Promise<void> {
  living.set(role, await holdLease({ db: database.db, log: pino({ level: 'silent' }) }, { role: `process:${role}` }));
}

const end = (role: string): Promise<void> => living.get(role)!.release();

function depsOf(environment: Record<string, string> = {}): FindDeps {
  const config = loadConfig({
    SMTP_URL: sink.relay.url,
    ALERT_TO: 'desk@paper.example',
    ALERT_WEBHOOK_URL: `${receiver.url}/hook/a-token-in-its-path`,
    ALERT_WEBHOOK_SECRET: SECRET,
    PUBLIC_URL: 'https://news.paper.example',
    ...environment,
  });
  const log = pino({ level: 'debug' }, { write: (line: string) => void lines.push(line) });
  return { db: database.db, log, now: () => clock, config };
}

async function addEdition(values: Partial<Insertable<Editions>> = {}): Promise<number> {
  const usual = { newsletter_id: newsletterId, date: '2026-12-01', due_at: DUE, composed_at: '2026-12-01T05:20:00Z' };
  const { id } = await database.db
    .insertInto('editions')
    .values({ ...usual, ...values })
    .returning('id')
    .executeTakeFirstOrThrow();
  await database.db
    .insertInto('edition_stories')
    .values({
      edition_id: id,
      position: 1,
      url: 'https://paper.example/1',
      headline: 'Ferries sail again',
      outlet_name: 'Paper',
    })
    .execute();
  return id;
}

const setState = (id: number, values: Partial<Insertable<Editions>>): Promise<unknown> =>
  database.db.updateTable('editions').set(values).where('id', '=', id).execute();

/** `kind` and `state` of the events so far, in their order. */
const told = (): string[] => receiver.events().map(({ kind, state }) => `${String(kind)} ${String(state)}`);
const subjects = (from: Sink = sink): (string | undefined)[] =>
  from.messages.map(({ raw }) => /^Subject: (.*)\r$/m.exec(raw)?.[1]);

test('an edition that nobody approved is reported half an hour before, hourly, and over once it is approved', async () => {
  await database.db.updateTable('newsletters').set({ approval: 'required' }).execute();
  const id = await addEdition();
  const round = openWatch(depsOf());
  at('2026-12-01T05:29:00Z');
  await round();
  expect(told()).toEqual([]);
  at('2026-12-01T05:30:00Z');
  await round();
  await round();
  at('2026-12-01T05:59:00Z');
  await round();
  expect(told()).toEqual(['approval_missing open']);
  await approveEdition({ db: database.db }, { editionId: id, actor: 'mona' });
  await round();
  await round();
  expect(told()).toEqual(['approval_missing open', 'approval_missing over']);
  expect(subjects()).toEqual(['Not approved yet: Amsel Headlines', 'Over: Not approved yet: Amsel Headlines']);
  const [open, over] = receiver.events();
  expect(open).toEqual({
    id: expect.stringMatching(/^[0-9a-f-]{36}$/),
    at: '2026-12-01T05:30:00.000Z',
    kind: 'approval_missing',
    state: 'open',
    newsletter: 'amsel',
    edition: id,
    text: `Amsel Headlines, edition ${id} of 2026-12-01: nobody has approved it yet. Its hour is 2026-12-01T06:00:00.000Z.`,
  });
  expect(over).toMatchObject({ id: open?.['id'], state: 'over', at: '2026-12-01T05:59:00.000Z' });
});

test('each notice is signed, under an id of its own, and its mail leads to the edition', async () => {
  const id = await addEdition({ state: 'paused', started_at: DUE, flag: 'sender_fault', flag_detail: '550 not you' });
  const round = openWatch(depsOf());
  at('2026-12-01T06:05:00Z');
  await round();
  at('2026-12-01T07:04:59Z');
  await round();
  expect(told()).toEqual(['paused open']);
  at('2026-12-01T07:05:00Z');
  await round();
  expect(told()).toEqual(['paused open', 'paused open']);
  expect(receiver.received.map((each) => isSigned(each))).toEqual([true, true]);
  expect(receiver.received.map((each) => isSigned(each, `whsec_${'A'.repeat(32)}`))).toEqual([false, false]);
  expect(new Set(receiver.received.map(({ headers }) => headers['webhook-id'])).size).toBe(2);
  expect(receiver.received[0]?.headers['webhook-timestamp']).toBe(String(Date.parse('2026-12-01T06:05:00Z') / 1000));
  expect(subjects()).toEqual(['Paused: Amsel Headlines', 'Still: Paused: Amsel Headlines']);
  const raw = sink.messages[0]!.raw.replaceAll('=\r\n', '');
  expect(raw).toContain(`https://news.paper.example/desk/editions/${id}`);
  expect(raw).toContain('550 not you');
  expect(raw).toContain('Auto-Submitted: auto-generated');
});

test.each([
  ['not_started', {}],
  ['not_started', { state: 'preparing' as const }],
  ['failed', { state: 'failed' as const, flag: 'render_failed' }],
  ['held', { flag: 'audience_unusual', flag_detail: 'It has 9 readers.' }],
  ['held', { flag: 'unapproved' }],
  ['late', { flag: 'overdue' }],
  ['late', { state: 'submitting' as const, started_at: DUE, flag: 'late' }],
  ['late', { state: 'submitted' as const, started_at: DUE, finished_at: '2026-12-01T06:02:00Z', flag: 'late' }],
])('an edition is reported as %s: %j', async (kind, values) => {
  const id = await addEdition(values);
  at('2026-12-01T06:03:00Z');
  const round = openWatch(depsOf());
  await round();
  expect(receiver.events()).toMatchObject([{ kind, state: 'open', edition: id }]);
  await setState(id, { state: 'cancelled' });
  await round();
  expect(told()).toEqual([`${kind} open`, `${kind} over`]);
});

test('an edition that starts and ends as planned is reported by nobody', async () => {
  const id = await addEdition();
  const round = openWatch(depsOf());
  at('2026-12-01T06:01:59Z');
  await round();
  await setState(id, { state: 'submitting', started_at: DUE });
  at('2026-12-01T06:05:00Z');
  await round();
  await setState(id, { state: 'submitted', finished_at: '2026-12-01T06:06:00Z' });
  await round();
  expect(told()).toEqual([]);
  expect(sink.messages).toEqual([]);
});

test('two processes that look at the same time send once', async () => {
  await addEdition({ state: 'paused', started_at: DUE });
  at('2026-12-01T06:05:00Z');
  const rounds = Array.from({ length: 4 }, () => openWatch(depsOf()));
  await Promise.all(rounds.map((round) => round()));
  await Promise.all(rounds.map((round) => round()));
  expect(told()).toEqual(['paused open']);
  expect(sink.messages).toHaveLength(1);
});

test('an alert that could not be mailed goes to the webhook, which says so', async () => {
  await addEdition({ state: 'paused', started_at: DUE });
  sink.setScript((stage) => (stage === 'rcpt' ? '550 5.1.1 no such user' : undefined));
  at('2026-12-01T06:05:00Z');
  await openWatch(depsOf())();
  expect(receiver.events()).toMatchObject([
    { kind: 'paused', text: expect.stringContaining('The mail reached 0 of 1 addresses of ALERT_TO') },
  ]);
  expect(receiver.events()[0]?.['text']).toContain('no such user');
});

test('an alert that the webhook did not take is mailed, and the mail says so', async () => {
  await addEdition({ state: 'paused', started_at: DUE });
  receiver.setStatus(503);
  at('2026-12-01T06:05:00Z');
  const round = openWatch(depsOf());
  await round();
  await round();
  expect(sink.messages).toHaveLength(2);
  expect(sink.messages[1]?.raw).toContain('did not take this alert: HTTP 503');
});

test('an alert that reached nobody is tried again, under the same webhook-id, and is over without an all-clear', async () => {
  const id = await addEdition({ state: 'paused', started_at: DUE });
  receiver.setStatus(500);
  const round = openWatch(depsOf({ ALERT_TO: '' }));
  for (const instant of ['06:05:00', '06:05:30', '06:06:00', '06:10:00', '06:11:00']) {
    at(`2026-12-01T${instant}Z`);
    await round();
  }
  expect(told()).toHaveLength(3);
  expect(new Set(receiver.received.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
  await setState(id, { state: 'cancelled' });
  receiver.setStatus(204);
  at('2026-12-01T08:00:00Z');
  await round();
  expect(told()).toHaveLength(3);
});

test('the second relay carries the news that the first is down', async () => {
  await sql`insert into relay_states (relay, down_until, failures, reason)
            values ('127.0.0.1:1', now() + interval '10 seconds', 4, 'connect ECONNREFUSED')`.execute(database.db);
  const round = openWatch(depsOf({ SMTP_URL: `smtp://127.0.0.1:1,${sink.relay.url}` }));
  await round();
  expect(told()).toEqual([]);
  at('2026-12-01T05:01:00Z');
  await round();
  expect(receiver.events()).toMatchObject([
    { kind: 'relay_down', newsletter: null, edition: null, text: expect.stringContaining('ECONNREFUSED') },
  ]);
  expect(subjects()).toEqual(['A relay cannot be reached']);
  await sql`update relay_states set failures = 0, down_until = null`.execute(database.db);
  await round();
  expect(told()).toEqual(['relay_down open', 'relay_down over']);
});

test('ALERT_SMTP_URL carries the mail, whatever state the relays of SMTP_URL have', async () => {
  await addEdition({ state: 'paused', started_at: DUE });
  at('2026-12-01T06:05:00Z');
  await openWatch(depsOf({ SMTP_URL: 'smtp://127.0.0.1:1', ALERT_SMTP_URL: sink.relay.url }))();
  expect(subjects()).toEqual(['Paused: Amsel Headlines']);
});

test('a refused sign-in is reported, and the mail about it does not sign in there', async () => {
  const name = sink.relay.url.replace('smtp://', '');
  await sql`insert into relay_states (relay, sign_in_refused, sign_in_refused_at, sign_in_reason)
            values (${name}, 'x:y', now(), '535 5.7.8 wrong')`.execute(database.db);
  await openWatch(depsOf())();
  expect(receiver.events()).toMatchObject([{ kind: 'sign_in_refused' }]);
  expect(receiver.events()[0]?.['text']).toMatch(/535 5\.7\.8 wrong.*reached 0 of 1 addresses/);
  expect(sink.connections()).toBe(0);
});

test('a process that is missing is reported where an edition needs it', async () => {
  await addOutlet(database.db, newsletterId);
  await end('mailer');
  const round = openWatch(depsOf());
  at('2026-12-01T03:00:00Z');
  await round();
  at('2026-12-01T03:05:00Z');
  await round();
  expect(told()).toEqual([]);
  at('2026-12-01T05:55:00Z');
  await round();
  at('2026-12-01T05:56:00Z');
  await round();
  expect(receiver.events()).toMatchObject([
    { kind: 'process_gone', text: 'No mailer lives, and an edition needs one.' },
  ]);
  await start('mailer');
  await round();
  expect(told()).toEqual(['process_gone open', 'process_gone over']);
});

test('a stand-in reports a dead scheduler, and leaves everything to a live one', async () => {
  await addEdition({ state: 'paused', started_at: DUE });
  const round = openWatch(depsOf(), { isStandIn: true });
  at('2026-12-01T06:05:00Z');
  await round();
  expect(told()).toEqual([]);
  await end('scheduler');
  await round();
  expect(told()).toEqual(['paused open']);
  at('2026-12-01T06:06:00Z');
  await round();
  expect(told()).toEqual(['paused open', 'scheduler_gone open']);
});

test('complaints above 0.3 % and bounces above 5 % of a send are reported once a day', async () => {
  const id = await addEdition({ state: 'submitted', started_at: DUE, finished_at: '2026-12-01T06:06:00Z' });
  await sql`
    with readers as (
      insert into subscribers (email, email_key, address_hash)
      select 'r' || i || '@reader.example', 'r' || i || '@reader.example', decode(md5(i::text), 'hex')
      from generate_series(1, 1000) i returning id)
    insert into deliveries (edition_id, is_rehearsal, subscriber_id, state, next_attempt_at, due_at)
    select ${id}::integer, false, id, 'submitted', ${DUE}, ${DUE} from readers`.execute(database.db);
  const report = (kind: string, action: string, count: number): Promise<unknown> =>
    sql`insert into feedback (at, kind, action, is_delay, subscriber_id, edition_id, proof)
        select ${DUE}::timestamptz, ${kind}, ${action}, false, subscriber_id, edition_id, 'return-path'
        from deliveries where edition_id = ${id} order by subscriber_id limit ${count}
        on conflict do nothing`.execute(database.db);
  const round = openWatch(depsOf());
  await report('complaint', 'complaint', 3);
  await report('bounce', 'suppress', 50);
  at('2026-12-01T07:00:00Z');
  await round();
  expect(told()).toEqual([]);
  await report('complaint', 'complaint', 4);
  await report('bounce', 'suppress', 51);
  await round();
  at('2026-12-01T09:00:00Z');
  await round();
  expect(told()).toEqual(['complaints open', 'bounces open']);
  expect(receiver.events()[0]?.['text']).toContain('4 complaints from 1000 readers (0.4 %)');
});

test('a disk with less than 5 % left is reported by the machine that has it', async () => {
  let bavail = 4;
  const finders = [openDiskFinder({ read: async () => ({ bavail, blocks: 100 }) })];
  const round = openWatch(depsOf(), { finders });
  await round();
  at('2026-12-01T05:01:00Z');
  await round();
  expect(told()).toEqual(['disk_low open']);
  bavail = 5;
  await round();
  expect(told()).toEqual(['disk_low open', 'disk_low over']);
});

test('without a DATA_DIR, the disk on which it would lie is looked at', async () => {
  const read: string[] = [];
  const finder = openDiskFinder({ read: async (path) => (read.push(path), { bavail: 50, blocks: 100 }) });
  await finder.find(depsOf({ DATA_DIR: join(import.meta.dirname, 'never', 'made') }));
  expect(read).toEqual([import.meta.dirname]);
});

test('a condition that cannot be checked ends no alert', async () => {
  let isBroken = false;
  const read = async (): Promise<{ bavail: number; blocks: number }> => {
    if (isBroken) throw new Error('EIO');
    return { bavail: 1, blocks: 100 };
  };
  const round = openWatch(depsOf(), { finders: [openDiskFinder({ read })] });
  await round();
  at('2026-12-01T05:01:00Z');
  await round();
  isBroken = true;
  await round();
  expect(told()).toEqual(['disk_low open']);
});

test('no log line holds a secret, a token of an address or a whole mail address', async () => {
  await addEdition({ state: 'paused', started_at: DUE });
  receiver.setStatus(500);
  sink.setScript((stage) => (stage === 'rcpt' ? '550 5.1.1 <desk@paper.example> unknown' : undefined));
  at('2026-12-01T06:05:00Z');
  await openWatch(depsOf({ HEARTBEAT_URL: `${receiver.url}/ping/another-token` }))();
  const log = lines.join('');
  expect(log).toContain('an alert could not be mailed');
  expect(log).toContain('HTTP 500');
  expect(log).not.toMatch(/whsec_|BwcHBwcH|a-token-in-its-path|another-token|desk@paper/);
});

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { deliverEdition, deliverOutbox, freezeAudience, type DeliverDeps } from '../../src/deliver/deliver.ts';
import { openSmtpTransport } from '../../src/deliver/smtp/transport.ts';
import type { Db } from '../../src/platform/db/client.ts';
import { loadHold, saveHold } from '../../src/platform/hold.ts';
import { createLog } from '../../src/platform/log.ts';
import { resumeAll } from '../../src/schedule/resumeAll.ts';
import { linesOf, runCli, type Ran } from '../cli/run.ts';
import { openLedger, openNewsroom } from '../schedule/newsroom.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { makeNewsletter, makePreparedEdition, testKeys } from '../support/edition.ts';
import { guardStates } from '../support/guardStates.ts';
import { startSink, type Sink } from '../support/sink.ts';
import { openBareMachine, SECRET, type Place } from './support.ts';

const log = createLog('test', 'silent');
const forever = new AbortController().signal;
let folder: string;
let home: TestDatabase;
let bare: Place;
let sink: Sink;
let files = 0;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'standstill-'));
});
afterAll(() => rm(folder, { recursive: true }));
beforeEach(async () => {
  home = await createTestDatabase();
  bare = await openBareMachine();
  sink = await startSink();
});
afterEach(async () => {
  await sink.close();
  await bare.close();
  await home.drop();
});

function depsOf(db: Db): DeliverDeps {
  const transport = openSmtpTransport([sink.relay], { log });
  const transports = { forRun: async () => transport, close: () => transport.close() };
  return { db, log, now: () => new Date(), keys: testKeys, transports };
}

/** The home database as a file, and the file in the bare machine. */
async function move(): Promise<Ran> {
  const file = join(folder, `${++files}.backup`);
  const environment = { DATABASE_URL: home.url, DATA_DIR: folder, SECRET };
  expect(await runCli(['backup', file], environment)).toMatchObject({ code: 0 });
  return runCli(['restore', file, '--json'], bare.environment);
}

async function countStates(db: Db): Promise<Record<string, number>> {
  const { rows } = await sql<{ state: string; count: number }>`
    select state, count(*)::int as count from deliveries group by 1`.execute(db);
  return Object.fromEntries(rows.map(({ state, count }) => [state, count]));
}

const there = (args: string[]): Promise<Ran> => runCli(args, { ...bare.environment, SMTP_URL: sink.relay.url });

test('a backup during a send, restored, mails nobody twice; the next edition reaches all', async () => {
  const newsletterId = await makeNewsletter(home.db, 'daily', 300);
  const editionId = await makePreparedEdition(home.db, newsletterId);
  const before = depsOf(home.db);
  await freezeAudience(before, editionId);
  // Slow enough that some readers wait when the snapshot is taken.
  let release = (): void => undefined;
  const gate = new Promise<void>((go) => (release = go));
  sink.setScript(async (stage) => {
    if (stage === 'message' && sink.messages.length > 60) await gate;
    return undefined;
  });
  const sending = deliverEdition(before, editionId, forever);
  await expect.poll(() => sink.messages.length).toBeGreaterThan(60);
  const ran = await move();
  release();
  await sending;
  await before.transports.close();
  expect(sink.messages).toHaveLength(300);
  expect(ran.code).toBe(0);
  await guardStates(bare.db);

  const states = await countStates(bare.db);
  expect(Object.keys(states).toSorted()).toEqual(['submitted', 'unknown']);
  expect(states['submitted']! + states['unknown']!).toBe(300);
  expect(linesOf(ran)).toMatchObject([{ paused: 1, unknown: states['unknown'] }]);

  const after = depsOf(bare.db);
  expect(await deliverEdition(after, editionId, forever)).toMatchObject({ submitted: 0 });
  const refused = await there(['resume', String(editionId)]);
  expect(refused).toMatchObject({ code: 1 });
  expect(refused.stderr).toContain('All sending is paused: this system was restored at');
  expect((await there(['status'])).stderr).toContain('All sending is paused');

  const resumed = await there(['resume', '--all', '--json']);
  expect(linesOf(resumed)).toMatchObject([{ resumed: true, toDecide: [{ edition: editionId, state: 'paused' }] }]);
  expect(await loadHold(bare)).toBe(null);
  expect(linesOf(await there(['resume', '--all', '--json']))).toEqual([{ resumed: false, toDecide: [] }]);
  expect((await there(['resume', String(editionId)])).code).toBe(0);
  expect(await deliverEdition(after, editionId, forever)).toEqual({ submitted: 0, isFinished: true });
  expect(sink.messages).toHaveLength(300);

  const next = await makePreparedEdition(bare.db, newsletterId, '2026-11-25');
  await freezeAudience(after, next);
  await deliverEdition(after, next, forever);
  await after.transports.close();
  expect(sink.messages).toHaveLength(600);
});

test('readers who were still to be added to a ledger count as unknown, too', async () => {
  const newsletterId = await makeNewsletter(home.db, 'daily', 30);
  const editionId = await makePreparedEdition(home.db, newsletterId);
  await freezeAudience({ db: home.db }, editionId);
  await sql`delete from deliveries where subscriber_id > 20`.execute(home.db);
  await sql`update editions set frozen_at = null`.execute(home.db);
  await sql`update subscriptions set status = 'unsubscribed' where subscriber_id = 30`.execute(home.db);
  expect((await move()).code).toBe(0);
  expect(await countStates(bare.db)).toEqual({ unknown: 29 });
  const { rows } = await sql`select state, flag, frozen_at is not null as "isFrozen" from editions`.execute(bare.db);
  expect(rows).toEqual([{ state: 'paused', flag: 'restored', isFrozen: true }]);
});

test('letters that waited are not sent, and those of a sign-up in the restored system wait for the end of the pause', async () => {
  const newsletterId = await makeNewsletter(home.db, 'daily', 1);
  const letter = (db: Db, to: string): Promise<unknown> =>
    db
      .insertInto('outbox')
      .values({
        kind: 'confirmation',
        newsletter_id: newsletterId,
        to_address: to,
        state: 'ready',
        message: Buffer.from('Subject: x\r\n\r\nx\r\n'),
      })
      .execute();
  await letter(home.db, 'before@paper.example');
  expect(linesOf(await move())).toMatchObject([{ letters: 1 }]);
  await letter(bare.db, 'after@paper.example');
  const deps = depsOf(bare.db);
  expect(await deliverOutbox(deps, forever)).toBe(0);
  expect((await there(['send', '1', '--to', 'me@paper.example'])).code).toBe(1);
  await resumeAll({ db: bare.db, now: () => new Date() }, 'test');
  expect(await deliverOutbox(deps, forever)).toBe(1);
  expect(sink.messages.map(({ to }) => to)).toEqual(['after@paper.example']);
  await deps.transports.close();
});

describe('the schedule of a restored system', () => {
  test('does nothing during the pause, holds what may have been sent, and goes on with the next hour', async () => {
    const { db } = home;
    await openLedger(db);
    const room = await openNewsroom(db, { zone: 'UTC', created_at: '2026-11-01T00:00:00Z', weekly_weekday: null });
    await room.addReader('ada@paper.example');
    await saveHold({ db }, { backupAt: new Date('2026-11-24T03:00:00Z'), restoredAt: room.at('2026-11-24T05:10:00Z') });
    expect(await room.tick('2026-11-24T05:20:00Z')).toEqual([]);
    expect(await room.tick('2026-11-24T05:30:00Z')).toEqual([]);
    const done = await resumeAll({ db, now: () => room.at('2026-11-24T06:00:00Z') }, 'test');
    expect(done?.toDecide).toMatchObject([{ date: '2026-11-24', state: 'draft' }]);
    await room.tick('2026-11-24T06:01:00Z');
    await room.tick('2026-11-24T09:00:00Z');
    expect(await room.edition('2026-11-24')).toMatchObject({ state: 'draft', flag: 'restored' });
    expect(await room.copies()).toEqual([]);
    for (const at of ['05:00', '05:30', '05:31']) await room.tick(`2026-11-25T${at}:00Z`);
    expect((await room.copies()).map(({ date, state }) => `${date} ${state}`)).toEqual(['2026-11-25 submitted']);
    await room.close();
  });

  test('sends at an hour that comes after the backup and the end of the pause', async () => {
    const { db } = home;
    await openLedger(db);
    const room = await openNewsroom(db, { zone: 'UTC', created_at: '2026-11-01T00:00:00Z', weekly_weekday: null });
    await room.addReader('ada@paper.example');
    await saveHold({ db }, { backupAt: new Date('2026-11-24T03:00:00Z'), restoredAt: room.at('2026-11-24T04:00:00Z') });
    expect((await resumeAll({ db, now: () => room.at('2026-11-24T04:30:00Z') }, 'test'))?.toDecide).toEqual([]);
    for (const at of ['05:00', '05:30', '05:31']) await room.tick(`2026-11-24T${at}:00Z`);
    expect((await room.copies()).map(({ date, state }) => `${date} ${state}`)).toEqual(['2026-11-24 submitted']);
    await room.close();
  });

  test('holds a special edition that was prepared before the backup', async () => {
    const newsletterId = await makeNewsletter(home.db, 'daily', 1);
    await sql`
      insert into editions (newsletter_id, date, kind, state) values (${newsletterId}, '2026-11-24', 'special', 'approved')`.execute(
      home.db,
    );
    await move();
    const done = await resumeAll({ db: bare.db, now: () => new Date() }, 'test');
    expect(done?.toDecide.filter(({ kind }) => kind === 'special')).toMatchObject([{ state: 'approved' }]);
  });
});

test('resume wants one edition, or --all', async () => {
  for (const args of [['resume'], ['resume', '1', '--all']])
    expect(await runCli(args, { DATABASE_URL: home.url, SECRET })).toMatchObject({ code: 2 });
});

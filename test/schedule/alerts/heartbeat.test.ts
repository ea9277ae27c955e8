import type { Insertable } from 'kysely';
import { pino } from 'pino';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { loadConfig } from '../../../src/platform/config.ts';
import type { Editions } from '../../../src/platform/db/tables/editions.ts';
import type { FindDeps } from '../../../src/schedule/alerts/condition.ts';
import { openWatch, startWatch } from '../../../src/schedule/alerts/watch.ts';
import { addNewsletter } from '../../newsroom/rank/newsroom.ts';
import { createTestDatabase, type TestDatabase } from '../../support/database.ts';
import { startReceiver, type Receiver } from './receiver.ts';

let database: TestDatabase;
let receiver: Receiver;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());
beforeEach(async () => {
  receiver = await startReceiver();
});
afterEach(async () => {
  await receiver.close();
  await database.db.deleteFrom('newsletters').execute();
});

const now = (): Date => new Date('2026-12-01T06:10:00Z');

function depsOf(environment: Record<string, string> = { HEARTBEAT_URL: `${receiver.url}/ping/7f3a` }): FindDeps {
  return { db: database.db, log: pino({ level: 'silent' }), now, config: loadConfig(environment) };
}

const openRound = (): (() => Promise<void>) => openWatch(depsOf());

async function addSent(values: Partial<Insertable<Editions>> = {}): Promise<void> {
  const newsletterId = await addNewsletter(database.db, { max_lateness_minutes: 60 });
  await database.db
    .insertInto('editions')
    .values({
      newsletter_id: newsletterId,
      date: '2026-12-01',
      due_at: '2026-12-01T06:00:00Z',
      state: 'submitted',
      started_at: '2026-12-01T06:00:01Z',
      finished_at: '2026-12-01T06:09:00Z',
      ...values,
    })
    .execute();
}

test('an edition that went out in time is followed by one request, whoever looks', async () => {
  await addSent();
  const rounds = [openRound(), openRound(), openRound()];
  await Promise.all(rounds.map((round) => round()));
  await rounds[0]!();
  expect(receiver.received.map(({ method, path }) => `${method} ${path}`)).toEqual(['GET /ping/7f3a']);
});

test.each([
  ['a rehearsal', { is_rehearsal: true }],
  ['an edition that still runs', { state: 'submitting' as const, finished_at: null }],
  ['a failed edition', { state: 'failed' as const }],
  ['an edition that started too late', { started_at: '2026-12-01T07:00:01Z' }],
  ['an edition that was too late for some readers', { flag: 'late' }],
  ['an edition of hours ago', { finished_at: '2026-12-01T05:09:00Z' }],
  ['an edition without an hour of its own', { due_at: null, kind: 'special' as const }],
])('%s is followed by none', async (_what, values) => {
  await addSent(values);
  await openRound()();
  expect(receiver.received).toEqual([]);
});

test('a request that fails is made once more, and not again', async () => {
  await addSent();
  receiver.setStatus(500);
  const round = openRound();
  await round();
  await round();
  expect(receiver.received).toHaveLength(2);
});

test('a process watches until it is closed', async () => {
  await addSent();
  const watch = startWatch(depsOf());
  await expect.poll(() => receiver.received.length, { timeout: 60_000 }).toBe(1);
  await watch.close();
});

test('a process without alerts and heartbeats asks the database nothing', async () => {
  const db = new Proxy(database.db, {
    get: () => {
      throw new Error('the database was asked');
    },
  });
  await startWatch({ ...depsOf({}), db }).close();
});

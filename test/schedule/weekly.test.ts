import { pino } from 'pino';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { composeEdition } from '../../src/newsroom/compose/compose.ts';
import type { Relay } from '../../src/platform/config.ts';
import type { Db } from '../../src/platform/db/client.ts';
import type { Queues } from '../../src/platform/queue/queue.ts';
import { openPlans } from '../../src/schedule/plans.ts';
import { followWeekly } from '../../src/schedule/weekly.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { addItem, addNewsletter, addOutlet } from '../newsroom/rank/newsroom.ts';

// A Sunday.
const DATE = '2026-11-29';
const log = pino({ level: 'silent' });

let database: TestDatabase;
let db: Db;
let newsletterId: number;
let jobs: { name: string; payload: unknown }[];
const queues: Queues = {
  enqueue: async (name, payload) => void jobs.push({ name, payload }),
  ping: async () => undefined,
  counts: () => Promise.reject(new Error('not asked for')),
  close: async () => undefined,
};

async function follow(time: string, relays: readonly Relay[] = []): Promise<string[]> {
  jobs = [];
  const now = new Date(`${DATE}T${time}:00Z`);
  const clock = { db, log, now: () => now };
  const plans = openPlans(clock, 0);
  const newsletter = await db
    .selectFrom('newsletters')
    .selectAll()
    .where('id', '=', newsletterId)
    .executeTakeFirstOrThrow();
  const others = { isRehearsal: false, config: { relays }, outletsDue: async () => [] };
  await followWeekly({ ...clock, queues, plans, ...others }, newsletter, now);
  return jobs.map(({ name }) => name);
}
async function addReader(newsletterId: number): Promise<void> {
  const email = `reader${newsletterId}@reader.example`;
  const reader = await db
    .insertInto('subscribers')
    .values({ email, email_key: email, address_hash: Buffer.from(email) })
    .returning('id')
    .executeTakeFirstOrThrow();
  await db
    .insertInto('subscriptions')
    .values({ subscriber_id: reader.id, newsletter_id: newsletterId, status: 'active', frequency: 'weekly' })
    .execute();
}

const weekly = () =>
  db
    .selectFrom('editions')
    .select(['state', 'kind', 'date'])
    .where('newsletter_id', '=', newsletterId)
    .where('kind', '=', 'weekly')
    .execute();

beforeAll(async () => {
  database = await createTestDatabase();
  db = database.db;
});
afterAll(() => database.drop());
beforeEach(async () => {
  newsletterId = await addNewsletter(db, { weekly_weekday: 7, weekly_at: '08:00', created_at: '2026-01-01T00:00:00Z' });
  const item = await addItem(db, await addOutlet(db, newsletterId), { title: 'Ferry sails again' });
  const story = await db
    .insertInto('stories')
    .values({
      newsletter_id: newsletterId,
      first_published_at: `${DATE}T00:00:00Z`,
      last_published_at: `${DATE}T00:00:00Z`,
      reasons: '[]',
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  const { id } = await db
    .insertInto('editions')
    .values({ newsletter_id: newsletterId, date: '2026-11-27', state: 'submitted' })
    .returning('id')
    .executeTakeFirstOrThrow();
  await db
    .insertInto('edition_stories')
    .values({
      edition_id: id,
      position: 1,
      story_id: story.id,
      item_id: item,
      url: 'https://a.example/1',
      headline: 'Ferry sails again',
      outlet_name: 'A',
    })
    .execute();
  await addReader(newsletterId);
});

test('the week’s best is composed before its hour, and sent at it, once', async () => {
  expect(await follow('07:00')).toEqual([]);
  expect(await follow('07:35')).toEqual(['compose']);
  expect(jobs[0]!.payload).toEqual({ newsletterId, date: DATE, dueAt: `${DATE}T08:00:00.000Z`, kind: 'weekly' });
  const dueAt = new Date(`${DATE}T08:00:00Z`);
  await composeEdition({ db, log, now: () => dueAt }, { newsletterId, date: DATE, kind: 'weekly', dueAt });
  expect(await follow('08:00')).toEqual(['render']);
  expect(await weekly()).toEqual([{ state: 'preparing', kind: 'weekly', date: DATE }]);
  expect(await follow('08:01')).toEqual([]);
});

test('one that is too late, or that nobody wants, is not sent', async () => {
  const dueAt = new Date(`${DATE}T08:00:00Z`);
  await composeEdition({ db, log, now: () => dueAt }, { newsletterId, date: DATE, kind: 'weekly', dueAt });
  expect(await follow('10:01')).toEqual([]);
  await db.updateTable('subscriptions').set({ frequency: 'daily' }).where('newsletter_id', '=', newsletterId).execute();
  expect(await follow('08:01')).toEqual([]);
  await db
    .updateTable('subscriptions')
    .set({ frequency: 'weekly' })
    .where('newsletter_id', '=', newsletterId)
    .execute();
  await db.updateTable('newsletters').set({ weekly_weekday: null }).where('id', '=', newsletterId).execute();
  expect(await follow('08:01')).toEqual([]);
});

test('one whose footer does not say who sends it is kept back until it does', async () => {
  const relay = { url: '', host: 'relay.example', port: 25, implicitTls: false, requireTls: false, auth: null };
  await composeEdition(
    { db, log, now: () => new Date(`${DATE}T07:40:00Z`) },
    { newsletterId, date: DATE, kind: 'weekly', dueAt: new Date(`${DATE}T08:00:00Z`) },
  );
  expect(await follow('08:00', [relay])).toEqual([]);
  expect(await weekly()).toMatchObject([{ state: 'draft' }]);
  await db
    .updateTable('newsletters')
    .set({ legal_name: 'Paper Ltd', postal_address: '1 Quay', privacy_url: 'https://paper.example/privacy' })
    .where('id', '=', newsletterId)
    .execute();
  expect(await follow('08:01', [relay])).toContain('render');
  expect(await weekly()).toMatchObject([{ state: 'preparing' }]);
});

import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Db } from '../../src/platform/db/client.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { addOutlet } from '../newsroom/rank/newsroom.ts';
import { openLedger, openNewsroom } from './newsroom.ts';

let database: TestDatabase;
let db: Db;

beforeAll(async () => {
  database = await createTestDatabase();
  db = database.db;
  await openLedger(db);
});
afterAll(() => database.drop());

test('outlets are asked once shortly before their edition is composed; one that fails keeps its pause', async () => {
  const room = await openNewsroom(db, { zone: 'UTC', send_at: '06:00', compose_lead_minutes: 30 });
  await room.addReader('ana');
  const later = new Date('2026-11-24T07:30:00Z');
  const outlet = (values: { last_fetched_at: string; failures?: number }) =>
    addOutlet(db, room.newsletterId, { next_fetch_at: later, ...values });
  const stale = await outlet({ last_fetched_at: '2026-11-24T04:30:00Z' });
  const fresh = await outlet({ last_fetched_at: '2026-11-24T05:21:00Z' });
  const failing = await outlet({ last_fetched_at: '2026-11-24T04:30:00Z', failures: 3 });
  const dueAt = async (id: number): Promise<Date> =>
    (await db.selectFrom('outlets').select('next_fetch_at').where('id', '=', id).executeTakeFirstOrThrow())
      .next_fetch_at;

  await room.tick('2026-11-24T05:19:00Z');
  expect(await dueAt(stale)).toEqual(later);
  await room.tick('2026-11-24T05:20:00Z');
  expect(await dueAt(stale)).toEqual(new Date('2026-11-24T05:20:00Z'));
  // As after a fetch: it is not asked again, however often the schedule is looked at.
  await db
    .updateTable('outlets')
    .set({ last_fetched_at: '2026-11-24T05:20:30Z', next_fetch_at: later })
    .where('id', '=', stale)
    .execute();
  for (const at of ['05:21', '05:30', '05:45', '05:59']) await room.tick(`2026-11-24T${at}:00Z`);
  for (const id of [stale, fresh, failing]) expect(await dueAt(id)).toEqual(later);
});

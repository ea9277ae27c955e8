import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { countSchedulers, listUnfollowed } from '../../src/schedule/unfollowed.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { makeEdition, makeNewsletter, openSite } from '../web/support.ts';

const NOW = new Date('2026-11-24T12:00:00Z');
let database: TestDatabase;
let id: number;

beforeAll(async () => {
  database = await createTestDatabase();
  const newsletter = await makeNewsletter(database.db);
  id = newsletter.id;
  await database.db
    .updateTable('newsletters')
    .set({ created_at: new Date('2026-11-20T00:00:00Z'), zone: 'UTC', send_at: '05:30' })
    .execute();
  await database.db
    .insertInto('outlets')
    .values({ newsletter_id: id, url: 'https://gazette.example/feed', name: 'The Gazette' })
    .execute();
});
beforeEach(async () => {
  await database.db.deleteFrom('editions').execute();
  await database.db.deleteFrom('leases').execute();
  await seen('2026-11-24T05:29:00Z');
});
afterAll(() => database.drop());

const seen = (at: string): Promise<unknown> =>
  sql`insert into settings (key, value) values (${`schedule:${id}`}, ${JSON.stringify(at)}::jsonb)
      on conflict (key) do update set value = excluded.value`.execute(database.db);
const lease = (seconds: number): Promise<unknown> =>
  sql`insert into leases (id, role, holder, until)
      values (gen_random_uuid(), 'process:scheduler', 'here:1', now() + ${seconds} * interval '1 second')`.execute(
    database.db,
  );
const dates = async (): Promise<string[]> => (await listUnfollowed(database, NOW)).map(({ date }) => date);

test('an hour that passed since the schedule was last followed is told while no scheduler lives', async () => {
  expect(await dates()).toEqual(['2026-11-24']);
  await seen('2026-11-24T05:31:00Z');
  expect(await dates()).toEqual([]);
});

test('a scheduler that lives says itself what is late; one whose lease ran out does not live', async () => {
  await lease(-1);
  expect([await dates(), await countSchedulers(database)]).toEqual([['2026-11-24'], 0]);
  await lease(60);
  expect([await dates(), await countSchedulers(database)]).toEqual([[], 1]);
});

test('an edition that was sent by hand waits for no scheduler, a draft does', async () => {
  const dueAt = new Date('2026-11-24T05:30:00Z');
  await makeEdition(database.db, id, { date: '2026-11-24', state: 'draft', dueAt });
  expect(await dates()).toEqual(['2026-11-24']);
  await database.db.updateTable('editions').set({ state: 'submitted' }).execute();
  expect(await dates()).toEqual([]);
});

test('/readyz answers 503 with the newsletter and the scheduler, and metrics count it', async () => {
  const site = await openSite(database.db);
  const response = await site.app.request('/readyz');
  expect(response.status).toBe(503);
  const { checks } = (await response.json()) as { checks: object };
  const reason = 'no scheduler lives, and its hour of 2026-11-24T05:30:00.000Z passed';
  expect(checks).toMatchObject({
    scheduler: { ok: false, detail: [{ newsletter: 'daily', date: '2026-11-24', reason }] },
  });
  const metrics = await (await site.app.request('/metrics')).text();
  expect(metrics).toMatch(/reveille_schedulers\{[^}]*\} 0/);
  expect(metrics).toMatch(/reveille_schedules_unfollowed\{[^}]*\} 1/);
  await lease(60);
  expect((await site.app.request('/readyz')).status).toBe(200);
});

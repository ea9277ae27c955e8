import { sql } from 'kysely';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Db } from '../../src/platform/db/client.ts';
import { freezeAudience, refreshWave } from '../../src/deliver/deliver.ts';
import { instantOf } from '../../src/domain/due.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { openNewsroom, type Newsroom } from './newsroom.ts';

// The ledger is frozen by the database's clock: every hour of this date is still to come.
const date = Temporal.Now.plainDateISO('UTC').add({ days: 5 }).toString();
const tokyo = instantOf(date, '05:30', 'Asia/Tokyo');
const utc = instantOf(date, '05:30', 'UTC');
const honolulu = instantOf(date, '05:30', 'Pacific/Honolulu');
const before = (instant: Date): Date => new Date(instant.getTime() - 600_000);

let database: TestDatabase;
let db: Db;
let room: Newsroom;
let editionId: number;

async function freeze(settings: { canary_percent?: number } = {}): Promise<void> {
  room = await openNewsroom(db, { zone: 'UTC', ...settings });
  await room.addReader('stays');
  await room.addReader('moves');
  await room.addReader('tokyo', { zone: 'Asia/Tokyo' });
  await room.addReader('honolulu', { zone: 'Pacific/Honolulu' });
  const edition = { newsletter_id: room.newsletterId, date, state: 'preparing', by_readers_clock: true } as const;
  editionId = (await db.insertInto('editions').values(edition).returning('id').executeTakeFirstOrThrow()).id;
  await freezeAudience({ db }, editionId);
}
const refresh = (dueAt: Date, now = before(dueAt)) => refreshWave({ db, now: () => now }, { editionId, dueAt });
const hours = async (): Promise<Record<string, { due: Date; next: Date }>> => {
  const { rows } = await sql<{ email: string; due: Date; next: Date }>`
    select p.email, d.due_at as due, d.next_attempt_at as next
    from deliveries d join subscribers p on p.id = d.subscriber_id`.execute(db);
  return Object.fromEntries(rows.map(({ email, due, next }) => [email, { due, next }]));
};
const readers = () =>
  db.selectFrom('waves').select(['due_at', 'readers']).where('edition_id', '=', editionId).orderBy('due_at').execute();

beforeEach(async () => {
  database = await createTestDatabase();
  db = database.db;
});
afterEach(() => database.drop());

test('a reader who moved to an earlier hour comes forward before it, and to a later one waits for it', async () => {
  await freeze();
  await room.moveReader('moves', { zone: 'Asia/Tokyo' });
  expect(await refresh(tokyo)).toEqual({ added: 0, moved: 1 });
  expect((await hours())['moves']).toEqual({ due: tokyo, next: tokyo });
  expect((await readers()).map((wave) => wave.readers)).toEqual([2, 1, 1]);
  await room.moveReader('moves', { zone: 'Pacific/Honolulu' });
  expect(await refresh(tokyo)).toEqual({ added: 0, moved: 1 });
  expect((await hours())['moves']?.due).toEqual(honolulu);
  expect(await refresh(tokyo)).toEqual({ added: 0, moved: 0 });
});

test('who moved to an hour that is over keeps the old one, and at the hour itself nobody is sent away', async () => {
  await freeze();
  await room.moveReader('moves', { zone: 'Asia/Tokyo' });
  expect(await refresh(utc)).toEqual({ added: 0, moved: 0 });
  expect((await hours())['moves']?.due).toEqual(utc);
  await room.moveReader('moves', { zone: 'Pacific/Honolulu' });
  expect(await refresh(utc, utc)).toEqual({ added: 0, moved: 0 });
});

test('a delivery that was attempted, or waits for its domain, does not change', async () => {
  await freeze();
  for (const zone of ['Asia/Tokyo', 'Pacific/Honolulu']) {
    await room.moveReader('moves', { zone });
    await sql`update deliveries set attempts = 1`.execute(db);
    expect(await refresh(zone === 'Asia/Tokyo' ? tokyo : utc)).toMatchObject({ moved: 0 });
    await sql`update deliveries set attempts = 0, next_attempt_at = due_at + interval '20 s'`.execute(db);
    expect(await refresh(zone === 'Asia/Tokyo' ? tokyo : utc)).toMatchObject({ moved: 0 });
    await sql`update deliveries set next_attempt_at = due_at`.execute(db);
  }
});

test('a canary’s reader stays one at the new hour', async () => {
  await freeze({ canary_percent: 50 });
  await sql`update deliveries set next_attempt_at = due_at - interval '1 ms'`.execute(db);
  await room.moveReader('moves', { zone: 'Asia/Tokyo' });
  expect(await refresh(tokyo)).toMatchObject({ moved: 1 });
  expect((await hours())['moves']).toEqual({ due: tokyo, next: new Date(tokyo.getTime() - 1) });
});

test('a reader who came since is added before their hour, once, and only while the edition waits for others', async () => {
  await freeze();
  await room.addReader('new', { zone: 'Pacific/Honolulu' });
  const added = await Promise.all([refresh(honolulu), refresh(honolulu)]);
  expect(added[0]!.added + added[1]!.added).toBe(1);
  expect((await hours())['new']).toEqual({ due: honolulu, next: honolulu });
  expect((await readers()).map((wave) => wave.readers)).toEqual([1, 2, 2]);
  await room.addReader('newer', { zone: 'Pacific/Honolulu' });
  await sql`update deliveries set state = 'submitted'`.execute(db);
  expect(await refresh(honolulu)).toMatchObject({ added: 0 });
});

test('an edition that is over, or goes to all at once, has no wave to bring up to date', async () => {
  await freeze();
  await db.updateTable('editions').set({ state: 'paused' }).execute();
  expect(await refresh(utc)).toEqual({ added: 0, moved: 0 });
  await db.updateTable('editions').set({ by_readers_clock: false }).execute();
  expect(await refresh(utc)).toBeNull();
  await db.updateTable('editions').set({ by_readers_clock: true, state: 'submitted' }).execute();
  expect(await refresh(utc)).toBeNull();
});

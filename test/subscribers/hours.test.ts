import { afterAll, beforeAll, expect, test } from 'vitest';
import { setReaderHour } from '../../src/subscribers/hours.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { makeNewsletter } from '../support/edition.ts';

let database: TestDatabase;
let newsletterId: number;
beforeAll(async () => {
  database = await createTestDatabase();
  newsletterId = await makeNewsletter(database.db, 'hours', 2);
});
afterAll(() => database.drop());

const set = (hour: Parameters<typeof setReaderHour>[1]['hour'], address = 'Reader1@hours.example') =>
  setReaderHour(database, { address, newsletterId, hour });

test('a reader’s hour and zone are set one by one, and taken back', async () => {
  expect(await set({ sendAt: '06:15' })).toEqual({ sendAt: '06:15:00', zone: null });
  expect(await set({ zone: 'Asia/Tokyo' })).toEqual({ sendAt: '06:15:00', zone: 'Asia/Tokyo' });
  expect(await set({ sendAt: null })).toEqual({ sendAt: null, zone: 'Asia/Tokyo' });
  const others = await database.db.selectFrom('subscriptions').select('zone').where('zone', 'is not', null).execute();
  expect(others).toHaveLength(1);
});

test('what is no time, no zone or no subscription is refused', async () => {
  await expect(set({ sendAt: '24:00' })).rejects.toMatchObject({ code: 'INVALID_INPUT' });
  await expect(set({ zone: 'Mars/Olympus' })).rejects.toMatchObject({ code: 'INVALID_INPUT' });
  await expect(set({ zone: 'UTC' }, 'nobody@hours.example')).rejects.toMatchObject({ code: 'NOT_FOUND' });
});

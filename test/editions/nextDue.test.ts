import { afterAll, beforeAll, expect, test } from 'vitest';
import { findNextDue, findNextDueAfter, findNextForReader } from '../../src/editions/nextDue.ts';
import { addNewsletter, setNewsletter, type Newsletter } from '../../src/editions/newsletters/newsletters.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';

let database: TestDatabase;
let newsletter: Newsletter;
beforeAll(async () => {
  database = await createTestDatabase();
  const { db } = database;
  await addNewsletter({ db }, 'daily', { name: 'Daily', from: 'news@paper.example' }, 'test');
  const settings = { zone: 'America/New_York', at: '06:30', weekdays: '1,2,3,4,5' };
  newsletter = await setNewsletter({ db }, 'daily', settings, 'test');
});
afterAll(() => database.drop());

const none = { due_at: null, started_at: null, created_at: new Date('2026-11-24T15:00:00Z') };
const next = (part: Partial<Parameters<typeof findNextDue>[2]>): Promise<Date | null> =>
  findNextDue(database, newsletter, { date: '2026-11-24', kind: 'daily', ...none, ...part });

test('after a daily edition comes that of the next weekday, at the newsletter’s hour', async () => {
  expect(await next({})).toEqual(new Date('2026-11-25T11:30:00Z'));
  expect(await next({ date: '2026-11-27' })).toEqual(new Date('2026-11-30T11:30:00Z'));
});

test('a special edition before the hour names that day, and after it the next', async () => {
  expect(await next({ kind: 'special' })).toEqual(new Date('2026-11-25T11:30:00Z'));
  const early = new Date('2026-11-24T08:00:00Z');
  expect(await next({ kind: 'special', due_at: early })).toEqual(new Date('2026-11-24T11:30:00Z'));
});

test('a dated exception moves or skips an edition, and a long break promises nothing', async () => {
  const { db } = database;
  const add = (date: string, send_at: string | null) =>
    db.insertInto('schedule_exceptions').values({ newsletter_id: newsletter.id, date, send_at, note: '' }).execute();
  await add('2026-12-24', '05:00');
  await add('2026-12-25', null);
  expect(await next({ date: '2026-12-23' })).toEqual(new Date('2026-12-24T10:00:00Z'));
  expect(await next({ date: '2026-12-24' })).toEqual(new Date('2026-12-28T11:30:00Z'));
  const day = Temporal.PlainDate.from('2027-03-01');
  for (let days = 0; days <= 70; days++) await add(day.add({ days }).toString(), null);
  expect(await findNextDueAfter(database, newsletter, new Date('2027-02-28T23:00:00Z'))).toBeNull();
});

test('a reader’s next edition comes at their own hour, in their own zone, on the days that they chose', async () => {
  const at = new Date('2026-11-27T15:00:00Z');
  const own = { zone: null, sendAt: null, frequency: 'daily' } as const;
  const forReader = (part: Partial<Parameters<typeof findNextForReader>[2]>) =>
    findNextForReader(database, newsletter, { ...own, ...part }, at);
  expect(await forReader({})).toEqual(new Date('2026-11-30T11:30:00Z'));
  expect(await forReader({ zone: 'Europe/Berlin', sendAt: '07:00' })).toEqual(new Date('2026-11-30T06:00:00Z'));
  expect(await forReader({ sendAt: '20:00' })).toEqual(new Date('2026-11-28T01:00:00Z'));
  expect(await forReader({ zone: 'Nowhere/Gone' })).toEqual(new Date('2026-11-30T11:30:00Z'));
  // Sunday at eight, by the newsletter's clock.
  expect(await forReader({ frequency: 'weekly', zone: 'Europe/Berlin' })).toEqual(new Date('2026-11-29T13:00:00Z'));
  const all = { ...newsletter, weekdays: [1, 2, 3, 4, 5, 6, 7] };
  const weekdays = { ...own, frequency: 'weekdays' } as const;
  expect(await findNextForReader(database, all, weekdays, at)).toEqual(new Date('2026-11-30T11:30:00Z'));
});

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Db } from '../../src/platform/db/client.ts';
import { findDue } from '../../src/schedule/load.ts';
import type { Schedule } from '../../src/domain/due.ts';
import { loadReaderHours, planWaves, wavesOf, type ReaderHour } from '../../src/readers/waves.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { openNewsroom, type Newsroom } from '../schedule/newsroom.ts';

const washington: Schedule = {
  zone: 'America/New_York',
  sendAt: '05:30:00',
  weekdays: [1, 2, 3, 4, 5, 6, 7],
  exceptions: new Map(),
};
const own = (ownZone: string | null, ownSendAt: string | null = null): ReaderHour => ({ ownZone, ownSendAt });
const plan = (hours: ReaderHour[], date: string, schedule = washington): string[] =>
  planWaves(schedule, hours, date).map(({ zone, sendAt, dueAt }) => `${dueAt.toISOString()} ${sendAt} ${zone}`);

describe('the waves of one date', () => {
  test('begin 14 hours before Washington’s in Tokyo, and last for a day and two hours', () => {
    const hours = [own('Asia/Tokyo'), own('Pacific/Honolulu'), own('Pacific/Kiritimati'), own(null, '07:00:00')];
    expect(plan(hours, '2026-11-24')).toEqual([
      '2026-11-23T15:30:00.000Z 05:30:00 Pacific/Kiritimati',
      '2026-11-23T20:30:00.000Z 05:30:00 Asia/Tokyo',
      '2026-11-24T10:30:00.000Z 05:30:00 America/New_York',
      '2026-11-24T12:00:00.000Z 07:00:00 America/New_York',
      '2026-11-24T15:30:00.000Z 05:30:00 Pacific/Honolulu',
    ]);
  });

  test('follow each zone’s own clock on the nights when clocks change', () => {
    const hours = ['Europe/Berlin', 'Australia/Lord_Howe', 'America/Santiago', 'Asia/Tokyo'].map((zone) =>
      own(zone, '02:15:00'),
    );
    const instants = (date: string): Record<string, string> =>
      Object.fromEntries(
        planWaves({ ...washington, sendAt: '02:30' }, hours, date).map(({ zone, dueAt }) => [
          zone,
          dueAt.toISOString(),
        ]),
      );
    // Washington's spring night: 02:30 does not exist, 03:00 does. Elsewhere it is a night as any.
    expect(instants('2026-03-08')).toMatchObject({
      'America/New_York': '2026-03-08T07:00:00.000Z',
      'Europe/Berlin': '2026-03-08T01:15:00.000Z',
    });
    expect(instants('2026-03-29')).toMatchObject({
      'Europe/Berlin': '2026-03-29T01:00:00.000Z',
      'America/New_York': '2026-03-29T06:30:00.000Z',
    });
    expect(instants('2026-10-04')).toMatchObject({ 'Australia/Lord_Howe': '2026-10-03T15:30:00.000Z' });
    // Autumn: the first of two.
    expect(instants('2026-10-25')).toMatchObject({ 'Europe/Berlin': '2026-10-25T00:15:00.000Z' });
    expect(instants('2026-11-01')).toMatchObject({ 'America/New_York': '2026-11-01T07:30:00.000Z' });
  });

  test('move with a dated exception only for readers without an hour of their own', () => {
    const schedule = { ...washington, exceptions: new Map([['2026-11-26', '08:00:00']]) };
    expect(plan([own(null, '05:30:00'), own('Asia/Tokyo')], '2026-11-26', schedule)).toEqual([
      '2026-11-25T23:00:00.000Z 05:30:00 Asia/Tokyo',
      '2026-11-26T10:30:00.000Z 05:30:00 America/New_York',
      '2026-11-26T13:00:00.000Z 05:30:00 America/New_York',
    ]);
  });

  test('are none on a day without an edition', () => {
    const schedule = { ...washington, weekdays: [1], exceptions: new Map([['2026-11-23', null]]) };
    expect(plan([own('Asia/Tokyo')], '2026-11-23', schedule)).toEqual([]);
    expect(plan([own('Asia/Tokyo')], '2026-11-24', schedule)).toEqual([]);
  });

  test('use the newsletter’s zone instead of an unknown one, and its time instead of one that no clock shows', () => {
    expect(plan([own('Mars/Olympus', '06:00:00'), own('', '24:00:00')], '2026-11-24')).toEqual([
      '2026-11-24T10:30:00.000Z 05:30:00 America/New_York',
      '2026-11-24T11:00:00.000Z 06:00:00 Mars/Olympus',
    ]);
  });
});

describe('what readers chose', () => {
  let database: TestDatabase;
  let db: Db;
  let room: Newsroom;

  beforeAll(async () => {
    database = await createTestDatabase();
    db = database.db;
    room = await openNewsroom(db, { zone: 'America/New_York' });
    const chosen: [string | null, string | null][] = [
      [null, null],
      ['Asia/Tokyo', null],
      ['Asia/Tokyo', null],
      ['Asia/Tokyo', '06:00'],
      ['Asia/Tokyo', '07:00'],
      ['Europe/Paris', '07:00'],
      [null, '06:00'],
      [null, '21:00'],
    ];
    for (const [at, [zone, sendAt]] of chosen.entries()) await room.addReader(`r${at}@a.example`, { zone, sendAt });
    const gone = await room.addReader('gone@a.example', { zone: 'Asia/Kolkata' });
    await db.updateTable('subscriptions').set({ status: 'unsubscribed' }).where('subscriber_id', '=', gone).execute();
    const other = await openNewsroom(db);
    await other.addReader('else@a.example', { zone: 'Asia/Dhaka' });
  });
  afterAll(() => database.drop());

  test('is found once for each zone and hour, of active readers of this newsletter', async () => {
    const hours = await loadReaderHours({ db }, room.newsletterId);
    const sorted = hours.map(({ ownZone, ownSendAt }) => `${ownZone} ${ownSendAt}`).toSorted();
    expect(sorted).toEqual([
      'Asia/Tokyo 06:00:00',
      'Asia/Tokyo 07:00:00',
      'Asia/Tokyo null',
      'Europe/Paris 07:00:00',
      'null 06:00:00',
      'null 21:00:00',
    ]);
    expect(await loadReaderHours({ db }, 999_999)).toEqual([]);
  });

  test('makes the edition’s first hour, and none is before what the edition promised first', async () => {
    const newsletter = await db
      .selectFrom('newsletters')
      .selectAll()
      .where('id', '=', room.newsletterId)
      .executeTakeFirstOrThrow();
    expect(await findDue({ db }, newsletter, '2026-11-24')).toEqual(new Date('2026-11-23T20:30:00Z'));
    expect((await wavesOf({ db }, newsletter, '2026-11-24'))[0]).toMatchObject({ zone: 'Asia/Tokyo' });
    const firstAt = new Date('2026-11-24T06:00:00Z');
    await db
      .insertInto('editions')
      .values({ newsletter_id: room.newsletterId, date: '2026-11-24', due_at: firstAt })
      .execute();
    const instants = (await wavesOf({ db }, newsletter, '2026-11-24')).map(({ dueAt }) => dueAt);
    expect(instants.filter((dueAt) => dueAt.getTime() === firstAt.getTime())).toHaveLength(4);
    await db
      .insertInto('schedule_exceptions')
      .values({ newsletter_id: room.newsletterId, date: '2026-12-25', send_at: null })
      .execute();
    expect(await wavesOf({ db }, newsletter, '2026-12-25')).toEqual([]);
    expect(await findDue({ db }, newsletter, '2026-12-25')).toBeNull();
  });
});

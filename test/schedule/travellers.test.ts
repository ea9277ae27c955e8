import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Db } from '../../src/platform/db/client.ts';
import { instantOf } from '../../src/domain/due.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { runs } from '../support/runs.ts';
import { openLedger, openNewsroom, type Newsroom } from './newsroom.ts';

type Own = { zone: string | null; sendAt: string | null };
type Move = { reader: string; at: Date; own: Own };

const HOME = { zone: 'America/New_York', sendAt: '05:30' };
const DAY_MS = 86_400_000;
const LEAD_MS = 10 * 60_000;

let database: TestDatabase;
let db: Db;

beforeEach(async () => {
  database = await createTestDatabase();
  db = database.db;
  await openLedger(db);
});
afterEach(() => database.drop());

const datesFrom = (first: string, days: number): string[] =>
  Array.from({ length: days }, (_, day) => Temporal.PlainDate.from(first).add({ days: day }).toString());

const ownInstant = (date: string, { zone, sendAt }: Own): Date =>
  instantOf(date, sendAt ?? HOME.sendAt, zone ?? HOME.zone);

/** Runs a newsroom over the dates given: it looks at every hour that any reader ever has, and shortly before. */
async function live(
  readers: ReadonlyMap<string, Own>,
  moves: readonly Move[],
  dates: readonly string[],
): Promise<Newsroom> {
  const start = Date.parse(`${dates[0]}T00:00:00Z`) - 2 * DAY_MS;
  const room = await openNewsroom(db, {
    zone: HOME.zone,
    send_at: HOME.sendAt,
    compose_lead_minutes: 10,
    created_at: new Date(start),
  });
  for (const [email, own] of readers) await room.addReader(email, own);
  const every = [{ zone: null, sendAt: null }, ...readers.values(), ...moves.map(({ own }) => own)];
  const around = [
    ...datesFrom(Temporal.PlainDate.from(dates[0]!).subtract({ days: 2 }).toString(), 2),
    ...dates,
    ...datesFrom(Temporal.PlainDate.from(dates.at(-1)!).add({ days: 1 }).toString(), 2),
  ];
  const instants = around.flatMap((date) => every.map((own) => ownInstant(date, own).getTime()));
  const looks = new Set(instants.flatMap((at) => [at - LEAD_MS, at]).filter((at) => at > start));
  const events = [...looks].map((at) => ({ at, move: null as Move | null }));
  for (const move of moves) events.push({ at: move.at.getTime(), move });
  for (const { at, move } of events.toSorted((a, b) => a.at - b.at))
    if (move) await room.moveReader(move.reader, move.own);
    else await room.tick(new Date(at));
  return room;
}

const journeyOf = async (room: Newsroom, reader: string): Promise<string[]> =>
  (await room.copies())
    .filter(({ email, date }) => email === reader && date >= '2026-11-23' && date <= '2026-11-28')
    .map(({ date, state, at }) => `${date} ${state} ${at?.toISOString()}`);

describe('a traveller gets each date’s edition once', () => {
  const week = datesFrom('2026-11-23', 6);
  /** The days about a move. */
  const days = datesFrom('2026-11-24', 3);
  const from = (zone: string): ReadonlyMap<string, Own> =>
    new Map([
      ['traveller', { zone, sendAt: null }],
      ['resident', { zone: null, sendAt: null }],
    ]);
  const to = (zone: string, at: string): Move[] => [
    { reader: 'traveller', at: new Date(at), own: { zone, sendAt: null } },
  ];
  const rest = (journey: string[]): string[] => journey.map((copy) => copy.slice(5).replace('submitted 2026-', ''));

  test('at the new hour, from the next copy on, who moves after the day’s copy', async () => {
    const room = await live(from('America/New_York'), to('Asia/Tokyo', '2026-11-25T12:00:00Z'), week);
    expect(rest(await journeyOf(room, 'traveller'))).toEqual([
      '11-23 11-23T10:30:00.000Z',
      '11-24 11-24T10:30:00.000Z',
      '11-25 11-25T10:30:00.000Z',
      '11-26 11-25T20:30:00.000Z',
      '11-27 11-26T20:30:00.000Z',
      '11-28 11-27T20:30:00.000Z',
    ]);
  });

  test('at the new hour the same day, who moves west before the wave', async () => {
    const room = await live(from('Europe/Berlin'), to('America/Los_Angeles', '2026-11-25T03:00:00Z'), days);
    expect(rest(await journeyOf(room, 'traveller')).slice(1, 4)).toEqual([
      '11-24 11-24T04:30:00.000Z',
      '11-25 11-25T13:30:00.000Z',
      '11-26 11-26T13:30:00.000Z',
    ]);
  });

  // In Tokyo each date's edition has begun by then.
  const withTokyo = new Map([...from('Pacific/Honolulu'), ['tokyo', { zone: 'Asia/Tokyo', sendAt: null }]]);

  test('at the old hour once more, who moves east over the date line into an hour that is over', async () => {
    const room = await live(withTokyo, to('Pacific/Kiritimati', '2026-11-25T09:00:00Z'), days);
    expect(rest(await journeyOf(room, 'traveller')).slice(1, 5)).toEqual([
      '11-24 11-24T15:30:00.000Z',
      '11-25 11-25T15:30:00.000Z',
      '11-26 11-25T15:30:00.000Z',
      '11-27 11-26T15:30:00.000Z',
    ]);
  });

  test('with its first wave, who moves east over the date line before an edition that would have begun', async () => {
    const room = await live(withTokyo, to('Pacific/Kiritimati', '2026-11-25T16:00:00Z'), days);
    expect(rest(await journeyOf(room, 'traveller')).slice(1, 5)).toEqual([
      '11-24 11-24T15:30:00.000Z',
      '11-25 11-25T15:30:00.000Z',
      '11-26 11-25T20:30:00.000Z',
      '11-27 11-26T15:30:00.000Z',
    ]);
  });

  test('at the new hour of that date, who moves west over the date line before the day’s copy', async () => {
    const room = await live(from('Pacific/Kiritimati'), to('Pacific/Honolulu', '2026-11-24T15:00:00Z'), days);
    expect(rest(await journeyOf(room, 'traveller')).slice(1, 4)).toEqual([
      '11-24 11-23T15:30:00.000Z',
      '11-25 11-25T15:30:00.000Z',
      '11-26 11-26T15:30:00.000Z',
    ]);
  });

  test('never twice for the day that the date line repeats, who moves west after the day’s copy', async () => {
    const room = await live(from('Pacific/Kiritimati'), to('Pacific/Honolulu', '2026-11-24T16:00:00Z'), days);
    expect(rest(await journeyOf(room, 'traveller')).slice(1, 4)).toEqual([
      '11-24 11-23T15:30:00.000Z',
      '11-25 11-24T15:30:00.000Z',
      '11-26 11-26T15:30:00.000Z',
    ]);
  });
});

const zones = fc.constantFrom(
  null,
  'Asia/Tokyo',
  'Pacific/Honolulu',
  'Pacific/Kiritimati',
  'Europe/Berlin',
  'Australia/Lord_Howe',
);
const hours = fc.constantFrom(null, null, '02:30', '21:00');
const own: fc.Arbitrary<Own> = fc.record({ zone: zones, sendAt: hours });
// Nights on which clocks change: Washington's in March, Berlin's, Lord Howe's twice, Berlin's in October, Washington's.
const firstDates = fc.constantFrom('2027-03-11', '2027-03-25', '2027-04-01', '2027-09-30', '2027-10-28', '2027-11-04');
const READERS = ['ana', 'ben', 'caro', 'dov'];
const DAYS = 6;

/**
 * Whatever readers do, each has one copy of each date's edition, submitted; and it came at an hour that was theirs on
 * that date at some time, or when the edition started, where they had moved into an hour already past. Who did
 * not move about that date got it at their hour to the minute.
 */
test(
  'over six days of any moves of zone and hour, each reader gets each date’s edition once, and at an hour of theirs',
  { timeout: 600_000 },
  async () => {
    const moves = fc.array(
      fc.record({
        reader: fc.constantFrom(...READERS),
        // odd minutes: never at the same instant as a look
        minute: fc.integer({ min: 0, max: DAYS * 288 - 1 }).map((step) => step * 5 + 1),
        own,
      }),
      { maxLength: 8 },
    );
    const lives = fc.record({ first: firstDates, homes: fc.tuple(own, own, own, own), moves });
    await fc.assert(
      fc.asyncProperty(lives, async ({ first, homes, moves: drawn }) => {
        const dates = datesFrom(first, DAYS);
        const start = Date.parse(`${first}T00:00:00Z`);
        const made = drawn.map(({ reader, minute, own: to }) => ({
          reader,
          at: new Date(start + minute * 60_000),
          own: to,
        }));
        const readers = new Map(READERS.map((reader, at) => [reader, homes[at]!]));
        const room = await live(readers, made, dates);
        const copies = await room.copies();
        await room.close();
        for (const [reader, home] of readers)
          for (const date of dates) {
            const mine = copies.filter((copy) => copy.email === reader && copy.date === date);
            expect(mine.map(({ state }) => state)).toEqual(['submitted']);
            const at = mine[0]!.at!.getTime();
            const owns = [home, ...made.filter((move) => move.reader === reader).map((move) => move.own)];
            const startedAt = Math.min(
              ...copies.filter((copy) => copy.date === date).map((copy) => copy.at!.getTime()),
            );
            const allowed = [...owns.map((each) => ownInstant(date, each).getTime()), startedAt];
            expect(allowed).toContain(at);
            if (!made.some((move) => move.reader === reader)) expect(at).toBe(ownInstant(date, home).getTime());
          }
      }),
      { numRuns: runs(2) },
    );
  },
);

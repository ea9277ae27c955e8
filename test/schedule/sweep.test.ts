import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Db } from '../../src/platform/db/client.ts';
import { confirmAudience } from '../../src/editions/guard.ts';
import { listOverdue } from '../../src/editions/load.ts';
import { listWaves } from '../../src/editions/waves.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { openLedger, openNewsroom, type Newsroom } from './newsroom.ts';

let database: TestDatabase;
let db: Db;

beforeEach(async () => {
  database = await createTestDatabase();
  db = database.db;
  await openLedger(db);
});
afterEach(() => database.drop());

const sent = async (room: Newsroom): Promise<string[]> =>
  (await room.copies()).map(({ email, date, state, at }) =>
    `${date} ${email} ${state} ${at?.toISOString() ?? ''}`.trim(),
  );

/** Everybody at the newsletter's hour, Kiritimati 14 hours before Greenwich and Honolulu 10 after it. */
async function openWorld(settings: Parameters<typeof openNewsroom>[1] = {}): Promise<Newsroom> {
  const room = await openNewsroom(db, {
    zone: 'America/New_York',
    created_at: '2026-11-23T12:00:00Z',
    ...settings,
  });
  for (const [email, zone] of [
    ['washington', null],
    ['tokyo', 'Asia/Tokyo'],
    ['honolulu', 'Pacific/Honolulu'],
    ['kiritimati', 'Pacific/Kiritimati'],
  ] as const)
    await room.addReader(email, { zone, ...(email === 'kiritimati' ? { sendAt: '05:00' } : {}) });
  return room;
}

describe('an edition by the readers’ clock', () => {
  test('is composed before its first wave, starts with it, and overlaps the next one', async () => {
    const room = await openWorld();
    expect((await room.tick('2026-11-23T14:29:00Z')).filter(({ name }) => name === 'compose')).toEqual([]);
    const jobs = await room.tick('2026-11-23T14:30:00Z');
    expect(jobs.map(({ name }) => name)).toEqual(['compose']);
    expect(jobs[0]!.payload).toMatchObject({ date: '2026-11-24', dueAt: '2026-11-23T15:00:00.000Z' });
    await room.tick('2026-11-23T15:00:00Z');
    expect(await sent(room)).toContain('2026-11-24 kiritimati submitted 2026-11-23T15:00:00.000Z');
    expect((await room.edition('2026-11-24')).state).toBe('submitting');
    for (const at of ['23T20:30', '24T10:30', '24T14:30', '24T15:00']) await room.tick(`2026-11-${at}:00Z`);
    // The date line: Kiritimati has tomorrow's edition while Honolulu still waits for today's.
    expect((await room.edition('2026-11-25')).state).toBe('submitting');
    expect((await room.edition('2026-11-24')).state).toBe('submitting');
    await room.tick('2026-11-24T15:30:00Z');
    expect((await room.edition('2026-11-24')).state).toBe('submitted');
    expect((await sent(room)).filter((copy) => copy.startsWith('2026-11-24') && copy.includes('submitted'))).toEqual([
      '2026-11-24 kiritimati submitted 2026-11-23T15:00:00.000Z',
      '2026-11-24 tokyo submitted 2026-11-23T20:30:00.000Z',
      '2026-11-24 washington submitted 2026-11-24T10:30:00.000Z',
      '2026-11-24 honolulu submitted 2026-11-24T15:30:00.000Z',
    ]);
  });

  test('shows its waves as planned, then as they went, each with its cut-off and its deadline', async () => {
    const room = await openWorld({ max_lateness_minutes: 60 });
    await room.tick('2026-11-23T14:30:00Z');
    const { id } = await room.edition('2026-11-24');
    const planned = await listWaves({ db }, id);
    expect(planned.map(({ dueAt, readers, cutOff }) => [dueAt.toISOString(), readers, cutOff])).toEqual(
      ['23T15:00', '23T20:30', '24T10:30', '24T15:30'].map((at) => [
        `2026-11-${at}:00.000Z`,
        1,
        new Date(`2026-11-${at}:00Z`),
      ]),
    );
    await room.tick('2026-11-23T15:00:00Z');
    const [first, second] = await listWaves({ db }, id);
    expect(first).toMatchObject({ readers: 1, byState: { submitted: 1, pending: 0 }, rechecked: null });
    expect(second).toMatchObject({ byState: { pending: 1 }, deadline: new Date('2026-11-23T21:30:00Z'), changes: [] });
    await room.tick('2026-11-23T15:30:00Z');
    // Hours later it is under way; overdue it is once some wave is.
    expect(await listOverdue({ db }, new Date('2026-11-23T21:30:00Z'))).toEqual([]);
    expect(await listOverdue({ db }, new Date('2026-11-23T21:31:00Z'))).toMatchObject([{ id, flag: null }]);
    await expect(listWaves({ db }, 999_999)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  test('has each later wave looked at ten minutes before, and once more at its hour', async () => {
    const room = await openWorld();
    const rechecks = async (at: string): Promise<string[]> =>
      (await room.tick(at)).flatMap((job) => (job.name === 'recheck' ? [job.payload.dueAt] : []));
    await room.tick('2026-11-23T14:55:00Z');
    expect(await rechecks('2026-11-23T15:00:00Z')).toEqual([]);
    expect(await rechecks('2026-11-23T20:19:00Z')).toEqual([]);
    expect(await rechecks('2026-11-23T20:20:00Z')).toEqual(['2026-11-23T20:30:00.000Z']);
    expect(await rechecks('2026-11-23T20:25:00Z')).toEqual([]);
    expect(await rechecks('2026-11-23T20:30:00Z')).toEqual(['2026-11-23T20:30:00.000Z']);
    expect(await rechecks('2026-11-23T20:31:00Z')).toEqual([]);
  });

  test('reaches who signs up before their hour, also where nobody was when it started', async () => {
    const room = await openWorld();
    await room.tick('2026-11-23T14:55:00Z');
    await room.tick('2026-11-23T15:00:00Z');
    await room.addReader('paris', { zone: 'Europe/Paris' });
    await room.addReader('late in tokyo', { zone: 'Asia/Tokyo', sendAt: '00:30' });
    for (const at of ['24T04:20', '24T04:30', '24T10:20', '24T10:30']) await room.tick(`2026-11-${at}:00Z`);
    const copies = (await sent(room)).filter((copy) => copy.startsWith('2026-11-24'));
    expect(copies).toContain('2026-11-24 paris submitted 2026-11-24T04:30:00.000Z');
    // 00:30 in Tokyo was over when that reader came.
    expect(copies.some((copy) => copy.includes('late in tokyo'))).toBe(false);
    const { id } = await room.edition('2026-11-24');
    expect((await listWaves({ db }, id)).map(({ readers }) => readers)).toEqual([1, 1, 1, 1, 1]);
  });
});

describe('what came too late', () => {
  test('is flagged for the missed waves, and later waves get it in time', async () => {
    const room = await openWorld();
    await room.tick('2026-11-23T12:00:00Z');
    await room.tick('2026-11-24T04:00:00Z');
    expect(await room.edition('2026-11-24')).toMatchObject({
      state: 'draft',
      flag: 'overdue',
      flag_detail: expect.stringContaining('The readers of the wave at 2026-11-23T15:00:00.000Z'),
    });
    await room.tick('2026-11-24T10:05:00Z');
    await room.tick('2026-11-24T10:30:00Z');
    expect(await room.edition('2026-11-24')).toMatchObject({ state: 'submitting', flag: 'overdue' });
    const overdue = await listOverdue({ db }, new Date('2026-11-24T10:31:00Z'));
    // Honolulu's wave of the day before was missed, too, and was its last.
    expect(overdue.map(({ date, flag }) => [date, flag])).toEqual([
      ['2026-11-24', 'overdue'],
      ['2026-11-23', 'overdue'],
    ]);
    await room.tick('2026-11-24T15:30:00Z');
    const states = (await room.copies()).filter(({ date }) => date === '2026-11-24');
    expect(states.map(({ email, state }) => `${email} ${state}`).toSorted()).toEqual([
      'honolulu submitted',
      'kiritimati failed',
      'tokyo failed',
      'washington submitted',
    ]);
  });

  test('waits for a person once no wave is to come, as where all readers share one hour', async () => {
    const room = await openNewsroom(db, { zone: 'America/New_York' });
    await room.addReader('washington');
    await room.tick('2026-11-24T12:31:00Z');
    expect(await room.edition('2026-11-24')).toMatchObject({
      state: 'draft',
      flag: 'overdue',
      flag_detail: 'It was due at 2026-11-24T10:30:00.000Z but was not sent within 120 minutes.',
    });
    expect((await room.edition('2026-11-23')).flag).toBe('overdue');
    await expect(room.edition('2026-11-22')).rejects.toThrow('no result');
    await room.tick('2026-11-24T13:00:00Z');
    expect(await room.copies()).toEqual([]);
  });

  test('goes by itself within the lateness that the newsletter allows', async () => {
    const room = await openNewsroom(db, { zone: 'America/New_York' });
    await room.addReader('washington');
    await room.tick('2026-11-24T12:29:00Z');
    expect(await sent(room)).toEqual(['2026-11-24 washington submitted 2026-11-24T12:29:00.000Z']);
  });

  test('is not what a reader moves into before the edition started: they get it with its first wave', async () => {
    const room = await openNewsroom(db, { zone: 'America/New_York' });
    for (const email of ['washington', 'mover']) await room.addReader(email);
    await room.tick('2026-11-23T12:00:00Z');
    await room.tick('2026-11-24T00:00:00Z');
    // In Kiritimati it is 14:00 on the 24th: 05:30 was over long ago.
    await room.moveReader('mover', { zone: 'Pacific/Kiritimati' });
    await room.tick('2026-11-24T00:01:00Z');
    await expect(room.edition('2026-11-24')).rejects.toThrow('no result');
    await room.tick('2026-11-24T10:00:00Z');
    await room.tick('2026-11-24T10:30:00Z');
    expect((await sent(room)).filter((copy) => copy.startsWith('2026-11-24'))).toEqual([
      '2026-11-24 mover submitted 2026-11-24T10:30:00.000Z',
      '2026-11-24 washington submitted 2026-11-24T10:30:00.000Z',
    ]);
    expect((await room.edition('2026-11-24')).flag).toBeNull();
  });
});

test('an edition with an unusual audience is held until a person types its number', async () => {
  const room = await openNewsroom(db, { zone: 'UTC' });
  for (let number = 0; number < 3; number++) await room.addReader(`reader${number}`);
  const now = Date.now();
  for (let days = 1; days <= 6; days++) {
    const day = new Date(now - days * 86_400_000);
    await sql`
      with e as (
        insert into editions (newsletter_id, date, state, started_at, due_at)
        values (${room.newsletterId}, ${day.toISOString().slice(0, 10)}, 'submitted', ${day}, ${day}) returning id)
      insert into waves (edition_id, is_rehearsal, due_at, readers) select id, false, ${day}::timestamptz, 500 from e`.execute(
      db,
    );
  }
  const date = new Date(now + 3 * 86_400_000).toISOString().slice(0, 10);
  await room.tick(`${date}T05:10:00Z`);
  await room.tick(`${date}T05:30:00Z`);
  const edition = await room.edition(date);
  expect(edition).toMatchObject({ flag: 'audience_unusual' });
  expect(edition.flag_detail).toMatch(/3 readers.*about 500/);
  await room.tick(`${date}T05:31:00Z`);
  expect(await room.copies()).toEqual([]);
  await confirmAudience({ db }, { editionId: edition.id, readers: 3, actor: 'desk' });
  await room.tick(`${date}T05:32:00Z`);
  expect(await room.copies()).toHaveLength(3);
});

test('a fix whose job was lost, and an audience that is half frozen, get their jobs again', async () => {
  const room = await openNewsroom(db);
  const edition = {
    newsletter_id: room.newsletterId,
    date: '2026-11-24',
    state: 'submitting',
    next_revision: 2,
  } as const;
  const { id: editionId } = await db.insertInto('editions').values(edition).returning('id').executeTakeFirstOrThrow();
  const jobs = await room.tick('2026-11-24T01:00:00Z');
  expect(jobs).toContainEqual({ name: 'render', payload: { editionId } });
  expect(jobs).toContainEqual({ name: 'renderRevision', payload: { editionId } });
  await db.updateTable('editions').set({ frozen_at: new Date(), next_revision: null }).execute();
  const later = await room.tick('2026-11-24T01:01:00Z');
  expect(later.filter(({ name }) => name !== 'deliver')).toEqual([]);
});

test('an edition whose footer does not say who sends it is flagged, and goes out as soon as it does', async () => {
  const relay = { url: '', host: 'relay.example', port: 25, implicitTls: false, requireTls: false, auth: null };
  const room = await openNewsroom(db, { send_at: '08:00', created_at: '2026-11-24T00:00:00Z' }, [relay]);
  await room.addReader('washington');
  await room.tick('2026-11-24T07:45:00Z');
  await room.tick('2026-11-24T08:00:00Z');
  const { state, flag, flag_detail: detail } = await room.edition('2026-11-24');
  expect({ state, flag }).toEqual({ state: 'draft', flag: 'sender_incomplete' });
  expect(detail).toMatch(
    /^Nothing is sent through relay\.example .* no legal name and no postal address and no privacy/,
  );
  expect(detail).toContain('--legal-name … --postal-address … --privacy-url …');
  await room.tick('2026-11-24T08:01:00Z');
  expect(await sent(room)).toEqual([]);
  await db
    .updateTable('newsletters')
    .set({ legal_name: 'Paper Ltd', postal_address: '1 Quay', privacy_url: 'https://paper.example/privacy' })
    .where('id', '=', room.newsletterId)
    .execute();
  await room.tick('2026-11-24T08:02:00Z');
  expect(await sent(room)).toEqual(['2026-11-24 washington submitted 2026-11-24T08:02:00.000Z']);
  expect(await room.edition('2026-11-24')).toMatchObject({ state: 'submitted', flag: null });
  await room.close();
});

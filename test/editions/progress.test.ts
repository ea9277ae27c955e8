import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loadConfig } from '../../src/platform/config.ts';
import { estimateMissing } from '../../src/editions/estimate.ts';
import { sendProgress } from '../../src/editions/progress.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { addDeliveries, makeEdition, makePaper } from './support.ts';

let database: TestDatabase;
const config = loadConfig({
  SECRET: 'a secret of thirty-two bytes at least',
  SMTP_URL: 'smtp://one.example:25?warmup=3x2-100,smtp://two.example:25?rate=1',
});

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

describe('the progress of a send', () => {
  test('counts by relay, with those that wait for another try, and by domain', async () => {
    const { db } = database;
    const paper = await makePaper(db, 18);
    const id = await makeEdition(db, paper, { state: 'submitting' });
    const submittedAt = new Date();
    const ids = await addDeliveries(db, id, [
      { state: 'submitted', verdict: 'accepted', submittedAt },
      { state: 'submitted', verdict: 'accepted', submittedAt: new Date(Date.now() - 60_000) },
      { state: 'failed', verdict: 'address-dead' },
      { state: 'failed', verdict: 'late' },
      { state: 'unknown', verdict: 'unknown' },
      { state: 'pending', verdict: 'later' },
      { state: 'pending', verdict: 'relay-down' },
      { state: 'pending' },
      ...Array.from({ length: 10 }, () => ({ state: 'suppressed' as const })),
    ]);
    await sql`
      update deliveries set relay = case when verdict = 'relay-down' then 'one.example:25,two.example:25'
                                         when subscriber_id = ${ids[1]!} then 'two.example:25' else 'one.example:25' end
      where edition_id = ${id} and verdict is not null`.execute(db);
    await sql`update subscribers set email = 'x' || id || '@gmail.com' where id = any(${[...ids.slice(0, 5), ...ids.slice(8)]}::integer[])`.execute(
      db,
    );
    await sql`
      insert into relay_states (relay, down_until, failures, reason)
      values ('two.example:25', now() + interval '1 hour', 1, 'refused'), ('one.example:25', now() - interval '1 s', 1, '')`.execute(
      db,
    );
    await sql`insert into relay_days (relay, day, messages) values ('one.example:25', (now() at time zone 'UTC')::date, 2)`.execute(
      db,
    );
    await sql`insert into domain_pauses (domain, until) values ('gmail.com', now() + interval '1 hour')`.execute(db);

    const progress = await sendProgress({ db, config }, id);
    expect(progress).toMatchObject({ edition: id, state: 'submitting', retrying: 2, late: 1, isFrozen: true });
    expect(progress.deliveries).toEqual({
      pending: 3,
      submitting: 0,
      submitted: 2,
      failed: 2,
      suppressed: 10,
      unknown: 1,
    });
    expect(progress.relays).toEqual([
      {
        relay: 'one.example:25',
        submitted: 1,
        retrying: 1,
        failed: 2,
        unknown: 1,
        ratePerSecond: 0.1,
        downUntil: null,
        reason: '',
        warmUp: { quota: 3, used: 2 },
      },
      {
        relay: 'two.example:25',
        submitted: 1,
        retrying: 0,
        failed: 0,
        unknown: 0,
        ratePerSecond: 0,
        downUntil: expect.stringMatching(/Z$/),
        reason: 'refused',
        warmUp: null,
      },
    ]);
    expect(progress.domains.map(({ domain, readers, pausedUntil }) => [domain, readers, pausedUntil !== null])).toEqual(
      [
        ['gmail.com', 15, true],
        ['other', 3, false],
      ],
    );
    // Two hours at one a second are enough for three.
    expect(progress.missing).toBe(0);
  });

  test('asks only after the edition’s latest send', async () => {
    const { db } = database;
    const paper = await makePaper(db, 3);
    const id = await makeEdition(db, paper, { state: 'submitted', isRehearsal: true });
    await addDeliveries(db, id, [{ state: 'submitted' }, { state: 'submitted' }], true);
    await addDeliveries(db, id, [{ state: 'failed' }, { state: 'failed' }, { state: 'failed' }]);
    const progress = await sendProgress({ db, config }, id);
    expect(progress.domains.map(({ readers }) => readers)).toEqual([2]);
    expect(progress.deliveries).toMatchObject({ submitted: 2, failed: 0 });
    expect(progress.relays.map(({ relay, submitted }) => [relay, submitted])).toEqual([['inbox', 2]]);
    expect(progress.missing).toBeNull();
  });

  test('of no edition is NOT_FOUND', async () => {
    await expect(sendProgress({ db: database.db, config }, 999_999)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });
});

describe('how many readers limits keep from an edition', () => {
  const hour = 3_600_000;
  const wave = (dueMs: number, readers: number): { dueMs: number; endMs: number; readers: number } => ({
    dueMs,
    endMs: dueMs + 2 * hour,
    readers,
  });
  const free = { perSecond: null, left: null };

  test('is not known where nothing limits it', () => {
    expect(estimateMissing({ waves: [wave(0, 1e6)], nowMs: 0 }, { perSecond: null, relays: [] })).toBeNull();
    const relays = [{ perSecond: 5, left: 10 }, free];
    expect(estimateMissing({ waves: [wave(0, 1e6)], nowMs: 0 }, { perSecond: null, relays })).toBeNull();
  });

  test('follows the rate over the time left, and the quotas of all relays together', () => {
    const waves = [wave(0, 10_000)];
    expect(estimateMissing({ waves, nowMs: 0 }, { perSecond: 1, relays: [free] })).toBe(10_000 - 7_200);
    expect(estimateMissing({ waves, nowMs: hour }, { perSecond: 1, relays: [] })).toBe(10_000 - 3_600);
    const relays = [
      { perSecond: 1, left: null },
      { perSecond: null, left: 500 },
    ];
    expect(estimateMissing({ waves, nowMs: 0 }, { perSecond: null, relays })).toBe(10_000 - 7_700);
    expect(estimateMissing({ waves, nowMs: 3 * hour }, { perSecond: 1, relays })).toBe(10_000);
  });

  test('serves nobody before their hour, and each only once', () => {
    const waves = [wave(10 * hour, 8_000), wave(0, 7_200)];
    expect(estimateMissing({ waves, nowMs: 0 }, { perSecond: 1, relays: [] })).toBe(800);
    const close = [wave(0, 7_200), wave(hour, 7_200)];
    expect(estimateMissing({ waves: close, nowMs: 0 }, { perSecond: 1, relays: [] })).toBe(3_600);
  });
});

import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { checkRetention } from '../../../src/checks/doctor/retention.ts';
import { measureRule } from '../../../src/checks/retention/measureRule.ts';
import { loadRetention, projectBytes } from '../../../src/checks/retention/report.ts';
import { linesOf, runCli, type Ran } from '../../cli/run.ts';
import { daysAgo, makeOldEdition, sweepAll } from '../../schedule/retention/year.ts';
import { createTestDatabase, type TestDatabase } from '../../support/database.ts';
import { makeNewsletter } from '../../support/edition.ts';

describe('the size a year from now', () => {
  test.each([
    ['grows by a year where rows stay', { rows: 100, bytes: 1_000, emptyBytes: 0, rowsPerDay: 10 }, null, 37_500],
    ['ends at what the days hold', { rows: 100, bytes: 1_000, emptyBytes: 0, rowsPerDay: 10 }, 90, 9_000],
    [
      'shrinks where more is there than the days hold',
      { rows: 36_500, bytes: 365_000, emptyBytes: 0, rowsPerDay: 10 },
      90,
      9_000,
    ],
    [
      'is less than the days hold where a year is shorter',
      { rows: 100, bytes: 1_000, emptyBytes: 0, rowsPerDay: 10 },
      1_095,
      37_500,
    ],
    ['is that of now where nothing grows', { rows: 100, bytes: 1_000, emptyBytes: 0, rowsPerDay: null }, null, 1_000],
    [
      'grows by rows and not by empty pages',
      { rows: 1, bytes: 24_100, emptyBytes: 24_000, rowsPerDay: 1 },
      null,
      60_600,
    ],
    ['is that of now for an empty table', { rows: 0, bytes: 24_000, emptyBytes: 24_000, rowsPerDay: 0 }, 90, 24_000],
  ] as const)('%s', (_, measured, days, expected) => {
    expect(projectBytes(measured, days)).toBe(expected);
  });
});

describe('an installation with a year behind it', () => {
  let database: TestDatabase;
  let newsletterId: number;
  const now = (): Date => new Date();
  const run = (...args: string[]): Promise<Ran> =>
    runCli(['retention', ...args], {
      DATABASE_URL: database.url,
      SECRET: 'a test secret of at least thirty-two bytes',
    });
  const line = async (name: string) =>
    (await loadRetention({ db: database.db, now })).find((each) => each.name === name)!;

  beforeAll(async () => {
    database = await createTestDatabase();
    const { db } = database;
    newsletterId = await makeNewsletter(db, 'daily', 4);
    await sql`update subscribers set created_at = ${daysAgo(500)}`.execute(db);
    const { rows } = await sql<{ id: number }>`select id from subscribers order by 1`.execute(db);
    for (const days of [200, 20, 10])
      await makeOldEdition(
        db,
        newsletterId,
        days,
        rows.map(({ id: reader }) => ({ reader, state: 'submitted' })),
      );
    for (const days of [30, 20, 10])
      await sql`insert into outbox (kind, to_address, state, created_at) values ('welcome', 'x', 'submitted', ${daysAgo(days)})`.execute(
        db,
      );
  });
  afterAll(() => database.drop());

  test('the report counts deliveries by the kept counts, and tells the oldest row and the rate of each rule', async () => {
    expect(await line('deliveries')).toMatchObject({ rows: 12, days: 90, keptFor: '90 days' });
    expect((await line('deliveries')).oldest).toEqual(
      (await database.db.selectFrom('editions').select('started_at').orderBy('id').executeTakeFirst())!.started_at,
    );
    const outbox = await line('outbox');
    expect(outbox).toMatchObject({ rows: 3, keptFor: '90 days', sweptAt: null });
    // Three in thirty days.
    expect((await measureRule(database.db, 'outbox', ['outbox'], now())).rowsPerDay).toBeCloseTo(0.1, 3);
    expect(await line('consent')).toMatchObject({ keptFor: 'always', days: null });
    expect(await line('network-addresses')).toMatchObject({ rows: null, days: 30 });
    await sweepAll(database.db);
    expect(await line('deliveries')).toMatchObject({ rows: 8 });
    expect(await line('delivery-records')).toMatchObject({ rows: 4, keptFor: '1095 days' });
    expect((await line('deliveries')).sweptAt).not.toBeNull();
  });

  test('the doctor says when the sweep has not run for two days, and when rows are far older than they should be', async () => {
    const { db } = database;
    expect(await checkRetention({ db, now })).toMatchObject({ ok: true });
    await sql`update newsletters set created_at = ${daysAgo(30)}`.execute(db);
    await sql`update retention_sweeps set at = ${daysAgo(3)} where rule = 'audit'`.execute(db);
    expect(await checkRetention({ db, now })).toMatchObject({
      ok: false,
      detail: 'Old rows were not removed for two days: Audit.',
    });
    await sweepAll(db);
    expect(await checkRetention({ db, now })).toMatchObject({ ok: true });
    await makeOldEdition(db, newsletterId, 120, [{ reader: 1, state: 'pending' }]);
    const verdict = await checkRetention({ db, now });
    expect(verdict).toMatchObject({ ok: false });
    expect(verdict.detail).toContain('Older than they should be: Deliveries');
  });

  test('the command prints every rule, and sets the days of one', async () => {
    const all = await run('--json');
    expect(all.code).toBe(0);
    expect(linesOf(all)).toHaveLength((await loadRetention({ db: database.db, now })).length);
    const set = await run('outbox', '--days', '30', '--json');
    expect(linesOf(set)).toMatchObject([{ name: 'outbox', days: 30 }]);
    expect((await run('outbox', '--days', 'default')).stdout).toMatch(/^outbox {2}90 days: \d+ rows, /);
    for (const args of [
      ['outbox', '--days', '6'],
      ['outbox', '--days', '1e2'],
      ['consent', '--days', '30'],
      ['--days', '30'],
      ['nothing'],
    ])
      expect(await run(...args)).toMatchObject({ code: 2, stdout: '' });
  });
});

import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createPartition, attachPartition } from '../../src/deliver/ledger/partition.ts';
import { REOPEN, reopenFinished } from '../../src/schedule/reopen.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { makeNewsletter } from '../support/edition.ts';

const READERS = 20_000;
let database: TestDatabase;
let running: number;
let finished: number;

/** An edition of many readers, all of them in one state. */
async function fill(newsletterId: number, date: string, state: string, delivery: string): Promise<number> {
  const { db } = database;
  const { rows } = await sql<{ id: number }>`
    insert into editions (newsletter_id, date, state, started_at, finished_at)
    values (${newsletterId}, ${date}, ${state}, now() - interval '1 hour',
            ${state === 'submitted' ? sql`now() - interval '10 minutes'` : null})
    returning id`.execute(db);
  const { id } = rows[0]!;
  await db.transaction().execute(async (tx) => {
    await createPartition(tx, id);
    await sql`
      insert into ${sql.table(`deliveries_${id}`)} (edition_id, is_rehearsal, subscriber_id, state, next_attempt_at)
      select ${id}, false, n, ${delivery}, now() from generate_series(1, ${READERS}::integer) n`.execute(tx);
    await attachPartition(tx, id);
  });
  return id;
}

beforeAll(async () => {
  database = await createTestDatabase();
  const newsletterId = await makeNewsletter(database.db, 'daily', 0);
  running = await fill(newsletterId, '2026-11-24', 'submitting', 'pending');
  // Its statistics are of the moment when all were pending, as they are after a quick send.
  finished = await fill(newsletterId, '2026-11-23', 'submitted', 'pending');
  await sql`analyze`.execute(database.db);
  await sql`update ${sql.table(`deliveries_${finished}`)} set state = 'submitted'`.execute(database.db);
});
afterAll(() => database.drop());

type Plan = {
  'Node Type': string;
  'Relation Name'?: string;
  'Actual Rows'?: number;
  'Actual Loops'?: number;
  'Rows Removed by Filter'?: number;
  Plans?: Plan[];
};

/** Every part of a plan that read deliveries, with how it did. */
function reads(plan: Plan): string[] {
  const own = plan['Relation Name']?.startsWith('deliveries') && plan['Actual Loops'] ? [plan] : [];
  return [
    ...own.map((node) => `${node['Relation Name']} ${node['Node Type']} ${node['Rows Removed by Filter'] ?? 0}`),
    ...(plan.Plans ?? []).flatMap(reads),
  ];
}

test('looking for finished editions to open again reads no row of the one under way, and one index of the others', async () => {
  const { rows } = await sql<{ 'QUERY PLAN': { Plan: Plan }[] }>`
    explain (analyze, format json) ${REOPEN}`.execute(database.db);
  expect(reads(rows[0]!['QUERY PLAN'][0]!.Plan)).toEqual([
    expect.stringMatching(new RegExp(`^deliveries_${finished} Index (Only )?Scan 0$`)),
  ]);
});

test('a finished edition with a pending reader is open again, and no other is', async () => {
  const { db } = database;
  const states = async (): Promise<Record<number, string>> => {
    const editions = await db.selectFrom('editions').select(['id', 'state']).execute();
    return Object.fromEntries(editions.map(({ id, state }) => [id, state]));
  };
  await reopenFinished({ db });
  expect(await states()).toEqual({ [running]: 'submitting', [finished]: 'submitted' });
  await sql`update ${sql.table(`deliveries_${finished}`)} set state = 'pending' where subscriber_id = 7`.execute(db);
  await reopenFinished({ db });
  expect(await states()).toEqual({ [running]: 'submitting', [finished]: 'submitting' });
});

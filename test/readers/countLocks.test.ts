import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { compareCounts } from '../../src/editions/keepCounts.ts';
import type { Db } from '../../src/platform/db/client.ts';
import { addReader } from '../../src/readers/addReader.ts';
import { hashAddress } from '../../src/readers/addresses.ts';
import { liftSuppression, saveSuppression, suppressAddress } from '../../src/readers/suppressions.ts';
import { makeNewsletter, testKeys } from '../support/edition.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';

const AT = new Date('2026-11-20T08:00:00Z');
const consent = { text: 'Yes, send it to me.', source: 'Paper form', at: AT };

let database: TestDatabase;
let newsletterId: number;
beforeAll(async () => {
  database = await createTestDatabase();
  newsletterId = await makeNewsletter(database.db, 'daily', 0);
});
afterAll(() => database.drop());

const deps = (db: Db = database.db) => ({ db, keys: testKeys, now: () => AT });
const add = (email: string, db?: Db) => addReader(deps(db), { newsletterId, email, firstName: '', consent });
const suppress = (email: string) => suppressAddress(deps(), { email, reason: 'manual' });
const suppressIn = (tx: Db, email: string) => saveSuppression(tx, hashAddress(testKeys, email), 'manual', '', AT);
const leave = (db: Db, email: string) =>
  sql`
    update subscriptions set status = 'unsubscribed', unsubscribed_at = now()
    where subscriber_id = (select id from subscribers where email_key = ${email})`.execute(db);
const subscribe = (db: Db, email: string) =>
  sql`
    with made as (
      insert into subscribers (email, email_key, address_hash, created_at)
      values (${email}, ${email}, ${hashAddress(testKeys, email)}, ${AT}) returning id)
    insert into subscriptions (subscriber_id, newsletter_id, status, created_at)
    select id, ${newsletterId}, 'active', ${AT} from made`.execute(db);

/** Begins `second` while the transaction of `first` is open, and ends that once `second` waits for it or is done. */
async function overlap(first: (tx: Db) => Promise<unknown>, second: () => Promise<unknown>): Promise<void> {
  let later: Promise<unknown> = Promise.resolve();
  await database.db.transaction().execute(async (tx) => {
    await first(tx);
    const seen = { isDone: false };
    later = second().finally(() => (seen.isDone = true));
    const isWaiting = async (): Promise<boolean> =>
      (
        await sql`
          select from pg_locks l join pg_stat_activity a using (pid)
          where not l.granted and a.datname = current_database()`.execute(database.db)
      ).rows.length > 0;
    while (!seen.isDone && !(await isWaiting()));
  });
  await later;
}

const wrong = async (): Promise<number> => (await compareCounts(database)).subscriptions;

let email: string;
let count = 0;
beforeEach(() => {
  email = `reader${++count}@harbour.example`;
});

test('a suppression of an address that is being added counts', async () => {
  await overlap(
    (tx) => subscribe(tx, email),
    () => suppress(email),
  );
  expect(await wrong()).toBe(0);
});

test('an opt-out and a suppression of one reader count, whichever is first', async () => {
  await add(email);
  await overlap(
    (tx) => leave(tx, email),
    () => suppress(email),
  );
  const other = `other.${email}`;
  await add(other);
  await overlap(
    (tx) => suppressIn(tx, other),
    () => leave(database.db, other),
  );
  expect(await wrong()).toBe(0);
});

test('an opt-out and the end of a suppression of one reader count', async () => {
  await add(email);
  await suppress(email);
  await overlap(
    (tx) => leave(tx, email),
    () => liftSuppression(deps(), email),
  );
  expect(await wrong()).toBe(0);
});

test('who opts out and is then suppressed in one transaction does not deadlock with staff who do it in between', async () => {
  await add(email);
  let staff: Promise<unknown> = Promise.resolve();
  await database.db.transaction().execute(async (tx) => {
    await leave(tx, email);
    staff = suppress(email);
    await suppressIn(tx, email);
  });
  await staff;
  expect(await wrong()).toBe(0);
});

test('many pairs on several connections leave the counts right', async () => {
  const emails = Array.from({ length: 40 }, (_, at) => `pair${at}@harbour.example`);
  await Promise.all(emails.flatMap((each) => [add(each), suppress(each)]));
  await Promise.all(emails.flatMap((each) => [liftSuppression(deps(), each), leave(database.db, each)]));
  expect(await wrong()).toBe(0);
});

test('a transaction over many addresses takes few locks', async () => {
  await database.db.transaction().execute(async (tx) => {
    await sql`
      insert into suppressions (address_hash, reason)
      select sha256(n::text::bytea), 'manual' from generate_series(1, 1000) n`.execute(tx);
    const { rows } = await sql<{ n: number }>`
      select count(*) as n from pg_locks where pid = pg_backend_pid() and locktype = 'advisory'`.execute(tx);
    expect(rows[0]!.n).toBe(256);
  });
});

import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { countFeedback } from '../../../src/editions/status.ts';
import { removeHold, saveHold } from '../../../src/platform/hold.ts';
import { createLog } from '../../../src/platform/log.ts';
import { loadKeptDays, saveKeptDays } from '../../../src/platform/retentionSettings.ts';
import { listRecorded } from '../../../src/readers/deliveryRecords.ts';
import { sweepRetention } from '../../../src/schedule/retention/retention.ts';
import { createTestDatabase, type TestDatabase } from '../../support/database.ts';
import { makeNewsletter } from '../../support/edition.ts';
import { daysAgo, hasPart, makeOldEdition, sweepAll } from './year.ts';

const log = createLog('test', 'silent');
let database: TestDatabase;
let newsletterId: number;
let reader: number;
let count = 0;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());
beforeEach(async () => {
  newsletterId = await makeNewsletter(database.db, `removed${++count}`, 1);
  const { rows } = await sql<{ id: number }>`
    select subscriber_id as id from subscriptions where newsletter_id = ${newsletterId}`.execute(database.db);
  reader = rows[0]!.id;
});

/** The values of a column, sorted. */
async function all(table: string, column: string): Promise<unknown[]> {
  const { rows } = await sql<{ value: unknown }>`
    select ${sql.ref(column)} as value from ${sql.table(table)} order by 1`.execute(database.db);
  return rows.map(({ value }) => value);
}

describe('a sweep removes', () => {
  test('old mails of the outbox that have ended, and no other', async () => {
    const { db } = database;
    for (const [to, state, days] of [
      ['old', 'submitted', 91],
      ['waits', 'pending', 91],
      ['unknown', 'unknown', 91],
      ['new', 'submitted', 89],
    ] as const)
      await sql`insert into outbox (kind, to_address, state, created_at) values ('welcome', ${to}, ${state}, ${daysAgo(days)})`.execute(
        db,
      );
    await sweepAll(db);
    expect(await all('outbox', 'to_address')).toEqual(['new', 'waits']);
  });

  test('old lines of the audit, messages of the inbox, reports of imports, alerts and heartbeats', async () => {
    const { db } = database;
    for (const [name, days] of [
      ['old', 1100],
      ['new', 1090],
    ] as const)
      await sql`insert into audit_log (at, actor, action) values (${daysAgo(days)}, 'ada', ${name})`.execute(db);
    for (const [name, days] of [
      ['old', 31],
      ['new', 29],
    ] as const)
      await sql`
        insert into inbox_messages (mail_from, rcpt_to, header_from, subject, received_at, bytes, raw)
        values ('', '', '', ${name}, ${daysAgo(days)}, 1, 'x')`.execute(db);
    for (const [name, state, days] of [
      ['old', 'done', 91],
      ['runs', 'running', 91],
      ['new', 'done', 89],
    ] as const)
      await sql`
        insert into list_imports (newsletter_id, file_name, bytes, folder, consent, actor, state, created_at)
        values (${newsletterId}, ${name}, 1, '', '', 'ada', ${state}, ${daysAgo(days)})`.execute(db);
    for (const [name, days] of [
      ['old', 91],
      ['new', 89],
    ] as const)
      await sql`
        insert into alerts (key, kind, text, opened_at, seen_at, closed_at)
        values (${name}, 'disk-low', '', now(), now(), ${daysAgo(days)})`.execute(db);
    const beat = await makeOldEdition(db, newsletterId, 10, []);
    await sql`insert into heartbeats (edition_id, at) values (${beat}, ${daysAgo(91)})`.execute(db);
    await sweepAll(db);
    expect(await all('audit_log', 'action')).toEqual(['new']);
    expect(await all('inbox_messages', 'subject')).toEqual(['new']);
    expect(await all('list_imports', 'file_name')).toEqual(['new', 'runs']);
    expect(await all('alerts', 'key')).toEqual(['new']);
    expect(await all('heartbeats', 'edition_id')).toEqual([]);
  });

  test('old feedback, whose figures stay; nobody else removes it', async () => {
    const { db } = database;
    const add = async (days: number) => {
      const id = await makeOldEdition(db, newsletterId, days, []);
      for (const [kind, action] of [
        ['bounce', 'soft'],
        ['complaint', 'complaint'],
      ] as const)
        await sql`
          insert into feedback (at, kind, action, is_delay, subscriber_id, edition_id, proof)
          values (${daysAgo(days)}, ${kind}, ${action}, false, ${reader}, ${id}, 'message-id')`.execute(db);
      return id;
    };
    const [old, recent] = [await add(410), await add(30)];
    await expect(sql`delete from feedback where edition_id = ${recent}`.execute(db)).rejects.toThrow('append-only');
    await sweepAll(db);
    expect(await all('feedback', 'edition_id')).toEqual([recent, recent]);
    for (const id of [old, recent]) expect(await countFeedback({ db }, id)).toEqual({ bounces: 1, complaints: 1 });
  });

  test('old items but for the newest of each outlet and those of a recent edition, and stories without items', async () => {
    const { db } = database;
    const { rows } = await sql<{ id: number }>`
      insert into outlets (newsletter_id, url, name) values (${newsletterId}, 'https://paper.example/feed', 'Post') returning id`.execute(
      db,
    );
    const outletId = rows[0]!.id;
    await sql`
      with story as (
        insert into stories (newsletter_id, first_published_at, last_published_at)
        select ${newsletterId}, ${daysAgo(200)}, ${daysAgo(200)} from generate_series(1, 1003) returning id
      ), numbered as (select id, row_number() over (order by id) as n from story)
      insert into items (outlet_id, guid, title, first_seen_at, updated_at, story_id)
      select ${outletId}, lpad(n::text, 4, '0'), 'Ferries', ${daysAgo(200)}, ${daysAgo(200)}, id from numbered order by n`.execute(
      db,
    );
    const edition = await makeOldEdition(db, newsletterId, 20, []);
    await sql`
      insert into edition_stories (edition_id, position, url, headline, outlet_name, item_id)
      select ${edition}, 1, '', '', '', id from items where outlet_id = ${outletId} and guid = '0002'`.execute(db);
    await sweepAll(db);
    const { rows: left } = await sql<{ guid: string }>`
      select guid from items where outlet_id = ${outletId} order by guid limit 2`.execute(db);
    expect(left.map(({ guid }) => guid)).toEqual(['0002', '0004']);
    expect(await all('items', 'id')).toHaveLength(1001);
    expect(await all('stories', 'id')).toHaveLength(1001);
  });

  test('who got what, once it is as old as its rule says', async () => {
    const { db } = database;
    const old = await makeOldEdition(db, newsletterId, 400, [{ reader, state: 'submitted' }]);
    const recent = await makeOldEdition(db, newsletterId, 300, [{ reader, state: 'submitted' }]);
    await sweepAll(db);
    expect((await listRecorded(db, reader)).map(({ editionId }) => editionId)).toEqual([old, recent]);
    await saveKeptDays({ db }, { 'delivery-records': 365 }, 'test');
    await sweepAll(db);
    expect((await listRecorded(db, reader)).map(({ editionId }) => editionId)).toEqual([recent]);
  });
});

test('a sweep does nothing while a restore holds all sending', async () => {
  const { db } = database;
  const id = await makeOldEdition(db, newsletterId, 200, [{ reader, state: 'submitted' }]);
  await saveHold({ db }, { backupAt: new Date(), restoredAt: new Date() });
  const deps = { db, log, now: () => new Date() };
  expect(await sweepRetention(deps)).toEqual({ removed: 0, isOver: true });
  expect(await hasPart(db, id)).toBe(true);
  await removeHold({ db });
});

test('nothing is removed on the first day after the upgrade that brought removal', async () => {
  const { db } = database;
  const id = await makeOldEdition(db, newsletterId, 200, [{ reader, state: 'submitted' }]);
  await sql`update migrations set timestamp = ${new Date().toISOString()} where name = '0048_retention'`.execute(db);
  await sql`update retention_sweeps set at = null`.execute(db);
  const at = (hours: number) => ({ db, log, now: () => new Date(Date.now() + hours * 3_600_000) });
  expect(await sweepRetention(at(23))).toEqual({ removed: 0, isOver: true });
  expect(await hasPart(db, id)).toBe(true);
  expect(await sweepRetention(at(25))).toMatchObject({ isOver: false });
});

test('days are set within bounds, in the audit, and a rule is swept once a day', async () => {
  const { db } = database;
  await saveKeptDays({ db }, { outbox: 7, 'network-addresses': 0 }, 'ada');
  expect(await loadKeptDays({ db })).toMatchObject({ outbox: 7, 'network-addresses': 0, deliveries: 90 });
  for (const days of [6, 3651, 7.5, Number.NaN])
    await expect(saveKeptDays({ db }, { outbox: days }, 'ada')).rejects.toMatchObject({ code: 'INVALID_INPUT' });
  const { rows } = await sql`
    select actor, detail from audit_log where action = 'retention' order by id desc limit 1`.execute(db);
  expect(rows).toEqual([{ actor: 'ada', detail: { outbox: 7, 'network-addresses': 0 } }]);
  await sweepAll(db);
  await sql`insert into outbox (kind, to_address, state, created_at) values ('welcome', 'x', 'failed', ${daysAgo(8)})`.execute(
    db,
  );
  const at = (hours: number) => ({ db, log, now: () => new Date(Date.now() + hours * 3_600_000) });
  expect(await sweepRetention(at(1))).toEqual({ removed: 0, isOver: true });
  expect(await sweepRetention(at(21))).toMatchObject({ removed: 1 });
});

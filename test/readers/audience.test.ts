import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { claimDeliveries } from '../../src/deliver/ledger/claim.ts';
import { freezeAudience } from '../../src/deliver/ledger/freeze.ts';
import { settle } from '../../src/deliver/ledger/settle.ts';
import { refreshWave } from '../../src/deliver/ledger/waves.ts';
import type { Frequency } from '../../src/domain/choices.ts';
import type { EditionKind } from '../../src/domain/states.ts';
import { countReaders } from '../../src/editions/correct.ts';
import { loadEdition } from '../../src/editions/load.ts';
import { listWaves } from '../../src/editions/waves.ts';
import { loadReaderHours } from '../../src/readers/waves.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { makeNewsletter } from '../support/edition.ts';

let database: TestDatabase;
let newsletterId: number;
let count = 0;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());
beforeEach(async () => {
  newsletterId = await makeNewsletter(database.db, `audience-${++count}`, 0);
});

// A Friday, a Saturday and a Sunday.
const [FRIDAY, SATURDAY, SUNDAY] = ['2026-11-27', '2026-11-28', '2026-11-29'] as const;

type Chosen = { frequency?: Frequency; pausedUntil?: string; sendAt?: string };

async function addReader(name: string, { frequency, pausedUntil, sendAt }: Chosen = {}): Promise<number> {
  const email = `${name}@audience-${count}.example`;
  const { rows } = await sql<{ id: number }>`
    with p as (insert into subscribers (email, email_key, address_hash)
      values (${email}, ${email}, ${Buffer.from(email)}) returning id)
    insert into subscriptions (subscriber_id, newsletter_id, status, frequency, paused_until, send_at)
    select id, ${newsletterId}, 'active', ${frequency ?? 'daily'}, ${pausedUntil ?? null}::date, ${sendAt ?? null}::time
    from p returning subscriber_id as id`.execute(database.db);
  return rows[0]!.id;
}

async function makeEdition(kind: EditionKind, date: string, state = 'preparing'): Promise<number> {
  const { rows } = await sql<{ id: number }>`
    insert into editions (newsletter_id, date, kind, state, subject, by_readers_clock)
    values (${newsletterId}, ${date}, ${kind}, ${state}, 'x', ${state === 'draft'}) returning id`.execute(database.db);
  return rows[0]!.id;
}

async function frozen(editionId: number): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`
    select split_part(p.email, '@', 1) as name from deliveries d join subscribers p on p.id = d.subscriber_id
    where d.edition_id = ${editionId} order by 1`.execute(database.db);
  return rows.map((row) => row.name);
}

const counted = async (editionId: number): Promise<number> =>
  countReaders(database, (await loadEdition(database, editionId))!, { isRehearsal: false });

test.each<[EditionKind, string, string[]]>([
  ['daily', FRIDAY, ['back', 'daily', 'weekdays']],
  ['daily', SATURDAY, ['back', 'daily']],
  ['daily', SUNDAY, ['back', 'daily', 'paused']],
  ['special', SATURDAY, ['back', 'daily', 'weekdays']],
  ['weekly', SATURDAY, ['weekly']],
])('a %s edition of %s goes to those who want it, and the count before says so', async (kind, date, names) => {
  await addReader('daily');
  await addReader('weekdays', { frequency: 'weekdays' });
  await addReader('weekly', { frequency: 'weekly' });
  await addReader('paused', { pausedUntil: SUNDAY });
  await addReader('back', { pausedUntil: '2026-11-26' });
  await addReader('away', { frequency: 'weekly', pausedUntil: '2026-12-24' });
  const editionId = await makeEdition(kind, date);
  expect(await counted(editionId)).toBe(names.length);
  await freezeAudience(database, editionId);
  expect(await frozen(editionId)).toEqual(names);
});

test('the waves that are shown before a send hold those who get it, and no hour of weekly readers is planned', async () => {
  await addReader('daily');
  await addReader('early', { sendAt: '04:00', frequency: 'weekdays' });
  await addReader('weekly', { sendAt: '03:00', frequency: 'weekly' });
  await addReader('paused', { sendAt: '04:00', pausedUntil: SUNDAY });
  // Where the newsletter did not exist yet, nothing is planned.
  await sql`update newsletters set created_at = '2026-01-01' where id = ${newsletterId}`.execute(database.db);
  expect(await loadReaderHours(database, newsletterId)).toEqual([{ ownZone: null, ownSendAt: '04:00:00' }]);
  const readersOf = async (date: string): Promise<Record<string, number>> => {
    const waves = await listWaves(database, await makeEdition('daily', date, 'draft'));
    return Object.fromEntries(waves.map(({ dueAt, readers }) => [dueAt.toISOString().slice(11, 16), readers]));
  };
  expect(await readersOf(FRIDAY)).toEqual({ '04:00': 1, '05:30': 1 });
  expect(await readersOf(SATURDAY)).toEqual({ '05:30': 1 });
});

test('a pause or a frequency chosen in mid-send holds at the next claim, and at the fence', async () => {
  const { db } = database;
  const [left, paused, kept] = [await addReader('a'), await addReader('b'), await addReader('c')];
  const editionId = await makeEdition('daily', SATURDAY);
  await freezeAudience(database, editionId);
  const owner = randomUUID();
  await sql`insert into leases (id, role, holder, until) values (${owner}, 'delivery', 'test', now() + interval '1 day')`.execute(
    db,
  );
  const run = { editionId, newsletterId, isRehearsal: false, owner, revision: 1, tokenKey: 1 };
  await sql`update newsletters set max_lateness_minutes = 1440 where id = ${newsletterId}`.execute(db);
  const choose = (id: number, set: { frequency: Frequency } | { paused_until: string }) =>
    db.updateTable('subscriptions').set(set).where('subscriber_id', '=', id).execute();
  await choose(left, { frequency: 'weekdays' });
  const { readers, settled } = await claimDeliveries(database, run, 10);
  expect(new Set(readers.map((reader) => reader.subscriberId))).toEqual(new Set([paused, kept]));
  expect(settled).toBe(1);
  await choose(paused, { paused_until: SUNDAY });
  const starting = [paused, kept].map((subscriberId) => ({
    subscriberId,
    datedAt: new Date(),
    format: null,
    language: null,
  }));
  expect(await settle(database, run, { outcomes: [], starting })).toEqual(new Set([kept]));
});

test('who comes to want an edition before its wave is added to it, and who paused is not', async () => {
  await addReader('first', { sendAt: '05:00' });
  await sql`update newsletters set created_at = '2026-01-01', zone = 'UTC' where id = ${newsletterId}`.execute(
    database.db,
  );
  const date = new Date(Date.now() + 2 * 86_400_000).toISOString().slice(0, 10);
  const editionId = await makeEdition('daily', date);
  await sql`update editions set by_readers_clock = true where id = ${editionId}`.execute(database.db);
  await freezeAudience(database, editionId);
  await addReader('late');
  await addReader('weekly', { frequency: 'weekly' });
  await addReader('paused', { pausedUntil: '2999-01-01' });
  const dueAt = new Date(`${date}T05:30:00Z`);
  const result = await refreshWave({ db: database.db, now: () => new Date(`${date}T04:00:00Z`) }, { editionId, dueAt });
  expect(result).toEqual({ added: 1, moved: 0 });
  expect(await frozen(editionId)).toEqual(['first', 'late']);
});

test('a correction goes to all readers of the wrong text, with any later choices', async () => {
  const { db } = database;
  const id = await addReader('weekly now');
  const daily = await makeEdition('daily', SATURDAY);
  await freezeAudience(database, daily);
  await sql`update deliveries set state = 'submitted', revision = 1 where edition_id = ${daily}`.execute(db);
  await db
    .updateTable('subscriptions')
    .set({ frequency: 'weekly', paused_until: SUNDAY })
    .where('subscriber_id', '=', id)
    .execute();
  await addReader('never had it');
  const correction = await makeEdition('correction', SATURDAY);
  await sql`update editions set corrects_edition_id = ${daily}, corrects_before_revision = 2 where id = ${correction}`.execute(
    db,
  );
  expect(await counted(correction)).toBe(1);
  await freezeAudience(database, correction);
  expect(await frozen(correction)).toEqual(['weekly now']);
});

import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { countLeft, loadGrowth, loadSources } from '../../src/readers/growth.ts';
import { recordConsent, type Evidence } from '../../src/readers/consent.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { makeNewsletter } from '../support/edition.ts';

let database: TestDatabase;
let newsletter: { id: number; zone: string };
let readers: number[];

beforeAll(async () => {
  database = await createTestDatabase();
  const { db } = database;
  const id = await makeNewsletter(db, 'growth', 6);
  newsletter = { id, zone: 'Asia/Kolkata' };
  const { rows } = await sql<{ id: number }>`
    select subscriber_id as id from subscriptions where newsletter_id = ${id} order by 1`.execute(db);
  readers = rows.map((row) => row.id);
});
afterAll(() => database.drop());

const from = (pageUrl: string | null): Evidence => ({
  textShown: null,
  pageUrl,
  networkAddress: null,
  userAgent: null,
});
type Kind = Parameters<typeof recordConsent>[1]['kind'];

async function happen(
  reader: number,
  kind: Kind,
  at: string,
  { page = null, detail = {} }: { page?: string | null; detail?: Record<string, unknown> } = {},
): Promise<void> {
  await recordConsent(database.db, {
    subscriberId: readers[reader]!,
    newsletterId: newsletter.id,
    kind,
    at: new Date(at),
    evidence: from(page),
    detail,
  });
}

test('days are those of the newsletter’s zone, and readers are counted back from now', async () => {
  const { db } = database;
  const site = 'https://paper.example/ferries?utm=x#form';
  await happen(0, 'requested', '2026-11-20T10:00:00Z', { page: site });
  await happen(1, 'requested', '2026-11-20T18:29:00Z', { page: site });
  // half past six in the evening UTC is midnight in Kolkata
  await happen(2, 'requested', '2026-11-20T18:30:00Z', { page: 'desk' });
  await happen(0, 'confirmed', '2026-11-20T18:31:00Z', { page: 'https://news.paper.example/confirm/…' });
  await happen(2, 'confirmed', '2026-11-21T10:00:00Z');
  await happen(3, 'imported', '2026-11-21T10:00:00Z');
  await happen(4, 'unsubscribed', '2026-11-21T10:00:00Z', { detail: { from: 'active' } });
  await happen(5, 'unsubscribed', '2026-11-21T10:00:00Z', { detail: { from: 'pending' } });
  await happen(4, 'resubscribed', '2026-11-22T04:00:00Z', { detail: { to: 'active' } });
  await happen(5, 'resubscribed', '2026-11-22T04:00:00Z', { detail: { to: 'pending' } });

  const days = await loadGrowth({ db }, newsletter, { since: '2026-11-19', until: '2026-11-22', active: 10 });
  const day = { asked: 0, confirmed: 0, imported: 0, returned: 0, left: 0, erased: 0 };
  expect(days).toEqual([
    { ...day, day: '2026-11-19', active: 7 },
    { ...day, day: '2026-11-20', asked: 2, active: 7 },
    { ...day, day: '2026-11-21', asked: 1, confirmed: 2, imported: 1, left: 1, active: 9 },
    { ...day, day: '2026-11-22', returned: 1, active: 10 },
  ]);
  expect(await loadSources({ db }, newsletter, { since: '2026-11-19', limit: 5 })).toEqual([
    { source: 'paper.example/ferries', asked: 2, confirmed: 1 },
    { source: 'desk', asked: 1, confirmed: 1 },
  ]);
});

test('an erased reader has left, and so has one who unsubscribed, until the next edition', async () => {
  const { db } = database;
  const before = new Date(Date.now() - 3_600_000);
  const after = new Date(Date.now() + 3_600_000);
  await sql`delete from subscribers where id = ${readers[5]!}`.execute(db);
  expect(await countLeft({ db }, newsletter.id, { from: before, until: after })).toBe(1);
  const [from, until] = [new Date('2026-11-21T06:00:00Z'), new Date('2026-11-22T06:00:00Z')];
  expect(await countLeft({ db }, newsletter.id, { from, until })).toBe(1);
  expect(await countLeft({ db }, newsletter.id, { from: until, until: new Date('2026-11-23T06:00:00Z') })).toBe(0);
});

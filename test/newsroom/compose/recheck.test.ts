import { pino } from 'pino';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { applyChange, recheckEdition } from '../../../src/newsroom/compose/compose.ts';
import type { Db } from '../../../src/platform/db/client.ts';
import type { StoryChange } from '../../../src/platform/db/tables/editions.ts';
import { fixStory } from '../../../src/editions/fix.ts';
import type { Queues } from '../../../src/platform/queue/queue.ts';
import { createTestDatabase, type TestDatabase } from '../../support/database.ts';
import { addItem, addNewsletter, addOutlet } from '../rank/newsroom.ts';

const dueAt = new Date('2026-11-24T10:30:00Z');
const before = new Date('2026-11-24T10:20:00Z');

let database: TestDatabase;
let db: Db;
let editionId: number;
let items: number[];
let jobs: string[];

const queues: Queues = {
  enqueue: async (name) => void jobs.push(name),
  ping: async () => undefined,
  counts: () => Promise.reject(new Error('not asked for')),
  close: async () => undefined,
};
const deps = (at = before) => ({ db, queues, log: pino({ level: 'silent' }), now: () => at });
const recheck = (at?: Date) => recheckEdition(deps(at), { editionId, dueAt });
const fix = (position: number, headline: string) =>
  fixStory(deps(), { editionId, position, changes: { headline }, actor: 'ana' });
const setItem = (at: number, values: { title?: string; summary?: string }) =>
  db.updateTable('items').set(values).where('id', '=', items[at]!).execute();
const setPolicy = (late_copy: 'staff' | 'auto') => db.updateTable('newsletters').set({ late_copy }).execute();
const headlines = async (): Promise<string[]> => {
  const query = db.selectFrom('edition_stories').select('headline').where('edition_id', '=', editionId);
  return (await query.orderBy('position').execute()).map(({ headline }) => headline);
};
const wave = () =>
  db
    .selectFrom('waves')
    .select(['changes', 'rechecked_at'])
    .where('edition_id', '=', editionId)
    .executeTakeFirstOrThrow();
const fixes = () => db.selectFrom('edition_fixes').selectAll().where('edition_id', '=', editionId).execute();

beforeAll(async () => {
  database = await createTestDatabase();
  db = database.db;
});
afterAll(() => database.drop());
beforeEach(async () => {
  jobs = [];
  const newsletterId = await addNewsletter(db);
  const outletId = await addOutlet(db, newsletterId, { rights: ['summary'] });
  const edition = {
    newsletter_id: newsletterId,
    date: '2026-11-24',
    state: 'submitting',
    by_readers_clock: true,
  } as const;
  editionId = (await db.insertInto('editions').values(edition).returning('id').executeTakeFirstOrThrow()).id;
  items = [];
  for (const [at, title] of ['Ferries sail', 'Bridge closes', 'Choir sings'].entries()) {
    items.push(await addItem(db, outletId, { title, summary: `${title} in Amsel.` }));
    await db
      .insertInto('edition_stories')
      .values({
        edition_id: editionId,
        position: at + 1,
        item_id: items[at]!,
        url: `https://a.example/${at}`,
        headline: title,
        summary: `${title} in Amsel.`,
        outlet_name: 'A',
      })
      .execute();
  }
  await db
    .insertInto('waves')
    .values({ edition_id: editionId, is_rehearsal: false, due_at: dueAt, readers: 9 })
    .execute();
});

const newHeadline: StoryChange = {
  position: 2,
  field: 'headline',
  before: 'Bridge closes',
  after: 'Bridge to reopen',
  applied: false,
};

const gone: StoryChange = {
  position: 1,
  field: 'withdrawn',
  before: 'Ferries sail',
  after: 'its outlet or its item no longer exists',
  applied: true,
};

test('nothing newer at the outlets is nothing to report', async () => {
  expect(await recheck()).toEqual([]);
  expect(await wave()).toEqual({ changes: [], rechecked_at: before });
  expect(jobs).toEqual([]);
});

test('newer copy, cleaned as for an edition, is listed for staff; a story whose item is gone is dropped', async () => {
  await setItem(1, { title: '  Bridge\n\u202eto   reopen ' });
  await setItem(2, { summary: '' });
  await db.deleteFrom('items').where('id', '=', items[0]!).execute();
  const expected = [gone, { ...newHeadline, position: 1 }];
  expect(await recheck()).toEqual(expected);
  expect(await recheck()).toEqual(expected);
  expect((await wave()).changes).toEqual(expected);
  expect(await headlines()).toEqual(['Bridge closes', 'Choir sings']);
});

test('where the policy says so, newer copy is taken over once', async () => {
  await setPolicy('auto');
  await setItem(1, { title: 'Bridge to reopen', summary: 'On Friday.' });
  const applied = [
    { ...newHeadline, applied: true },
    { position: 2, field: 'summary', before: 'Bridge closes in Amsel.', after: 'On Friday.', applied: true },
  ];
  expect(await recheck()).toEqual(applied);
  expect(await headlines()).toEqual(['Ferries sail', 'Bridge to reopen', 'Choir sings']);
  expect(jobs).toEqual(['renderRevision']);
  expect(await recheck()).toEqual(applied);
  expect((await fixes()).map(({ actor, position }) => [actor, position])).toEqual([['recheck', 2]]);
  // Once more newer, it is taken over once more: that fix was nobody's of the staff.
  await setItem(1, { title: 'Bridge open' });
  await recheck();
  expect((await headlines())[1]).toBe('Bridge open');
});

test('two rechecks at once take it over once', async () => {
  await setPolicy('auto');
  await setItem(1, { title: 'Bridge to reopen' });
  await Promise.all([recheck(), recheck(), recheck()]);
  expect(await fixes()).toHaveLength(1);
  expect((await wave()).changes).toEqual([{ ...newHeadline, applied: true }]);
});

test('the policy does not change fixes by staff, and only lists newer versions of the outlet', async () => {
  await setPolicy('auto');
  await fix(2, 'Bridge shut until Friday');
  expect(await recheck()).toEqual([]);
  await setItem(1, { title: 'Bridge to reopen' });
  expect(await recheck()).toEqual([{ ...newHeadline, before: 'Bridge shut until Friday' }]);
  expect((await headlines())[1]).toBe('Bridge shut until Friday');
});

test('staff take newer copy over at the desk, story by story', async () => {
  await setPolicy('staff');
  await setItem(1, { title: 'Bridge to reopen' });
  await recheck();
  await applyChange(deps(), { editionId, dueAt, position: 2, actor: 'ana' });
  expect((await headlines())[1]).toBe('Bridge to reopen');
  expect((await fixes()).map(({ actor }) => actor)).toEqual(['ana']);
  const applied = [{ ...newHeadline, applied: true }];
  expect((await wave()).changes).toEqual(applied);
  expect(await recheck()).toEqual(applied);
  const again = applyChange(deps(), { editionId, dueAt, position: 2, actor: 'ana' });
  await expect(again).rejects.toMatchObject({ code: 'NOT_FOUND' });
});

test('a wave whose hour has come is not looked at again, and an edition that is over never', async () => {
  await recheck();
  await setItem(1, { title: 'Bridge to reopen' });
  expect(await recheck(dueAt)).toEqual([]);
  expect((await wave()).rechecked_at).toEqual(dueAt);
  await db.updateTable('editions').set({ state: 'submitted' }).where('id', '=', editionId).execute();
  expect(await recheck()).toBeNull();
  expect(await recheckEdition(deps(), { editionId: 999_999, dueAt })).toBeNull();
});

test('a newer version that an outlet or an agency bars or does not grant is ignored', async () => {
  await setPolicy('auto');
  await db.updateTable('outlets').set({ rights: [] }).execute();
  await db
    .updateTable('items')
    .set({ summary: 'An extract of the text.', description: 'Ferries sail in Amsel.' })
    .where('id', '=', items[0]!)
    .execute();
  await db
    .updateTable('items')
    .set({ summary: 'New words of the wire.', description: 'New words of the wire.', agency: 'Corvale Wire' })
    .where('id', '=', items[1]!)
    .execute();
  const { newsletter_id } = await db
    .selectFrom('editions')
    .select('newsletter_id')
    .where('id', '=', editionId)
    .executeTakeFirstOrThrow();
  const agency = { newsletter_id, agency_key: 'corvale wire', name: 'Corvale Wire', barred: ['summary' as const] };
  await db.insertInto('agency_rights').values(agency).execute();
  expect(await recheck()).toEqual([]);
  await db.deleteFrom('agency_rights').execute();
  expect(await recheck(new Date('2026-11-24T10:21:00Z'))).toMatchObject([
    { position: 2, field: 'summary', after: 'New words of the wire.', applied: true },
  ]);
});

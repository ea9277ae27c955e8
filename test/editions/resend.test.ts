import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Db } from '../../src/platform/db/client.ts';
import { setRate } from '../../src/editions/rate.ts';
import { listUnsettled, resendDeliveries } from '../../src/editions/resend.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { guardStates } from '../support/guardStates.ts';
import {
  addDeliveries,
  auditOf,
  deliveriesOf,
  editionRow,
  makeEdition,
  makePaper,
  now,
  rememberJobs,
  type Row,
} from './support.ts';

let database: TestDatabase;
let db: Db;
let newsletterId: number;
let memory = rememberJobs();
beforeAll(async () => {
  database = await createTestDatabase();
  await guardStates(database.db);
  db = database.db;
});
afterAll(() => database.drop());
beforeEach(async () => {
  newsletterId = await makePaper(db, 6);
  memory = rememberJobs();
});

const ROWS: Row[] = [
  { state: 'unknown', revision: 1, verdict: 'unknown' },
  { state: 'unknown', revision: 1, verdict: 'unknown' },
  { state: 'failed', verdict: 'late' },
  { state: 'failed', verdict: 'address-dead' },
  { state: 'submitted', revision: 1 },
  { state: 'suppressed' },
];

const resend = (editionId: number, which: 'unknown' | 'late', addresses?: string[]) =>
  resendDeliveries(
    { db, queues: memory.queues, now },
    { editionId, actor: 'Ada', which, ...(addresses ? { addresses } : {}) },
  );
const statesOf = async (id: number): Promise<string[]> => (await deliveriesOf(db, id)).map(({ state }) => state);

test('the unsettled readers are listed page by page, with the replies', async () => {
  const id = await makeEdition(db, newsletterId, { state: 'submitted' });
  const readers = await addDeliveries(db, id, ROWS);
  const all = await listUnsettled({ db }, id);
  expect(all.map(({ subscriberId, state }) => [subscriberId, state])).toEqual([
    [readers[0], 'unknown'],
    [readers[1], 'unknown'],
    [readers[2], 'failed'],
  ]);
  expect(all[0]!.email).toMatch(/^reader1@/);
  expect(await listUnsettled({ db }, id, { limit: 1, after: readers[0]! })).toMatchObject([
    { subscriberId: readers[1] },
  ]);
  expect(await listUnsettled({ db }, id, { which: 'late' })).toMatchObject([{ subscriberId: readers[2] }]);
});

test('only the chosen readers are pending again, and the edition continues', async () => {
  const id = await makeEdition(db, newsletterId, { state: 'submitted' });
  await db.updateTable('editions').set({ finished_at: now() }).where('id', '=', id).execute();
  await addDeliveries(db, id, ROWS);
  expect(await resend(id, 'unknown')).toBe(2);
  expect(await statesOf(id)).toEqual(['pending', 'pending', 'failed', 'failed', 'submitted', 'suppressed']);
  expect((await deliveriesOf(db, id))[0]).toMatchObject({ data_at: null, owner: null, verdict: null });
  const edition = await editionRow(db, id);
  expect(edition).toMatchObject({ state: 'submitting', finished_at: null });
  expect(edition.resumed_at).not.toBeNull();
  expect(await auditOf(db, id)).toEqual(['Ada: resend']);
  expect(memory.jobs.map(({ name }) => name)).toContain('deliver');
});

test('late readers are sent to again, and the flag that they raised goes', async () => {
  const id = await makeEdition(db, newsletterId, { state: 'submitted' });
  await db
    .updateTable('editions')
    .set({ flag: 'late', flag_detail: 'One came too late.' })
    .where('id', '=', id)
    .execute();
  await addDeliveries(db, id, ROWS);
  expect(await resend(id, 'late')).toBe(1);
  expect(await statesOf(id)).toEqual(['unknown', 'unknown', 'pending', 'failed', 'submitted', 'suppressed']);
  expect(await editionRow(db, id)).toMatchObject({ state: 'submitting', flag: null, flag_detail: null });
});

test('with addresses only those, however they are spelled', async () => {
  const id = await makeEdition(db, newsletterId, { state: 'submitted' });
  await addDeliveries(db, id, ROWS);
  const [first] = await listUnsettled({ db }, id);
  expect(await resend(id, 'unknown', [` ${first!.email.toUpperCase()} `])).toBe(1);
  expect(await statesOf(id)).toEqual(['pending', 'unknown', 'failed', 'failed', 'submitted', 'suppressed']);
});

test('an address of another reader sends nothing to anybody', async () => {
  const id = await makeEdition(db, newsletterId, { state: 'submitted' });
  await addDeliveries(db, id, ROWS);
  const unsettled = await listUnsettled({ db }, id);
  const addresses = [unsettled[0]!.email, unsettled[2]!.email];
  await expect(resend(id, 'unknown', addresses)).rejects.toMatchObject({
    code: 'NOT_FOUND',
    message: expect.not.stringContaining('@'),
  });
  expect(await statesOf(id)).toEqual(ROWS.map(({ state }) => state));
  expect(await editionRow(db, id)).toMatchObject({ state: 'submitted' });
});

test('two resends at once send to each reader once more', async () => {
  const id = await makeEdition(db, newsletterId, { state: 'submitted' });
  await addDeliveries(db, id, ROWS);
  expect((await Promise.all([resend(id, 'unknown'), resend(id, 'unknown')])).toSorted()).toEqual([0, 2]);
  expect(await auditOf(db, id)).toEqual(['Ada: resend']);
});

test('a paused edition stays paused, and one without such readers stays as it was', async () => {
  const id = await makeEdition(db, newsletterId, { state: 'paused' });
  await addDeliveries(db, id, ROWS.slice(0, 2));
  expect(await resend(id, 'unknown')).toBe(2);
  expect(await editionRow(db, id)).toMatchObject({ state: 'paused' });
  const settled = await makeEdition(db, newsletterId, { state: 'submitted', date: '2026-11-25' });
  expect(await resend(settled, 'late')).toBe(0);
  expect(await editionRow(db, settled)).toMatchObject({ state: 'submitted', resumed_at: null });
});

test.each(['draft', 'approved', 'preparing', 'cancelled', 'failed'] as const)(
  'nobody of an edition that is %s is sent to again',
  async (state) => {
    const id = await makeEdition(db, newsletterId, { state });
    await addDeliveries(db, id, ROWS);
    await expect(resend(id, 'unknown')).rejects.toMatchObject({ code: 'EDITION_STATE' });
    expect(await statesOf(id)).toEqual(ROWS.map((row) => row.state));
  },
);

test('an edition that does not exist has no readers to resend to', async () => {
  await expect(resend(987_654, 'unknown')).rejects.toMatchObject({ code: 'NOT_FOUND' });
});

test.each(['draft', 'approved', 'preparing', 'submitting', 'paused', 'failed'] as const)(
  'the rate of an edition that is %s can be set and lifted',
  async (state) => {
    const id = await makeEdition(db, newsletterId, { state });
    await setRate({ db }, { editionId: id, perSecond: 12.5, actor: 'Ada' });
    expect(await editionRow(db, id)).toMatchObject({ max_rate: 12.5, state });
    await setRate({ db }, { editionId: id, perSecond: null, actor: 'Ada' });
    expect(await editionRow(db, id)).toMatchObject({ max_rate: null });
    expect(await auditOf(db, id)).toEqual(['Ada: rate', 'Ada: rate']);
  },
);

test('an invalid rate, or one for an edition that is over, is refused', async () => {
  const id = await makeEdition(db, newsletterId, { state: 'submitted' });
  const set = (editionId: number, perSecond: number) => setRate({ db }, { editionId, perSecond, actor: 'Ada' });
  await expect(set(id, 10)).rejects.toMatchObject({ code: 'EDITION_STATE' });
  await expect(set(987_654, 10)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  for (const wrong of [0, -1, Number.NaN, Infinity])
    await expect(set(id, wrong)).rejects.toMatchObject({ code: 'INVALID_INPUT' });
});

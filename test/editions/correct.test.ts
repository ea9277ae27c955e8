import { load } from 'cheerio';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Db } from '../../src/platform/db/client.ts';
import { correctEdition, countReaders } from '../../src/editions/correct.ts';
import { fixStory } from '../../src/editions/fix.ts';
import { loadEdition } from '../../src/editions/load.ts';
import { renderEdition, renderRevision } from '../../src/render/render.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import {
  addDeliveries,
  auditOf,
  editionRow,
  log,
  makeEdition,
  makePaper,
  now,
  rememberJobs,
  storiesOf,
  type Row,
} from './support.ts';

let database: TestDatabase;
let db: Db;
let newsletterId: number;
const { queues } = rememberJobs();
beforeAll(async () => {
  database = await createTestDatabase();
  db = database.db;
});
afterAll(() => database.drop());
beforeEach(async () => {
  newsletterId = await makePaper(db, 10);
});

const renderDeps = () => ({ db, log, now, publicUrl: 'https://news.paper.example' });
const correct = (editionId: number, more: { note?: string; beforeRevision?: number } = {}) =>
  correctEdition({ db, now }, { editionId, actor: 'Ada', ...more });

/** Fixes a story's headline and renders it. */
async function fix(editionId: number, position: number, headline: string, note?: string): Promise<number> {
  const order = { editionId, position, changes: { headline }, actor: 'Ada', ...(note ? { note } : {}) };
  const { revision } = await fixStory({ db, queues, now }, order);
  await renderRevision(renderDeps(), editionId);
  return revision;
}

const WRONG: Row[] = [
  { state: 'submitted', revision: 1 },
  { state: 'unknown', revision: 1 },
];
const RIGHT: Row[] = [{ state: 'submitted', revision: 2 }, { state: 'failed', revision: 1 }, { state: 'suppressed' }];

/** Sent, with one story fixed: two readers have the earlier text. */
async function makeFixed(rows: Row[] = [...WRONG, ...RIGHT]): Promise<{ id: number; readers: number[] }> {
  const id = await makeEdition(db, newsletterId, { state: 'submitted' });
  const readers = await addDeliveries(db, id, rows);
  await fix(id, 2, 'Tram stays shut', 'The tram did not open.');
  return { id, readers };
}

const countFor = async (id: number): Promise<number> =>
  countReaders({ db }, (await loadEdition({ db }, id))!, { isRehearsal: false });

test('a correction carries the fixed story, for those who got or may have got the earlier text', async () => {
  const { id } = await makeFixed();
  const { editionId, readers } = await correct(id);
  expect(readers).toBe(2);
  expect(await countFor(editionId)).toBe(2);
  const corrected = await editionRow(db, id);
  expect(await editionRow(db, editionId)).toMatchObject({
    kind: 'correction',
    newsletter_id: newsletterId,
    date: corrected.date,
    number: 1,
    state: 'approved',
    subject: 'Correction: Tram stays shut',
    note: 'The tram did not open.',
    is_rehearsal: false,
    corrects_edition_id: id,
    corrects_before_revision: 2,
    due_at: null,
  });
  expect(await storiesOf(db, editionId)).toMatchObject([{ position: 1, headline: 'Tram stays shut' }]);
  expect(await auditOf(db, id)).toContain('Ada: correct');
});

test('a story that moved to another section makes nothing to correct', async () => {
  const sections = JSON.stringify([{ name: 'Towns', words: [] }]);
  await db.updateTable('newsletters').set({ sections }).where('id', '=', newsletterId).execute();
  const id = await makeEdition(db, newsletterId, { state: 'submitted' });
  await addDeliveries(db, id, WRONG);
  await fixStory({ db, queues, now }, { editionId: id, position: 1, changes: { section: 'Towns' }, actor: 'Ada' });
  await renderRevision(renderDeps(), id);
  await expect(correct(id)).rejects.toMatchObject({ code: 'EDITION_STATE' });
});

test('who left, or is suppressed, is not corrected', async () => {
  const { id, readers } = await makeFixed([...WRONG, ...WRONG, ...RIGHT]);
  await db
    .updateTable('subscriptions')
    .set({ status: 'unsubscribed' })
    .where('subscriber_id', '=', readers[0]!)
    .execute();
  const { address_hash } = await db
    .selectFrom('subscribers')
    .select('address_hash')
    .where('id', '=', readers[1]!)
    .executeTakeFirstOrThrow();
  await db.insertInto('suppressions').values({ address_hash, reason: 'complaint' }).execute();
  expect(await correct(id)).toMatchObject({ readers: 2 });
});

test('a correction’s mail says what it is above its stories, in HTML and in text', async () => {
  const { id } = await makeFixed();
  const { editionId } = await correct(id, { note: 'We said <b>open</b>.\nIt is shut.' });
  const { html, plain, subject } = await renderEdition(renderDeps(), editionId);
  const $ = load(html);
  const paragraphs = $('p')
    .map((_, each) => $(each).text().trim())
    .get();
  expect(subject).toBe('Correction: Tram stays shut');
  expect(paragraphs).toEqual(expect.arrayContaining(['What we correct', 'We said <b>open</b>.', 'It is shut.']));
  expect(paragraphs.some((text) => text.startsWith('Correction · 1 story'))).toBe(true);
  expect(html.indexOf('It is shut.')).toBeLessThan(html.lastIndexOf('Tram stays shut'));
  expect(plain).toMatch(/What we correct\n-+\n\nWe said <b>open<\/b>\.\n\nIt is shut\.\n\n-+\n\nTram stays shut \[1\]/);
});

test('a correction without a note still says that it is one, and a day’s edition shows none', async () => {
  const id = await makeEdition(db, newsletterId, { state: 'submitted' });
  await addDeliveries(db, id, WRONG);
  await fix(id, 1, 'Ferries stay in harbour');
  const { editionId } = await correct(id);
  expect((await editionRow(db, editionId)).note).toBe('');
  expect((await renderEdition(renderDeps(), editionId)).plain).toContain('contained mistakes');
  expect((await renderEdition(renderDeps(), id)).plain).not.toContain('contained mistakes');
});

test.each([
  ['an edition of which nothing was fixed', 'submitted', 'has no fixes'],
  ['a draft', 'draft', 'has no readers yet'],
  ['an edition that is being prepared', 'preparing', 'has no readers yet'],
] as const)('%s cannot be corrected', async (_, state, message) => {
  const id = await makeEdition(db, newsletterId, { state });
  await addDeliveries(db, id, WRONG);
  await expect(correct(id)).rejects.toMatchObject({ code: 'EDITION_STATE', message: expect.stringContaining(message) });
});

test('an edition is not corrected if no reader got an earlier text, or if it does not exist', async () => {
  const { id } = await makeFixed(RIGHT);
  await expect(correct(id)).rejects.toMatchObject({
    code: 'EDITION_STATE',
    message: expect.stringContaining('has no readers of an earlier text'),
  });
  await expect(correct(987_654)).rejects.toMatchObject({ code: 'NOT_FOUND' });
});

test('a correction is refused while the earlier text is still being sent', async () => {
  const id = await makeEdition(db, newsletterId, { state: 'submitting' });
  await addDeliveries(db, id, [...WRONG, { state: 'submitting', revision: 1, isInFlight: true }]);
  const order = { editionId: id, position: 1, changes: { headline: 'Ferries stay' }, actor: 'Ada' };
  await fixStory({ db, queues, now }, order);
  await expect(correct(id)).rejects.toMatchObject({ code: 'EDITION_STATE', message: expect.stringContaining('still') });
  await renderRevision(renderDeps(), id);
  await expect(correct(id)).rejects.toMatchObject({ code: 'EDITION_STATE' });
  await db
    .updateTable('deliveries')
    .set({ state: 'submitted' })
    .where('edition_id', '=', id)
    .where('state', '=', 'submitting')
    .execute();
  expect(await correct(id)).toMatchObject({ readers: 3 });
});

test('two corrections at once make one edition, and one that waits is brought up to date', async () => {
  const { id } = await makeFixed();
  const [one, other] = await Promise.all([correct(id), correct(id)]);
  expect(other).toEqual(one);
  await fix(id, 1, 'Ferries stay in harbour');
  const again = await correct(id);
  // Who had the second revision has a wrong first story, too.
  expect(again).toEqual({ editionId: one.editionId, readers: 3 });
  expect(await editionRow(db, one.editionId)).toMatchObject({
    subject: 'Correction: Ferries stay in harbour, and 1 more',
    corrects_before_revision: 3,
  });
  expect(await storiesOf(db, one.editionId)).toHaveLength(2);
});

test('a fix is corrected only once, and a later fix gets its own correction', async () => {
  const { id } = await makeFixed();
  const first = await correct(id);
  await db.updateTable('editions').set({ state: 'submitted' }).where('id', '=', first.editionId).execute();
  await expect(correct(id)).rejects.toMatchObject({ code: 'CONFLICT' });
  await fix(id, 3, 'Pie prize withdrawn');
  const second = await correct(id);
  expect(second.editionId).not.toBe(first.editionId);
  expect(await editionRow(db, second.editionId)).toMatchObject({ number: 2, corrects_before_revision: 3 });
  expect(await storiesOf(db, second.editionId)).toMatchObject([{ headline: 'Pie prize withdrawn' }]);
});

test('a correction that was cancelled unsent makes room for another', async () => {
  const { id } = await makeFixed();
  const first = await correct(id);
  await db.updateTable('editions').set({ state: 'cancelled' }).where('id', '=', first.editionId).execute();
  expect(await correct(id)).toMatchObject({ readers: 2 });
});

test('an outlet’s newer copy that the policy took over is no mistake to be corrected', async () => {
  const { id } = await makeFixed();
  const newer = { editionId: id, position: 1, changes: { headline: 'Ferries sail, more to come' }, actor: 'recheck' };
  await fixStory({ db, queues, now }, newer);
  await renderRevision(renderDeps(), id);
  const { editionId, readers } = await correct(id);
  expect(readers).toBe(2);
  expect(await storiesOf(db, editionId)).toMatchObject([{ headline: 'Tram stays shut' }]);
});

test('a rehearsal is corrected by a rehearsal, for its own readers', async () => {
  const id = await makeEdition(db, newsletterId, { state: 'submitted', isRehearsal: true });
  await addDeliveries(db, id, WRONG, true);
  await fix(id, 1, 'Ferries stay in harbour');
  const { editionId, readers } = await correct(id);
  expect(readers).toBe(2);
  expect(await editionRow(db, editionId)).toMatchObject({ is_rehearsal: true });
});

test('an earlier boundary corrects fewer readers, and one that does not exist is refused', async () => {
  const { id } = await makeFixed();
  await fix(id, 1, 'Ferries stay in harbour');
  expect(await correct(id, { beforeRevision: 2 })).toMatchObject({ readers: 2 });
  await expect(correct(id, { beforeRevision: 9 })).rejects.toMatchObject({ code: 'EDITION_STATE' });
});

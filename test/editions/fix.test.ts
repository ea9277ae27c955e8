import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Db } from '../../src/platform/db/client.ts';
import { cancelEdition } from '../../src/editions/control.ts';
import { countCopies, fixStory, type FixOrder } from '../../src/editions/fix.ts';
import { renderEdition, renderRevision } from '../../src/render/render.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import {
  addDeliveries,
  auditOf,
  editionRow,
  fixesOf,
  log,
  makeEdition,
  makePaper,
  now,
  rememberJobs,
  storiesOf,
} from './support.ts';

let database: TestDatabase;
let db: Db;
let newsletterId: number;
let memory = rememberJobs();
beforeAll(async () => {
  database = await createTestDatabase();
  db = database.db;
});
afterAll(() => database.drop());
beforeEach(async () => {
  newsletterId = await makePaper(db, 6);
  memory = rememberJobs();
});

const fix = (editionId: number, order: Partial<FixOrder>) =>
  fixStory({ db, queues: memory.queues, now }, { editionId, position: 1, changes: {}, actor: 'Ada', ...order });
const renderDeps = () => ({ db, log, now, publicUrl: 'https://news.paper.example' });
const digests = (id: number) =>
  db.selectFrom('digests').selectAll().where('edition_id', '=', id).orderBy('revision').execute();

describe.each(['draft', 'approved'] as const)('of an edition that is %s', (state) => {
  test('a fix changes the story, increments the revision, and does not change the state', async () => {
    const id = await makeEdition(db, newsletterId, { state });
    const fixed = await fix(id, { changes: { headline: '  Ferries\nsail  at last ' }, note: 'The day was wrong.' });
    expect(fixed).toEqual({ revision: 2, isChanged: true });
    expect(await editionRow(db, id)).toMatchObject({
      state,
      revision: 2,
      next_revision: null,
      subject: 'Ferries sail at last, and 2 more',
    });
    const [first, second] = await storiesOf(db, id);
    expect(first).toMatchObject({ headline: 'Ferries sail at last', summary: 'What happened, part 1.' });
    expect(second).toMatchObject({ headline: 'Tram opens' });
    expect(await fixesOf(db, id)).toMatchObject([
      {
        revision: 2,
        position: 1,
        note: 'The day was wrong.',
        actor: 'Ada',
        before: { headline: 'Ferries sail again' },
        after: { headline: 'Ferries sail at last' },
      },
    ]);
    expect(await auditOf(db, id)).toEqual(['Ada: fix']);
    expect(memory.jobs).toEqual([]);
  });
});

describe.each(['preparing', 'submitting', 'paused', 'submitted'] as const)('of an edition that is %s', (state) => {
  test('a fix waits for its own revision, and rendering makes it the edition’s', async () => {
    const id = await makeEdition(db, newsletterId, { state });
    await renderEdition(renderDeps(), id);
    expect(await fix(id, { changes: { image: null } })).toEqual({ revision: 2, isChanged: true });
    expect(await editionRow(db, id)).toMatchObject({ state, revision: 1, next_revision: 2 });
    expect((await storiesOf(db, id))[0]).toMatchObject({ image: null });
    expect(memory.jobs).toEqual([{ name: 'renderRevision', payload: { editionId: id } }]);

    expect(await renderRevision(renderDeps(), id)).toBe(2);
    expect(await editionRow(db, id)).toMatchObject({ state, revision: 2, next_revision: null });
    const [first, second] = await digests(id);
    expect(first!.html.match(/<img/g)).toHaveLength(3);
    expect(second!.html.match(/<img/g)).toHaveLength(2);
    expect(await renderRevision(renderDeps(), id)).toBeNull();
  });
});

test.each(['cancelled', 'failed'] as const)('an edition that is %s takes no fix', async (state) => {
  const id = await makeEdition(db, newsletterId, { state });
  await expect(fix(id, { changes: { headline: 'New' } })).rejects.toMatchObject({ code: 'EDITION_STATE' });
  expect(await fixesOf(db, id)).toEqual([]);
});

test.each([
  ['nothing to change', {}, 'INVALID_INPUT'],
  ['an empty headline', { headline: ' \n ' }, 'INVALID_INPUT'],
  ['a headline that is too long', { headline: 'x'.repeat(301) }, 'INVALID_INPUT'],
  ['a summary that is too long', { summary: 'x'.repeat(601) }, 'INVALID_INPUT'],
  ['an address that is none of the web', { url: 'javascript:alert(1)' }, 'INVALID_INPUT'],
  ['an address with a password', { url: 'https://desk:secret@paper.example/story' }, 'INVALID_INPUT'],
])('%s is refused, and changes nothing', async (_, changes, code) => {
  const id = await makeEdition(db, newsletterId);
  await expect(fix(id, { changes })).rejects.toMatchObject({ code });
  expect(await editionRow(db, id)).toMatchObject({ state: 'draft', revision: 1 });
});

describe('a story’s section', () => {
  const sections = JSON.stringify([
    { name: 'At sea', words: ['shipping'] },
    { name: 'Towns', words: [] },
  ]);
  const useSections = () => db.updateTable('newsletters').set({ sections }).where('id', '=', newsletterId).execute();

  test('is one of the newsletter’s, as it writes it, or none', async () => {
    await useSections();
    const id = await makeEdition(db, newsletterId);
    expect(await fix(id, { changes: { section: ' at SEA ' } })).toEqual({ revision: 2, isChanged: true });
    expect((await storiesOf(db, id))[0]).toMatchObject({ section: 'At sea' });
    expect(await fix(id, { changes: { section: null } })).toEqual({ revision: 3, isChanged: true });
    expect((await storiesOf(db, id))[0]).toMatchObject({ section: null });
    expect((await fixesOf(db, id)).map(({ after }) => after.section)).toEqual(['At sea', null]);
  });

  test('that the outlet’s own word means already is no change', async () => {
    await useSections();
    const id = await makeEdition(db, newsletterId);
    await db.updateTable('edition_stories').set({ section: 'Shipping' }).where('edition_id', '=', id).execute();
    expect(await fix(id, { changes: { section: 'At sea' } })).toEqual({ revision: 1, isChanged: false });
  });

  test('that the newsletter does not have is refused with those that it has', async () => {
    const id = await makeEdition(db, newsletterId);
    const refusal = expect.objectContaining({ code: 'INVALID_INPUT' });
    await expect(fix(id, { changes: { section: 'Towns' } })).rejects.toEqual(refusal);
    await useSections();
    await expect(fix(id, { changes: { section: 'Moon' } })).rejects.toThrow('The sections are At sea, Towns.');
  });
});

test('a story or an edition that does not exist is not found', async () => {
  const id = await makeEdition(db, newsletterId);
  const changes = { headline: 'New' };
  await expect(fix(id, { position: 4, changes })).rejects.toMatchObject({
    code: 'NOT_FOUND',
    message: expect.stringContaining('1 to 3'),
  });
  await expect(fix(987_654, { changes })).rejects.toMatchObject({ code: 'NOT_FOUND' });
});

test('staff’s own subject stays when a headline is fixed, and the preheader follows the others', async () => {
  const id = await makeEdition(db, newsletterId);
  await db.updateTable('editions').set({ subject: 'Good morning', subject_by: 'marta' }).where('id', '=', id).execute();
  await fix(id, { position: 2, changes: { headline: 'Tram stays shut' } });
  expect(await editionRow(db, id)).toMatchObject({
    subject: 'Good morning',
    preheader: 'Tram stays shut · Pie prize awarded · What happened, part 1.',
  });
});

test('the same fix again changes nothing', async () => {
  const id = await makeEdition(db, newsletterId, { state: 'submitting' });
  const changes = { headline: 'Ferries sail at last' };
  await fix(id, { changes });
  await renderRevision(renderDeps(), id);
  memory.jobs.length = 0;
  expect(await fix(id, { changes })).toEqual({ revision: 2, isChanged: false });
  expect(await editionRow(db, id)).toMatchObject({ revision: 2, next_revision: null });
  expect(await fixesOf(db, id)).toHaveLength(1);
  expect(memory.jobs).toEqual([]);
});

test('two fixes at once get two revisions, and the last rendering carries both', async () => {
  const id = await makeEdition(db, newsletterId, { state: 'submitting' });
  const fixed = await Promise.all([
    fix(id, { position: 1, changes: { headline: 'Ferries sail at last' } }),
    fix(id, { position: 2, changes: { headline: 'Tram stays shut' } }),
  ]);
  expect(new Set(fixed.map(({ revision }) => revision))).toEqual(new Set([2, 3]));
  const made = await Promise.all([renderRevision(renderDeps(), id), renderRevision(renderDeps(), id)]);
  expect(made.toSorted()).toEqual([3, null]);
  expect(await editionRow(db, id)).toMatchObject({ revision: 3, next_revision: null });
  const rows = await digests(id);
  expect(rows.map(({ revision }) => revision)).toEqual([3]);
  expect(rows[0]!.html).toContain('Ferries sail at last');
  expect(rows[0]!.html).toContain('Tram stays shut');
  expect(rows[0]!.subject).toBe('Ferries sail at last, and 2 more');
});

test('a fix that lands while another is rendered has its own revision made', async () => {
  const id = await makeEdition(db, newsletterId, { state: 'submitting' });
  await fix(id, { position: 1, changes: { headline: 'Ferries sail at last' } });
  let isFirst = true;
  // The clock is read in the middle of a rendering: the second fix lands there.
  let landed: Promise<unknown> = Promise.resolve();
  const clock = (): Date => {
    if (isFirst) landed = fix(id, { position: 2, changes: { headline: 'Tram stays shut' } });
    isFirst = false;
    return now();
  };
  const [revision] = await Promise.all([renderRevision({ ...renderDeps(), now: clock }, id), landed]);
  await landed;
  await renderRevision(renderDeps(), id);
  const { revision: current, next_revision } = await editionRow(db, id);
  expect([current, next_revision]).toEqual([3, null]);
  expect([2, 3]).toContain(revision);
  const last = (await digests(id)).at(-1)!;
  expect(last).toMatchObject({ revision: 3 });
  expect(last.html).toContain('Tram stays shut');
  // Whatever was made on the way, no revision lacks what it promises.
  for (const digest of await digests(id)) expect(digest.html).toContain('Ferries sail at last');
});

test('a fix that cannot be rendered leaves the earlier text going out, and the same fix again has it tried again', async () => {
  const id = await makeEdition(db, newsletterId, { state: 'submitting' });
  await renderEdition(renderDeps(), id);
  const changes = { headline: 'Ferries sail at last' };
  await fix(id, { changes });
  const newsletter = db.updateTable('newsletters').where('id', '=', newsletterId);
  await newsletter.set({ from_name: 'Harbour\r\nBcc: all@paper.example' }).execute();
  expect(await renderRevision(renderDeps(), id)).toBeNull();
  expect(await editionRow(db, id)).toMatchObject({
    state: 'submitting',
    revision: 1,
    next_revision: null,
    flag: 'render_failed',
    flag_detail: expect.stringContaining('revision 2'),
  });
  expect((await storiesOf(db, id))[0]).toMatchObject(changes);
  expect(await digests(id)).toHaveLength(1);

  await newsletter.set({ from_name: 'Harbour' }).execute();
  expect(await fix(id, { changes })).toEqual({ revision: 2, isChanged: false });
  expect(await renderRevision(renderDeps(), id)).toBe(2);
  expect(await editionRow(db, id)).toMatchObject({ revision: 2, flag: null, flag_detail: null });
});

test('a revision that may have been sent is not rendered again', async () => {
  const id = await makeEdition(db, newsletterId, { state: 'preparing' });
  await renderEdition(renderDeps(), id);
  await db.updateTable('editions').set({ state: 'submitting', started_at: now() }).where('id', '=', id).execute();
  const [before] = await digests(id);
  await renderEdition(renderDeps(), id);
  expect((await digests(id))[0]!.message.equals(before!.message)).toBe(true);
});

test('preparing an edition renders the fix that waits, and no other', async () => {
  const id = await makeEdition(db, newsletterId, { state: 'preparing' });
  await fix(id, { changes: { headline: 'Ferries sail at last' } });
  await renderEdition(renderDeps(), id);
  expect(await editionRow(db, id)).toMatchObject({ revision: 2, next_revision: null });
  expect((await digests(id)).map(({ revision }) => revision)).toEqual([2]);
});

test('a fix of an edition that is cancelled meanwhile is not rendered', async () => {
  const id = await makeEdition(db, newsletterId, { state: 'submitting' });
  await fix(id, { changes: { headline: 'Ferries sail at last' } });
  await cancelEdition({ db }, { editionId: id, actor: 'Ada' });
  expect(await renderRevision(renderDeps(), id)).toBeNull();
  expect(await digests(id)).toEqual([]);
});

test('readers are counted by what they got', async () => {
  const id = await makeEdition(db, newsletterId, { state: 'submitting' });
  await addDeliveries(db, id, [
    { state: 'submitted', revision: 1 },
    { state: 'unknown', revision: 1 },
    { state: 'submitting', revision: 1, isInFlight: true },
    { state: 'submitting' },
    { state: 'pending' },
    { state: 'submitted', revision: 2 },
  ]);
  expect(await countCopies({ db }, id, 2)).toEqual({ earlier: 3, left: 2 });
});

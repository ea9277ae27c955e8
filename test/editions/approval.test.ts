import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Approval } from '../../src/domain/approval.ts';
import { approveEdition, loadApproval } from '../../src/editions/approval.ts';
import { triggerSend } from '../../src/editions/control.ts';
import { setWords } from '../../src/editions/words.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { auditOf, editionRow, makeEdition, makePaper, now, rememberJobs } from './support.ts';

let database: TestDatabase;
let paper: number;

beforeAll(async () => {
  database = await createTestDatabase();
});
beforeEach(async () => {
  paper = await makePaper(database.db, 1);
});
afterAll(() => database.drop());

const ask = (approval: Approval) =>
  database.db.updateTable('newsletters').set({ approval }).where('id', '=', paper).execute();
const approve = (editionId: number, actor: string) => approveEdition({ db: database.db }, { editionId, actor });
const rename = (editionId: number, actor: string, subject: string) =>
  setWords({ db: database.db, now, ...rememberJobs() }, { editionId, actor, words: { subject } });
const send = (editionId: number, actor: string) =>
  triggerSend(
    { db: database.db, now, config: { relays: [] }, ...rememberJobs() },
    { editionId, actor, isRehearsal: true },
  );

describe('an approval', () => {
  test('is on record with its person, and clears the flag of an edition that waited for it', async () => {
    const id = await makeEdition(database.db, paper);
    await database.db.updateTable('editions').set({ flag: 'unapproved' }).where('id', '=', id).execute();
    await approve(id, 'marta');
    expect(await editionRow(database.db, id)).toMatchObject({
      state: 'approved',
      approved_by: 'marta',
      approved_at: expect.any(Date),
      flag: null,
    });
    expect(await auditOf(database.db, id)).toEqual(['marta: approve']);
    expect(await loadApproval(database.db, id)).toMatchObject({ isApproved: true, by: 'marta' });
  });

  test('leaves a flag of another kind', async () => {
    const id = await makeEdition(database.db, paper);
    await database.db.updateTable('editions').set({ flag: 'audience_unusual' }).where('id', '=', id).execute();
    await approve(id, 'marta');
    expect((await editionRow(database.db, id)).flag).toBe('audience_unusual');
  });

  test('of an edition that is under way, has no stories or is not there, is refused', async () => {
    const running = await makeEdition(database.db, paper, { state: 'submitting' });
    await expect(approve(running, 'marta')).rejects.toMatchObject({ code: 'EDITION_STATE' });
    const empty = await makeEdition(database.db, paper, { date: '2026-11-25' });
    await database.db.deleteFrom('edition_stories').where('edition_id', '=', empty).execute();
    await expect(approve(empty, 'marta')).rejects.toMatchObject({ code: 'EDITION_TOO_FEW_STORIES' });
    await expect(approve(9_999, 'marta')).rejects.toMatchObject({ code: 'NOT_FOUND' });
    expect((await editionRow(database.db, empty)).state).toBe('draft');
  });
});

describe('where a second person approves', () => {
  beforeEach(() => ask('second'));

  test('who changed the edition cannot; somebody else can; a later change asks for it again', async () => {
    const id = await makeEdition(database.db, paper);
    await rename(id, 'marta', 'Ferries');
    await expect(approve(id, 'marta')).rejects.toMatchObject({
      code: 'CONFLICT',
      message: expect.stringContaining('marta changed edition'),
    });
    await approve(id, 'olaf');
    expect(await loadApproval(database.db, id)).toMatchObject({ isApproved: true, by: 'olaf' });
    await rename(id, 'marta', 'Ferries again');
    expect(await loadApproval(database.db, id)).toMatchObject({ isApproved: false, by: 'olaf' });
    await approve(id, 'olaf');
    expect(await loadApproval(database.db, id)).toMatchObject({ isApproved: true });
  });

  test('no person sends it before', async () => {
    const id = await makeEdition(database.db, paper);
    await expect(send(id, 'marta')).rejects.toMatchObject({ code: 'CONFLICT' });
    await approve(id, 'olaf');
    await send(id, 'marta');
    expect((await editionRow(database.db, id)).state).toBe('preparing');
  });

  test('a change by a program counts as no person’s', async () => {
    const id = await makeEdition(database.db, paper);
    await approve(id, 'olaf');
    await rename(id, 'recheck', 'Newer');
    expect(await loadApproval(database.db, id)).toMatchObject({ isApproved: true });
  });
});

test('where one approval is required, who changed the edition may give it, and a send by a person is one', async () => {
  await ask('required');
  const id = await makeEdition(database.db, paper);
  await rename(id, 'marta', 'Ferries');
  await approve(id, 'marta');
  expect(await loadApproval(database.db, id)).toMatchObject({ isApproved: true });
  const other = await makeEdition(database.db, paper, { date: '2026-11-25' });
  await send(other, 'marta');
  expect((await editionRow(database.db, other)).state).toBe('preparing');
});

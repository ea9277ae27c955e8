import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { fixStory } from '../../src/editions/fix.ts';
import { buildPreheader, buildSubject } from '../../src/editions/text.ts';
import { setWords } from '../../src/editions/words.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { auditOf, editionRow, makeEdition, makePaper, now, rememberJobs, STORIES } from './support.ts';

let database: TestDatabase;
let paper: number;

beforeAll(async () => {
  database = await createTestDatabase();
});
beforeEach(async () => {
  paper = await makePaper(database.db, 1);
});
afterAll(() => database.drop());

const deps = () => ({ db: database.db, now, ...rememberJobs() });
const set = (editionId: number, words: Parameters<typeof setWords>[1]['words'], seen = {}) =>
  setWords(deps(), { editionId, words, seen, actor: 'marta' });

describe('a subject of staff', () => {
  test('stays when a headline changes; an empty one is built from the headlines again', async () => {
    const id = await makeEdition(database.db, paper);
    expect(await set(id, { subject: '  The ferries\r\nare back ' })).toMatchObject({ isChanged: true, revision: 2 });
    expect(await editionRow(database.db, id)).toMatchObject({
      subject: 'The ferries are back',
      subject_by: 'marta',
      preheader: buildPreheader(STORIES, 'en'),
      preheader_by: null,
      revision: 2,
    });
    await fixStory(deps(), { editionId: id, position: 1, changes: { headline: 'All ferries sail' }, actor: 'marta' });
    expect((await editionRow(database.db, id)).subject).toBe('The ferries are back');
    await set(id, { subject: '' });
    expect(await editionRow(database.db, id)).toMatchObject({
      subject: buildSubject(
        [{ headline: 'All ferries sail', summary: '' }, ...STORIES.slice(1)],
        'en',
        'Test Headlines',
      ),
      subject_by: null,
    });
  });

  test('during a send waits for its own revision, which a renderer is asked for', async () => {
    const id = await makeEdition(database.db, paper, { state: 'submitting', revision: 3 });
    const { queues, jobs } = rememberJobs();
    const order = { editionId: id, words: { subject: 'Ferries: what we know' }, actor: 'marta' };
    expect(await setWords({ db: database.db, queues, now }, order)).toMatchObject({ revision: 4 });
    expect(await editionRow(database.db, id)).toMatchObject({ revision: 3, next_revision: 4 });
    expect(jobs).toEqual([{ name: 'renderRevision', payload: { editionId: id } }]);
  });

  test('that the edition has already changes nothing and leaves no record', async () => {
    const id = await makeEdition(database.db, paper);
    await set(id, { subject: 'Ferries' });
    expect(await set(id, { subject: ' Ferries ' })).toMatchObject({ isChanged: false, revision: 2 });
    expect(await auditOf(database.db, id)).toEqual(['marta: words']);
  });

  test('that somebody else changed meanwhile is not replaced, and theirs is returned', async () => {
    const id = await makeEdition(database.db, paper);
    const was = (await editionRow(database.db, id)).subject;
    await set(id, { subject: 'Theirs' });
    expect(await set(id, { subject: 'Mine', note: 'A note' }, { subject: was, note: '' })).toEqual({
      revision: 2,
      isChanged: false,
      overtaken: [{ field: 'subject', now: 'Theirs' }],
    });
    expect(await editionRow(database.db, id)).toMatchObject({ subject: 'Theirs', note: '' });
  });

  test.each([
    ['a subject of 201 characters', { subject: 'ü'.repeat(201) }, /at most 200 characters; this one has 201/],
    ['a preheader of 301', { preheader: 'p'.repeat(301) }, /at most 300/],
    ['a note of 1,001', { note: 'n'.repeat(1001) }, /at most 1000/],
    ['nothing at all', {}, /Say what to change/],
  ])('is refused: %s', async (_what, words, message) => {
    const id = await makeEdition(database.db, paper);
    await expect(set(id, words)).rejects.toMatchObject({
      code: 'INVALID_INPUT',
      message: expect.stringMatching(message),
    });
    expect(await editionRow(database.db, id)).toMatchObject({ revision: 1, subject_by: null });
  });

  test('of an edition that is over, or is not there, is refused', async () => {
    const id = await makeEdition(database.db, paper, { state: 'cancelled' });
    await expect(set(id, { subject: 'X' })).rejects.toMatchObject({ code: 'EDITION_STATE' });
    await expect(set(9_999, { subject: 'X' })).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });
});

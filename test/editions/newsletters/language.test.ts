import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Db } from '../../../src/platform/db/client.ts';
import { addNewsletter, setNewsletter } from '../../../src/editions/newsletters/newsletters.ts';
import type { NewsletterSettings } from '../../../src/editions/newsletters/settings.ts';
import { runCli, type Ran } from '../../cli/run.ts';
import { createTestDatabase, type TestDatabase } from '../../support/database.ts';

const ROOT = join(import.meta.dirname, '..', '..', '..');

let database: TestDatabase;
let db: Db;
let dataDir: string;
let count = 0;
beforeAll(async () => {
  database = await createTestDatabase();
  db = database.db;
  dataDir = await mkdtemp(join(tmpdir(), 'reveille-language-'));
});
afterAll(async () => {
  await database.drop();
  await rm(dataDir, { recursive: true, force: true });
});

const add = (settings: Pick<NewsletterSettings, 'language' | 'languages'> = {}) =>
  addNewsletter({ db }, `paper-${++count}`, { name: 'Paper', from: 'news@paper.example', ...settings }, 'Ada');

describe('the languages of the stories that a newsletter takes', () => {
  test.each([
    [{}, ['en']],
    [{ language: 'es' }, ['es']],
    [{ language: 'es', languages: ['en', 'fr'] }, ['en', 'fr']],
  ])('of one that is added with %j are %j', async (settings, languages) => {
    expect(await add(settings)).toMatchObject({ languages });
  });

  test.each([
    ['come along with its own where that was alone', {}, { language: 'es-MX' }, ['es-MX', 'en']],
    ['stay where it took others than its own', { languages: ['fr'] }, { language: 'es' }, ['fr']],
    ['stay where it took several', { languages: ['en', 'fr'] }, { language: 'es' }, ['en', 'fr']],
    ['stay where only the region is another', {}, { language: 'en-GB' }, ['en']],
    ['are those that are named', {}, { language: 'es', languages: ['fr'] }, ['fr']],
    ['stay where the language is not spoken of', { language: 'es' }, { stories: 9 }, ['es']],
  ])('%s', async (_, before, settings: NewsletterSettings, languages) => {
    const { slug } = await add(before);
    expect(await setNewsletter({ db }, slug, settings, 'Ada')).toMatchObject({ languages });
  });
});

const run = (...args: string[]): Promise<Ran> =>
  runCli(args, {
    DATABASE_URL: database.url,
    DATA_DIR: dataDir,
    SECRET: 'a secret of the language test that is longer than 32 bytes',
  });

test('a language without a catalogue is accepted, and a note on standard error lists the catalogues', async () => {
  const words = await readdir(join(ROOT, 'templates', 'words'));
  const from = ['--name', 'Kan', '--from', 'news@paper.example'];
  const added = await run('newsletters', 'add', 'kan', ...from, '--language', 'he', '--json');
  expect(added).toMatchObject({ code: 0 });
  expect(JSON.parse(added.stdout)).toMatchObject({ slug: 'kan' });
  expect(added.stderr).toMatch(/^There are words of ours in (.+), none in he: .* stays in English\.$/m);
  const named = /words of ours in (.+), none/.exec(added.stderr)![1]!.split(/, and |, | and /);
  expect(named.toSorted()).toEqual(words.toSorted());
  const set = await run('newsletters', 'set', 'kan', '--language', 'es-MX');
  expect(set).toMatchObject({
    code: 0,
    stderr: 'The newsletter takes stories in es-MX and he; --languages changes that.\n',
  });
  expect((await run('newsletters', 'set', 'kan', '--stories', '9')).stderr).toBe('');
});

import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { describeFaults, openWords, wordsIn } from '../../src/language/catalogues.ts';
import type { Texts } from '../../src/language/wordFiles.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'reveille-words-'));
  await cp('templates/words', folder, { recursive: true });
});
afterEach(() => rm(folder, { recursive: true }));

const goodOf = (): Record<string, Texts> =>
  Object.fromEntries(openWords('templates/words').files) as Record<string, Texts>;

const edit = async (path: string, from: string, to: string): Promise<void> => {
  const text = await readFile(join(folder, path), 'utf8');
  expect(text).toContain(from);
  await writeFile(join(folder, path), text.replace(from, to));
};

test('whole files are used as they are, and a changed text shows', async () => {
  await edit('en/edition.json', '"Editions"', '"All our editions"');
  const { catalogues, faults } = openWords(folder, goodOf());
  expect(describeFaults(faults)).toBe('');
  expect(catalogues['en']!.edition.heading).toBe('All our editions');
  expect(catalogues['es']).toEqual(wordsIn('es'));
});

test.each([
  ['cut off', '{ "heading": "Edi'],
  ['empty', ''],
  ['a list', '[]'],
  ['null', 'null'],
  ['with an empty text', '{ "heading": "" }'],
  ['with a number', '{ "heading": 7 }'],
  ['without most texts', '{ "heading": "Editions" }'],
])('a file that is %s is named, and its last good copy is used', async (_, text) => {
  await writeFile(join(folder, 'en/mail.json'), text);
  const { catalogues, faults } = openWords(folder, goodOf());
  expect([...faults.keys()]).toContain('en/mail.json');
  expect(describeFaults(faults)).toMatch(/templates\/words\/en\/mail\.json: \S/);
  expect(catalogues['en']!.mail).toMatchObject(wordsIn('en').mail);
  expect(catalogues['es']).toMatchObject(wordsIn('es'));
});

test('a file that is missing has a fault, too', async () => {
  await rm(join(folder, 'es/signUp.json'));
  const { catalogues, faults } = openWords(folder, goodOf());
  expect([...faults.keys()]).toEqual(['es/signUp.json']);
  expect(catalogues['es']!.signUp).toEqual(wordsIn('es').signUp);
});

test('a misspelt name of a text costs neither language a text', async () => {
  await edit('en/edition.json', '"heading"', '"headng"');
  const { catalogues, faults } = openWords(folder, goodOf());
  expect(faults.get('en/edition.json')).toBe('it lacks the text "heading"');
  expect(catalogues['en']!.edition.heading).toBe(wordsIn('en').edition.heading);
  expect(catalogues['es']!.edition.heading).toBe(wordsIn('es').edition.heading);
});

test('without a good copy, what the file still says is kept, and the rest is taken from other languages', async () => {
  await edit('es/edition.json', '"none"', '"nonne"');
  await writeFile(join(folder, 'en/mail.json'), '{');
  const { catalogues } = openWords(folder);
  expect(catalogues['es']!.edition.none).toBe(wordsIn('en').edition.none);
  expect(catalogues['es']!.edition.title).toBe(wordsIn('es').edition.title);
  expect(catalogues['en']!.mail).toEqual(wordsIn('es').mail);
});

test('a good copy from an older version gets texts that are new since from the files', async () => {
  await writeFile(join(folder, 'es/edition.json'), '{');
  const { none, ...older } = goodOf()['es/edition.json']!;
  expect(none).toBe(wordsIn('es').edition.none);
  const { catalogues } = openWords(folder, { 'es/edition.json': older });
  expect(catalogues['es']!.edition).toEqual({ ...wordsIn('es').edition, none: wordsIn('en').edition.none });
});

import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { addNewsletter, setNewsletter } from '../../../src/editions/newsletters/newsletters.ts';
import { assertTheme } from '../../../src/editions/themes/choose.ts';
import { createTestDatabase } from '../../support/database.ts';

let folder: string;
let standard: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'reveille-themes-'));
  const themes = fileURLToPath(new URL('../../../templates/themes/', import.meta.url));
  await cp(themes, join(folder, 'themes'), { recursive: true });
  standard = await readFile(join(themes, 'standard.json'), 'utf8');
});
afterAll(() => rm(folder, { recursive: true }));

const refusal = (message: RegExp | string) =>
  expect.objectContaining({ code: 'INVALID_INPUT', message: expect.stringMatching(message) });

/** The line on which `text` stands for the `nth` time, from 1. */
const lineOf = (source: string, text: string, nth = 1): number =>
  source.split(text).slice(0, nth).join(text).split('\n').length;

test('every theme that comes with the program can be chosen, and only by its name', async () => {
  for (const name of [undefined, 'standard', 'signal']) await assertTheme(name);
  for (const name of ['noir', '', '../themes/standard', 'standard.json'])
    await expect(assertTheme(name)).rejects.toEqual(
      refusal(/^There is no theme ".*"; the themes are signal, standard\.$/),
    );
});

test.each([
  ['a misspelt colour', '"ink"', '"inky"', 'light.inky is not a name that themes use'],
  ['a name of another place', '"light"', '"name": "Mine",\n  "light"', 'name is not a name that themes use'],
  ['a colour that is none', '"#', '"', 'light.page must be a colour such as #16150f'],
  ['a width that is none', '600', '60', 'width must be at least 480 pixels'],
])('a theme with %s is refused with its line', async (_, right, wrong, message) => {
  const source = standard.replace(right, wrong);
  await writeFile(join(folder, 'themes/mine.json'), source);
  const line = lineOf(standard, right);
  const said = `^The theme "mine" has an error: themes/mine\\.json, line ${line}: ${RegExp.escape(message)}\\.$`;
  await expect(assertTheme('mine', folder)).rejects.toEqual(refusal(said));
});

test('a theme that is no JSON is refused, and one that lacks a name says which', async () => {
  await writeFile(join(folder, 'themes/mine.json'), standard.slice(0, 40));
  await expect(assertTheme('mine', folder)).rejects.toEqual(refusal(/themes\/mine\.json, line \d+: /));
  await writeFile(join(folder, 'themes/mine.json'), standard.replace(/"ink": .*,\n/, ''));
  const light = lineOf(standard, '"light"');
  await expect(assertTheme('mine', folder)).rejects.toEqual(refusal(`line ${light}: light\\.ink `));
});

test('a newsletter takes no theme that there is not', async () => {
  const { db, drop } = await createTestDatabase();
  const settings = { name: 'Daily', from: 'news@paper.example' };
  await expect(addNewsletter({ db }, 'daily', { ...settings, theme: 'noir' }, 'test')).rejects.toEqual(refusal('noir'));
  await addNewsletter({ db }, 'daily', { ...settings, theme: 'signal' }, 'test');
  await expect(setNewsletter({ db }, 'daily', { theme: 'noir' }, 'test')).rejects.toEqual(refusal('noir'));
  expect(await setNewsletter({ db }, 'daily', { theme: 'standard' }, 'test')).toMatchObject({ theme: 'standard' });
  await drop();
});

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { addNewsletter, changeNewsletter, type Newsletter } from '../../../src/editions/newsletters/newsletters.ts';
import {
  optionOf,
  SETTING_GROUPS,
  SETTING_KEYS,
  SETTINGS,
  type SettingKey,
} from '../../../src/editions/newsletters/settings.ts';
import { toRecord, writeSetting } from '../../../src/editions/newsletters/shown.ts';
import { runCli } from '../../cli/run.ts';
import { createTestDatabase, type TestDatabase } from '../../support/database.ts';

let database: TestDatabase;
let dataDir: string;
let bare: Newsletter;
const REQUIRED = { name: 'The Gazette', from: 'news@paper.example' };

beforeAll(async () => {
  database = await createTestDatabase();
  dataDir = await mkdtemp(join(tmpdir(), 'reveille-settings-'));
  bare = await addNewsletter(database, 'bare', REQUIRED, 'test');
});
afterAll(async () => {
  await database.drop();
  await rm(dataDir, { recursive: true, force: true });
});

/** What `reveille newsletters …` prints on standard output. */
async function run(...args: string[]): Promise<string> {
  const environment = {
    DATABASE_URL: database.url,
    DATA_DIR: dataDir,
    SECRET: 'a secret of the settings test that is longer than 32 bytes',
  };
  const { code, stdout, stderr } = await runCli(['newsletters', ...args], environment);
  if (code !== 0) throw new Error(stderr);
  return stdout;
}

const optionsWith = (valueOf: (key: SettingKey) => string): string[] =>
  SETTING_KEYS.flatMap((key) => [optionOf(key), valueOf(key)]);
const exampleOf = (key: SettingKey): string => SETTINGS[key].example;

test('every setting is taken by the command line, shown as JSON, and printed as it was typed', async () => {
  const added = await run('add', 'full', '--json', ...optionsWith(exampleOf));
  const { rows } = await sql<Newsletter>`select * from newsletters where slug = 'full'`.execute(database.db);
  const [full] = rows;
  const record = JSON.parse(added);
  expect(record).toEqual(toRecord(full!));
  for (const key of SETTING_KEYS) {
    expect(record).toHaveProperty(key);
    const isTaken = writeSetting(full!, key) !== writeSetting(bare, key);
    expect({ key, isTaken }).toEqual({ key, isTaken: true });
  }
  const listed = (await run('list', '--json')).trim().split('\n');
  expect(listed.map((line) => JSON.parse(line))).toEqual([toRecord(bare), record]);

  const printed = (await run('set', 'full')).trimEnd().split('\n');
  expect(printed).toHaveLength(SETTING_KEYS.length);
  for (const [index, key] of SETTING_KEYS.entries())
    expect(printed[index]).toMatch(new RegExp(`^${optionOf(key)} +\\S`));
  expect(JSON.parse(await run('set', 'full', '--json'))).toEqual(record);
});

test('every setting is refused by name, with what it accepts, and none is stored', async () => {
  // Too long, and no letter, digit or printable character for anything.
  const wrong = '\u0007'.repeat(600);
  const refused = await run('set', 'bare', ...optionsWith(() => wrong)).catch((error: Error) => error.message);
  expect(refused).not.toMatch(/invalid input|expected/i);
  for (const key of SETTING_KEYS)
    expect(refused).toMatch(new RegExp(`(?:^reveille: |\\. )${optionOf(key)}: (?:must|has|There|The|An) .+\\.`));
  expect(await changeNewsletter(database, 'bare', {}, 'test')).toEqual({ newsletter: bare, problems: null });
});

test('what is shown is read back as the same setting', async () => {
  for (const slug of ['bare', 'full']) {
    const { newsletter: before } = await changeNewsletter(database, slug, {}, 'test');
    const typed = Object.fromEntries(SETTING_KEYS.map((key) => [key, writeSetting(before!, key)]));
    expect(await changeNewsletter(database, slug, typed, 'test')).toEqual({ newsletter: before, problems: null });
  }
});

test('the table says the defaults of the database, and leaves out no column that people can set', async () => {
  const initial = SETTING_KEYS.filter((key) => SETTINGS[key].initial !== null);
  expect(initial.map((key) => [key, writeSetting(bare, key)])).toEqual(
    initial.map((key) => [key, SETTINGS[key].initial]),
  );
  const made = ['id', 'slug', 'from_name', 'compose_lead_minutes', 'is_sample', 'created_at'];
  const columns = SETTING_KEYS.map((key) => SETTINGS[key].column);
  expect([...columns, ...made].toSorted()).toEqual(Object.keys(bare).toSorted());
  expect(SETTING_GROUPS.flatMap(({ keys }) => keys)).toEqual(SETTING_KEYS);
});

test('numbers are decimal digits, and only nothing at all resets a text', async () => {
  const problemOf = async (key: SettingKey, typed: string): Promise<string | undefined> =>
    (await changeNewsletter(database, 'bare', { [key]: typed }, 'test')).problems?.[key];
  for (const typed of ['', ' ', '1e1', '0x10', '+5', '-1', '5.5', '41'])
    expect(await problemOf('ownStories', typed)).toBe('must be a whole number from 0 to 40');
  for (const typed of ['', '1e1', '50.1', '.5', '-1', 'NaN'])
    expect(await problemOf('canary', typed)).toBe('must be a number from 0 to 50');
  expect(await problemOf('weekdays', '1,8')).toMatch(/^must be weekdays from 1/);
  expect(await problemOf('legalName', ' ')).toBe('must not be empty');
  expect(await problemOf('houseNotice', 'one\ntwo')).toBe('must be one line');
  expect(await problemOf('bounceAddress', 'bounces@other.example')).toBe('must have the domain of the From address');
  expect(await problemOf('at', '24:00')).toBe('must be a time such as 05:30');
});

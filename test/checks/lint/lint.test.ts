import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Db } from '../../../src/platform/db/client.ts';
import { lintEdition, type LintDeps } from '../../../src/checks/lint/lint.ts';
import { linesOf, runCli, type Ran } from '../../cli/run.ts';
import { log, makeEdition, makePaper, now } from '../../editions/support.ts';
import { startOutlet, type Outlet } from '../../newsroom/ingest/standin.ts';
import { addItem, addNewsletter, addOutlet } from '../../newsroom/rank/newsroom.ts';
import { createTestDatabase, type TestDatabase } from '../../support/database.ts';

let database: TestDatabase;
let db: Db;
let dataDir: string;
let outlet: Outlet;
let newsletterId: number;
let id: number;
beforeAll(async () => {
  database = await createTestDatabase();
  db = database.db;
  dataDir = await mkdtemp(join(tmpdir(), 'reveille-lint-'));
  outlet = await startOutlet();
  newsletterId = await makePaper(db, 2);
  id = await makeEdition(db, newsletterId);
});
afterAll(async () => {
  await database.drop();
  await outlet.close();
  await rm(dataDir, { recursive: true, force: true });
});

const deps = (own: Partial<LintDeps> = {}): LintDeps => ({
  db,
  log,
  now,
  publicUrl: 'https://news.paper.example',
  isRehearsal: false,
  fetcher: null,
  support: null,
  ...own,
});

test('every format is looked over, in the newsletter’s language and in those of its readers', async () => {
  const { sizes, findings } = await lintEdition(deps(), id);
  expect(findings).toEqual([]);
  expect(sizes.map(({ format, language }) => `${format} ${language}`)).toEqual(['full en', 'text en', 'headlines en']);
  for (const { bytes } of sizes) expect(bytes).toBeGreaterThan(2_000);
  await db.updateTable('subscribers').set({ language: 'es' }).where('email', 'like', 'reader2@%').execute();
  const withSpanish = (await lintEdition(deps(), id)).sizes;
  expect(withSpanish.map(({ format, language }) => `${format} ${language}`)).toContain('full es');
});

test('a picture that its outlet has and the mail does not is named with its fault', async () => {
  const paper = await addNewsletter(db);
  const itemId = await addItem(db, await addOutlet(db, paper), { title: 'Tram opens' });
  await db.updateTable('items').set({ picture_fault: 'PICTURE_TOO_SMALL' }).where('id', '=', itemId).execute();
  const own = await makeEdition(db, newsletterId, { date: '2026-11-26' });
  await db
    .updateTable('edition_stories')
    .set({ item_id: itemId, image: null })
    .where('edition_id', '=', own)
    .where('position', '=', 2)
    .execute();
  expect((await lintEdition(deps(), own)).findings).toEqual([
    {
      code: 'picture',
      severity: 'warning',
      message: 'The outlet’s picture is not used: it is too small: an icon or a tracking pixel.',
      place: 'story 2',
    },
  ]);
});

test('each link is checked once, also if several formats contain it', async () => {
  const asked: string[] = [];
  const fetcher: LintDeps['fetcher'] = {
    fetch: async (url) => {
      asked.push(url);
      return { kind: 'failed', code: 'FETCH_STATUS', message: 'It is gone.', status: 404, retryAfterMs: null };
    },
  };
  const { findings } = await lintEdition(deps({ fetcher }), id);
  expect(asked.filter((url) => url === 'https://paper.example/1')).toHaveLength(1);
  expect(asked).toContain('https://paper.example/privacy');
  expect(findings.map(({ code }) => code)).toEqual(asked.map(() => 'link'));
});

test('a rendering failure is a finding, and an unknown edition is refused', async () => {
  const empty = await makeEdition(db, newsletterId, { date: '2026-11-25' });
  await db.deleteFrom('edition_stories').where('edition_id', '=', empty).execute();
  expect((await lintEdition(deps(), empty)).findings).toEqual([
    { code: 'render', severity: 'error', message: `Edition ${empty} has no stories.`, place: 'edition' },
  ]);
  await expect(lintEdition(deps(), 999_999)).rejects.toMatchObject({ code: 'NOT_FOUND' });
});

const run = (args: string[], others: Record<string, string> = {}): Promise<Ran> =>
  runCli(args, {
    DATABASE_URL: database.url,
    DATA_DIR: dataDir,
    SECRET: 'a secret of the commands test that is longer than 32 bytes',
    PUBLIC_URL: 'https://news.paper.example',
    ...others,
  });

test('lint ends with 1 where there is an error, as a table and as lines of JSON', async () => {
  const fine = await run(['lint', String(id), '--no-links']);
  expect(fine.code).toBe(0);
  expect(fine.stdout).toMatch(/^ {2}full, en: \d+ bytes as sent$/m);
  expect(fine.stderr).toContain('Errors: 0. Warnings: 0.');

  await db.updateTable('newsletters').set({ postal_address: null }).where('id', '=', newsletterId).execute();
  // A trial on this machine: private addresses are worth a look, no more.
  await db
    .updateTable('edition_stories')
    .set({ url: `${outlet.origin}/1` })
    .where('edition_id', '=', id)
    .execute();
  const found = await run(['lint', String(id), '--json'], { PUBLIC_URL: 'http://127.0.0.1:3000' });
  const lines = linesOf(found);
  expect(found.code).toBe(1);
  expect(lines[0]).toEqual({ edition: id, format: 'full', language: 'en', bytes: expect.any(Number) });
  expect(lines).toContainEqual({
    edition: id,
    code: 'identity',
    severity: 'error',
    message: expect.stringContaining('--postal-address'),
    place: 'footer',
  });
  const refused = lines.find((line) => line['code'] === 'link' && String(line['message']).includes(outlet.origin));
  expect(refused).toMatchObject({ severity: 'warning' });
  expect(outlet.asked).toEqual([]);
  expect(found.stderr).toMatch(/^Errors: \d+\. Warnings: \d+\.$/m);
});

import { chmod, cp, mkdir, mkdtemp, readFile, rename, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { prepareEdition } from '../../src/schedule/prepare.ts';
import { checkTemplates, renderEdition, renderOutbox } from '../../src/render/render.ts';
import { readTemplates } from '../../src/render/templates.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { addOwnPicture } from '../support/pictures.ts';
import { findFit } from '../../src/render/unfit.ts';
import { addStories, deps as pure, makeStory, picture } from './support.ts';

const STANDARD = fileURLToPath(new URL('../../templates/', import.meta.url));
const DUE = new Date('2026-11-24T05:00:00Z');
let database: TestDatabase;
let folder = '';
let newsletterId = 0;
let editionId = 0;
let editions = 0;
const deps = (at = pure.now()) => ({
  ...pure,
  db: database.db,
  now: () => at,
  openTemplates: () => readTemplates(folder),
});

beforeAll(async () => {
  database = await createTestDatabase();
  const newsletter = { slug: 'harbour', name: 'Harbour', from_name: 'Harbour', from_address: 'news@paper.example' };
  const row = await database.db.insertInto('newsletters').values(newsletter).returning('id').executeTakeFirstOrThrow();
  newsletterId = row.id;
});
afterAll(() => database.drop());

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'reveille-templates-'));
  await cp(STANDARD, folder, { recursive: true });
  editionId = await addEdition();
  return () => rm(folder, { recursive: true });
});

async function addEdition(due: Date | null = DUE): Promise<number> {
  const { id } = await database.db
    .insertInto('editions')
    .values({
      newsletter_id: newsletterId,
      date: '2026-11-24',
      kind: 'special',
      number: ++editions,
      state: 'preparing',
      due_at: due,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  await addStories(database.db, id);
  return id;
}

const edition = () =>
  database.db
    .selectFrom('editions')
    .select(['state', 'flag', 'flag_detail as detail'])
    .where('id', '=', editionId)
    .executeTakeFirstOrThrow();

const change = async (file: string, by: (source: string) => string): Promise<void> =>
  writeFile(join(folder, file), by(await readFile(join(folder, file), 'utf8')));

type Break = () => Promise<unknown>;
const BREAKS: readonly (readonly [name: string, how: Break, named: RegExp])[] = [
  [
    'MJML that is not known',
    () => change('full.mjml', (s) => s.replace('</mj-body>', '<mj-nothing /></mj-body>')),
    /full\.mjml.*mj-nothing/,
  ],
  ['a partial that is missing', () => rm(join(folder, 'partials/footer.mjml')), /no partial footer/],
  ['Handlebars that is not closed', () => change('full.mjml', (s) => `${s}{{#if`), /full\.mjml, line/],
  ['a theme that is no JSON', () => change('themes/standard.json', (s) => s.slice(0, 80)), /themes\/standard\.json/],
  ['a theme that is missing', () => rm(join(folder, 'themes/standard.json')), /themes\/standard\.json/],
  ['a page that is missing', () => rm(join(folder, 'full.mjml')), /full\.mjml does not exist/],
  [
    'a page that is a folder',
    () => rm(join(folder, 'full.mjml')).then(() => mkdir(join(folder, 'full.mjml'))),
    /full\.mjml: it cannot be read/,
  ],
  ['a file that is half written', () => truncate(join(folder, 'partials/story.mjml'), 150), /story\.mjml/],
  ['a file that is still empty', () => truncate(join(folder, 'partials/masthead.mjml')), /masthead\.mjml: it is empty/],
  ['no folder at all', () => rename(folder, `${folder}.gone`).then(() => mkdir(folder)), /it cannot be|no such file/],
];

test.each(BREAKS)(
  'an edition goes out with the last good templates in spite of %s, and says so',
  async (_, how, named) => {
    await renderEdition(deps(), editionId);
    await how();
    const digest = await renderEdition(deps(), editionId);
    expect(digest.html).toContain('Story 3');
    expect(await edition()).toEqual({
      state: 'preparing',
      flag: 'older_templates',
      detail: expect.stringMatching(named),
    });
    await rm(folder, { recursive: true });
    await cp(STANDARD, folder, { recursive: true });
    await change('themes/standard.json', (s) => s.replaceAll('#9d1c20', '#00448b'));
    expect((await renderEdition(deps(), editionId)).html).toContain('#00448b');
    expect(await edition()).toEqual({ state: 'preparing', flag: null, detail: null });
  },
);

test('files that nobody may read are no templates for this program, and no fault for the edition', async () => {
  await renderEdition(deps(), editionId);
  await chmod(join(folder, 'full.mjml'), 0);
  // Root can read them anyway.
  const isRoot = process.getuid?.() === 0;
  await renderEdition(deps(), editionId);
  expect((await edition()).flag).toBe(isRoot ? null : 'older_templates');
});

test('a start keeps the templates that can render the latest edition, and is not ended by any', async () => {
  await sql`delete from good_templates`.execute(database.db);
  await change('themes/standard.json', (s) => s.replaceAll('#9d1c20', '#1c3f20'));
  await checkTemplates(deps());
  const { rows } = await sql<{ files: Record<string, string> }>`select files from good_templates`.execute(database.db);
  expect(rows).toHaveLength(1);
  expect(Object.keys(rows[0]!.files)).toEqual(
    expect.arrayContaining(['full.mjml', 'partials/footer.mjml', 'themes/standard.json']),
  );
  await rm(join(folder, 'full.mjml'));
  await checkTemplates(deps());
  expect((await renderEdition(deps(), editionId)).html).toContain('#1c3f20');
});

test('without good templates an edition is tried again until its allowed lateness', async () => {
  await sql`delete from good_templates`.execute(database.db);
  await change('full.mjml', (s) => `${s}{{#if`);
  await prepareEdition(deps(new Date(DUE.getTime() + 60_000)), editionId);
  expect(await edition()).toMatchObject({ state: 'preparing', flag: 'render_failed' });
  await prepareEdition(deps(new Date(DUE.getTime() + 24 * 3_600_000)), editionId);
  expect(await edition()).toMatchObject({ state: 'failed', flag: 'render_failed' });
  editionId = await addEdition(null);
  await prepareEdition(deps(), editionId);
  expect(await edition()).toMatchObject({ state: 'failed', flag: 'render_failed' });
});

test('a picture that cannot be shown is left out, and says so', async () => {
  const stored = await addOwnPicture(database.db, 'broken', newsletterId);
  const broken = { ...picture, stored: { ...stored, width: 0, height: 0, widths: [] } };
  await sql`update edition_stories set image = ${JSON.stringify(broken)}::jsonb
    where edition_id = ${editionId} and position = 2`.execute(database.db);
  const digest = await renderEdition(deps(), editionId);
  expect(digest.html).toContain('Story 2');
  expect(await edition()).toMatchObject({
    flag: 'story_left_out',
    detail: 'Left out, because it cannot be rendered: the picture of story 2, “Story 2”.',
  });
});

test('a story that cannot be rendered is left out; if none can be rendered, the stories are not the cause', async () => {
  const stories = [1, 2, 3].map((position) => makeStory(position));
  const refuse = (isBad: (position: number) => boolean) => async (some: readonly { position: number }[]) => {
    if (some.some(({ position }) => isBad(position))) throw new Error('no');
  };
  expect(
    await findFit(
      stories,
      refuse((position) => position === 2),
    ),
  ).toEqual({
    stories: [stories[0], stories[2]],
    leftOut: ['story 2, “Ferries sail again, part 2”'],
  });
  expect(
    await findFit(
      stories,
      refuse(() => true),
    ),
  ).toBeNull();
  expect(
    await findFit(
      stories,
      refuse(() => false),
    ),
  ).toBeNull();
});

test('a letter goes out with the last good templates', async () => {
  await renderEdition(deps(), editionId);
  await truncate(join(folder, 'letter.mjml'), 40);
  const { id } = await database.db
    .insertInto('outbox')
    .values({
      kind: 'confirmation',
      newsletter_id: newsletterId,
      to_address: 'reader@newspaper.example',
      payload: JSON.stringify({ confirmUrl: 'https://news.paper.example/confirm/x' }),
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  expect(await renderOutbox(deps(), id)).toBe('ready');
});

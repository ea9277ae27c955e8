import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Db } from '../../../src/platform/db/client.ts';
import { linesOf, runCli, type Ran } from '../../cli/run.ts';
import { send, startOutlet, type Outlet } from '../ingest/standin.ts';
import { addNewsletter } from '../rank/newsroom.ts';
import { createTestDatabase, type TestDatabase } from '../../support/database.ts';
import { photo } from '../../support/pictures.ts';
import { openSite } from '../../web/support.ts';

// Said once: past midnight the program would begin another edition.
const TODAY = new Date().toISOString().slice(0, 10);
const STORIES = ['Ferries sail again', 'Bridge closes for repairs', 'Choir sings at dawn', 'Dam leaks at night'];

const DETAILS = [
  'The harbour of Amsel opened on Monday after the storm.',
  'Engineers found cracks in two pillars over the Brisa.',
  'Forty voices greeted the sun on the Corvale hill.',
  'Water ran into the cellars of Dornach until daybreak.',
];

let database: TestDatabase;
let db: Db;
let dataDir: string;
let outlet: Outlet;
beforeAll(async () => {
  database = await createTestDatabase();
  db = database.db;
  dataDir = await mkdtemp(join(tmpdir(), 'reveille-newsroom-'));
  outlet = await startOutlet();
  outlet.routes['/feed.xml'] = (request, response) => send(feed())(request, response);
  for (const [at] of STORIES.entries()) {
    outlet.routes[`/${at}.html`] = send(article(at), 'text/html');
    outlet.routes[`/${at}.jpg`] = send(
      await photo({ seed: at, width: 900, height: 600 }).jpeg().toBuffer(),
      'image/jpeg',
    );
  }
  await addNewsletter(db, { slug: 'amsel', story_count: 2, min_stories: 1, standby_count: 1, max_per_outlet: null });
});
afterAll(async () => {
  await outlet.close();
  await database.drop();
  await rm(dataDir, { recursive: true, force: true });
});

/** A feed that holds a description, the whole text and a picture of each story. */
function feed(): string {
  const items = STORIES.map(
    (
      title,
      at,
    ) => `<item><title>${title}</title><link>${outlet.origin}/${at}.html</link><guid>${outlet.origin}/${at}.html</guid>
      <pubDate>${new Date(Date.now() - (at + 1) * 3_600_000).toUTCString()}</pubDate>
      ${at === 3 ? '' : `<description>${DETAILS[at]!}</description>`}
      <content:encoded><![CDATA[<p>EXTRACT of ${STORIES[at]!}: only a right lets anybody show it.</p>]]></content:encoded>
      <media:content url="${outlet.origin}/${at}.jpg" medium="image" width="900" height="600"><media:credit>Ana Example</media:credit></media:content></item>`,
  );
  return `<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:media="http://search.yahoo.com/mrss/">
    <channel><title>Gazette</title>${items.join('')}</channel></rss>`;
}

const article = (at: number): string =>
  `<html><head><meta property="og:type" content="article"><meta property="og:title" content="${STORIES[at]!}">
   <meta property="og:description" content="EXTRACT of ${STORIES[at]!}, as its page has it.">
   <meta property="og:image" content="${outlet.origin}/${at}.jpg"></head>
   <body><article><h1>${STORIES[at]!}</h1><p>EXTRACT of the page’s own text.</p></article></body></html>`;

type Lines = Ran & { lines: Record<string, unknown>[] };

/** `reveille …`, and the lines of JSON that it printed. */
async function reveille(...args: string[]): Promise<Lines> {
  const ran = await runCli(args, {
    DATABASE_URL: database.url,
    DATA_DIR: dataDir,
    SECRET: 'a secret of the commands test that is longer than 32 bytes',
  });
  return { ...ran, lines: ran.stdout.startsWith('{') ? linesOf(ran) : [] };
}

const titles = ({ lines }: Lines): string[] => lines.slice(1).map(({ title }) => String(title));
const storyOf = ({ lines }: Lines, title: string): string =>
  String(lines.find((line) => line['title'] === title)!['story']);

test('for an outlet that grants nothing, mail, page and feed show only headline, own description, source and link', async () => {
  const added = await reveille(
    'outlets',
    'add',
    `${outlet.origin}/feed.xml`,
    '--allow-private',
    '--name',
    'Gazette',
    '--json',
  );
  expect(added).toMatchObject({ code: 0, lines: [{ own: false, rights: [] }] });
  await db.updateTable('newsletters').set({ story_count: 4, standby_count: 0 }).execute();
  expect((await reveille('ingest', '--json')).lines).toMatchObject([{ status: 'fetched', items: 4 }]);
  const composed = await reveille('compose', '--date', TODAY, '--json');
  expect(titles(composed).toSorted()).toEqual(STORIES.toSorted());
  const id = Number(composed.lines[0]!['edition']);
  const out = join(dataDir, 'preview');
  expect((await reveille('preview', String(id), '--out', out)).code).toBe(0);
  await db.updateTable('editions').set({ state: 'submitted', started_at: new Date() }).where('id', '=', id).execute();
  const site = await openSite(db);
  const date = String(composed.lines[0]!['date']);
  const files = ['digest.mjml', 'digest.html', 'digest.txt', 'message.eml'];
  const texts = [
    ...(await Promise.all(files.map((file) => readFile(join(out, file), 'utf8')))),
    ...(await Promise.all(
      [`/editions/amsel/${date}`, '/editions/amsel/feed.xml'].map(async (path) =>
        (await site.app.request(path)).text(),
      ),
    )),
  ];
  for (const text of texts) {
    expect(text).not.toContain('EXTRACT');
    expect(text).not.toMatch(/\/pictures\/|\.jpg|Ana Example/);
  }
  for (const text of [texts[0]!, texts[1]!, texts[2]!, texts[4]!]) {
    expect(text.replace(/\s+/g, ' ')).toContain(DETAILS[0]);
    expect(text).toContain(`${outlet.origin}/0.html`);
  }
  expect(outlet.asked.filter((path) => path.endsWith('.jpg'))).toEqual([]);
  await db.deleteFrom('editions').execute();
  await db.updateTable('newsletters').set({ story_count: 2, standby_count: 1 }).execute();
});

test('compose --json prints the edition, then a line a story; what else there is to say goes to standard error', async () => {
  const embargo_until = new Date(Date.now() + 3 * 86_400_000);
  await db.updateTable('items').set({ embargo_until }).where('title', '=', STORIES[1]!).execute();
  const first = await reveille('compose', '--date', TODAY, '--json');
  expect(Object.keys(first.lines[0]!)).toEqual(['edition', 'newsletter', 'date', 'state', 'subject']);
  expect(first.lines).toHaveLength(3);
  for (const [at, line] of first.lines.slice(1).entries()) {
    expect(line).toMatchObject({
      position: at + 1,
      outlet: 'Gazette',
      items: 1,
      url: expect.stringContaining('.html'),
    });
    expect(line['reasons']).not.toEqual([]);
    expect(line['score']).toBeTypeOf('number');
  }
  expect(first.stderr).toContain('Standby stories:');
  expect(first.stderr).toContain(`Left out: “${STORIES[1]!}”: it is embargoed until ${embargo_until.toISOString()}.`);
  await db.updateTable('items').set({ embargo_until: null }).execute();
  expect(first.stderr).not.toContain('composed again');
  const edition = first.lines[0]!['edition'];
  const audit = await db.selectFrom('audit_log').select(['actor', 'action', 'edition_id']).execute();
  expect(audit).toContainEqual({ actor: 'cli', action: 'compose', edition_id: edition });
  expect((await reveille('cancel', String(edition))).code).toBe(0);
  const again = await reveille('compose', '--date', TODAY, '--json');
  expect(again).toMatchObject({ code: 0, lines: [{ edition, state: 'cancelled' }, {}, {}] });
  expect(again.stderr).toContain(`Edition ${Number(edition)} of ${TODAY} is cancelled; it is not composed again.`);
  await db.deleteFrom('editions').execute();
});

test('pin, exclude and unpin remain after composing again; drop and promote change an approved edition', async () => {
  await db.updateTable('newsletters').set({ story_count: 4, standby_count: 0 }).execute();
  const all = await reveille('compose', '--date', TODAY, '--json');
  await db.updateTable('newsletters').set({ story_count: 2, standby_count: 1 }).execute();
  const edition = String(all.lines[0]!['edition']);
  const [pinned, excluded] = [STORIES[3]!, STORIES[0]!].map((title) => storyOf(all, title));
  expect(titles(await reveille('pin', edition, pinned!, '--at', '1', '--json'))[0]).toBe(STORIES[3]);
  await reveille('exclude', edition, excluded!, '--json');
  const again = await reveille('compose', '--date', TODAY, '--json');
  expect(titles(again)).toEqual([STORIES[3], STORIES[1]]);
  expect(again.lines[1]!['reasons']).toContain('placed at number 1 by staff');
  expect(titles(await reveille('unpin', edition, excluded!, '--json'))).toEqual([STORIES[3], STORIES[0]]);
  expect(await reveille('pin', edition, '999999', '--json')).toMatchObject({ code: 1, lines: [] });
  expect(await reveille('pin', edition, 'first', '--json')).toMatchObject({ code: 2, lines: [] });

  await db.updateTable('editions').set({ state: 'approved' }).where('id', '=', Number(edition)).execute();
  const dropped = await reveille('drop', edition, '1', '--reason', 'wrong day', '--json');
  expect(titles(dropped)).toEqual([STORIES[0], STORIES[1]]);
  expect((await reveille('promote', edition, '1', '--json')).code).toBe(1);
  await db.deleteFrom('editions').execute();
});

test('what outlets and agencies grant is recorded, listed and forgotten', async () => {
  const set = await reveille(
    'outlets',
    'set',
    `${outlet.origin}/feed.xml`,
    '--rights',
    'headline,summary',
    '--authority',
    '2',
    '--json',
  );
  expect(set.lines).toMatchObject([{ rights: ['headline', 'summary'], authority: 2 }]);
  const terms = ['--rights', 'picture', '--not-in', 'Japan', '--credit-mandatory'];
  expect((await reveille('agencies', 'set', 'Corvale Wire', ...terms, '--json')).lines).toEqual([
    { name: 'Corvale Wire', rights: ['picture'], barred: [], notIn: ['JP'], creditMandatory: true, until: null },
  ]);
  expect((await reveille('agencies', 'list', '--json')).lines).toMatchObject([{ name: 'Corvale Wire' }]);
  await reveille('agencies', 'remove', 'Corvale Wire');
  expect((await reveille('agencies', 'list', '--json')).lines).toEqual([]);
  expect((await reveille('outlets', 'set', '999', '--rights', 'none', '--json')).code).toBe(1);
  expect((await reveille('outlets', 'set', `${outlet.origin}/feed.xml`, '--rights', 'everything')).code).toBe(2);
});

test('a special edition has the named stories in their order; the weekly one has sent stories', async () => {
  const daily = await reveille('compose', '--date', TODAY, '--json');
  const [one, two] = daily.lines.slice(1).map(({ story }) => String(story));
  const special = await reveille('compose', '--special', `${two},${one}`, '--json');
  expect(titles(special)).toEqual(titles(daily).toReversed());
  expect(special.lines[0]!['edition']).not.toBe(daily.lines[0]!['edition']);
  expect((await reveille('compose', '--special', '999999', '--json')).code).toBe(1);
  expect((await reveille('compose', '--special', one!, '--weekly', '--json')).code).toBe(2);
  await db
    .updateTable('editions')
    .set({ state: 'submitted', is_rehearsal: false })
    .where('kind', '=', 'daily')
    .execute();
  const weekly = await reveille('compose', '--weekly', '--json');
  expect(titles(weekly).toSorted()).toEqual(titles(daily).toSorted());
});

import { load } from 'cheerio';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { findLink } from '../../../src/editions/clicks/links.ts';
import { createLog } from '../../../src/platform/log.ts';
import { setNewsletter, type Newsletter } from '../../../src/editions/newsletters/newsletters.ts';
import { previewEdition, renderEdition } from '../../../src/render/render.ts';
import { createTestDatabase, type TestDatabase } from '../../support/database.ts';
import { makeEdition, makeNewsletter, NOON } from '../../web/support.ts';

const HOME = 'https://news.paper.example';
const STORIES = [
  { headline: 'Ferries sail again', url: 'https://outlet.example/ferries?from=feed#top' },
  { headline: 'Council votes', url: `https://outlet.example/${'long/'.repeat(60)}` },
];

let database: TestDatabase;
let newsletter: Newsletter;
let editionId: number;
let day = 0;

beforeAll(async () => {
  database = await createTestDatabase();
  newsletter = await makeNewsletter(database.db);
});
afterAll(() => database.drop());
beforeEach(async () => {
  const date = `2026-11-${String(++day).padStart(2, '0')}`;
  editionId = await makeEdition(
    database.db,
    newsletter.id,
    { date, kind: 'special', number: 2, state: 'approved' },
    STORIES,
  );
  await setNewsletter(database, newsletter.slug, { clickCounts: 'off', utm: 'off' }, 'test');
});

const deps = () => ({
  db: database.db,
  log: createLog('test', 'silent'),
  now: () => NOON,
  publicUrl: HOME,
  isRehearsal: false,
});
const shortLinks = (text: string): string[] =>
  [...new Set(text.match(/https:\/\/news\.paper\.example\/r\/[\w-]+/g))].toSorted();
const targets = (links: string[]): Promise<(string | undefined)[]> =>
  Promise.all(links.map(async (link) => (await findLink(database, link.split('/').at(-1)!))?.url));

test('unless clicks are counted, stories are linked by their own addresses, and nothing is measured', async () => {
  const { html, plain } = await renderEdition(deps(), editionId);
  const hrefs = load(html)('a')
    .toArray()
    .map((link) => link.attribs['href']);
  for (const { url } of STORIES) {
    expect(hrefs).toContain(url);
    expect(plain).toContain(url);
  }
  expect(shortLinks(html + plain)).toEqual([]);
  expect(await database.db.selectFrom('links').select('id').execute()).toEqual([]);
});

test('where they are, HTML and text hold the same short links, which lead to the stories; and no picture of ours', async () => {
  await setNewsletter(database, newsletter.slug, { clickCounts: 'on' }, 'test');
  const { html, plain } = await renderEdition(deps(), editionId);
  expect(shortLinks(html)).toEqual(shortLinks(plain));
  expect(new Set(await targets(shortLinks(html)))).toEqual(new Set(STORIES.map(({ url }) => url)));
  for (const { url } of STORIES) expect(html + plain).not.toContain(url);
  expect(html).not.toMatch(/<img/);
  expect(html).toContain(`${HOME}/editions/daily/2026-11-0${day}/special-2`);
});

test('the links of a preview work, and are not a reader’s', async () => {
  await setNewsletter(database, newsletter.slug, { clickCounts: 'on' }, 'test');
  const preview = shortLinks((await previewEdition(deps(), editionId)).html);
  const rendered = shortLinks((await renderEdition(deps(), editionId)).html);
  expect(await targets(preview)).not.toContain(undefined);
  expect(preview.filter((link) => rendered.includes(link))).toEqual([]);
});

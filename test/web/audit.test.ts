import { load } from 'cheerio';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { recordAudit } from '../../src/platform/audit.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { signIn, type SignedIn } from './signedIn.ts';
import { makeEdition, makeNewsletter, openSite, type TestSite } from './support.ts';

let database: TestDatabase;
let site: TestSite;
let desk: SignedIn;
let edition: number;
const COMPOSED = 'Bo asked for the edition of 2026-11-24 of The Daily Test';
const RATED = 'The command line limited edition 1 to 20 messages a second';
const CHANGED = 'Bo changed the words of edition 1: subject';

beforeAll(async () => {
  database = await createTestDatabase();
  const { db } = database;
  site = await openSite(db);
  const newsletter = await makeNewsletter(db);
  edition = await makeEdition(db, newsletter.id, { date: '2026-11-24', state: 'draft' });
  desk = await signIn(site, 'Ada', 'viewer');
  const detail = { changed: ['subject'], subject: '<b>Bridge</b>', note: null, stories: [1, 2] };
  await recordAudit(db, { actor: 'Bo', action: 'words', editionId: edition, detail });
  await recordAudit(db, { actor: 'cli', action: 'rate', editionId: edition, detail: { perSecond: 20 } });
  await recordAudit(db, {
    actor: 'Bo',
    action: 'compose',
    newsletterId: newsletter.id,
    detail: { date: '2026-11-24' },
  });
  await db
    .updateTable('audit_log')
    .set({ at: new Date('2026-11-24T23:30:00Z') })
    .execute();
});
afterAll(() => database.drop());

/** The sentences that the page lists, in their order. */
async function listed(query: string = ''): Promise<string[]> {
  const $ = load(await desk.get(`/desk/audit${query}`));
  $('.audit small').remove();
  return $('.audit td.address')
    .map((_, each) => $(each).text().replaceAll(/\s+/g, ' ').trim())
    .get();
}

test('the newest comes first, with what it is about, in the newsletter’s time', async () => {
  expect((await listed()).slice(0, 4)).toEqual([COMPOSED, RATED, CHANGED, 'Ada signed in']);
  const page = await desk.get('/desk/audit');
  // Madrid is an hour ahead of UTC.
  expect(page).toMatch(/<time datetime="2026-11-24T23:30:00.000Z">November 25, 2026 at 12:30 AM GMT\+1<\/time>/);
  expect(page).toContain('stories: 1, 2 · subject: &lt;b&gt;Bridge&lt;/b&gt;');
  expect(page).toContain(`href="/desk/editions/${edition}"`);
});

test('it is filtered by edition, by person, and by both', async () => {
  expect(await listed(`?edition=${edition}`)).toEqual([RATED, CHANGED]);
  expect(await listed('?person=Bo')).toEqual([COMPOSED, CHANGED]);
  expect(await listed(`?person=Bo&edition=${edition}`)).toEqual([CHANGED]);
  expect(await listed('?person=Nobody')).toEqual([]);
  expect(await desk.get('/desk/audit?person=Nobody')).toContain('No entries.');
  expect(await desk.get('/desk/audit?person=%22%3E%3Cb%3E')).toContain('value="&quot;&gt;&lt;b&gt;"');
});

test.each(['?edition=x', '?edition=99999999999', '?before=-1', '?person=%00'])('%s shows all', async (query) => {
  expect((await listed(query)).slice(0, 2)).toEqual([COMPOSED, RATED]);
});

test('pages of a hundred follow one another without a gap, and keep the filter', async () => {
  for (let count = 1; count <= 150; count++)
    await recordAudit(site.db, { actor: 'Cy', action: 'dkim.on', detail: { domain: `d${count}` } });
  const on = (count: number): string => `Cy turned signing on for d${count}`;
  const first = await listed('?person=Cy');
  expect([first.length, first[0], first[99]]).toEqual([100, on(150), on(51)]);
  const [, next] = /href="\/desk\/audit(\?[^"]+)">Older/.exec(await desk.get('/desk/audit?person=Cy'))!;
  const second = await listed(next!.replaceAll('&amp;', '&'));
  expect([second.length, second[0], second.at(-1)]).toEqual([50, on(50), on(1)]);
  expect(await desk.get(`/desk/audit${next!.replaceAll('&amp;', '&')}`)).not.toContain('Older');
});

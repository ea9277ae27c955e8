import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { composeEdition } from '../../src/newsroom/compose/compose.ts';
import { rankNewsletter } from '../../src/newsroom/rank/rank.ts';
import { addItem, addNewsletter, addOutlet } from '../newsroom/rank/newsroom.ts';
import { signIn, type SignedIn } from './signedIn.ts';
import { createLog } from '../../src/platform/log.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { NOON, openSite, type TestSite } from './support.ts';

const TITLES = [
  'Amsel bakery wins pie prize',
  'Brisa bridge closes',
  'Corvale choir sings <b>at dawn</b>',
  'Dornach dam leaks',
];

let database: TestDatabase;
let site: TestSite;
let desk: SignedIn;
let slug: string;
let newsletterId: number;
let editionId: number;
const page = () => desk.get(`/desk/editions/${editionId}`);
const stories = () =>
  site.db.selectFrom('edition_stories').selectAll().where('edition_id', '=', editionId).orderBy('position').execute();
const headlines = async () => (await stories()).map(({ headline }) => headline);

beforeAll(async () => {
  database = await createTestDatabase();
  site = await openSite(database.db);
  desk = await signIn(site);
});
afterAll(() => database.drop());
beforeEach(async () => {
  slug = `choosing-${Math.random().toString(36).slice(2, 8)}`;
  newsletterId = await addNewsletter(site.db, { slug, story_count: 2, standby_count: 1 });
  const now = NOON;
  for (const [at, title] of TITLES.entries())
    await addItem(site.db, await addOutlet(site.db, newsletterId), {
      title,
      published_at: new Date(now.getTime() - (at + 1) * 3_600_000),
    });
  const deps = { db: site.db, log: createLog('test', 'silent'), now: () => now };
  await rankNewsletter(deps, newsletterId);
  editionId = (await composeEdition(deps, { newsletterId })).id;
});

describe('a draft at the desk', () => {
  test('shows why each story is where it is, and what stands by', async () => {
    const html = await page();
    expect(html).toMatch(/<li class="chip plus">published 1 hour ago <b>\+0\.9<\/b><\/li>/);
    expect(html).toContain('Standbys');
    expect(html).toContain('Corvale choir sings &lt;b&gt;at dawn&lt;/b&gt;');
  });

  test('shows which stories were passed over for their language', async () => {
    const outlet = await addOutlet(site.db, newsletterId);
    for (const title of ['Abre el puerto', 'Cae un olmo', 'Sube el pan', 'Canta el coro'])
      await addItem(site.db, outlet, { title, language: 'es', published_at: NOON });
    await addItem(site.db, outlet, { title: 'Ouvre <b>le port</b>', language: 'fr', published_at: NOON });
    await composeEdition({ db: site.db, log: createLog('test', 'silent'), now: () => NOON }, { newsletterId });
    const html = await page();
    expect(html).toContain(
      `<li><small>4 stories in es: the newsletter takes en; newsletters set ${slug} --languages en,es`,
    );
    expect(html).toContain('<b>Ouvre &lt;b&gt;le port&lt;/b&gt;</b> <small>it is in fr: ');
  });

  test('takes pins and leaves out, at once, and takes both back', async () => {
    const [first, second] = await stories();
    await desk.act(`/desk/editions/${editionId}/picks`, { story: String(second!.story_id), place: '1', action: 'pin' });
    expect(await headlines()).toEqual([TITLES[1], TITLES[0]]);
    await desk.act(`/desk/editions/${editionId}/picks`, { story: String(first!.story_id), action: 'exclude' });
    expect(await headlines()).toEqual([TITLES[1], TITLES[2]]);
    expect(await page()).toContain('excluded by staff');
    for (const { story_id: story } of [first!, second!])
      await desk.act(`/desk/editions/${editionId}/picks`, { story: String(story), action: 'unpin' });
    expect(await headlines()).toEqual(TITLES.slice(0, 2));
  });

  test('refuses invalid picks and visitors without a session', async () => {
    const act = (fields: Record<string, string>) => desk.act(`/desk/editions/${editionId}/picks`, fields);
    const [first] = await stories();
    expect((await act({ story: String(first!.story_id), action: 'shred' })).status).toBe(422);
    expect((await act({ story: '999999', place: '1', action: 'pin' })).status).toBe(404);
    expect((await act({ story: 'x', place: '1', action: 'pin' })).status).toBe(404);
    const stranger = await site.app.request(`/desk/editions/${editionId}/picks`, { method: 'POST' });
    expect(stranger.status).toBe(403);
  });
});

describe('an approved edition at the desk', () => {
  beforeEach(async () => {
    await site.db.updateTable('editions').set({ state: 'approved' }).where('id', '=', editionId).execute();
  });

  test('lets a story be dropped, for which the standby comes in, and says so', async () => {
    const [first] = await stories();
    const fields = { item: String(first!.item_id), reason: 'It was retracted' };
    const path = `/desk/editions/${editionId}/stories/1/drop`;
    expect((await desk.act(path, fields)).status).toBe(303);
    expect(await headlines()).toEqual([TITLES[1], TITLES[2]]);
    expect(await page()).toContain('It was retracted');
    // The same form again: another story is at this place now.
    expect((await desk.act(path, fields)).status).toBe(409);
  });

  test('lets a standby be promoted', async () => {
    expect((await desk.act(`/desk/editions/${editionId}/standbys/1/promote`)).status).toBe(303);
    expect(await headlines()).toEqual(TITLES.slice(0, 3));
  });
});

describe('the stories of the moment', () => {
  test('are listed best first, and those that are ticked make a special edition', async () => {
    const html = await desk.get(`/desk/newsletters/${slug}/stories`);
    expect(html.indexOf(TITLES[0]!)).toBeLessThan(html.indexOf(TITLES[3]!));
    const ids = [...html.matchAll(/name="story" value="(\d+)"/g)].map(([, id]) => id!);
    const ticked = new URLSearchParams([
      ['story', ids[3]!],
      ['story', ids[1]!],
    ]);
    const answer = await desk.act(`/desk/newsletters/${slug}/special`, ticked);
    expect(answer.status).toBe(303);
    editionId = Number(answer.headers.get('location')!.split('/').at(-1));
    expect(await headlines()).toEqual([TITLES[3], TITLES[1]]);
    expect(await page()).toContain('special');
    const log = await site.db.selectFrom('audit_log').select(['action', 'edition_id']).orderBy('id').execute();
    expect(log.at(-1)).toEqual({ action: 'special', edition_id: editionId });
    expect((await desk.act(`/desk/newsletters/${slug}/special`)).status).toBe(422);
  });
});

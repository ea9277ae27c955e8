import { sql } from 'kysely';
import sharp from 'sharp';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Db } from '../../../src/platform/db/client.ts';
import { composeEdition } from '../../../src/newsroom/compose/compose.ts';
import { completeDraft } from '../../../src/newsroom/draft.ts';
import { createLog } from '../../../src/platform/log.ts';
import { describeFault } from '../../../src/domain/pictures.ts';
import { loadPictureFaults } from '../../../src/newsroom/pictures/loadPictures.ts';
import { killPicture } from '../../../src/newsroom/pictures/kill.ts';
import { sweepPictures } from '../../../src/newsroom/pictures/sweep.ts';
import { rankNewsletter } from '../../../src/newsroom/rank/rank.ts';
import { send, startOutlet, type Outlet } from '../ingest/standin.ts';
import { addItem, addNewsletter, addOutlet } from '../rank/newsroom.ts';
import { createTestDatabase, type TestDatabase } from '../../support/database.ts';
import { bomb, logo, photo } from '../../support/pictures.ts';
import { openSite, type TestSite } from '../../web/support.ts';

const NOW = new Date('2026-11-24T12:00:00Z');
const TITLES = [
  'Amsel bakery wins pie prize',
  'Brisa bridge closes for repairs',
  'Corvale choir sings at dawn',
  'Dornach dam leaks',
  'Elmwick elm tree falls',
  'Farrow ferry runs aground',
];

let database: TestDatabase;
let db: Db;
let outlet: Outlet;
let site: TestSite;
let newsletterId: number;
let clock = NOW;
const log = createLog('test', 'silent');
const deps = () => ({ db, log, now: () => clock, fetchTimeoutMs: 2000 });
const queues = { enqueue: async () => undefined } as unknown as Parameters<typeof killPicture>[0]['queues'];
const kill = (which: string) => killPicture({ db, queues, now: () => clock }, { which, actor: 'test' });

beforeAll(async () => {
  database = await createTestDatabase();
  db = database.db;
  site = await openSite(db);
  outlet = await startOutlet();
});
afterAll(async () => {
  await outlet.close();
  await database.drop();
});
beforeEach(async () => {
  clock = NOW;
  newsletterId = await addNewsletter(db);
});

let count = 0;
/** A file at the outlet, under a name of its own. */
function serve(body: Buffer | string, type = 'image/jpeg', name = `/p${++count}.jpg`): string {
  outlet.routes[name] = send(body, type);
  return `${outlet.origin}${name}`;
}
const picture = async (seed = ++count): Promise<string> =>
  serve(await photo({ seed, width: 700, height: 467 }).jpeg().toBuffer());
const image = (url: string, more: object = {}): string =>
  JSON.stringify({ url, width: null, height: null, alt: 'A loaf', caption: null, credit: 'Ana Example', ...more });

async function openOutlet(values: Parameters<typeof addOutlet>[2] = {}): Promise<number> {
  return addOutlet(db, newsletterId, { url: `${outlet.origin}/feed${++count}`, allow_private: true, ...values });
}
/** A story for each address, each of the one outlet. */
async function addStories(outletId: number, urls: (string | null)[]): Promise<number[]> {
  const ids: number[] = [];
  for (const [at, url] of urls.entries())
    ids.push(
      await addItem(db, outletId, {
        title: TITLES[at]!,
        published_at: new Date(NOW.getTime() - (at + 1) * 600_000),
        image: url && image(url),
      }),
    );
  return ids;
}
async function compose(): Promise<number> {
  const { id } = await composeEdition(deps(), { newsletterId });
  await completeDraft(deps(), id);
  return id;
}
async function draft() {
  await rankNewsletter(deps(), newsletterId);
  const id = await compose();
  return { id, stories: await storiesOf(id) };
}
const storiesOf = (id: number) =>
  db.selectFrom('edition_stories').selectAll().where('edition_id', '=', id).orderBy('position').execute();
const faultOf = async (itemId: number) =>
  (await db.selectFrom('items').select('picture_fault').where('id', '=', itemId).executeTakeFirstOrThrow())
    .picture_fault;
/** The first story's picture, and where it is. */
async function shown() {
  const edition = await draft();
  const stored = edition.stories[0]!.image!.stored!;
  return { ...edition, stored, path: `/pictures/${stored.hash}-560.jpg` };
}

describe('an edition', () => {
  test('shows our own copies of the pictures that its outlets grant, and requests none from another host', async () => {
    const own = await openOutlet({ is_own: true });
    const granted = await openOutlet({ rights: ['picture'] });
    const withheld = await openOutlet({ rights: ['headline', 'summary'] });
    const urls = [await picture(), await picture(), await picture()];
    for (const [at, id] of [own, granted, withheld].entries())
      await addItem(db, id, { title: TITLES[at]!, published_at: clock, image: image(urls[at]!) });
    outlet.asked.length = 0;
    const { stories } = await draft();
    const byTitle = new Map(stories.map((story) => [story.headline, story.image]));
    expect(byTitle.get(TITLES[0]!)).toMatchObject({ credit: 'Ana Example', stored: { widths: [176, 352, 560, 700] } });
    expect(byTitle.get(TITLES[1]!)?.stored).toBeDefined();
    expect(byTitle.get(TITLES[2]!)).toBeNull();
    expect(outlet.asked.toSorted()).toEqual(
      urls
        .slice(0, 2)
        .map((url) => new URL(url).pathname)
        .toSorted(),
    );
  });

  test('is composed with any pictures, and each item without one has the reason', async () => {
    const id = await openOutlet({ is_own: true });
    const ids = await addStories(id, [
      serve('<svg xmlns="http://www.w3.org/2000/svg"/>', 'image/png', `/s${++count}.png`),
      serve(bomb(20_000, 20_000), 'image/png'),
      serve(await photo({ width: 4000, height: 300 }).jpeg().toBuffer()),
      serve(await photo({ width: 1, height: 1 }).png().toBuffer()),
      `${outlet.origin}/missing-${++count}.jpg`,
      'http://169.254.169.254/latest/meta-data/a.jpg',
    ]);
    const { stories } = await draft();
    expect(stories.map((story) => story.image)).toEqual(Array(6).fill(null));
    expect(await Promise.all(ids.map(faultOf))).toEqual([
      'PICTURE_FORMAT',
      'PICTURE_TOO_MANY_PIXELS',
      'PICTURE_BANNER',
      'PICTURE_TOO_SMALL',
      'FETCH_STATUS',
      'FETCH_REFUSED_ADDRESS',
    ]);
  });

  test('takes a picture for what it is, not for what it is called', async () => {
    const bytes = await photo({ seed: ++count, width: 700, height: 467 }).png().toBuffer();
    await addStories(await openOutlet({ is_own: true }), [serve(bytes, 'text/html', `/page-${++count}.html`)]);
    expect((await draft()).stories[0]!.image?.stored).toBeDefined();
  });

  test('uses another outlet’s picture of the event if the lead has none, and credits it', async () => {
    const event = { title: 'Gisela goat elected mayor of the old harbour town', published_at: clock };
    const lead = await addItem(db, await openOutlet({ is_own: true }), {
      ...event,
      image: image(serve(await logo().png().toBuffer())),
    });
    const other = await openOutlet({ name: 'Open Times', rights: ['picture'] });
    await addItem(db, other, { ...event, image: image(await picture(), { credit: null }) });
    const { stories } = await draft();
    expect(stories).toHaveLength(1);
    expect(stories[0]).toMatchObject({ item_id: lead, image: { credit: 'Open Times' } });
    expect(await faultOf(lead)).toBe('PICTURE_FLAT');
  });

  test('shows no picture that an outlet shows with every story, by its address or by its bytes', async () => {
    const url = await picture();
    const same = await openOutlet({ is_own: true });
    const ids = await addStories(same, [url, url, url, await picture()]);
    const first = await draft();
    expect(first.stories.map((story) => story.image !== null)).toEqual([false, false, false, true]);
    expect(await faultOf(ids[0]!)).toBe('PICTURE_REPEATED');

    newsletterId = await addNewsletter(db);
    const bytes = await photo({ seed: ++count, width: 700, height: 467 }).jpeg().toBuffer();
    const copies = await addStories(await openOutlet({ is_own: true }), [serve(bytes), serve(bytes), serve(bytes)]);
    const second = await draft();
    expect(await Promise.all(copies.map(faultOf))).toEqual(Array(3).fill('PICTURE_REPEATED'));
    expect(second.stories.map((story) => story.image)).toEqual([null, null, null]);
  });

  test('fetches stored and unsuitable pictures only once, and retries failed fetches for some time', async () => {
    const late = `/late-${++count}.jpg`;
    await addStories(await openOutlet({ is_own: true }), [
      await picture(),
      serve(await logo().png().toBuffer()),
      `${outlet.origin}${late}`,
    ]);
    await draft();
    outlet.asked.length = 0;
    outlet.routes[late] = send(await photo({ seed: ++count, width: 700, height: 467 }).jpeg().toBuffer(), 'image/jpeg');
    await draft();
    expect(outlet.asked).toEqual([]);
    clock = new Date(NOW.getTime() + 300_000);
    const { stories } = await draft();
    expect(outlet.asked).toEqual([late]);
    expect(stories.map((story) => story.image !== null)).toEqual([true, false, true]);
  });

  test('has the same result for the same items, in any order of fetches', async () => {
    await addStories(await openOutlet({ is_own: true }), [await picture(), await picture()]);
    await rankNewsletter(deps(), newsletterId);
    const [one, two] = await Promise.all([1, 2].map(compose));
    expect(two).toBe(one);
    const before = await storiesOf(one!);
    expect(await completeDraft(deps(), one!)).toBe(false);
    expect((await draft()).stories).toEqual(before);
  });
});

test('the desk shows why a story has none', async () => {
  const banner = serve(await photo({ width: 4000, height: 300 }).jpeg().toBuffer());
  await addStories(await openOutlet({ is_own: true }), [banner, await picture()]);
  const { id } = await draft();
  expect(await loadPictureFaults({ db }, id)).toEqual(new Map([[1, 'PICTURE_BANNER']]));
  expect(describeFault('PICTURE_BANNER')).toBe('it is as wide or as tall as a banner');
  expect(describeFault('FETCH_TIMEOUT')).toBe('it could not be fetched (FETCH_TIMEOUT)');
});

describe('a picture of ours', () => {
  test('is served with an ETag of its bytes, is soon revalidated, and gives 304 if unchanged', async () => {
    await addStories(await openOutlet({ is_own: true }), [await picture()]);
    const { stored, path } = await shown();
    const answer = await site.app.request(path);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toBe('image/jpeg');
    expect(answer.headers.get('cache-control')).toBe('public, max-age=60, must-revalidate');
    const bytes = Buffer.from(await answer.arrayBuffer());
    expect(await sharp(bytes).metadata()).toMatchObject({ format: 'jpeg', width: 560 });
    const again = await site.app.request(path, { headers: { 'if-none-match': answer.headers.get('etag')! } });
    expect(again.status).toBe(304);
    const webp = await site.app.request(`/pictures/${stored.hash}-700.webp`);
    expect(webp.headers.get('content-type')).toBe('image/webp');
    const head = await site.app.request(path, { method: 'HEAD' });
    expect([head.status, (await head.arrayBuffer()).byteLength]).toEqual([200, 0]);
  });

  test.each(['x.jpg', `${'0'.repeat(32)}-560.jpg`, '..%2f..%2fetc%2fpasswd', `${'0'.repeat(32)}-560.svg`])(
    'with the name %s does not exist',
    async (name) => {
      expect((await site.app.request(`/pictures/${name}`)).status).toBe(404);
    },
  );

  test('with a width that was not rendered does not exist', async () => {
    await addStories(await openOutlet({ is_own: true }), [await picture()]);
    const { stored } = await shown();
    expect((await site.app.request(`/pictures/${stored.hash}-1120.jpg`)).status).toBe(404);
  });

  test('answers 410 as soon as its outlet’s rights end, and is there again when they are back', async () => {
    const id = await openOutlet({ rights: ['picture'] });
    await addStories(id, [await picture()]);
    const { path } = await shown();
    const grant = (rights: ('headline' | 'picture')[]) =>
      db.updateTable('outlets').set({ rights }).where('id', '=', id).execute();
    expect((await site.app.request(path)).status).toBe(200);
    await grant(['headline']);
    expect((await site.app.request(path)).status).toBe(410);
    expect((await draft()).stories[0]!.image).toBeNull();
    await grant(['headline', 'picture']);
    expect((await site.app.request(path)).status).toBe(200);
  });

  test('answers 410 as soon as terms say that it may not be shown where the newsletter is read', async () => {
    await db
      .updateTable('newsletters')
      .set({ territories: ['US', 'CA'] })
      .where('id', '=', newsletterId)
      .execute();
    const id = await openOutlet({ rights: ['picture'] });
    await addStories(id, [await picture()]);
    const { path } = await shown();
    const statusWith = async (values: { not_in?: string[]; rights_until?: string | null }): Promise<number> => {
      await db.updateTable('outlets').set(values).where('id', '=', id).execute();
      return (await site.app.request(path)).status;
    };
    expect(await statusWith({ not_in: ['JP'] })).toBe(200);
    expect(await statusWith({ not_in: ['JP', 'CA'] })).toBe(410);
    expect(await statusWith({ not_in: [], rights_until: '2020-01-01T00:00:00Z' })).toBe(410);
    expect(await statusWith({ rights_until: null })).toBe(200);
    const agency = { newsletter_id: newsletterId, agency_key: 'ana example', name: 'Ana Example' };
    await db
      .insertInto('agency_rights')
      .values({ ...agency, not_in: ['US'] })
      .execute();
    expect((await site.app.request(path)).status).toBe(410);
    await db.deleteFrom('agency_rights').execute();
  });

  test('answers 410 without a credit once that is mandatory', async () => {
    const id = await openOutlet({ rights: ['picture'] });
    const [item] = await addStories(id, [await picture()]);
    await db
      .updateTable('items')
      .set(({ ref }) => ({ image: sql`${ref('image')} - 'credit' || '{"credit":null}'::jsonb` }))
      .where('id', '=', item!)
      .execute();
    const { path } = await shown();
    expect((await site.app.request(path)).status).toBe(200);
    await db.updateTable('outlets').set({ credit_mandatory: true }).where('id', '=', id).execute();
    expect((await site.app.request(path)).status).toBe(410);
  });
});

describe('a kill', () => {
  test('by hash ends a picture everywhere at once, and for good', async () => {
    const url = await picture();
    const own = await openOutlet({ is_own: true });
    await addStories(own, [url]);
    const { id, stored, path } = await shown();
    const etag = (await site.app.request(path)).headers.get('etag')!;
    expect(await kill(stored.hash)).toEqual({ pictures: 1, stories: 1, slots: 0 });
    const answer = await site.app.request(path, { headers: { 'if-none-match': etag } });
    expect([answer.status, answer.headers.get('cache-control')]).toEqual([410, 'no-store']);
    expect(await db.selectFrom('picture_renditions').where('hash', '=', stored.hash).selectAll().execute()).toEqual([]);
    expect((await storiesOf(id))[0]!.image).toBeNull();
    outlet.asked.length = 0;
    expect((await draft()).stories[0]!.image).toBeNull();
    expect(outlet.asked).toEqual([]);
    // The same bytes elsewhere.
    const copy = serve(await (await fetch(url)).arrayBuffer().then((bytes) => Buffer.from(bytes)));
    newsletterId = await addNewsletter(db);
    const [item] = await addStories(await openOutlet({ is_own: true }), [copy]);
    expect((await draft()).stories[0]!.image).toBeNull();
    expect(await faultOf(item!)).toBe('PICTURE_KILLED');
    // The row is kept, so that the address continues to answer 410.
    clock = new Date(NOW.getTime() + 500 * 86_400_000);
    await sweepPictures({ db, now: () => clock });
    expect((await site.app.request(path)).status).toBe(410);
  });

  test('by its address at the outlet, before anybody fetched it', async () => {
    const url = await picture();
    expect(await kill(url)).toEqual({ pictures: 0, stories: 0, slots: 0 });
    const [item] = await addStories(await openOutlet({ is_own: true }), [url]);
    outlet.asked.length = 0;
    await draft();
    expect([outlet.asked, await faultOf(item!)]).toEqual([[], 'PICTURE_KILLED']);
  });

  test('by its address reaches the copies that came from elsewhere', async () => {
    const bytes = await photo({ seed: ++count, width: 700, height: 467 }).jpeg().toBuffer();
    const [first, second] = [serve(bytes), serve(bytes)];
    await addStories(await openOutlet({ is_own: true }), [first]);
    const one = await shown();
    newsletterId = await addNewsletter(db);
    await addStories(await openOutlet({ is_own: true }), [second]);
    const two = await shown();
    await kill(second);
    expect((await site.app.request(one.path)).status).toBe(410);
    expect((await site.app.request(two.path)).status).toBe(410);
  });

  test('while an edition is being sent gives it a new text for those not yet mailed', async () => {
    await addStories(await openOutlet({ is_own: true }), [await picture()]);
    const { id, stored, path } = await shown();
    await db.updateTable('editions').set({ state: 'submitting', started_at: NOW }).where('id', '=', id).execute();
    await kill(`https://news.paper.example${path}`);
    expect((await storiesOf(id))[0]!.image).toBeNull();
    const fixes = await db.selectFrom('edition_fixes').selectAll().where('edition_id', '=', id).execute();
    expect(fixes).toMatchObject([
      { position: 1, before: { image: { stored } }, after: { image: null }, actor: 'test' },
    ]);
    expect(await kill(stored.hash)).toEqual({ pictures: 1, stories: 0, slots: 0 });
  });

  test('is refused for a value that is neither a hash nor a URL, and reported for an unknown hash', async () => {
    await expect(kill('that one')).rejects.toMatchObject({ code: 'INVALID_INPUT' });
    await expect(kill('f'.repeat(32))).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });
});

test('a picture that no edition shows is deleted after some days, one of an edition after a year', async () => {
  await addStories(await openOutlet({ is_own: true }), [await picture()]);
  const { id, path } = await shown();
  const after = async (days: number): Promise<number> => {
    clock = new Date(NOW.getTime() + days * 86_400_000);
    await sweepPictures({ db, now: () => clock });
    return (await site.app.request(path)).status;
  };
  expect(await after(300)).toBe(200);
  expect(await after(500)).toBe(410);
  clock = NOW;
  newsletterId = await addNewsletter(db);
  await addStories(await openOutlet({ is_own: true }), [await picture()]);
  const other = await shown();
  await sql`delete from edition_stories where edition_id in (${id}, ${other.id})`.execute(db);
  clock = new Date(NOW.getTime() + 3 * 86_400_000);
  await sweepPictures({ db, now: () => clock });
  expect((await site.app.request(other.path)).status).toBe(200);
  clock = new Date(NOW.getTime() + 5 * 86_400_000);
  await sweepPictures({ db, now: () => clock });
  expect((await site.app.request(other.path)).status).toBe(404);
});

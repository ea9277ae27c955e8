import { pino } from 'pino';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { addStory } from '../../src/newsroom/addStory.ts';
import { completeApproved } from '../../src/newsroom/draft.ts';
import { composeEdition, recomposeEdition } from '../../src/newsroom/compose/compose.ts';
import { listOutlets } from '../../src/newsroom/findOutlets.ts';
import {
  addOutlet as addRealOutlet,
  ingestNewsletter,
  itemAtAddress,
  rereadItems,
} from '../../src/newsroom/ingest/ingest.ts';
import { parsePage } from '../../src/newsroom/ingest/page/page.ts';
import { saveAddress } from '../../src/newsroom/ingest/saveAddress.ts';
import { findOutletOf, type OutletSite } from '../../src/newsroom/ingest/outletOf.ts';
import { parseGivenAddress } from '../../src/newsroom/ingest/givenAddress.ts';
import { rankNewsletter } from '../../src/newsroom/rank/rank.ts';
import type { Db } from '../../src/platform/db/client.ts';
import type { Right } from '../../src/domain/story.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { photo } from '../support/pictures.ts';
import { addItem, addNewsletter, addOutlet } from './rank/newsroom.ts';
import { redirect, send, startOutlet, type Outlet } from './ingest/standin.ts';

const now = new Date('2026-11-24T05:00:00Z');
const TITLES = ['Amsel bakery wins pie prize', 'Brisa bridge closes for repairs', 'Corvale choir sings at dawn'];
const PAGE = `<!doctype html><html lang="en"><head><title>Harbour reopens after the storm</title>
  <meta property="og:type" content="article"><meta property="og:title" content="Harbour reopens after the storm">
  <meta property="og:site_name" content="The Harbour Post">
  <meta property="og:description" content="The harbour of Amsel opened on Monday, and three ferries left for the isles.">
  <meta property="article:published_time" content="2026-11-20T08:00:00Z">
  </head><body><article><h1>Harbour reopens after the storm</h1>
  <p>The harbour of Amsel opened on Monday, and three ferries left for the isles.</p></article></body></html>`;

let database: TestDatabase;
let db: Db;
let site: Outlet;
let newsletterId: number;
let editionId: number;
const deps = () => ({ db, log: pino({ level: 'silent' }), now: () => now, patienceMs: 200_000 });
const add = (
  address: string,
  place: number | null = null,
  more: { fetchTimeoutMs?: number; patienceMs?: number } = {},
) => addStory({ ...deps(), ...more }, { editionId, address, place, actor: 'ana' });
const stories = () =>
  db.selectFrom('edition_stories').selectAll().where('edition_id', '=', editionId).orderBy('position').execute();
const headlines = async () => (await stories()).map(({ headline }) => headline);
const refusal = async (address: string): Promise<string> => {
  const added = await add(address);
  return added.kind === 'refused' ? added.message : `added at ${added.position}`;
};
/** The site is on loopback: the newsletter has an outlet there whose private address is allowed. */
const allowSite = (rights: Right[] = []) =>
  addOutlet(db, newsletterId, { url: `${site.origin}/feed.xml`, name: 'Harbour Post', allow_private: true, rights });

beforeAll(async () => {
  database = await createTestDatabase();
  db = database.db;
  site = await startOutlet();
});
afterAll(async () => {
  await site.close();
  await database.drop();
});
beforeEach(async () => {
  for (const path of Object.keys(site.routes)) delete site.routes[path];
  site.asked.length = 0;
  await db.deleteFrom('fetch_hosts').execute();
  newsletterId = await addNewsletter(db, { story_count: 3, standby_count: 2 });
  for (const [at, title] of TITLES.entries())
    await addItem(db, await addOutlet(db, newsletterId), {
      title,
      url: `https://paper${at}.example/${title.length}?n=${newsletterId}`,
      published_at: new Date(now.getTime() - (1 + at) * 3_600_000),
    });
  await rankNewsletter(deps(), newsletterId);
  editionId = (await composeEdition(deps(), { newsletterId })).id;
});

describe('an address of an outlet that the newsletter has', () => {
  test('becomes the last story of a draft, with the outlet’s rights, and stays when the draft is composed again', async () => {
    await allowSite(['summary']);
    site.routes['/storm'] = send(PAGE, 'text/html');
    expect(await add(` ${site.origin}/storm?utm_source=x#top `)).toEqual({
      kind: 'added',
      position: 3,
      headline: 'Harbour reopens after the storm',
    });
    const [, , last] = await stories();
    expect(last).toMatchObject({
      url: `${site.origin}/storm`,
      outlet_name: 'Harbour Post',
      summary: 'The harbour of Amsel opened on Monday, and three ferries left for the isles.',
    });
    await rankNewsletter(deps(), newsletterId);
    await recomposeEdition(deps(), editionId);
    expect(await headlines()).toEqual([TITLES[0], TITLES[1], 'Harbour reopens after the storm']);
    const audit = await db.selectFrom('audit_log').selectAll().where('edition_id', '=', editionId).execute();
    expect(audit.map(({ actor, action }) => [actor, action])).toContainEqual(['ana', 'add']);
  });

  test('takes the place that was chosen, and moves the others down', async () => {
    await allowSite();
    site.routes['/storm'] = send(PAGE, 'text/html');
    expect(await add(`${site.origin}/storm`, 1)).toMatchObject({ kind: 'added', position: 1 });
    expect(await headlines()).toEqual(['Harbour reopens after the storm', TITLES[0], TITLES[1]]);
  });

  test('is read as robots.txt allows', async () => {
    await allowSite();
    site.routes['/robots.txt'] = send('User-agent: *\nDisallow: /storm', 'text/plain');
    site.routes['/storm'] = send(PAGE, 'text/html');
    expect(await refusal(`${site.origin}/storm`)).toContain('robots.txt');
    expect(site.asked).toEqual(['/robots.txt']);
    expect(await headlines()).toEqual(TITLES);
  });

  test('is placed though it is old, or in a language that the newsletter does not take', async () => {
    await allowSite();
    site.routes['/es'] = send(
      PAGE.replace('lang="en"', 'lang="es"').replace('Harbour reopens', 'El puerto abre'),
      'text/html',
    );
    expect(await add(`${site.origin}/es`)).toMatchObject({ kind: 'added', position: 3 });
    await db
      .updateTable('items')
      .set({ updated_at: new Date(now.getTime() + 1_000) })
      .where('language', '=', 'es')
      .execute();
    await rankNewsletter(deps(), newsletterId);
    await recomposeEdition(deps(), editionId);
    expect((await stories()).map(({ url }) => url)).toContain(`${site.origin}/es`);
  });
});

test('an unknown outlet gives headline and link only, and is not listed as an outlet', async () => {
  // A page of a public host cannot be served here: what was read is stored as such a page would be.
  const url = `https://unknown-paper.example/storm-${newsletterId}`;
  const page = parsePage(
    Buffer.from(
      PAGE.replace('</head>', '<meta property="og:image" content="https://unknown-paper.example/a.jpg"></head>'),
    ),
    { url },
  );
  await saveAddress(deps(), newsletterId, { url, page, outlet: null });
  expect(await itemAtAddress(deps(), { newsletterId, operator: 'Paper', address: url })).toMatchObject({
    isKnown: true,
  });
  expect(await add(url)).toMatchObject({ kind: 'added' });
  const [, , last] = await stories();
  expect(last).toMatchObject({ url, summary: '', image: null, outlet_name: 'The Harbour Post' });
  expect((await listOutlets({ db }, newsletterId)).map(({ name }) => name)).not.toContain('The Harbour Post');
  // Once somebody adds its home page, it is an outlet as any.
  await addRealOutlet(
    { ...deps(), fetchTimeoutMs: 50 },
    { newsletterId, url: 'https://unknown-paper.example/' },
    'Editor',
  );
  expect((await listOutlets({ db }, newsletterId)).map(({ name }) => name)).toContain('The Harbour Post');
});

test('the site of an added story is never read as an outlet; its page is read again before the send', async () => {
  const guest = await addOutlet(db, newsletterId, { url: `${site.origin}/`, allow_private: true, is_guest: true });
  site.routes['/storm'] = send(PAGE, 'text/html');
  const item = await addItem(db, guest, { title: 'Harbour reopens', url: `${site.origin}/storm` });
  await rereadItems(deps(), [item]);
  expect(await ingestNewsletter({ ...deps(), fetchTimeoutMs: 50 }, newsletterId)).not.toContainEqual(
    expect.objectContaining({ outletId: guest }),
  );
  expect(site.asked).toEqual(['/robots.txt', '/storm']);
});

describe('an address that Reveille knows', () => {
  test('brings its story without a fetch; one that is in the edition is refused with its number', async () => {
    const url = `https://known.example/${newsletterId}`;
    await addItem(db, await addOutlet(db, newsletterId), {
      title: 'Dornach dam leaks at night',
      url,
      published_at: new Date(now.getTime() - 30 * 3_600_000),
    });
    await db
      .updateTable('items')
      .set({ link_key: url.replace('https://', '') })
      .where('url', '=', url)
      .execute();
    await rankNewsletter(deps(), newsletterId);
    expect(await add(`${url}?utm_medium=mail`, 2)).toMatchObject({ kind: 'added', position: 2 });
    expect(await refusal(url)).toBe('This story is in the edition already, as number 2: “Dornach dam leaks at night”.');
  });

  test('is refused with the reason if it may not be shown', async () => {
    const url = `https://known.example/embargo-${newsletterId}`;
    await addItem(db, await addOutlet(db, newsletterId), {
      title: 'Elmwick elm tree falls',
      url,
      published_at: now,
      embargo_until: new Date('2026-11-30T00:00:00Z'),
    });
    await rankNewsletter(deps(), newsletterId);
    expect(await refusal(url)).toContain('it is embargoed until');
    expect(await headlines()).toEqual(TITLES);
  });
});

test('an approved edition takes it at its place, in a revision of its own, and keeps its other stories', async () => {
  await allowSite();
  site.routes['/storm'] = send(PAGE, 'text/html');
  await db.updateTable('editions').set({ state: 'approved' }).where('id', '=', editionId).execute();
  const { revision } = await db
    .selectFrom('editions')
    .select('revision')
    .where('id', '=', editionId)
    .executeTakeFirstOrThrow();
  expect(await add(`${site.origin}/storm`, 2)).toMatchObject({ kind: 'added', position: 2 });
  expect(await headlines()).toEqual([TITLES[0], 'Harbour reopens after the storm', TITLES[1], TITLES[2]]);
  const after = await db.selectFrom('editions').selectAll().where('id', '=', editionId).executeTakeFirstOrThrow();
  expect(after.revision).toBe(revision + 1);
  expect(after.changes).toMatchObject([{ what: 'added', actor: 'ana', headline: 'Harbour reopens after the storm' }]);
});

test('a story that is added to an approved edition gets its picture, and no other story changes', async () => {
  await allowSite(['picture']);
  const picture = `<meta property="og:image" content="${site.origin}/storm.jpg">`;
  site.routes['/storm'] = send(PAGE.replace('<meta', `${picture}<meta`), 'text/html');
  site.routes['/storm.jpg'] = send(await photo({ width: 700, height: 467 }).jpeg().toBuffer(), 'image/jpeg');
  await db.updateTable('editions').set({ state: 'approved' }).where('id', '=', editionId).execute();
  expect(await completeApproved(deps(), editionId)).toBe(false);
  await add(`${site.origin}/storm`, 2);
  expect((await stories()).map(({ image }) => image)).toEqual([null, null, null, null]);
  expect(await completeApproved(deps(), editionId)).toBe(true);
  const images = (await stories()).map(({ image }) => image?.stored?.width ?? null);
  expect(images).toEqual([null, 700, null, null]);
  expect(await completeApproved(deps(), editionId)).toBe(false);
});

test('an edition that is being sent takes none', async () => {
  await db.updateTable('editions').set({ state: 'submitting' }).where('id', '=', editionId).execute();
  await expect(add('https://paper.example/a')).rejects.toMatchObject({ code: 'EDITION_STATE' });
});

test.each([
  ['', 'Paste the address of a story.'],
  ['not an address', '“not an address” is not an address; it looks like https://paper.example/story.'],
  ['ftp://paper.example/a', 'The address must begin with http:// or https://.'],
  [
    'https://ana:secret@paper.example/a',
    'The address must not contain a user name or password: every reader would get them.',
  ],
  ['https://paper.example', 'This is a home page. Paste the address of one story.'],
  ['http://10.0.0.7/a', '10.0.0.7 is a private address: readers cannot open it, and it is not fetched.'],
  ['http://[::1]/a', '[::1] is a private address: readers cannot open it, and it is not fetched.'],
  ['http://2130706433/a', '127.0.0.1 is a private address: readers cannot open it, and it is not fetched.'],
  ['javascript:alert(1)', 'The address must begin with http:// or https://.'],
])('the address “%s” is refused: %s', async (address, message) => {
  expect(await refusal(address)).toBe(message);
});

test('what cannot be read is refused with the reason, and nothing is stored', async () => {
  await allowSite();
  site.routes['/empty'] = send('<html><body><p>text</p></body></html>', 'text/html');
  site.routes['/pdf'] = send('%PDF-', 'application/pdf');
  site.routes['/home'] = redirect('/');
  site.routes['/'] = send(PAGE, 'text/html');
  site.routes['/inside'] = redirect('http://127.0.0.1:9/secret');
  const before = await db.selectFrom('items').select('id').execute();
  expect(await refusal(`${site.origin}/empty`)).toBe('No headline was found on this page.');
  expect(await refusal(`${site.origin}/pdf`)).toContain('sends application/pdf');
  expect(await refusal(`${site.origin}/gone`)).toContain('There is no page at this address');
  expect(await refusal(`${site.origin}/home`)).toContain('leads to the home page');
  expect(await refusal(`${site.origin}/inside`)).toContain('is not a public address');
  expect(await db.selectFrom('items').select('id').execute()).toHaveLength(before.length);
});

test('a page that does not come is given up in time', async () => {
  await allowSite();
  site.routes['/slow'] = (_request, response) =>
    void response.writeHead(200, { 'content-type': 'text/html' }).write('<html>');
  expect(await add(`${site.origin}/slow`, null, { fetchTimeoutMs: 300, patienceMs: 4_000 })).toMatchObject({
    kind: 'refused',
    message: expect.stringContaining('did not answer within 4 seconds'),
  });
});

test('addresses are understood as people paste them', () => {
  const parse = (typed: string) => parseGivenAddress(typed, () => false).url;
  expect(parse('paper.example/news/1')).toBe('https://paper.example/news/1');
  expect(parse('<https://paper.example/a?utm_campaign=x&id=7>')).toBe('https://paper.example/a?id=7');
  expect(parse('www.paper.example/a')).toBe('https://www.paper.example/a');
});

describe('the outlet of an address', () => {
  const outlet = (id: number, url: string, more: Partial<OutletSite> = {}): OutletSite => ({
    id,
    name: `Outlet ${id}`,
    url,
    feedUrl: null,
    isOwn: false,
    isGuest: false,
    rights: 0,
    allowPrivate: false,
    itemHosts: [],
    ...more,
  });
  const idOf = (sites: OutletSite[], url: string) => findOutletOf(sites, url)?.id ?? null;

  test('is the one of its host, or the one whose stories are there', () => {
    const sites = [
      outlet(1, 'https://feeds.a.example/rss', { itemHosts: ['www.a.example'] }),
      outlet(2, 'https://www.b.example/feed'),
    ];
    expect(idOf(sites, 'https://a.example/x')).toBe(1);
    expect(idOf(sites, 'https://m.b.example/x')).toBe(2);
    expect(idOf(sites, 'https://notb.example/x')).toBeNull();
  });

  test('is of several the one with the most similar path, else the one with the fewest rights', () => {
    const sites = [
      outlet(1, 'https://a.example/one/feed', { rights: 3 }),
      outlet(2, 'https://a.example/two/feed', { rights: 3 }),
      outlet(3, 'https://a.example/feed', { rights: 1 }),
    ];
    expect(idOf(sites, 'https://a.example/two/x')).toBe(2);
    expect(idOf(sites, 'https://a.example/three/x')).toBe(3);
  });

  test('is no other person’s at a host of many people', () => {
    const sites = [outlet(1, 'https://many.example/feed/@ann', { rights: 3 })];
    expect(idOf(sites, 'https://many.example/@ann/x')).toBe(1);
    expect(idOf(sites, 'https://many.example/@bob/x')).toBeNull();
  });
});

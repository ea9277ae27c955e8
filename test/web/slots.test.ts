import { load } from 'cheerio';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { loadEdition } from '../../src/editions/load.ts';
import { keepSlots } from '../../src/editions/slots.ts';
import { setNewsletter } from '../../src/editions/newsletters/newsletters.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { photo } from '../support/pictures.ts';
import { signIn, type SignedIn } from './signedIn.ts';
import { makeEdition, makeNewsletter, NOON, openSite, type TestSite } from './support.ts';

const SETTINGS = '/desk/newsletters/daily/settings';
let database: TestDatabase;
let site: TestSite;
let desk: SignedIn;
let file: Buffer;

beforeAll(async () => {
  database = await createTestDatabase();
  site = await openSite(database.db, { PUBLIC_URL: 'https://news.paper.example' });
  await makeNewsletter(database.db);
  desk = await signIn(site);
  file = await photo({ width: 1200, height: 800 }).jpeg().toBuffer();
});
afterAll(() => database.drop());

const newsletter = () =>
  site.db.selectFrom('newsletters').selectAll().where('slug', '=', 'daily').executeTakeFirstOrThrow();

/** Sends the form with a picture, as a browser does. */
async function upload(fields: Record<string, string>, bytes: Buffer | null, by = desk) {
  const body = new FormData();
  body.set('form_token', by.formToken);
  for (const [name, value] of Object.entries(fields)) body.set(name, value);
  if (bytes) body.set('file', new File([new Uint8Array(bytes)], 'a.jpg'));
  const path = '/desk/newsletters/daily/slot-picture';
  const length = { 'content-length': String((bytes?.length ?? 0) + 1_000) };
  const answer = await site.app.request(path, { method: 'POST', body, headers: { cookie: by.cookie, ...length } });
  return { status: answer.status, to: answer.headers.get('location'), page: await answer.text() };
}

const FIELDS = { slot: 'sponsor', alt: 'A yellow coat', credit: 'Coats Ltd' };

test('what is wrong with a picture is said beside its field, the texts stay, and nothing is stored', async () => {
  const before = await newsletter();
  const faultOf = async (fields: Record<string, string>, bytes: Buffer | null) => {
    const { status, page } = await upload(fields, bytes);
    expect(status).toBe(422);
    return /class="error" id="slot-(\w+)-error"\s*>([^<]*)</.exec(page)?.slice(1);
  };
  const pixel = await photo({ width: 1, height: 1 }).png().toBuffer();
  expect(await faultOf({ ...FIELDS, alt: ' ' }, file)).toEqual([
    'alt',
    'Say what the picture shows, for readers who do not see it.',
  ]);
  expect(await faultOf({ ...FIELDS, credit: '' }, file)).toEqual([
    'credit',
    'A picture needs a credit: who took it, or whose it is.',
  ]);
  expect(await faultOf(FIELDS, null)).toEqual(['file', 'Choose a file.']);
  expect((await faultOf(FIELDS, pixel))?.[1]).toMatch(/^This picture is too small/);
  expect((await faultOf(FIELDS, Buffer.from('<svg onload="x"/>')))?.[1]).toMatch(/not a JPEG, PNG or WebP/);
  expect((await upload(FIELDS, pixel)).page).toContain('value="A yellow coat"');
  expect(await newsletter()).toEqual(before);
  const editor = await signIn(site, 'eva', 'editor');
  expect((await upload(FIELDS, file, editor)).status).toBe(403);
});

test.each(['<b>x</b>', 'two\nlines', 'turned \u202e round'])(
  'with the description %j, no picture is stored',
  async (alt) => {
    const stored = () => site.db.selectFrom('picture_uploads').select('hash').execute();
    const before = await stored();
    const other = await photo({ width: 1000, height: 700 }).jpeg().toBuffer();
    const { status, page } = await upload({ ...FIELDS, alt }, other);
    expect([status, page.includes('id="slot-alt-error"')]).toEqual([422, true]);
    expect(await stored()).toEqual(before);
  },
);

test('a picture above 20 MB is refused beside its field, and the texts above it stay', async () => {
  const { status, page } = await upload({ ...FIELDS, slot: 'house' }, Buffer.alloc(20_100_000));
  expect([status, /id="slot-file-error"\s*>([^<]*)</.exec(page)?.[1]]).toEqual([
    413,
    'The file is larger than 20 MB. Nothing was uploaded.',
  ]);
  const $ = load(page);
  expect(['#slot-which', '#slot-alt', '#slot-credit'].map((id) => $(id).val())).toEqual([
    'house',
    FIELDS.alt,
    FIELDS.credit,
  ]);
  // In the page's own order: what stands below the file would be lost.
  expect($('#slot-picture').find('select, input:not([type="hidden"])').last().attr('name')).toBe('file');
});

test('a picture of a slot is uploaded, and the web edition shows both slots apart from the news', async () => {
  expect((await upload(FIELDS, file)).to).toBe(`${SETTINGS}?saved=sponsorPicture`);
  const { sponsor_picture: hash, sponsor_alt: alt } = await newsletter();
  expect([hash?.length, alt]).toEqual([32, 'A yellow coat']);
  expect(await desk.get(`${SETTINGS}?saved=sponsorPicture`)).toContain('Saved: Sponsor: picture.');
  expect(await desk.get('/desk/audit')).toMatch(/uploaded a picture for\s+The Daily Test\s*:\s+Coats Ltd/);
  const settings = {
    sponsorText: 'Warm coats & hats',
    sponsorUrl: 'https://coats.example/winter',
    sponsorAfter: '2',
    houseNotice: 'Visit us.',
    houseNoticeUrl: 'https://paper.example/visit',
  };
  const { id } = await setNewsletter(site, 'daily', settings, 'test');
  const stories = ['Lead', 'Bridge', 'Choir'].map((headline) => ({ headline }));
  const edition = await makeEdition(site.db, id, { date: '2026-11-24', state: 'draft' }, stories);
  const { slots } = (await loadEdition(site, edition))!;
  await site.db
    .updateTable('editions')
    .set({ state: 'submitted', started_at: NOON, slots: JSON.stringify(keepSlots(slots)) })
    .where('id', '=', edition)
    .execute();
  const $ = load(await (await site.app.request('/editions/daily/2026-11-24')).text());
  expect($('article')).toHaveLength(3);
  expect($('#story-1 + .house, #story-2 + .sponsor')).toHaveLength(2);
  expect($('.sponsor').attr('aria-label')).toBe('Sponsored');
  expect($('.sponsor .slot-label').text()).toBe('Sponsored');
  const links = $('.sponsor a').toArray();
  expect(links.map((each) => [$(each).attr('href'), $(each).attr('rel')])).toEqual([
    ['https://coats.example/winter', 'sponsored'],
    ['https://coats.example/winter', 'sponsored'],
  ]);
  expect($('.house a').attr('rel')).toBeUndefined();
  const picture = $('.sponsor img');
  expect([picture.attr('alt'), picture.attr('width')]).toEqual(['A yellow coat', '1120']);
  expect((await site.app.request(picture.attr('src')!)).status).toBe(200);
});

test('an owner removes the picture of a slot everywhere, and not one that the slot no longer has', async () => {
  const { sponsor_picture: hash } = await newsletter();
  const page = load(await desk.get(SETTINGS));
  expect(page('#kill-sponsor input[name="hash"]').val()).toBe(hash);
  expect(page('#kill-house')).toHaveLength(0);
  const kill = (form: Record<string, string>, by = desk) =>
    by.act('/desk/newsletters/daily/slot-picture/kill', { reason: 'Rights ended.', ...form });
  expect((await kill({ hash: 'f'.repeat(32) })).status).toBe(404);
  const editor = await signIn(site, 'eli', 'editor');
  expect((await kill({ hash: hash! }, editor)).status).toBe(403);
  expect(await editor.get(SETTINGS)).not.toContain('kill-sponsor');
  expect((await kill({ hash: hash! })).headers.get('location')).toBe(`${SETTINGS}?saved=sponsorPicture`);
  expect((await site.app.request(`/pictures/${hash}-352.jpg`)).status).toBe(410);
  const edition = load(await (await site.app.request('/editions/daily/2026-11-24')).text());
  expect([edition('.sponsor img').length, edition('.sponsor .slot-text').text()]).toEqual([0, 'Warm coats & hats']);
  expect(await desk.get(SETTINGS)).not.toContain('kill-sponsor');
});

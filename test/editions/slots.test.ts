import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { loadSlotClicks } from '../../src/editions/clicks/clickCounts.ts';
import { correctEdition } from '../../src/editions/correct.ts';
import { fixStory } from '../../src/editions/fix.ts';
import { loadEdition } from '../../src/editions/load.ts';
import { changeNewsletter, setNewsletter } from '../../src/editions/newsletters/newsletters.ts';
import type { NewsletterSettings } from '../../src/editions/newsletters/settings.ts';
import { killPicture } from '../../src/newsroom/pictures/kill.ts';
import { sweepPictures } from '../../src/newsroom/pictures/sweep.ts';
import type { Db } from '../../src/platform/db/client.ts';
import { previewEdition, renderEdition, renderRevision } from '../../src/render/render.ts';
import { addItem } from '../newsroom/rank/newsroom.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { addUploadedPicture } from '../support/pictures.ts';
import { addDeliveries, log, makeEdition, makePaper, now, rememberJobs } from './support.ts';

let database: TestDatabase;
let db: Db;
let newsletterId: number;
let slug: string;
const { queues } = rememberJobs();
beforeAll(async () => {
  database = await createTestDatabase();
  db = database.db;
});
afterAll(() => database.drop());
beforeEach(async () => {
  newsletterId = await makePaper(db, 1);
  const row = await db
    .selectFrom('newsletters')
    .select('slug')
    .where('id', '=', newsletterId)
    .executeTakeFirstOrThrow();
  slug = row.slug;
});

const deps = () => ({ db, log, now, publicUrl: 'https://news.paper.example' });
const set = (settings: NewsletterSettings) => setNewsletter({ db }, slug, settings, 'test');
const slotsOf = async (id: number) => (await loadEdition({ db }, id))!.slots;
const problemsOf = async (settings: NewsletterSettings) =>
  (await changeNewsletter({ db }, slug, settings, 'test')).problems;

const SPONSOR = { sponsorText: 'Warm coats for every weather.', sponsorUrl: 'https://coats.example/winter' };
let made = 0;
const newHash = (): string => (++made).toString(16).padStart(32, '0');

test('a sponsor is shown in the editions of its days', async () => {
  await set({ ...SPONSOR, sponsorFrom: '2026-11-24', sponsorUntil: '2026-11-25', sponsorAfter: '2' });
  const shown = [];
  for (const date of ['2026-11-23', '2026-11-24', '2026-11-25', '2026-11-26'])
    shown.push((await slotsOf(await makeEdition(db, newsletterId, { date }))).sponsor?.text ?? null);
  expect(shown).toEqual([null, SPONSOR.sponsorText, SPONSOR.sponsorText, null]);
  await set({ sponsorUntil: '', sponsorText: '' });
  expect((await slotsOf(await makeEdition(db, newsletterId, { date: '2026-11-27' }))).sponsor).toBeNull();
});

test('hostile input is refused with what is wrong, each beside its own field', async () => {
  const link = /^must be an http or https address of at most 500 characters, without spaces and without a password/;
  for (const typed of [
    'javascript:alert(1)',
    'data:text/html,x',
    'https://ada:secret@coats.example',
    'https://coats.example/a b',
    'https://coats.example/\u202egpj.exe',
    'https://coats.example/"><script>',
    `https://coats.example/${'x'.repeat(500)}`,
    'coats.example',
  ])
    expect((await problemsOf({ sponsorUrl: typed }))?.sponsorUrl).toMatch(link);
  for (const typed of ['<b>Coats</b>', 'Coats<img src=x>', '<script>', '<!-- x', '<MJ-TEXT>'])
    expect(await problemsOf({ sponsorText: typed })).toEqual({
      sponsorText: 'must be plain text, without markup such as <b>',
    });
  expect(await problemsOf({ sponsorLabel: 'Spon\u202esored' })).toEqual({
    sponsorLabel: 'must not contain invisible marks that turn the direction of text',
  });
  for (const typed of ['https://pixel.example/open.gif?reader=7', '//pixel.example/1.gif', 'a.jpg'])
    expect((await problemsOf({ sponsorPicture: typed }))?.sponsorPicture).toMatch(/never an address elsewhere/);
  expect(await problemsOf({ sponsorFrom: '2026-02-30', sponsorAfter: '0' })).toEqual({
    sponsorFrom: 'must be a date such as 2026-12-01, or empty',
    sponsorAfter: 'must be a whole number from 1 to 40',
  });
  expect(await problemsOf({ houseFrom: '2026-12-02', houseUntil: '2026-12-01' })).toEqual({
    houseUntil: 'must not be before the first day',
  });
  for (const typed of ['Prices < 5 & more', 'Tours on <Sundays>', 'AT&T', '«Ça»'])
    expect(await problemsOf({ sponsorText: typed })).toBeNull();
});

test('a picture is one that was uploaded for the newsletter, and somebody says what it shows', async () => {
  const [own, foreign] = [newHash(), newHash()];
  const other = await makePaper(db, 0);
  await addUploadedPicture(db, own, newsletterId);
  await addUploadedPicture(db, foreign, other);
  const refused = { sponsorPicture: 'is no picture that was uploaded for this newsletter; upload it first' };
  for (const hash of [foreign, newHash()])
    expect(await problemsOf({ sponsorPicture: hash, sponsorAlt: 'A coat' })).toEqual(refused);
  expect(await problemsOf({ sponsorPicture: own })).toEqual({ sponsorAlt: 'must say what the picture shows' });
  await set({ ...SPONSOR, sponsorPicture: own, sponsorAlt: 'A coat' });
  const id = await makeEdition(db, newsletterId);
  expect((await slotsOf(id)).sponsor?.picture).toMatchObject({ hash: own, alt: 'A coat', width: 1120 });
  await db
    .insertInto('picture_kills')
    .values({ source_url: `upload:${own}`, actor: 'test', at: now() })
    .execute();
  expect((await slotsOf(id)).sponsor?.picture).toBeNull();
});

test('a picture that is removed everywhere leaves the slots of a running edition, for the readers who still wait', async () => {
  const hash = newHash();
  await addUploadedPicture(db, hash, newsletterId);
  const house = { houseNotice: 'Visit us.', housePicture: hash, houseAlt: 'A hall' };
  await set({ ...SPONSOR, sponsorPicture: hash, sponsorAlt: 'A coat', ...house });
  const [running, over, draft] = [
    await makeEdition(db, newsletterId),
    await makeEdition(db, newsletterId, { date: '2026-11-23' }),
    await makeEdition(db, newsletterId, { date: '2026-11-25' }),
  ];
  for (const id of [running, over, draft]) expect((await renderEdition(deps(), id)).html).toContain(hash);
  const setState = (id: number, state: 'submitting' | 'submitted') =>
    db.updateTable('editions').set({ state, started_at: now() }).where('id', '=', id).execute();
  await setState(running, 'submitting');
  await setState(over, 'submitted');
  const { queues: own, jobs } = rememberJobs();
  const kill = () => killPicture({ db, queues: own, now }, { which: hash, actor: 'Ada' });
  expect(await kill()).toEqual({ pictures: 1, stories: 0, slots: 3 });
  expect(jobs).toEqual([{ name: 'renderRevision', payload: { editionId: running } }]);
  expect(await renderRevision(deps(), running)).toBe(2);
  const mail = await db
    .selectFrom('digests')
    .select(['html', 'plain', 'subject'])
    .where('edition_id', '=', running)
    .where('revision', '=', 2)
    .executeTakeFirstOrThrow();
  expect(mail.html).not.toContain(hash);
  expect(mail.html).toMatch(/Visit\sus\./);
  expect(mail.plain).toContain(SPONSOR.sponsorText);
  for (const id of [running, over, draft]) {
    const { sponsor, house: notice } = await slotsOf(id);
    expect([sponsor?.text, sponsor?.picture, notice?.picture]).toEqual([SPONSOR.sponsorText, null, null]);
  }
  const revisions = await db.selectFrom('editions').select('revision').where('id', '=', over).execute();
  expect(revisions).toEqual([{ revision: 1 }]);
  const { sponsor_picture, house_picture } = await db
    .selectFrom('newsletters')
    .selectAll()
    .where('id', '=', newsletterId)
    .executeTakeFirstOrThrow();
  expect([sponsor_picture, house_picture]).toEqual([null, null]);
  expect(await kill()).toEqual({ pictures: 1, stories: 0, slots: 0 });
  expect(jobs).toHaveLength(1);
});

test('an edition keeps the slots that it showed when the newsletter’s slots change', async () => {
  await set(SPONSOR);
  const id = await makeEdition(db, newsletterId);
  await renderEdition(deps(), id);
  await set({ sponsorText: 'Another sponsor' });
  expect((await slotsOf(id)).sponsor?.text).toBe('Another sponsor');
  await renderEdition(deps(), id);
  await db.updateTable('editions').set({ state: 'submitting', started_at: now() }).where('id', '=', id).execute();
  await set({ sponsorText: '' });
  expect((await slotsOf(id)).sponsor?.text).toBe('Another sponsor');
});

test('an edition from before slots were kept has the house notice alone, and a special edition neither', async () => {
  await set({ ...SPONSOR, houseNotice: 'Visit us.' });
  const before = await slotsOf(await makeEdition(db, newsletterId, { state: 'submitted' }));
  expect([before.sponsor, before.house?.text]).toEqual([null, 'Visit us.']);
  const special = await makeEdition(db, newsletterId, { date: '2026-11-25' });
  await db.updateTable('editions').set({ kind: 'special' }).where('id', '=', special).execute();
  expect(await slotsOf(special)).toEqual({ sponsor: null, house: null, mostRead: [] });
});

test('a correction has the slots of the edition that it corrects, and no others', async () => {
  const correct = async (id: number) => {
    await addDeliveries(db, id, [{ state: 'submitted', revision: 1 }]);
    const order = { editionId: id, position: 2, changes: { headline: 'Tram stays shut' }, actor: 'Ada' };
    await fixStory({ db, queues, now }, order);
    await renderRevision(deps(), id);
    return slotsOf((await correctEdition({ db, now }, { editionId: id, actor: 'Ada' })).editionId);
  };
  await set(SPONSOR);
  const withSlots = await makeEdition(db, newsletterId);
  await renderEdition(deps(), withSlots);
  await db.updateTable('editions').set({ state: 'submitted', started_at: now() }).where('id', '=', withSlots).execute();
  expect((await correct(withSlots)).sponsor?.text).toBe(SPONSOR.sponsorText);
  const without = await makeEdition(db, newsletterId, { state: 'submitted', date: '2026-11-25' });
  expect((await correct(without)).sponsor).toBeNull();
});

test('clicks on a slot are counted apart from those on stories', async () => {
  await set({ ...SPONSOR, clickCounts: 'on' });
  const id = await makeEdition(db, newsletterId);
  const { html } = await renderEdition({ ...deps(), isRehearsal: false }, id);
  await sql`update links set clicks = 7 where edition_id = ${id} and slot = 'sponsor'`.execute(db);
  expect(await loadSlotClicks({ db }, id)).toEqual(new Map([['sponsor', { clicks: 7, scans: 0 }]]));
  const row = await db
    .selectFrom('links')
    .selectAll()
    .where('slot', '=', 'sponsor')
    .where('edition_id', '=', id)
    .executeTakeFirstOrThrow();
  expect(row.url).toBe(SPONSOR.sponsorUrl);
  expect(html).toContain(`https://news.paper.example/r/${row.id}`);
});

test('the picture of a slot is kept while a newsletter or an edition of the last year shows it', async () => {
  const [booked, mailed, unused] = [newHash(), newHash(), newHash()];
  for (const hash of [booked, mailed, unused]) await addUploadedPicture(db, hash, newsletterId);
  await set({ ...SPONSOR, sponsorPicture: mailed, sponsorAlt: 'A coat' });
  const id = await makeEdition(db, newsletterId);
  await renderEdition(deps(), id);
  await set({ sponsorPicture: booked });
  const later = new Date(Date.now() + 30 * 24 * 3_600_000);
  await sweepPictures({ db, now: () => later });
  const left = await db.selectFrom('pictures').select('hash').where('hash', 'in', [booked, mailed, unused]).execute();
  expect(left.map(({ hash }) => hash).toSorted()).toEqual([booked, mailed].toSorted());
});

/** Yesterday's edition, mailed, with so many clicks on each of its stories. */
async function makeYesterday(clicks: readonly number[]): Promise<number> {
  const id = await makeEdition(db, newsletterId, { date: '2026-11-23' });
  const outlet = await db
    .selectFrom('outlets')
    .select('id')
    .where('newsletter_id', '=', newsletterId)
    .executeTakeFirstOrThrow();
  for (const [at, count] of clicks.entries()) {
    const url = `https://outlet.example/yesterday/${newsletterId}/${at}`;
    const item = await addItem(db, outlet.id, { title: `Yesterday ${at}`, url, guid: url });
    await db
      .updateTable('edition_stories')
      .set({ url, headline: `Yesterday ${at}`, item_id: item })
      .where('edition_id', '=', id)
      .where('position', '=', at + 1)
      .execute();
    await db
      .insertInto('links')
      .values({ id: `y${id}-${at}`, edition_id: id, is_rehearsal: false, url, position: at + 1, clicks: count })
      .execute();
  }
  await db.updateTable('editions').set({ state: 'submitted', started_at: now() }).where('id', '=', id).execute();
  return id;
}

const mostReadIn = async (id: number): Promise<string[]> =>
  (await previewEdition(deps(), id, { format: 'text' })).plain.match(/^Yesterday \d$/gm) ?? [];

test('the most read stories of the last edition are listed where enough readers followed them', async () => {
  await set({ clickCounts: 'on', mostRead: 'on' });
  await makeYesterday([12, 40, 9]);
  const id = await makeEdition(db, newsletterId);
  expect(await mostReadIn(id)).toEqual(['Yesterday 1', 'Yesterday 0', 'Yesterday 2']);
  await renderEdition(deps(), id);
  await db.updateTable('editions').set({ state: 'submitted', started_at: now() }).where('id', '=', id).execute();
  await sql`update links set clicks = 0`.execute(db);
  expect((await slotsOf(id)).mostRead.map(({ headline }) => headline)).toEqual([
    'Yesterday 1',
    'Yesterday 0',
    'Yesterday 2',
  ]);
});

test('none are listed unless asked for, with too few clicks, or where the outlet bars its headlines now', async () => {
  await set({ clickCounts: 'on', mostRead: 'on' });
  const yesterday = await makeYesterday([12, 40, 9]);
  const id = await makeEdition(db, newsletterId);
  expect(await mostReadIn(id)).toHaveLength(3);
  await sql`update links set clicks = 10 where edition_id = ${yesterday}`.execute(db);
  expect(await mostReadIn(id)).toEqual([]);
  await sql`update links set clicks = 30 where edition_id = ${yesterday}`.execute(db);
  expect(await mostReadIn(id)).toHaveLength(3);
  await set({ mostRead: 'off' });
  expect(await mostReadIn(id)).toEqual([]);
  await set({ mostRead: 'on' });
  await sql`update outlets set barred = '{headline}' where newsletter_id = ${newsletterId}`.execute(db);
  expect(await mostReadIn(id)).toEqual([]);
});

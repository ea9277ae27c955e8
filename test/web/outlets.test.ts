import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Newsletter } from '../../src/editions/newsletters/newsletters.ts';
import { ingestNewsletter, outletsDue } from '../../src/newsroom/ingest/ingest.ts';
import { createLog } from '../../src/platform/log.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { send, startOutlet, type Outlet } from '../newsroom/ingest/standin.ts';
import { signIn, type SignedIn } from './signedIn.ts';
import { makeNewsletter, openSite, type TestSite } from './support.ts';

const NOW = new Date('2026-11-24T12:00:00Z');

let database: TestDatabase;
let site: TestSite;
let newsletter: Newsletter;
let owner: SignedIn;
let editor: SignedIn;
let outside: Outlet;

const item = (number: number, rest: string = ''): string =>
  `<item><title>Ferry ${number} sails again</title><link>${outside.origin}/story-${number}</link><guid>story-${number}</guid>
   <pubDate>Tue, 24 Nov 2026 0${number}:00:00 GMT</pubDate><description>The ferry is back after a year.</description>${rest}</item>`;
const feed = (title: string, items: string): string =>
  `<?xml version="1.0"?><rss version="2.0" xmlns:media="http://search.yahoo.com/mrss/"><channel><title>${title}</title><link>${outside.origin}/</link>${items}</channel></rss>`;

beforeAll(async () => {
  database = await createTestDatabase();
  site = await openSite(database.db, {}, () => NOW);
  newsletter = await makeNewsletter(database.db);
  owner = await signIn(site, 'Ada');
  editor = await signIn(site, 'Eve', 'editor');
  outside = await startOutlet();
});
afterAll(async () => {
  await outside.close();
  await database.drop();
});
beforeEach(async () => {
  site.jobs.length = 0;
  await site.db.deleteFrom('outlets').execute();
  outside.routes['/'] = send(
    `<html><head><link rel="alternate" type="application/rss+xml" href="/news.xml"><link rel="alternate" type="application/rss+xml" href="/sport.xml"></head><body>Harbour Post</body></html>`,
    'text/html',
  );
  const picture = `<media:content url="${outside.origin}/ferry.jpg" medium="image" width="1200" height="800"><media:credit>A. Photographer</media:credit></media:content>`;
  outside.routes['/news.xml'] = send(feed('Harbour Post', item(1, picture) + item(2) + '<item><guid>x</guid></item>'));
  outside.routes['/sport.xml'] = send(feed('Harbour Sport', item(3)));
});

const stored = () => site.db.selectFrom('outlets').selectAll().executeTakeFirstOrThrow();
const audited = async (): Promise<string[]> =>
  (await site.db.selectFrom('audit_log').select('action').orderBy('id').execute()).map(({ action }) => action);

async function addHome(fields: Record<string, string> = {}): Promise<number> {
  const answer = await owner.act('/desk/outlets', { url: outside.origin, private: 'on', ...fields });
  expect(answer.status).toBe(303);
  const { id } = await stored();
  expect(answer.headers.get('location')).toBe(`/desk/outlets/${id}?done=add`);
  return id;
}

test('a home page is added with the feeds that it announces, and read at once', async () => {
  const id = await addHome({ picture: 'on' });
  expect(await stored()).toMatchObject({
    name: 'Harbour Post',
    feed_url: `${outside.origin}/news.xml`,
    rights: ['picture'],
    found_feeds: [
      { url: `${outside.origin}/news.xml`, title: 'Harbour Post', items: 3 },
      { url: `${outside.origin}/sport.xml`, title: 'Harbour Sport', items: 1 },
    ],
    recent_fetches: [{ at: NOW.toISOString(), result: 'read', items: 2, inFeed: 3, code: null }],
  });
  expect(site.jobs).toContainEqual({ name: 'place', payload: { newsletterId: newsletter.id } });
  const page = await owner.get(`/desk/outlets/${id}?done=add`);
  expect(page).toContain(
    'Harbour Post is added to The Daily Test. It was read: 3 items read, 2 new or changed, 2 stored in all.',
  );
  expect(page).toMatch(/Harbour Post<\/b>\s*<span class="mark chosen">chosen/);
  expect(page).toContain('Harbour Sport');
  expect(page).toContain('Ferry 1 sails again');
  expect(page).toContain(
    'Picture: 1200 × 800, credit: A. Photographer. It is copied when an edition chooses the story.',
  );
  expect(page).toContain('The ferry is back after a year.');
  expect(page).toMatch(/1 item\s+of its latest feed left out/);
  expect(page).toContain('It has no headline');
  expect(page).toContain('<dd>2, 2 new in a day</dd>');
  expect(await owner.get('/desk/outlets')).toContain(`href="/desk/outlets/${id}"`);
  expect((await audited()).at(-1)).toBe('outlet.add');
});

test('an outlet that is there already is shown unchanged', async () => {
  const id = await addHome({ name: 'The Harbour' });
  const again = await owner.act('/desk/outlets', { url: `${outside.origin}/#top`, name: 'Other', private: 'on' });
  expect(again.headers.get('location')).toBe(`/desk/outlets/${id}?done=known`);
  expect(await stored()).toMatchObject({ name: 'The Harbour' });
});

test('an address that cannot be one is refused beside its field, with what was typed', async () => {
  for (const [url, says] of [
    ['', 'Give the address of a home page or of a feed.'],
    ['ftp://paper.example', 'begins with http:// or https://'],
    ['https://a:b@paper.example', 'must not contain a name or a password'],
    [outside.origin, 'tick “It is on our own network” below'],
    ['localhost:8080/feed.xml', 'localhost is on this machine or its network'],
  ] as const) {
    const answer = await owner.act('/desk/outlets', { url, name: 'Typed name' });
    const page = await answer.text();
    expect([url, answer.status]).toEqual([url, 422]);
    expect(page).toMatch(/id="url-error">[^<]+<\/p>\s*<input id="url"/);
    expect(page).toContain(says);
    expect(page).toContain('value="Typed name"');
  }
  expect(await site.db.selectFrom('outlets').select('id').execute()).toEqual([]);
});

test('only an owner allows a private address', async () => {
  expect(await editor.get('/desk/outlets')).not.toContain('name="private"');
  const refused = await editor.act('/desk/outlets', { url: outside.origin, private: 'on' });
  expect([refused.status, await refused.text()]).toEqual([422, expect.stringContaining('An owner can add it')]);
});

test('an outlet without a feed is kept, and its page says what failed', async () => {
  outside.routes['/'] = send('<p>nothing</p>', 'text/html');
  const id = await addHome();
  const page = await owner.get(`/desk/outlets/${id}?done=add`);
  expect(page).toContain('No feed was found yet.');
  expect(page).toContain('<code>FEED_IS_A_PAGE</code>');
});

test('an outlet whose feed is found later gets its name and the list of feeds then', async () => {
  const answer = outside.routes['/']!;
  outside.routes['/'] = (_request, response) => void response.writeHead(503).end();
  const id = await addHome();
  expect(await stored()).toMatchObject({ name: '127.0.0.1', found_feeds: [] });
  outside.routes['/'] = answer;
  await editor.act(`/desk/outlets/${id}`, { action: 'test' });
  expect(await stored()).toMatchObject({ name: 'Harbour Post', feed_url: `${outside.origin}/news.xml` });
  expect(await editor.get(`/desk/outlets/${id}`)).toContain('Harbour Sport');
});

test('another of the feeds that were found can be read instead, and no other address', async () => {
  const id = await addHome();
  const taken = await editor.act(`/desk/outlets/${id}`, { action: 'feed', feed: `${outside.origin}/sport.xml` });
  expect(taken.headers.get('location')).toBe(`/desk/outlets/${id}?done=feed`);
  expect(await stored()).toMatchObject({ feed_url: `${outside.origin}/sport.xml` });
  expect(await editor.get(`/desk/outlets/${id}`)).toContain('Ferry 3 sails again');
  const wrong = await editor.act(`/desk/outlets/${id}`, { action: 'feed', feed: 'http://169.254.169.254/' });
  expect(wrong.status).toBe(422);
  expect(await stored()).toMatchObject({ feed_url: `${outside.origin}/sport.xml` });
});

test('a test reads the outlet, paused or not, and records its result', async () => {
  const id = await addHome();
  await editor.act(`/desk/outlets/${id}`, { action: 'pause' });
  outside.routes['/news.xml'] = send(feed('Harbour Post', item(1) + item(2) + item(4)));
  await editor.act(`/desk/outlets/${id}`, { action: 'test' });
  expect(await editor.get(`/desk/outlets/${id}?done=test`)).toContain(
    'It was read: 3 items read, 1 new or changed, 3 stored in all.',
  );
  outside.routes['/news.xml'] = (_request, response) => void response.writeHead(503).end();
  await editor.act(`/desk/outlets/${id}`, { action: 'test' });
  const page = await editor.get(`/desk/outlets/${id}?done=test`);
  expect(page).toContain('It could not be read:');
  expect(page).toContain('failed once');
  const { recent_fetches, paused_at } = await stored();
  expect(recent_fetches.map(({ result }) => result)).toEqual(['failed', 'read', 'read']);
  expect(paused_at).not.toBeNull();
});

test('the latest ten fetches are kept', async () => {
  const id = await addHome();
  for (let count = 0; count < 11; count++) await editor.act(`/desk/outlets/${id}`, { action: 'test' });
  expect((await stored()).recent_fetches).toHaveLength(10);
});

test('a paused outlet is fetched by no schedule and no ingest until it is resumed', async () => {
  const id = await addHome();
  const deps = { db: site.db, log: createLog('test', 'silent'), now: () => new Date('2026-11-25T12:00:00Z') };
  expect(await outletsDue(deps)).toEqual([id]);
  await editor.act(`/desk/outlets/${id}`, { action: 'pause' });
  expect(await outletsDue(deps)).toEqual([]);
  expect(await ingestNewsletter(deps, newsletter.id)).toEqual([]);
  expect(await editor.get('/desk/outlets')).toContain('<span class="mark">paused</span>');
  await editor.act(`/desk/outlets/${id}`, { action: 'resume' });
  expect(await outletsDue(deps)).toEqual([id]);
  expect((await audited()).slice(-2)).toEqual(['outlet.pause', 'outlet.resume']);
});

/** The form as the page shows it, with changes. */
async function sent(id: number, changes: Record<string, string>): Promise<URLSearchParams> {
  const page = await owner.get(`/desk/outlets/${id}`);
  const was = [...page.matchAll(/name="was_(\w+)" value="([^"]*)"/g)].map(
    ([, name, value]) => [name!, value!] as const,
  );
  const body = new URLSearchParams({ action: 'save' });
  for (const [name, value] of was) {
    body.set(`was_${name}`, value);
    const now = changes[name] ?? value;
    if (now !== 'off') body.set(name, now);
  }
  return body;
}

test('rights are recorded, and decide at once how its items would be read', async () => {
  const id = await addHome();
  expect(await owner.get(`/desk/outlets/${id}`)).toContain('that may not be shown by the rights below');
  const changes = { picture: 'grant', notIn: 'Japan, KR', until: '2027-01-31', credit: 'on', authority: '1,5' };
  const saved = await editor.act(`/desk/outlets/${id}`, await sent(id, changes));
  expect(saved.headers.get('location')).toBe(`/desk/outlets/${id}?done=save`);
  expect(await stored()).toMatchObject({
    rights: ['picture'],
    not_in: ['JP', 'KR'],
    credit_mandatory: true,
    rights_until: new Date('2027-01-31T23:59:59.999Z'),
    authority: 1.5,
  });
  // A newsletter without territories has readers anywhere.
  expect(await owner.get(`/desk/outlets/${id}`)).toContain('Not shown: Harbour Post grants nothing for JP, KR.');
  await owner.act(`/desk/outlets/${id}`, await sent(id, { notIn: '' }));
  expect(await owner.get(`/desk/outlets/${id}`)).toContain('Picture: 1200 × 800');
  await owner.act(`/desk/outlets/${id}`, await sent(id, { headline: 'bar', summary: 'bar' }));
  expect(await stored()).toMatchObject({ barred: ['headline', 'summary'], rights: ['picture'] });
  await owner.act(`/desk/outlets/${id}`, await sent(id, { own: 'on' }));
  expect(await stored()).toMatchObject({ is_own: true, rights: ['headline', 'summary', 'picture'] });
});

test('an error is beside its field, and the typed text stays', async () => {
  const id = await addHome();
  const changes = { notIn: 'Atlantis', until: 'soon', authority: '9', name: '', section: 'Typed section' };
  const answer = await owner.act(`/desk/outlets/${id}`, await sent(id, changes));
  const page = await answer.text();
  expect(answer.status).toBe(422);
  for (const field of ['notIn', 'until', 'authority', 'name']) {
    expect(page).toContain(`id="${field}-error"`);
    expect(page).toContain(`<a href="#${field}">`);
  }
  expect(page).toContain('“Atlantis” is not a country.');
  expect(page).toContain('value="Typed section"');
  expect(await stored()).toMatchObject({ name: 'Harbour Post', section: null, not_in: [] });
});

test('a change by another person is shown, and is not replaced unseen', async () => {
  const id = await addHome();
  const stale = await sent(id, { name: 'Mine', section: 'Sea' });
  await editor.act(`/desk/outlets/${id}`, await sent(id, { name: 'Theirs' }));
  const answer = await owner.act(`/desk/outlets/${id}`, stale);
  expect(answer.status).toBe(422);
  const page = await answer.text();
  expect(page).toContain('Somebody else changed this to “Theirs” meanwhile.');
  expect(page).toContain('value="Mine"');
  expect(await stored()).toMatchObject({ name: 'Theirs', section: null });
});

test('an outlet is removed with its items once the box is ticked', async () => {
  const id = await addHome();
  const unsure = await editor.act(`/desk/outlets/${id}`, { action: 'remove' });
  expect(unsure.status).toBe(422);
  expect(await unsure.text()).toContain('Nothing was removed.');
  site.jobs.length = 0;
  const removed = await editor.act(`/desk/outlets/${id}`, { action: 'remove', sure: 'on' });
  expect(removed.headers.get('location')).toBe('/desk/outlets?done=remove');
  expect(await site.db.selectFrom('items').select('id').execute()).toEqual([]);
  expect(site.jobs).toEqual([{ name: 'place', payload: { newsletterId: newsletter.id } }]);
  expect((await site.app.request(`/desk/outlets/${id}`, { headers: { cookie: editor.cookie } })).status).toBe(404);
  expect((await audited()).at(-1)).toBe('outlet.remove');
});

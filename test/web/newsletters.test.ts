import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { signIn, type SignedIn } from './signedIn.ts';
import { openSite, type TestSite } from './support.ts';

let database: TestDatabase;
let site: TestSite;
let owner: SignedIn;

beforeAll(async () => {
  database = await createTestDatabase();
  site = await openSite(database.db);
  owner = await signIn(site, 'Ada');
});
afterAll(() => database.drop());

const NEW = '/desk/newsletters/new';
const FIELDS = {
  name: 'The Évening Post!',
  slug: '',
  from: 'The Evening Post <post@paper.example>',
  zone: 'europe/madrid',
  at: '18:30',
  weekdays: '1,2,3,4,5',
  language: 'en',
  legalName: 'Paper Ltd',
  postalAddress: '1 Quay\r\nHarbour',
};

test('a newsletter is added, with a slug made from its name, and leads to its schedule', async () => {
  expect(await owner.get('/desk/newsletters')).toContain('There is no newsletter yet.');
  expect(await owner.get(NEW)).toContain('name="from"');
  const answer = await owner.act(NEW, FIELDS);
  expect(answer.headers.get('location')).toBe('/desk/newsletters/the-evening-post/schedule');
  expect(await site.db.selectFrom('newsletters').selectAll().executeTakeFirstOrThrow()).toMatchObject({
    slug: 'the-evening-post',
    name: 'The Évening Post!',
    from_name: 'The Evening Post',
    from_address: 'post@paper.example',
    zone: 'Europe/Madrid',
    send_at: '18:30:00',
    weekdays: [1, 2, 3, 4, 5],
    postal_address: '1 Quay\nHarbour',
  });
  expect(await owner.get('/desk/newsletters')).toMatch(/18:30, Monday to Friday/);
});

test('an error is beside its field, and the typed text stays', async () => {
  const typed = { ...FIELDS, slug: 'The Slug', from: 'nobody', zone: 'Mars/Base', at: '25:00', legalName: 'Typed Ltd' };
  const answer = await owner.act(NEW, typed);
  expect(answer.status).toBe(422);
  const page = await answer.text();
  for (const field of ['slug', 'from', 'zone', 'at']) expect(page).toContain(`id="${field}-error"`);
  expect(page).toContain('value="Typed Ltd"');
  expect(page).toContain('value="The Slug"');
  const taken = await (await owner.act(NEW, { ...FIELDS, slug: 'the-evening-post' })).text();
  expect(taken).toContain('<p class="error" id="slug-error">Exists already.</p>');
  expect(await site.db.selectFrom('newsletters').select('id').execute()).toHaveLength(1);
});

const SETTINGS = '/desk/newsletters/the-evening-post/settings';

test('a preview shows what the typed settings would do, and stores nothing', async () => {
  const typed = { was_zone: 'Europe/Madrid', zone: 'Asia/Tokyo', was_at: '18:30', at: '07:45', preview: 'on' };
  const name = { was_from: 'The Evening Post <post@paper.example>', from: 'Tokyo Post <post@paper.example>' };
  const sections = { was_sections: 'none', sections: 'Sea: ferry, harbour; Land' };
  const answer = await owner.act(SETTINGS, { ...typed, ...name, ...sections });
  const page = await answer.text();
  expect(answer.status).toBe(200);
  expect(page).toContain('A preview: nothing is saved yet.');
  expect(page).toContain('From: Tokyo Post &lt;post@paper.example&gt;');
  expect(page).toMatch(/07:45 GMT\+9[^]*22:45 UTC/);
  expect(page).toContain('under Sea, Land');
  expect(page).toContain('value="Asia/Tokyo"');
  const row = await site.db.selectFrom('newsletters').select(['zone', 'send_at']).executeTakeFirstOrThrow();
  expect(row).toEqual({ zone: 'Europe/Madrid', send_at: '18:30:00' });
});

test('weekdays are boxes: the ticked ones are saved, and none is refused beside them', async () => {
  const days = (...ticked: string[]): URLSearchParams =>
    new URLSearchParams([['was_weekdays', '1,2,3,4,5'], ...['', ...ticked].map((day) => ['weekdays', day])]);
  expect(await owner.get(SETTINGS)).toMatch(/value="5"\s+checked[^]*value="6"\s+\/>/);
  const none = await owner.act(SETTINGS, days());
  expect(none.status).toBe(422);
  expect(await none.text()).toContain('id="weekdays-error"');
  expect((await owner.act(SETTINGS, days('2', '6'))).status).toBe(303);
  const row = await site.db.selectFrom('newsletters').select('weekdays').executeTakeFirstOrThrow();
  expect(row.weekdays).toEqual([2, 6]);
});

test('a preview of a wrong setting says what is wrong beside it', async () => {
  const answer = await owner.act(SETTINGS, { was_zone: 'Europe/Madrid', zone: 'Nowhere', preview: 'on' });
  expect(answer.status).toBe(422);
  expect(await answer.text()).toContain('id="zone-error"');
});

import { afterAll, beforeAll, expect, test } from 'vitest';
import { setNewsletter } from '../../src/editions/newsletters/newsletters.ts';
import { editionRow } from '../editions/support.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { signIn, type SignedIn } from './signedIn.ts';
import { makeEdition, makeNewsletter, makeSubscriber, openSite, type TestSite } from './support.ts';

let database: TestDatabase;
let site: TestSite;
let desk: SignedIn;
let newsletterId: number;
beforeAll(async () => {
  database = await createTestDatabase();
  site = await openSite(database.db, {
    SMTP_URL: 'smtp://relay.example',
    PUBLIC_URL: 'https://news.paper.example',
  });
  desk = await signIn(site);
  ({ id: newsletterId } = await makeNewsletter(site.db));
  await makeSubscriber(site, newsletterId, 'reader@paper.example');
});
afterAll(() => database.drop());

const path = (id: number): string => `/desk/editions/${id}`;
const checksOf = (page: string): string => /<section class="card" id="checks"[\s\S]*?<\/section>/.exec(page)?.[0] ?? '';

test('the desk shows the lint findings and the size of the current edition', async () => {
  const id = await makeEdition(site.db, newsletterId, { date: '2026-11-24', state: 'draft' });
  const calm = checksOf(await desk.get(path(id)));
  expect(calm).toContain('No problems found in the mail.');
  expect(calm).toMatch(/Size of the message:\s+full \(en\) \d+ KB, text \(en\) \d+ KB, headlines \(en\) \d+ KB\./);
  expect(calm).toMatch(/These\s+checks\s+do\s+not\s+open\s+the\s+links/);
  await site.db
    .updateTable('editions')
    .set({ preheader: '', subject: 'x'.repeat(80) })
    .where('id', '=', id)
    .execute();
  const found = checksOf(await desk.get(path(id)));
  expect(found).toContain('<strong>Subject (warning).</strong> It has 80 characters');
  // What was found before is not shown for what has changed since, and the same is not looked over twice.
  const again = checksOf(await desk.get(path(id)));
  expect(again).toBe(found);
});

test('an edition that is out, and one without stories, have nothing to be looked over', async () => {
  const sent = await makeEdition(site.db, newsletterId, { date: '2026-11-20', state: 'submitted' });
  const empty = await makeEdition(site.db, newsletterId, { date: '2026-11-25', state: 'draft' });
  await site.db.deleteFrom('edition_stories').where('edition_id', '=', empty).execute();
  for (const id of [sent, empty]) expect(checksOf(await desk.get(path(id)))).toBe('');
});

test('without privacy link the desk offers no send through a relay elsewhere, refuses one, and says what to set', async () => {
  await setNewsletter(site, 'daily', { privacyUrl: '' }, 'test');
  const id = await makeEdition(site.db, newsletterId, { date: '2026-11-26', state: 'draft' });
  const page = await desk.get(path(id));
  expect(page).toContain('This edition cannot be sent yet.');
  expect(page).toContain('newsletters set daily --privacy-url …');
  expect(page).not.toContain(`action="${path(id)}/send"`);
  expect(checksOf(page)).toContain('<li class="reason">');
  const response = await desk.act(`${path(id)}/send`, { readers: '1' });
  expect(response.status).toBe(409);
  expect(await response.text()).toContain('The footer is not complete');
  expect(await editionRow(site.db, id)).toMatchObject({ state: 'draft' });
  await setNewsletter(site, 'daily', { privacyUrl: 'https://paper.example/privacy' }, 'test');
  expect((await desk.act(`${path(id)}/send`, { readers: '1' })).status).toBe(303);
});

import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { signIn, type SignedIn } from './signedIn.ts';
import { makeNewsletter, openSite, type TestSite } from './support.ts';

const PATH = '/desk/newsletters/daily/sign-up';
let database: TestDatabase;
let site: TestSite;
let desk: SignedIn;

beforeAll(async () => {
  database = await createTestDatabase();
  site = await openSite(database.db, { PUBLIC_URL: 'https://news.paper.example' });
  await makeNewsletter(database.db);
  desk = await signIn(site);
});
afterAll(() => database.drop());

const FIELDS = {
  signUpHeading: 'Daily Headlines',
  signUpPromise: 'Sign up to receive a daily email of today’s "top" stories',
  signUpButton: 'Sign Up Now',
  privacyUrl: 'https://paper.example/privacy',
  signUpSites: 'https://paper.example, https://www.paper.example/',
  disposable: 'warn',
  pendingDays: '10',
};

test('is the desk’s, linked from its front', async () => {
  expect((await site.app.request(PATH)).headers.get('location')).toBe('/desk/login');
  expect(await desk.get('/desk')).toContain(`href="${PATH}"`);
  expect((await site.app.request(`${PATH}-x`)).status).toBe(404);
});

test('changes the words and rules, shows the block with them, and gives snippets to copy', async () => {
  expect((await desk.act(PATH, FIELDS)).status).toBe(303);
  const row = await site.db.selectFrom('newsletters').selectAll().executeTakeFirstOrThrow();
  expect(row).toMatchObject({
    sign_up_heading: 'Daily Headlines',
    sign_up_button: 'Sign Up Now',
    sign_up_sites: ['https://paper.example', 'https://www.paper.example'],
    disposable_addresses: 'warn',
    pending_days: 10,
  });
  const page = await desk.get(PATH);
  expect(page).toContain('src="/embed/daily?theme=dark"');
  for (const code of [
    '&lt;a href=&quot;https://news.paper.example/newsletters/daily&quot;&gt;Subscribe to The Daily Test&lt;/a&gt;',
    '&lt;form action=&quot;https://news.paper.example/newsletters/daily/subscribe&quot; method=&quot;post&quot;&gt;',
    '&lt;iframe src=&quot;https://news.paper.example/embed/daily?theme=auto&quot;',
    '&lt;script async src=&quot;https://news.paper.example/embed.js&quot;&gt;&lt;/script&gt;',
    // Escaped once for the page that takes it, and once for this one.
    'today’s &amp;quot;top&amp;quot; stories',
  ])
    expect(page).toContain(code);
});

test('an empty text restores the standard one, and an error keeps the typed text', async () => {
  const wrong = await desk.act(PATH, { ...FIELDS, signUpSites: 'paper.example/path', signUpHeading: 'Typed' });
  const page = await wrong.text();
  expect(wrong.status).toBe(422);
  expect(page).toContain('Must be at most 50 sites such as https://paper.example');
  expect(page).toContain('value="Typed"');
  for (const fields of [
    { pendingDays: '1' },
    { privacyUrl: 'javascript:alert(1)' },
    { disposable: 'x' },
    { signUpButton: 'a\nb' },
  ])
    expect((await desk.act(PATH, { ...FIELDS, ...fields })).status).toBe(422);
  expect(
    (
      await desk.act(PATH, {
        ...FIELDS,
        signUpHeading: '',
        signUpPromise: '',
        signUpButton: '',
        privacyUrl: '',
        signUpSites: '',
      })
    ).status,
  ).toBe(303);
  const row = await site.db.selectFrom('newsletters').selectAll().executeTakeFirstOrThrow();
  expect(row).toMatchObject({
    sign_up_heading: null,
    sign_up_promise: null,
    sign_up_button: null,
    privacy_url: null,
    sign_up_sites: [],
  });
});

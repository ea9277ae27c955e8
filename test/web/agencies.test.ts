import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { listAgencies } from '../../src/newsroom/rights/agencies.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { signIn, type SignedIn } from './signedIn.ts';
import { makeNewsletter, openSite, type TestSite } from './support.ts';

const PATH = '/desk/agencies';
let database: TestDatabase;
let site: TestSite;
let editor: SignedIn;
let newsletterId: number;

beforeAll(async () => {
  database = await createTestDatabase();
  site = await openSite(database.db);
  ({ id: newsletterId } = await makeNewsletter(database.db));
  editor = await signIn(site, 'Eve', 'editor');
});
afterAll(() => database.drop());
beforeEach(() => site.db.deleteFrom('agency_rights').execute());

const NEW = { action: 'set', agency: 'Associated  Press ', headline: 'usual', summary: 'usual', picture: 'grant' };
const shown = { was_headline: 'usual', was_summary: 'usual', was_picture: 'grant', was_credit: 'off' };

test('an agency is added, changed, and its record removed, on record', async () => {
  expect((await editor.act(PATH, { ...NEW, notIn: '', until: '', credit: 'on' })).headers.get('location')).toBe(
    '/desk/agencies?done=set',
  );
  expect(await listAgencies(site, newsletterId)).toEqual([
    {
      key: 'associated press',
      name: 'Associated Press',
      rights: ['picture'],
      barred: [],
      notIn: [],
      isCreditMandatory: true,
      until: null,
    },
  ]);
  expect(await editor.get(PATH)).toMatch(/Associated Press<\/h3>[^]*text: as the outlet allows · pictures: allowed/);
  const change = { ...NEW, agency: 'AP', picture: 'bar', credit: 'on', ...shown, was_credit: 'on' };
  expect((await editor.act(PATH, change)).status).toBe(303);
  expect(await listAgencies(site, newsletterId)).toMatchObject([{ rights: [], barred: ['picture'] }]);
  expect((await editor.act(PATH, { action: 'remove', agency: 'Associated Press' })).status).toBe(303);
  expect(await listAgencies(site, newsletterId)).toEqual([]);
  const actions = await site.db
    .selectFrom('audit_log')
    .select(['actor', 'action'])
    .orderBy('id', 'desc')
    .limit(3)
    .execute();
  expect(actions).toEqual(['agency.remove', 'agency.set', 'agency.set'].map((action) => ({ actor: 'Eve', action })));
});

test('a name that is missing or known, and terms that cannot be read, are refused beside their fields', async () => {
  await editor.act(PATH, NEW);
  for (const [fields, says] of [
    [{ ...NEW, agency: '  ' }, 'Give the name of the agency'],
    [{ ...NEW, agency: 'AP' }, 'Associated Press is in the list already'],
    [{ ...NEW, agency: 'Reuters', notIn: 'Nowhere' }, '“Nowhere” is not a country.'],
    [{ ...NEW, agency: 'Reuters', until: '31.12.' }, 'This is not a date.'],
    [{ ...NEW, agency: 'Reuters', picture: 'perhaps' }, 'Choose one of these.'],
  ] as const) {
    const answer = await editor.act(PATH, fields);
    expect([says, answer.status]).toEqual([says, 422]);
    const page = await answer.text();
    expect(page).toContain(says);
    if (fields.agency.trim() !== '') expect(page).toContain(`value="${fields.agency}"`);
  }
  expect(await listAgencies(site, newsletterId)).toHaveLength(1);
});

test('the record of an agency that is not there is not removed', async () => {
  const answer = await editor.act(PATH, { action: 'remove', agency: 'Reuters' });
  expect(answer.status).toBe(422);
  expect(await answer.text()).toContain('There is no record of the agency');
});

test('of several newsletters one must be chosen', async () => {
  await makeNewsletter(database.db, 'other');
  const answer = await editor.act(PATH, NEW);
  expect(answer.status).toBe(422);
  expect(await answer.text()).toContain('Choose a newsletter.');
  expect((await editor.act(PATH, { ...NEW, newsletter: 'other' })).status).toBe(303);
  expect(await listAgencies(site, newsletterId)).toEqual([]);
});

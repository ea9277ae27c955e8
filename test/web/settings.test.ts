import { load } from 'cheerio';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { setNewsletter } from '../../src/editions/newsletters/newsletters.ts';
import { SETTING_KEYS, SETTINGS, SIGN_UP_KEYS, type SettingKey } from '../../src/editions/newsletters/settings.ts';
import { toRecord, writeSetting } from '../../src/editions/newsletters/shown.ts';
import { createLog } from '../../src/platform/log.ts';
import { rankNewsletter } from '../../src/newsroom/rank/rank.ts';
import { addItem, addOutlet } from '../newsroom/rank/newsroom.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { addUploadedPicture } from '../support/pictures.ts';
import { signIn, type SignedIn } from './signedIn.ts';
import { makeNewsletter, NOON, openSite, post, type TestSite } from './support.ts';

const PATH = '/desk/newsletters/daily/settings';
const SIGN_UP = '/desk/newsletters/daily/sign-up';
const KEYS = SETTING_KEYS.filter((key) => key === 'privacyUrl' || !SIGN_UP_KEYS.includes(key));
let database: TestDatabase;
let site: TestSite;
let desk: SignedIn;

beforeAll(async () => {
  database = await createTestDatabase();
  site = await openSite(database.db, { PUBLIC_URL: 'https://news.paper.example' });
  const { id } = await makeNewsletter(database.db);
  for (const key of ['sponsorPicture', 'housePicture'] as const)
    await addUploadedPicture(database.db, SETTINGS[key].example, id);
  desk = await signIn(site);
});
afterAll(() => database.drop());

const newsletter = () =>
  site.db.selectFrom('newsletters').selectAll().where('slug', '=', 'daily').executeTakeFirstOrThrow();

const fieldsOf = (keys: readonly SettingKey[], valueOf: (key: SettingKey) => string): Record<string, string> =>
  Object.fromEntries(keys.map((key) => [key, valueOf(key)]));

/** The fields of a page's form of settings, as a browser would send them back. */
function readForm(page: string): Record<string, string> {
  const unescape = (text: string): string =>
    text.replaceAll('&quot;', '"').replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
  const values: [string, string][] = [];
  for (const [input] of page.matchAll(/<input [^>]*>/g)) {
    const [, name] = /name="(\w+)"/.exec(input) ?? [];
    const isLeftOut = input.includes('type="checkbox"') && !input.includes(' checked');
    if (name !== undefined && !isLeftOut) values.push([name, unescape(/value="([^"]*)"/.exec(input)?.[1] ?? '')]);
  }
  for (const [, name, text] of page.matchAll(/<textarea[^>]*name="(\w+)"[^>]*>\n?([^<]*)<\/textarea>/g))
    values.push([name!, unescape(text!).replaceAll('\n', '\r\n')]);
  for (const [, name, options] of page.matchAll(/<select[^>]*name="(\w+)"[^>]*>(.*?)<\/select>/gs))
    values.push([name!, /<option\s+value="(\w*)"\s+selected>/.exec(options!)?.[1] ?? '']);
  const days = values.filter(([name, day]) => name === 'weekdays' && day !== '').map(([, day]) => day);
  return { ...Object.fromEntries(values), ...(page.includes('name="weekdays"') ? { weekdays: days.join(',') } : {}) };
}

test('the pages are the desk’s, linked from its front, with a field for each setting', async () => {
  expect((await site.app.request(PATH)).headers.get('location')).toBe('/desk/login');
  expect(await desk.get('/desk')).toContain(`href="${PATH}"`);
  const row = await newsletter();
  for (const [path, keys] of [
    [PATH, KEYS],
    [SIGN_UP, SIGN_UP_KEYS],
  ] as const) {
    const page = await desk.get(path);
    expect(readForm(page)).toMatchObject(fieldsOf(keys, (key) => writeSetting(row, key)));
    for (const key of keys) expect(page).toMatch(new RegExp(`(?:<label for="${key}"|id="${key}-label")>.+</`));
  }
  expect((await site.app.request(`${PATH}-x`)).status).toBe(404);
});

test('a form that is sent back as it came changes nothing', async () => {
  const before = await newsletter();
  const answer = await desk.act(PATH, readForm(await desk.get(PATH)));
  expect(answer.headers.get('location')).toBe(`${PATH}?saved=`);
  expect(await newsletter()).toEqual(before);
  expect(await desk.get(`${PATH}?saved=`)).toContain('Nothing was changed.');
});

test('every wrong value is explained beside its field, what was typed stays, and nothing is stored', async () => {
  const before = await newsletter();
  const wrong = `<${'x'.repeat(600)}\u0007`;
  for (const [path, keys] of [
    [PATH, KEYS],
    [SIGN_UP, SIGN_UP_KEYS],
  ] as const) {
    const answer = await desk.act(path, { ...readForm(await desk.get(path)), ...fieldsOf(keys, () => wrong) });
    const page = await answer.text();
    expect(answer.status).toBe(422);
    for (const key of keys) {
      expect(page).toMatch(new RegExp(`<p class="error" id="${key}-error">[A-Z].+\\.</p>`));
      const isChoice = ['choice', 'switch', 'weekday', 'weekdays'].includes(SETTINGS[key].takes.is);
      const kept = readForm(page)[key];
      expect({ key, kept }).toEqual({ key, kept: isChoice ? '' : wrong });
    }
  }
  expect(await newsletter()).toEqual(before);
});

test('every setting is stored, and the page says which', async () => {
  for (const [path, keys] of [
    [PATH, KEYS],
    [SIGN_UP, SIGN_UP_KEYS],
  ] as const) {
    const examples = fieldsOf(keys, (key) => SETTINGS[key].example);
    expect((await desk.act(path, { ...readForm(await desk.get(path)), ...examples })).status).toBe(303);
    const row = await newsletter();
    expect(fieldsOf(keys, (key) => writeSetting(row, key))).toEqual(examples);
  }
  expect(toRecord(await newsletter())).toMatchObject({ at: '06:30', weekdays: [1, 2, 3, 4, 5], utm: true });
  expect(await desk.get(`${PATH}?saved=at,zone,nonsense`)).toContain('Saved: Time zone, Send time.');
});

test('a change by another person is shown before it is replaced, and the other settings keep that person’s values', async () => {
  await setNewsletter(site, 'daily', { at: '05:00', stories: 10 }, 'Ada');
  const form = readForm(await desk.get(PATH));
  await setNewsletter(site, 'daily', { at: '05:15', stories: 20 }, 'Bo');
  const refused = await desk.act(PATH, { ...form, at: '07:00' });
  const page = await refused.text();
  expect(refused.status).toBe(422);
  expect(page).toContain('Somebody else changed this to “05:15” meanwhile; save again to replace it.');
  expect((await newsletter()).send_at).toBe('05:15:00');
  expect((await desk.act(PATH, readForm(page))).status).toBe(303);
  expect(await newsletter()).toMatchObject({ send_at: '07:00:00', story_count: 20 });
});

test('a form without the session’s token, or from another site, changes nothing', async () => {
  const before = await newsletter();
  const { cookie, formToken } = desk;
  const refusals = [
    await post(site.app, PATH, { name: 'Other' }, { cookie }),
    await post(site.app, PATH, { name: 'Other', form_token: formToken }, { cookie, origin: 'https://other.example' }),
  ];
  for (const { status } of refusals) expect(status).toBe(403);
  expect(await newsletter()).toEqual(before);
});

test('the preview of sections groups the best stories of now by what was typed, and says what no section takes', async () => {
  const { id } = await newsletter();
  const at = new Date(NOON.getTime() - 3_600_000);
  for (const [title, section] of [
    ['Amsel bakery wins pie prize', null],
    ['Brisa bridge closes', 'town-hall'],
    ['Corvale choir sings', 'arts'],
    ['Dornach dam leaks', 'town-hall'],
  ] as const)
    await addItem(site.db, await addOutlet(site.db, id), { title, section, published_at: at });
  await rankNewsletter({ db: site.db, log: createLog('test', 'silent'), now: () => NOON }, id);
  const shown = readForm(await desk.get(PATH));
  const answer = await desk.act(PATH, { ...shown, sections: 'City: town hall; Sport', preview: '1' });
  const $ = load(await answer.text())('#sections-effect');
  const text = $.text().replaceAll(/\s+/g, ' ');
  expect(text).toMatch(/The lead, above the sections: \w+/);
  expect(text).toMatch(/City \d .*Sport 0 No story now.*Without a section \d/);
  expect(text).toContain('labelled arts');
  expect((await newsletter()).sections.map(({ name }) => name)).not.toContain('City');
});

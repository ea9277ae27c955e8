import { load } from 'cheerio';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { loadVotes } from '../../src/editions/votes.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { signIn } from './signedIn.ts';
import { makeEdition, makeNewsletter, openSite, post, type TestSite } from './support.ts';

const PATH = '/editions/daily/2026-11-24/opinion';
let database: TestDatabase;
let site: TestSite;
let editionId: number;
beforeAll(async () => {
  database = await createTestDatabase();
  site = await openSite(database.db);
  const newsletter = await makeNewsletter(database.db);
  editionId = await makeEdition(database.db, newsletter.id, { date: '2026-11-24', state: 'submitted' });
  await makeEdition(database.db, newsletter.id, { date: '2026-11-25', state: 'draft' });
  await makeEdition(database.db, newsletter.id, { date: '2026-11-24', state: 'submitted', kind: 'special' });
});
afterAll(() => database.drop());

const votes = () => loadVotes(database, editionId);

test('the page asks with three buttons, in the reader’s language, and opening it counts nothing', async () => {
  const $ = load(await (await site.app.request(PATH)).text());
  const buttons = $('form[method=post] button[name=answer]').get();
  expect(buttons.map((each) => [$(each).attr('value'), $(each).text()])).toEqual([
    ['yes', 'Yes'],
    ['partly', 'Partly'],
    ['no', 'No'],
  ]);
  expect($('form').attr('action')).toBe(PATH);
  expect(await (await site.app.request(`${PATH}?lang=es`)).text()).toContain('¿Ha merecido la pena');
  expect(await votes()).toEqual({ yes: 0, partly: 0, no: 0 });
});

test('a press is counted for its edition, nothing about the reader is stored, and the desk shows the counts', async () => {
  for (const answer of ['yes', 'yes', 'no']) {
    const response = await post(site.app, PATH, { answer });
    expect([response.status, await response.text()]).toEqual([200, expect.stringContaining('Your answer is counted')]);
  }
  await post(site.app, '/editions/daily/2026-11-24/special/opinion', { answer: 'partly' });
  expect(await votes()).toEqual({ yes: 2, partly: 0, no: 1 });
  const rows = await database.db.selectFrom('edition_votes').selectAll().execute();
  expect(rows.map((row) => Object.keys(row).toSorted())).toEqual(rows.map(() => ['answer', 'edition_id', 'votes']));
  const desk = await signIn(site, 'viewer', 'viewer');
  const $ = load(await desk.get(`/desk/editions/${editionId}`));
  expect(
    $('#votes dd')
      .map((_, each) => $(each).text())
      .get(),
  ).toEqual(['2 (67 %)', '0 (0 %)', '1 (33 %)']);
});

test('a form of another site counts nothing and gets the question; one of this site counts, by either header', async () => {
  const before = (await votes()).partly;
  const send = (headers: Record<string, string>) =>
    site.app.request(PATH, { method: 'POST', body: new URLSearchParams({ answer: 'partly' }), headers });
  for (const headers of [
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site', origin: 'http://127.0.0.1:3000' },
    { origin: 'https://other.example' },
    { origin: 'null' },
  ]) {
    const refused = await send(headers);
    expect([headers, refused.status]).toEqual([headers, 403]);
    expect(load(await refused.text())('form[method=post] button[name=answer]')).toHaveLength(3);
  }
  expect((await votes()).partly).toBe(before);
  expect((await site.app.request(PATH)).headers.get('referrer-policy')).toBe('same-origin');
  for (const headers of [{ 'sec-fetch-site': 'same-origin' }, { origin: 'http://127.0.0.1:3000' }])
    expect((await send(headers)).status).toBe(200);
  expect((await votes()).partly).toBe(before + 2);
});

test('a form of another name for this host counts nothing: Origin is compared with PUBLIC_URL, behind a proxy as well', async () => {
  const before = (await votes()).partly;
  const send = ({ app }: TestSite, url: string, headers: Record<string, string>) =>
    app.request(url, { method: 'POST', body: new URLSearchParams({ answer: 'partly' }), headers });
  const rebound = `http://rebound.example${PATH}`;
  for (const headers of [
    { origin: 'http://rebound.example' },
    { origin: 'http://rebound.example', 'sec-fetch-site': 'same-origin' },
    { origin: 'no address', 'sec-fetch-site': 'same-origin' },
  ] as Record<string, string>[])
    expect([headers, (await send(site, rebound, headers)).status]).toEqual([headers, 403]);
  expect((await votes()).partly).toBe(before);
  const local = await send(site, `http://localhost:3000${PATH}`, { origin: 'http://localhost:3000' });
  expect(local.status).toBe(200);
  // The proxy passes on Origin as the browser sent it, and calls this server by a name of its own.
  const proxied = await openSite(database.db, { PUBLIC_URL: 'https://news.example/mail' });
  const inside = `http://reveille:3000${PATH}`;
  expect((await send(proxied, inside, { origin: 'https://news.example' })).status).toBe(200);
  for (const origin of ['http://reveille:3000', 'http://localhost:3000'])
    expect((await send(proxied, inside, { origin, 'sec-fetch-site': 'same-origin' })).status).toBe(403);
  expect((await votes()).partly).toBe(before + 2);
});

test('another answer is refused, an edition that is not out is not found, and a network is stopped after thirty', async () => {
  expect((await post(site.app, PATH, { answer: 'maybe' })).status).toBe(422);
  expect((await post(site.app, PATH, {})).status).toBe(422);
  for (const date of ['2026-11-25', '2026-11-26']) {
    expect((await site.app.request(`/editions/daily/${date}/opinion`)).status).toBe(404);
    expect((await post(site.app, `/editions/daily/${date}/opinion`, { answer: 'yes' })).status).toBe(404);
  }
  const before = (await votes()).yes;
  let answers = 0;
  let response = await post(site.app, PATH, { answer: 'yes' });
  for (; response.status === 200 && answers < 40; answers++) response = await post(site.app, PATH, { answer: 'yes' });
  expect(response.status).toBe(429);
  expect(response.headers.get('retry-after')).toMatch(/^\d+$/);
  expect((await votes()).yes).toBe(before + answers);
  expect(before + answers).toBeLessThanOrEqual(30);
});

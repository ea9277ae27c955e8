import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { loadKeptDays } from '../../src/platform/retentionSettings.ts';
import { makeOldEdition, sweepAll } from '../schedule/retention/year.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { signIn, type SignedIn } from './signedIn.ts';
import { makeNewsletter, makeSubscriber, openSite } from './support.ts';

let database: TestDatabase;
let desk: SignedIn;
let viewer: SignedIn;
let newsletterId: number;
let readers: number[];

beforeAll(async () => {
  database = await createTestDatabase();
  const site = await openSite(database.db, { SMTP_URL: 'smtp://relay.example' }, () => new Date());
  newsletterId = (await makeNewsletter(database.db)).id;
  readers = [];
  for (const name of ['ann', 'ben', 'cat'])
    readers.push(await makeSubscriber(site, newsletterId, `${name}@reader.example`));
  desk = await signIn(site);
  viewer = await signIn(site, 'vera', 'viewer');
});
afterAll(() => database.drop());

test('the page shows every rule, and an owner sets days; what is out of bounds stays typed, with the reason at its field', async () => {
  const page = await desk.get('/desk/retention');
  for (const part of ['Deliveries', '90 days', 'Who got what', 'Consent', 'always', 'In a year', 'Total', 'Logs'])
    expect(page).toContain(part);
  expect(await viewer.get('/desk/retention')).toContain('needs the role owner');
  expect((await viewer.act('/desk/retention', { outbox: '30' })).status).toBe(403);
  const saved = await desk.act('/desk/retention', { outbox: '30', deliveries: '90' });
  expect(saved).toMatchObject({ status: 303 });
  expect(saved.headers.get('location')).toBe('/desk/retention?done=days');
  expect(await desk.get('/desk/retention')).toMatch(/name="outbox" value="30"/);
  const refused = await desk.act('/desk/retention', { deliveries: '3', audit: '400' });
  expect(refused.status).toBe(422);
  const again = await refused.text();
  expect(again).toContain('Deliveries can be kept for 35 to 3650 days');
  expect(again).toMatch(/name="deliveries" value="3"/);
  expect(await desk.get('/desk/retention')).toMatch(/name="audit" value="1095"/);
  expect(await desk.get('/desk/audit')).toContain('Other mails 30 days');
});

test('days are saved all or none, and each refused field is named', async () => {
  const form = { deliveries: '100', audit: '5', inbox: 'many', alerts: '0' };
  const refused = await desk.act('/desk/retention', form);
  expect(refused.status).toBe(422);
  const ids = [...(await refused.text()).matchAll(/id="([\w-]+)-error"/g)].map(([, id]) => id);
  expect(ids).toEqual(['audit', 'inbox', 'alerts']);
  expect((await loadKeptDays(database)).deliveries).toBe(90);
});

test('pages of an edition whose deliveries were removed show its figures, and say that they are gone', async () => {
  const { db } = database;
  const id = await makeOldEdition(db, newsletterId, 200, [
    { reader: readers[0]!, state: 'submitted' },
    { reader: readers[1]!, state: 'failed', verdict: 'late' },
    { reader: readers[2]!, state: 'suppressed' },
  ]);
  const before = await desk.get(`/desk/editions/${id}/results`);
  await sweepAll(db);
  expect(await desk.get(`/desk/editions/${id}/results`)).toBe(before);
  const unsettled = await desk.get(`/desk/editions/${id}/unsettled?which=late`);
  expect(unsettled).toContain('were removed because they are old');
  expect(unsettled).not.toContain('reader.example');
  expect(unsettled).not.toContain('Send again</button>');
  expect((await desk.get(`/desk/editions/${id}`)).match(/too late/g)).not.toBeNull();
  expect(await desk.get(`/desk/subscribers/${readers[0]}`)).toContain('Sent');
  const { rows } = await sql<{ has: boolean }>`
    select to_regclass(${`deliveries_${id}`}) is not null as has`.execute(db);
  expect(rows[0]!.has).toBe(false);
});

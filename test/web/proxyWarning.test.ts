import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { signIn } from './signedIn.ts';
import { openSite } from './support.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

test('the desk warns of a public address without a proxy, and of no other', async () => {
  const PUBLIC_URL = 'http://news.paper.example';
  const site = await openSite(database.db, { PUBLIC_URL });
  const desk = await signIn(site);
  expect(await desk.get('/desk')).toContain('TRUST_PROXY is not set');
  for (const environment of [{ PUBLIC_URL, TRUST_PROXY: '10.0.0.1' }, {}]) {
    const { app } = await openSite(database.db, environment);
    const page = await app.request('/desk', { headers: { cookie: desk.cookie } });
    expect(page.status).toBe(200);
    expect(await page.text()).not.toContain('TRUST_PROXY');
  }
});

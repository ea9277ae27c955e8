import { afterAll, beforeAll, expect, test } from 'vitest';
import { removeHold, saveHold } from '../../src/platform/hold.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { signIn, type SignedIn } from './signedIn.ts';
import { makeEdition, makeNewsletter, openSite, type TestSite } from './support.ts';

let database: TestDatabase;
let site: TestSite;
let desk: SignedIn;
let edition: number;

beforeAll(async () => {
  database = await createTestDatabase();
  site = await openSite(database.db);
  const newsletter = await makeNewsletter(database.db);
  edition = await makeEdition(database.db, newsletter.id, { date: '2026-11-24', state: 'paused' });
  desk = await signIn(site);
});
afterAll(() => database.drop());

const PAUSED = 'All sending is paused: this system was restored at 2026-11-24T11:00:00.000Z';

test('every page of the desk, and /readyz, say that a restore holds all sending, until it is over', async () => {
  const hold = { restoredAt: new Date('2026-11-24T11:00:00Z'), backupAt: new Date('2026-11-24T03:00:00Z') };
  await saveHold({ db: database.db }, hold);
  for (const path of ['/desk', '/desk/audit', `/desk/editions/${edition}`])
    expect(await desk.get(path)).toContain(PAUSED);
  const ready = await site.app.request('/readyz');
  expect(ready.status).toBe(503);
  expect(((await ready.json()) as { checks: Record<string, unknown> }).checks['sending']).toEqual({
    ok: false,
    detail: expect.stringContaining(PAUSED),
  });
  const refused = await desk.act(`/desk/editions/${edition}/resume`);
  expect(refused.status).toBe(409);
  expect(await refused.text()).toContain(PAUSED);
  expect(await (await site.app.request('/')).text()).not.toContain('paused');
  await removeHold({ db: database.db });
  expect(await desk.get('/desk')).not.toContain('All sending is paused');
  expect((await site.app.request('/readyz')).status).toBe(200);
});

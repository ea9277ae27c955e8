import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import type { Newsletter } from '../../src/editions/newsletters/newsletters.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { signIn, type SignedIn } from './signedIn.ts';
import { makeNewsletter, openSite, type TestSite } from './support.ts';

// Nothing listens at this port of the reserved block, and no DNS is asked for an address.
const RELAY = 'smtp://news:hush-hush@127.0.0.1:9?tls=optional&rate=50';
const NOW = new Date('2026-11-24T12:00:00Z');

let database: TestDatabase;
let site: TestSite;
let newsletter: Newsletter;
let owner: SignedIn;
let editor: SignedIn;

beforeAll(async () => {
  database = await createTestDatabase();
  site = await openSite(database.db, { SMTP_URL: RELAY, DATABASE_URL: database.url }, () => NOW);
  newsletter = await makeNewsletter(database.db);
  owner = await signIn(site, 'Ada');
  editor = await signIn(site, 'Eve', 'editor');
});
afterAll(() => database.drop());
beforeEach(() => void (site.jobs.length = 0));

const PAGE = '/desk/sending?newsletter=daily';

test('shows the relays, never with their passwords, and what the mailers know of them', async () => {
  await site.db
    .insertInto('relay_states')
    .values({ relay: '127.0.0.1:9', failures: 3, reason: 'connection refused', down_until: '2026-11-24T12:01:00Z' })
    .execute();
  const page = await editor.get('/desk/sending');
  expect(page).toContain('127.0.0.1:9');
  expect(page).toContain('with a user name and a password');
  expect(page).toContain('at most 50 messages a second');
  expect(page).toContain('It could not be reached 3 times in a row: connection refused');
  expect(page).not.toContain('hush-hush');
  const said = { sign_in_refused: 'hash', sign_in_reason: '535 wrong password hush-hush for news' };
  await site.db.updateTable('relay_states').set(said).execute();
  const refused = await editor.get('/desk/sending');
  expect(refused).toContain('It refused our user name and password: 535 wrong password … for news');
});

test('has the records to copy, and makes the keys that sign', async () => {
  const before = await owner.get(PAGE);
  expect(before).toContain('v=spf1 ip4:127.0.0.1 ~all');
  expect(before).toContain('_dmarc.paper.example');
  expect(before).toContain('v=DMARC1; p=none; rua=mailto:news@paper.example');
  expect(before).toContain('There is no DKIM key yet');
  const made = await owner.act('/desk/sending/signing', { newsletter: 'daily', action: 'make' });
  expect(made.headers.get('location')).toBe('/desk/sending?newsletter=daily&done=signing#dns');
  const after = await owner.get(PAGE);
  expect(after).toMatch(/r20261124\._domainkey\.paper\.example/);
  expect(after).toMatch(/v=DKIM1; k=rsa; p=MII/);
  expect(after).toContain('This key signs: publish its record.');
  await owner.act('/desk/sending/signing', { newsletter: 'daily', action: 'off' });
  expect(await owner.get(PAGE)).toContain('Signing is off.');
  expect((await editor.act('/desk/sending/signing', { newsletter: 'daily', action: 'on' })).status).toBe(403);
});

test('a test letter goes to the outbox, and the page says what became of it', async () => {
  const sent = await editor.act('/desk/sending/letter', { newsletter: 'daily', to: 'eve@paper.example' });
  const id = Number(/letter=(\d+)#letter$/.exec(sent.headers.get('location')!)![1]);
  expect(site.jobs).toEqual([{ name: 'renderOutbox', payload: { outboxId: id } }]);
  const at = `${PAGE}&letter=${id}`;
  expect(await editor.get(at)).toMatch(/http-equiv="refresh"[^]*The letter to eve@paper.example is on its way/);
  const becomes = (values: { state: 'submitted' | 'failed' | 'suppressed' | 'unknown'; reply?: string }) =>
    site.db
      .updateTable('outbox')
      .set({ relay: '127.0.0.1:9', reply: null, ...values })
      .where('id', '=', id)
      .execute();
  await becomes({ state: 'submitted', reply: '250 queued' });
  expect(await editor.get(at)).toMatch(
    /127\.0\.0\.1:9 accepted the letter to eve@paper\.example\.\s*<q>250 queued<\/q>/,
  );
  await becomes({ state: 'failed', reply: '550 <no> such user' });
  expect(await editor.get(at)).toMatch(/was refused by 127\.0\.0\.1:9\.\s*<q>550 &lt;no&gt; such user<\/q>/);
  await becomes({ state: 'suppressed' });
  expect(await editor.get(at)).toContain('list of those that are never mailed');
  await becomes({ state: 'unknown' });
  expect(await editor.get(at)).toContain('may arrive');
  const { payload, newsletter_id } = await site.db
    .selectFrom('outbox')
    .selectAll()
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
  expect([newsletter_id, payload]).toMatchObject([newsletter.id, { subject: 'A test letter' }]);
});

test('a wrong address is refused beside the field, with what was typed', async () => {
  const answer = await editor.act('/desk/sending/letter', { newsletter: 'daily', to: 'eve at paper' });
  expect(answer.status).toBe(422);
  const page = await answer.text();
  expect(page).toContain('id="to-error"');
  expect(page).toContain('value="eve at paper"');
  expect(site.jobs).toEqual([]);
});

test('the doctor looks the installation over, and its verdicts stay without secrets', async () => {
  expect(await editor.get('/desk/doctor')).toContain('Nothing was checked yet.');
  expect((await editor.act('/desk/doctor')).headers.get('location')).toBe('/desk/doctor');
  await vi.waitFor(async () => expect(await editor.get('/desk/doctor')).toContain('What was found'), {
    timeout: 50_000,
    interval: 250,
  });
  const page = await editor.get('/desk/doctor');
  for (const title of ['Database', 'Migrations', 'Clocks', 'Queue', 'Disk', 'Relays', 'PUBLIC_URL'])
    expect(page).toContain(`<b>${title}</b>`);
  expect(page).toMatch(/outcome-pass[^]*Failed/);
  expect(page).not.toContain('hush-hush');
  expect(page).not.toContain('a secret of thirty-two bytes');
  // The database that the web has open stays open.
  expect(await site.db.selectFrom('newsletters').select('id').execute()).toHaveLength(1);
});

test('a check that another process cut off can be run again', async () => {
  const cutOff = { startedAt: '2026-11-24T11:58:00.000Z', endedAt: null, result: null, failure: null };
  const value = JSON.stringify(cutOff);
  await site.db.updateTable('settings').set({ value }).where('key', '=', 'check:doctor').execute();
  expect(await editor.get('/desk/doctor')).toContain('The latest check did not end. Check again.');
});

test('a preflight is run by its button, and lists findings and requirements', { timeout: 90_000 }, async () => {
  expect(await editor.get(PAGE)).toContain('Nothing was checked yet.');
  await editor.act('/desk/sending/check', { newsletter: 'daily' });
  await vi.waitFor(async () => expect(await editor.get(PAGE)).toContain('What providers ask for'), {
    timeout: 80_000,
    interval: 250,
  });
  const page = await editor.get(PAGE);
  expect(page).toMatch(/<b>SPF record<\/b>/);
  expect(page).toMatch(/<b>Relay<\/b>/);
  expect(page).toContain('Gmail: something is missing');
  expect(page).not.toContain('hush-hush');
});

import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeFirstNewsletter } from '../../src/schedule/serve/firstNewsletter.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { addOutlet } from '../newsroom/rank/newsroom.ts';
import { signIn, type SignedIn } from './signedIn.ts';
import { makeEdition, openSite, type TestSite } from './support.ts';

let database: TestDatabase;
let site: TestSite;
let owner: SignedIn;
let editor: SignedIn;

beforeAll(async () => {
  database = await createTestDatabase();
  site = await openSite(database.db, { SMTP_URL: 'smtp://relay.example' });
  owner = await signIn(site, 'Ada');
  editor = await signIn(site, 'Eve', 'editor');
});
afterAll(() => database.drop());

/** The steps with their state, as the desk shows them. */
async function steps(): Promise<string[]> {
  const page = await owner.get('/desk');
  return [...page.matchAll(/class="step step-(\w+)"[^]*?<h3>([^<]+) <small>/g)].map(
    ([, state, title]) => `${title}: ${state}`,
  );
}

test('leads an owner from an empty desk to the first test copy, and goes away', async () => {
  expect(await steps()).toEqual([
    'The newsletter: next',
    'Outlets: open',
    'Who sends it: open',
    'Relay and DNS: open',
    'The first edition: open',
    'A test copy: open',
  ]);
  expect(await owner.get('/desk')).toMatch(/class="button" href="\/desk\/newsletters\/new"/);
  expect(await editor.get('/desk')).not.toContain('class="steps"');

  // The newsletter of the first start is a place-holder, to be named.
  const made = await makeFirstNewsletter(site, { withSample: false, webOrigin: 'http://127.0.0.1:3000' });
  expect(await owner.get('/desk')).toMatch(/class="button" href="\/desk\/newsletters\/daily-headlines\/settings"/);
  const from = 'Paper <news@paper.example>';
  await owner.act('/desk/newsletters/daily-headlines/settings', {
    was_from: 'Daily Headlines <headlines@newsroom.example>',
    from,
  });
  expect((await steps()).slice(0, 2)).toEqual(['The newsletter: done', 'Outlets: next']);

  await addOutlet(site.db, made!.id, { last_success_at: new Date('2026-11-24T11:00:00Z') });
  expect((await steps()).slice(1, 3)).toEqual(['Outlets: done', 'Who sends it: next']);
  expect(await owner.get('/desk')).toMatch(/step-open"[^]*action="\/desk\/newsletters\/daily-headlines\/compose"/);

  await owner.act('/desk/newsletters/daily-headlines/settings', {
    was_legalName: '',
    legalName: 'Paper Ltd',
    was_postalAddress: '',
    postalAddress: '1 Quay',
    was_privacyUrl: '',
    privacyUrl: 'https://paper.example/privacy',
  });
  expect((await steps())[2]).toBe('Who sends it: done');

  const finding = { check: 'spf', outcome: 'pass', found: 'It is published.', todo: null };
  const ended = { startedAt: '2026-11-24T11:00:00Z', endedAt: '2026-11-24T11:00:05Z', failure: null };
  const keep = (outcome: string) =>
    site.db
      .insertInto('settings')
      .values({
        key: `check:preflight:${made!.id}`,
        value: JSON.stringify({ ...ended, result: { findings: [{ ...finding, outcome }], ticks: [] } }),
      })
      .onConflict((conflict) => conflict.column('key').doUpdateSet((eb) => ({ value: eb.ref('excluded.value') })))
      .execute();
  await keep('fail');
  expect((await steps())[3]).toBe('Relay and DNS: next');
  await keep('pass');
  expect((await steps()).slice(3)).toEqual(['Relay and DNS: done', 'The first edition: next', 'A test copy: open']);

  const composedAt = new Date('2026-11-24T11:00:00Z');
  const empty = await makeEdition(site.db, made!.id, { date: '2026-11-23', state: 'draft' });
  await site.db.updateTable('editions').set({ composed_at: composedAt }).where('id', '=', empty).execute();
  await site.db.deleteFrom('edition_stories').where('edition_id', '=', empty).execute();
  expect((await steps()).slice(4)).toEqual(['The first edition: next', 'A test copy: open']);

  const id = await makeEdition(site.db, made!.id, { date: '2026-11-24', state: 'draft' });
  await site.db.updateTable('editions').set({ composed_at: composedAt }).where('id', '=', id).execute();
  expect((await steps()).slice(4)).toEqual(['The first edition: done', 'A test copy: next']);
  expect(await owner.get('/desk')).toMatch(new RegExp(`class="button" href="/desk/editions/${id}"`));

  await owner.act(`/desk/editions/${id}/test`, { to: 'ada@paper.example' });
  expect((await steps())[5]).toBe('A test copy: next');
  await site.db.updateTable('outbox').set({ state: 'submitted' }).where('kind', '=', 'test').execute();
  expect(await steps()).toEqual([]);
});

test('is not shown once an edition went to readers', async () => {
  await site.db.deleteFrom('outbox').execute();
  expect(await steps()).not.toEqual([]);
  await site.db.updateTable('editions').set({ state: 'submitted' }).execute();
  expect(await steps()).toEqual([]);
});

test('is not shown in the sample newsroom', async () => {
  await site.db.updateTable('editions').set({ state: 'draft' }).execute();
  expect(await steps()).not.toEqual([]);
  await site.db.updateTable('newsletters').set({ is_sample: true }).execute();
  expect(await steps()).toEqual([]);
});

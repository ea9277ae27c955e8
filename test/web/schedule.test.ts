import { afterAll, beforeAll, expect, test } from 'vitest';
import { loadSchedule } from '../../src/schedule/load.ts';
import type { Newsletter } from '../../src/editions/newsletters/newsletters.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { signIn, type SignedIn } from './signedIn.ts';
import { makeEdition, makeNewsletter, openSite, type TestSite } from './support.ts';

const PATH = '/desk/newsletters/daily/schedule';
let database: TestDatabase;
let site: TestSite;
let newsletter: Newsletter;
let sender: SignedIn;

beforeAll(async () => {
  database = await createTestDatabase();
  site = await openSite(database.db, {}, () => new Date('2026-10-20T12:00:00Z'));
  newsletter = await makeNewsletter(database.db);
  sender = await signIn(site, 'Sam', 'sender');
});
afterAll(() => database.drop());

test('the next ten send times stand in the paper’s zone and in UTC, the clock change marked', async () => {
  const page = await sender.get(PATH);
  expect(page.match(/<tr[^>]*>\s*<th scope="row">/g)).toHaveLength(10);
  expect(page).toContain('Wednesday, October 21, 2026');
  expect(page).toMatch(/06:30 GMT\+2[^]*2026-10-21 04:30 UTC/);
  expect(page).toMatch(/Sunday, October 25, 2026[^]*06:30 GMT\+1[^]*2026-10-25 05:30 UTC[^]*gone back by an hour/);
  expect(page).toContain('No approval is needed: at its send time the edition goes out by itself');
  await site.db.updateTable('newsletters').set({ approval: 'second' }).execute();
  expect(await sender.get(PATH)).toMatch(
    /changed nothing in an edition must approve it\.\s+If nobody approved it[^.]*the edition waits/,
  );
});

test('a holiday is recorded, shown, followed, and removed, on record', async () => {
  const saved = await sender.act(PATH, {
    action: 'add',
    date: '2026-10-22',
    what: 'skip',
    at: '',
    note: 'Harbour Day',
  });
  expect(saved.headers.get('location')).toBe(`${PATH}?done=add`);
  await sender.act(PATH, { action: 'add', date: '2026-10-23', what: 'hour', at: '09:15', note: '' });
  expect([...(await loadSchedule(site, newsletter)).exceptions]).toEqual([
    ['2026-10-22', null],
    ['2026-10-23', '09:15:00'],
  ]);
  const page = await sender.get(`${PATH}?done=add`);
  expect(page).toMatch(/class="skipped">\s*<th scope="row">Thursday, October 22, 2026[^]*No edition · Harbour Day/);
  expect(page).toMatch(/09:15 GMT\+2[^]*Another hour/);
  const removed = await sender.act(PATH, { action: 'remove', date: '2026-10-22' });
  expect(removed.headers.get('location')).toBe(`${PATH}?done=remove`);
  expect((await loadSchedule(site, newsletter)).exceptions.size).toBe(1);
  const log = await site.db.selectFrom('audit_log').select(['actor', 'action']).orderBy('id').execute();
  expect(log.slice(-3)).toEqual([
    { actor: 'Sam', action: 'schedule.day' },
    { actor: 'Sam', action: 'schedule.day' },
    { actor: 'Sam', action: 'schedule.usual' },
  ]);
});

test.each([
  [{ date: '2026-10-19', what: 'skip' }, 'This day is over.'],
  [{ date: '2026-02-30', what: 'skip' }, 'This is not a day.'],
  [{ date: '', what: 'skip' }, 'This is not a day.'],
  [{ date: '2026-12-24', what: 'hour', at: '25:00' }, 'This is not a time.'],
  [{ date: '2026-12-24', what: 'skip', note: 'x'.repeat(101) }, 'A note has at most 100 characters.'],
])('%j is refused beside its field, with what was typed', async (fields, says) => {
  const answer = await sender.act(PATH, { action: 'add', note: 'Typed note', ...fields });
  expect(answer.status).toBe(422);
  const page = await answer.text();
  expect(page).toContain(says);
  expect(page).toContain(`value="${'note' in fields ? fields.note : 'Typed note'}"`);
});

test('a holiday calls off an edition that is prepared, and says so; one that is being sent is not stopped', async () => {
  const date = '2026-10-20';
  const id = await makeEdition(site.db, newsletter.id, { date, state: 'submitting' });
  const form = { action: 'add', date, what: 'skip', at: '', note: 'Strike' };
  const refused = await sender.act(PATH, form);
  expect(refused.status).toBe(422);
  expect(await refused.text()).toMatch(/already being sent[^]*value="Strike"/);
  await site.db
    .updateTable('editions')
    .set({ state: 'preparing', by_readers_clock: true })
    .where('id', '=', id)
    .execute();
  const saved = await sender.act(PATH, form);
  expect(saved.headers.get('location')).toBe(`${PATH}?done=add&off=${id}`);
  const page = await sender.get(`${PATH}?done=add&off=${id}`);
  expect(page).toMatch(
    /Edition \d+<\/a> of that day was\s+about to be sent: it is called off, and no reader was mailed\./,
  );
  expect(await sender.get(`/desk/audit?edition=${id}`)).toMatch(/called off[^]*because 2026-10-20 has no edition/);
});

test('a day that is not recorded is not removed', async () => {
  expect((await sender.act(PATH, { action: 'remove', date: '2026-12-01' })).status).toBe(422);
});

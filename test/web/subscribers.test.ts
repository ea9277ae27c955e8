import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Newsletter } from '../../src/editions/newsletters/newsletters.ts';
import { showSubscriber } from '../../src/readers/record.ts';
import { suppressAddress } from '../../src/readers/suppressions.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { signIn, type SignedIn } from './signedIn.ts';
import { makeEdition, makeNewsletter, makeSubscriber, NOON, openSite, post, type TestSite } from './support.ts';

let database: TestDatabase;
let site: TestSite;
let newsletter: Newsletter;
let desk: SignedIn;
beforeAll(async () => {
  database = await createTestDatabase();
  site = await openSite(database.db);
  newsletter = await makeNewsletter(database.db);
  desk = await signIn(site);
});
afterAll(() => database.drop());

const PATH = '/desk/subscribers';
const act = async (fields: Record<string, string>): Promise<{ status: number; text: string }> => {
  const response = await desk.act(PATH, fields);
  return { status: response.status, text: await response.text() };
};

test('staff can look up one exact address, and other visitors nothing', async () => {
  await makeSubscriber(site, newsletter.id, 'ana@reader.example');
  expect(await desk.get('/desk')).toContain('href="/desk/subscribers"');
  const found = await act({ email: ' ANA@reader.example ', action: 'find' });
  expect(found.status).toBe(200);
  expect(found.text).toContain('ana@reader.example');
  expect(found.text).toContain('daily, full');
  for (const part of ['ana', 'ana@', '%@reader.example', 'ana@reader.exampl%'])
    expect((await act({ email: part, action: 'find' })).text).not.toContain('daily, full');
  const unknown = await act({ email: 'nobody@reader.example', action: 'find' });
  expect(unknown.text).toContain('No subscriber has this address.');
  for (const email of ['ana@reader.example', 'nobody@reader.example']) {
    const stranger = await post(site.app, PATH, { email, action: 'find' });
    expect(stranger.status).toBe(403);
    expect(await stranger.text()).not.toContain(email);
  }
  const forged = await post(site.app, PATH, { email: 'ana@reader.example' }, { cookie: desk.cookie });
  expect(forged.status).toBe(403);
});

test('an act takes the address typed once more, and the audit says who did it to whom, by a number', async () => {
  const email = 'bo@reader.example';
  const id = await makeSubscriber(site, newsletter.id, email);
  const refused = await act({ email, action: 'unsubscribe', typed: 'ana@reader.example' });
  expect(refused.status).toBe(422);
  expect(refused.text).toContain('Nothing was changed');
  const statusNow = async () => (await showSubscriber(site, email))?.subscriptions[0]?.status;
  expect(await statusNow()).toBe('active');
  await act({ email, action: 'unsubscribe', typed: 'BO@reader.example' });
  expect(await statusNow()).toBe('unsubscribed');
  const suppressed = await act({ email, action: 'suppress', typed: email });
  expect(suppressed.text).toContain('(manual: by the desk)');
  const erased = await act({ email, action: 'erase', typed: email });
  expect(erased.text).toContain('No subscriber has this address.');
  const entries = await database.db
    .selectFrom('audit_log')
    .select(['actor', 'action', 'detail'])
    .where('action', 'like', 'subscriber.%')
    .orderBy('id')
    .execute();
  expect(entries).toEqual(
    ['unsubscribe', 'suppress', 'erase'].map((action) => ({
      actor: 'desk',
      action: `subscriber.${action}`,
      detail: { subscriber: id },
    })),
  );
});

test('an address never heard of can be suppressed before it comes', async () => {
  const email = 'never@reader.example';
  expect((await act({ email, action: 'suppress', typed: email })).status).toBe(200);
  expect(await showSubscriber(site, email)).toMatchObject({ subscriber: null, suppression: { reason: 'manual' } });
});

test('a suppression is lifted by who types the address once more, and an erasure is not', async () => {
  const email = 'cy@reader.example';
  await makeSubscriber(site, newsletter.id, email);
  expect((await act({ email, action: 'find' })).text).not.toContain('value="lift"');
  await suppressAddress({ ...site, now: () => NOON }, { email, reason: 'bounce', detail: '5.1.1' });
  expect((await act({ email, action: 'find' })).text).toContain('value="lift"');
  expect((await act({ email, action: 'lift', typed: 'ana@reader.example' })).status).toBe(422);
  expect((await showSubscriber(site, email))?.suppression).not.toBeNull();
  expect((await act({ email, action: 'lift', typed: email })).text).toContain('Nothing was changed: give a reason.');
  const note = 'the mailbox works again';
  const named = await act({ email, action: 'lift', typed: email, note: `${email} works again` });
  expect([named.status, named.text]).toEqual([422, expect.stringContaining('leave the address out of the reason')]);
  expect((await act({ email, action: 'lift', typed: email, note })).text).toContain('The suppression was removed.');
  const { detail } = await database.db
    .selectFrom('audit_log')
    .select('detail')
    .where('action', '=', 'subscriber.lift')
    .executeTakeFirstOrThrow();
  expect(detail).toMatchObject({ note });
  expect(await showSubscriber(site, email)).toMatchObject({ suppression: null, subscriptions: [{ status: 'active' }] });
  await act({ email, action: 'erase', typed: email });
  expect((await act({ email, action: 'find' })).text).not.toContain('value="lift"');
  const refused = await act({ email, action: 'lift', typed: email, note });
  expect(refused.status).toBe(409);
  expect((await showSubscriber(site, email))?.suppression).toMatchObject({ reason: 'erased' });
});

test('a reader’s page shows bounces and complaints beside the editions', async () => {
  const email = 'di@reader.example';
  const id = await makeSubscriber(site, newsletter.id, email);
  const editionId = await makeEdition(database.db, newsletter.id, { date: '2026-11-20', state: 'submitted' });
  const said = { kind: 'bounce', action: 'soft', status: '4.2.2', diagnostic: 'mailbox <full>' } as const;
  await database.db
    .insertInto('feedback')
    .values({ ...said, at: NOON, is_delay: false, subscriber_id: id, edition_id: editionId, proof: 'message-id' })
    .execute();
  const { text } = await act({ email, action: 'find' });
  expect(text).toContain('mailbox &lt;full&gt;');
  expect(await desk.get(`/desk/editions/${editionId}`)).toContain('1 mail bounced.');
});

test('an invalid address is refused with a sentence, and the typed text is escaped', async () => {
  const { status, text } = await act({ email: '"><script>@x', action: 'find' });
  expect(status).toBe(422);
  expect(text).toContain('role="alert"');
  expect(text).not.toContain('<script>@x');
});

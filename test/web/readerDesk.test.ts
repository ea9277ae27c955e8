import { parse } from 'csv-parse/sync';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Newsletter } from '../../src/editions/newsletters/newsletters.ts';
import { createLog } from '../../src/platform/log.ts';
import { eraseSubscriber } from '../../src/readers/erase.ts';
import { showSubscriber } from '../../src/readers/record.ts';
import { suppressAddress } from '../../src/readers/suppressions.ts';
import { buildSearchIndexes } from '../../src/readers/search/searchIndexes.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { emptyList } from '../readers/support.ts';
import { signIn, type SignedIn } from './signedIn.ts';
import { makeEdition, makeNewsletter, makeSubscriber, NOON, openSite, settled, type TestSite } from './support.ts';

let database: TestDatabase;
let site: TestSite;
let newsletter: Newsletter;
let desk: SignedIn;
let viewer: SignedIn;
beforeAll(async () => {
  database = await createTestDatabase();
  await buildSearchIndexes({ db: database.db, log: createLog('test', 'silent') });
  site = await openSite(database.db);
  newsletter = await makeNewsletter(database.db);
  desk = await signIn(site);
  viewer = await signIn(site, 'viewer', 'viewer');
});
afterAll(() => database.drop());
beforeEach(() => emptyList(database.db));

const PATH = '/desk/subscribers';
const page = async (fields: Record<string, string>, path = PATH): Promise<string> =>
  (await desk.act(path, fields)).text();
const lastAudit = () =>
  database.db.selectFrom('audit_log').select(['actor', 'action', 'detail']).orderBy('id', 'desc').executeTakeFirst();

describe('the search for readers', () => {
  test('shows the newest at once, and what is found by a form that leaves no address in a URL', async () => {
    const ana = await makeSubscriber(site, newsletter.id, 'ana.ruiz@reader.example');
    await makeSubscriber(site, newsletter.id, 'bo@reader.example', 'unsubscribed');
    expect(await desk.get(PATH)).toMatch(/bo@reader\.example[^]*ana\.ruiz@reader\.example/);
    const found = await page({ q: 'ruiz' });
    expect(found).toContain(`<a href="/desk/subscribers/${ana}">ana.ruiz@reader.example</a>`);
    expect(found).toMatch(/<h2>\s*1 subscriber\s*<\/h2>/);
    expect(found).not.toContain('bo@reader.example');
    expect(Array.from(found.matchAll(/(?:href|action)="([^"]*)"/g), ([, url]) => url).join(' ')).not.toContain('ruiz');
    expect(await page({ q: 'reader.example', state: 'unsubscribed' })).toMatch(
      /1 subscriber\s*<[^]*bo@reader\.example/,
    );
    expect(await page({ since: '2027-01-01' })).toContain('No subscriber was found.');
  });

  test('pages by a form, and offers a look-up of an address that nobody has', async () => {
    for (let n = 0; n < 60; n++) await makeSubscriber(site, newsletter.id, `r${n}@reader.example`);
    const first = await page({ q: 'reader.example' });
    expect(first.match(/@reader\.example<\/a>/g)).toHaveLength(50);
    const before = /name="before" value="(\d+)"/.exec(first)![1]!;
    const second = await page({ q: 'reader.example', before });
    expect(second.match(/@reader\.example<\/a>/g)).toHaveLength(10);
    const fields = Object.fromEntries(
      [...first.matchAll(/name="(skipped|total)"\s+value="([^"]*)"/g)].map(([, name, value]) => [name!, value!]),
    );
    expect(fields).toEqual({ skipped: '50', total: 'exactly 60' });
    expect(first).toContain('<h2>1–50 of 60 subscribers</h2>');
    expect(await page({ q: 'reader.example', before, ...fields })).toContain('<h2>51–60 of 60 subscribers</h2>');
    expect(second).toContain('<h2>Subscribers 1–10</h2>');
    expect(second).not.toContain('name="before"');
    expect(await page({ q: 'gone@reader.example' })).toContain('Look up exactly this address');
  });

  test('takes addresses as they were pasted, wherever one is asked for', async () => {
    const email = 'ana.ruiz@reader.example';
    const id = await makeSubscriber(site, newsletter.id, email);
    const editionId = await makeEdition(database.db, newsletter.id, { date: '2026-11-23', state: 'draft' });
    for (const pasted of [`\u200B${email}`, `Ana Ruiz <${email}>`, `mailto:${email}`, `"${email}",`]) {
      expect(await page({ q: pasted })).toContain(`/desk/subscribers/${id}">`);
      expect(await page({ email: pasted, action: 'find' })).toContain(`<h1 class="address">${email}`);
      const seen = await desk.act(`/desk/editions/${editionId}/reader`, { reader: pasted, look: 'phone' });
      expect(seen.headers.get('location')).toContain(`reader=${id}`);
    }
    await page({ email: '<never@reader.example>', note: 'asked by phone' }, '/desk/suppressions/add');
    expect(await page({ q: 'mailto:never@reader.example;' }, '/desk/suppressions')).toContain('Only a hash is kept');
    await database.db.deleteFrom('editions').where('id', '=', editionId).execute();
  });

  test('escapes what was typed, and starts at the top for a place that does not exist', async () => {
    const text = await page({ q: '"><script>', before: '-1' });
    expect(text).not.toContain('<script>');
    expect(text).toContain('value="&quot;&gt;&lt;script&gt;"');
  });
});

describe('a reader’s page', () => {
  test('has the state, the consent, the editions in the paper’s zone and what came back', async () => {
    const id = await makeSubscriber(site, newsletter.id, 'ana@reader.example');
    const editionId = await makeEdition(database.db, newsletter.id, { date: '2026-11-24', state: 'submitted' });
    const { db } = database;
    await db
      .insertInto('consent_events')
      .values({
        subscriber_id: id,
        newsletter_id: newsletter.id,
        kind: 'requested',
        at: NOON,
        text_shown: 'Every morning.',
      })
      .execute();
    await sql.raw(`create table d${editionId} partition of deliveries for values in (${editionId})`).execute(db);
    await db
      .insertInto('deliveries')
      .values({ edition_id: editionId, is_rehearsal: false, subscriber_id: id, state: 'submitted', submitted_at: NOON })
      .execute();
    const said = { kind: 'bounce', action: 'soft', status: '4.2.2', diagnostic: 'mailbox <full>' } as const;
    await db
      .insertInto('feedback')
      .values({ ...said, at: NOON, is_delay: false, subscriber_id: id, edition_id: editionId, proof: 'message-id' })
      .execute();
    const text = await viewer.get(`${PATH}/${id}`);
    for (const part of ['Active', 'Every morning.', 'Sign-up form', '2026-11-24', 'mailbox &lt;full&gt;'])
      expect(text).toContain(part);
    // Noon in London is one o'clock in Madrid.
    expect(text).toMatch(/Sent<\/td>\s*<td[^>]*><time[^>]*>November 24, 2026 at 1:00 PM/);
    expect(text).toContain('Changing a reader needs the role sender.');
    expect(text).not.toContain('value="erase"');
    expect((await site.app.request(`${PATH}/999999`, { headers: { cookie: desk.cookie } })).status).toBe(404);
  });

  test('ends one newsletter of several, if one is chosen', async () => {
    const other = await makeNewsletter(database.db, 'other');
    const email = 'ana@reader.example';
    const id = await makeSubscriber(site, newsletter.id, email);
    const row = { subscriber_id: id, newsletter_id: other.id, status: 'active' } as const;
    await database.db.insertInto('subscriptions').values(row).execute();
    expect(await desk.get(`${PATH}/${id}`)).toContain('<option value="other">');
    await page({ email, typed: email, action: 'unsubscribe', newsletter: 'other' });
    const record = await showSubscriber(site, email);
    expect(record!.subscriptions.map(({ status }) => status)).toEqual(['active', 'unsubscribed']);
    expect(record!.subscriber!.leftEverythingAt).toBeNull();
    await database.db.deleteFrom('newsletters').where('id', '=', other.id).execute();
  });

  test('gives all data for a request of access, and the audit says so without the address', async () => {
    const id = await makeSubscriber(site, newsletter.id, 'ana@reader.example');
    expect((await viewer.act(`${PATH}/${id}/data`)).status).toBe(403);
    const response = await desk.act(`${PATH}/${id}/data`);
    expect(response.headers.get('content-disposition')).toBe(`attachment; filename="subscriber-${id}.json"`);
    expect(await response.json()).toMatchObject({ subscriber: { email: 'ana@reader.example' } });
    expect(await lastAudit()).toEqual({ actor: 'desk', action: 'subscriber.data', detail: { subscriber: id } });
  });
});

describe('a reader added by hand', () => {
  const email = 'ana@reader.example';
  const given = {
    email,
    first_name: 'Ana',
    how: 'consent',
    consent: 'The headlines, daily',
    source: 'Paper form',
    date: '2026-11-20',
  };
  const add = (fields: Record<string, string>): Promise<Response> => desk.act(`${PATH}/add`, fields);

  test('is subscribed with the words, the source and the time of the consent', async () => {
    const response = await add({ ...given, email: `Ana <${email}>` });
    const record = (await showSubscriber(site, email))!;
    expect([response.status, response.headers.get('location')]).toEqual([303, `${PATH}/${record.subscriber!.id}`]);
    expect(record).toMatchObject({ subscriber: { firstName: 'Ana' }, subscriptions: [{ status: 'active' }] });
    expect(record.history).toMatchObject([
      {
        kind: 'imported',
        textShown: 'The headlines, daily',
        page: 'Paper form',
        detail: { by: 'desk', consentAt: '2026-11-20T11:00:00.000Z' },
      },
    ]);
    expect(await page({ source: 'desk' })).toContain(email);
    expect(record.mails).toEqual([]);
    expect(await lastAudit()).toMatchObject({
      action: 'subscriber.add',
      detail: { subscriber: record.subscriber!.id },
    });
  });

  test('is refused beside the field that is wrong, with what was typed', async () => {
    const response = await add({ ...given, email: 'ana', consent: ' ', date: '2030-01-01' });
    const text = await response.text();
    expect(response.status).toBe(422);
    for (const part of [
      'This is not a mail address.',
      'Write what the reader agreed to',
      'This day is in the future.',
      'value="ana"',
      'value="Paper form"',
    ])
      expect(text).toContain(part);
    expect(await database.db.selectFrom('subscribers').select('id').execute()).toEqual([]);
  });

  test('stays out if suppressed, erased, or gone since that consent', async () => {
    const deps = { ...site, now: () => NOON };
    await suppressAddress(deps, { email, reason: 'complaint' });
    expect(await (await add(given)).text()).toContain('This address is suppressed (complaint).');
    expect(await showSubscriber(site, email)).toMatchObject({ subscriber: null });
    await emptyList(database.db);
    await eraseSubscriber(deps, email);
    expect(await (await add(given)).text()).toContain('This reader was erased.');
    await emptyList(database.db);
    const id = await makeSubscriber(site, newsletter.id, email);
    expect(await (await add(given)).text()).toContain('This reader is subscribed already.');
    await database.db
      .updateTable('subscriptions')
      .set({ status: 'unsubscribed', unsubscribed_at: '2026-11-21T10:00:00Z' })
      .where('subscriber_id', '=', id)
      .execute();
    expect(await (await add(given)).text()).toContain('after that consent');
    expect((await add({ ...given, date: '2026-11-23' })).status).toBe(303);
  });

  test('can be asked by the letter of the sign-up instead', async () => {
    const response = await add({ email, how: 'letter' });
    expect(await response.text()).toContain('The confirmation letter is on its way.');
    await settled(site);
    expect(await showSubscriber(site, email)).toMatchObject({
      subscriptions: [{ status: 'pending' }],
      mails: [{ kind: 'confirmation', to: email }],
      history: [{ kind: 'requested', page: 'desk', detail: { via: 'desk' } }],
    });
  });
});

describe('the export', () => {
  test('refuses a filter that it does not know, instead of exporting more readers', async () => {
    for (const fields of [
      { newsletter: 'dialy' },
      { state: 'actve' },
      { suppressed: 'maybe' },
      { source: 'x' },
      { since: '2026-13-01' },
    ]) {
      const response = await desk.act(`${PATH}/export`, fields);
      expect([fields, response.status, response.headers.get('content-type')]).toEqual([
        fields,
        422,
        expect.stringContaining('text/html'),
      ]);
    }
  });

  test('streams what was found with the columns of the command, and the audit names no address', async () => {
    await makeSubscriber(site, newsletter.id, 'ana@reader.example');
    await makeSubscriber(site, newsletter.id, 'bo@reader.example', 'unsubscribed');
    const rows = async (fields: Record<string, string>): Promise<Record<string, string>[]> => {
      const response = await desk.act(`${PATH}/export`, fields);
      expect(response.headers.get('content-type')).toBe('text/csv; charset=utf-8');
      return parse(await response.text(), { columns: true });
    };
    expect((await rows({})).map(({ email, status }) => [email, status])).toEqual([
      ['ana@reader.example', 'active'],
      ['bo@reader.example', 'unsubscribed'],
    ]);
    expect(await lastAudit()).toEqual({ actor: 'desk', action: 'subscribers.export', detail: { everything: true } });
    expect((await rows({ q: 'reader.ex', state: 'unsubscribed' })).map(({ email }) => email)).toEqual([
      'bo@reader.example',
    ]);
    expect(await lastAudit()).toMatchObject({ detail: { state: 'unsubscribed', text: true } });
    expect((await viewer.act(`${PATH}/export`)).status).toBe(403);
    expect(await viewer.get(PATH)).not.toContain(`${PATH}/export`);
  });
});

describe('the suppressions', () => {
  const SUPPRESSIONS = '/desk/suppressions';

  test('are listed with reason and time, and found by a reader’s address, a whole address or the reason', async () => {
    const id = await makeSubscriber(site, newsletter.id, 'ana@reader.example');
    const deps = { ...site, now: () => NOON };
    await suppressAddress(deps, { email: 'ana@reader.example', reason: 'bounce', detail: '5.1.1' });
    await suppressAddress(deps, { email: 'never@reader.example', reason: 'complaint' });
    const all = await viewer.get(SUPPRESSIONS);
    expect(all).toMatch(new RegExp(`href="/desk/subscribers/${id}">ana@reader.example`));
    for (const part of ['5.1.1', 'Complained', 'Only a hash is kept', 'November 24, 2026 at 1:00 PM'])
      expect(all).toContain(part);
    expect(all).not.toContain('Suppress an address');
    expect(await page({ q: 'ana@' }, SUPPRESSIONS)).toMatch(/5\.1\.1[^]*1 in all/);
    expect(await page({ reason: 'complaint' }, SUPPRESSIONS)).not.toContain('5.1.1');
    const whole = await page({ q: 'NEVER@reader.example' }, SUPPRESSIONS);
    expect(whole).toMatch(/Complained[^]*Open the page of this address/);
    expect(await page({ q: 'nobody@reader.example' }, SUPPRESSIONS)).toContain('No address is suppressed that fits.');
  });

  test('go page by page through all of them once', async () => {
    await sql`
      insert into suppressions (address_hash, reason, created_at)
      select sha256(n::text::bytea), 'manual', timestamptz '2026-11-01' + (n / 3) * interval '1 second'
      from generate_series(1, 120) n`.execute(database.db);
    let rows = 0;
    for (let from: string | undefined = ''; from !== undefined;) {
      const text: string = await page(from === '' ? {} : { from }, SUPPRESSIONS);
      rows += text.match(/Only a hash is kept/g)!.length;
      from = /name="from" value="([^"]+)"/.exec(text)?.[1];
    }
    expect(rows).toBe(120);
  });

  test('get another one with a reason, which the audit keeps', async () => {
    const refused = await desk.act(`${SUPPRESSIONS}/add`, { email: 'ana', note: '' });
    expect([refused.status, await refused.text()]).toEqual([
      422,
      expect.stringMatching(/This is not a mail address[^]*Give a reason\./),
    ]);
    expect(await page({ email: 'ana@reader.example', note: 'asked by phone' }, `${SUPPRESSIONS}/add`)).toContain(
      'Suppressed.',
    );
    expect(await showSubscriber(site, 'ana@reader.example')).toMatchObject({
      suppression: { reason: 'manual', detail: 'by the desk: asked by phone' },
    });
    expect(await lastAudit()).toMatchObject({ action: 'subscriber.suppress', detail: { note: 'asked by phone' } });
    expect((await viewer.act(`${SUPPRESSIONS}/add`, { email: 'bo@reader.example', note: 'x' })).status).toBe(403);
  });
});

import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Newsletter } from '../../src/editions/newsletters/newsletters.ts';
import { setNewsletter } from '../../src/editions/newsletters/newsletters.ts';
import { showSubscriber } from '../../src/readers/record.ts';
import {
  findInvalid,
  findViolations,
  forEachLook,
  hasChromium,
  openBrowser,
  releaseBrowser,
  openVisit,
  overflowsSideways,
} from '../support/browser.ts';
import { serveApp } from '../support/serve.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { makeNewsletter, makeSubscriber, NOON, openSite, post, tokenFor, type TestSite } from './support.ts';

const LOOKS = [
  { width: 320, colorScheme: 'light' },
  { width: 1200, colorScheme: 'light' },
  { width: 640, colorScheme: 'dark' },
] as const;

let database: TestDatabase;
let site: TestSite;
let newsletter: Newsletter;
let other: Newsletter;
let browser: Browser;
let server: Awaited<ReturnType<typeof serveApp>>;
let email: string;
let id: number;
let count = 0;
let nowMs = NOON.getTime();

beforeAll(async () => {
  database = await createTestDatabase();
  site = await openSite(database.db, {}, () => new Date(nowMs));
  newsletter = await makeNewsletter(database.db);
  await makeNewsletter(database.db, 'evening');
  other = await setNewsletter(database, 'evening', { name: 'Fleet & <Harbour>', description: 'At sea.' }, 'test');
  if (hasChromium) browser = await openBrowser();
  server = await serveApp(site.app);
});
afterAll(async () => {
  if (hasChromium) await releaseBrowser(browser);
  await server.close();
  await database.drop();
});
beforeEach(async () => {
  email = `reader${++count}@reader.example`;
  id = await makeSubscriber(site, newsletter.id, email);
});

const preferences = (newsletterId = newsletter.id) =>
  `/preferences/${tokenFor(site.keys, 'preferences', id, newsletterId)}`;
const wayOut = () => `/unsubscribe/${tokenFor(site.keys, 'unsubscribe', id, newsletter.id)}`;
const record = async () => (await showSubscriber(site, email))!;
const held = async () => (await record()).subscriptions.find(({ newsletterId }) => newsletterId === newsletter.id)!;
const speak = (language: string | null) =>
  database.db.updateTable('subscribers').set({ language }).where('id', '=', id).execute();
const textOf = async (response: Response | Promise<Response>): Promise<string> => (await response).text();

/** The page of the newest link that was sent for what only the reader's mailbox may ask for. */
async function freshPath(action: 'data' | 'address' | 'erase'): Promise<string> {
  await post(site.app, preferences(), { action });
  const { payload } = await database.db
    .selectFrom('outbox')
    .select('payload')
    .where('subscriber_id', '=', id)
    .where('kind', '=', 'fresh_link')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirstOrThrow();
  return new URL(String(payload['url'])).pathname;
}

/** The page of the link by which another address is confirmed. */
async function addressPath(wanted: string): Promise<string> {
  await post(site.app, await freshPath('address'), { email: wanted });
  const { payload } = await database.db
    .selectFrom('outbox')
    .select('payload')
    .where('subscriber_id', '=', id)
    .where('kind', '=', 'address')
    .executeTakeFirstOrThrow();
  return new URL(String(payload['addressUrl'])).pathname;
}

describe.skipIf(!hasChromium)('in Chromium', () => {
  test('a reader makes choices, undoes them, pauses and resumes, with the keyboard and without scripts', async () => {
    const visit = await openVisit(browser, { javaScriptEnabled: false });
    const { page } = visit;
    await page.goto(server.origin + preferences());
    await page.getByLabel('Every edition').focus();
    await page.keyboard.press('ArrowDown');
    await page.getByLabel('Hour').fill('06:15');
    await page.getByLabel('Time zone').selectOption('Asia/Tokyo');
    await page.locator('button[value=delivery]').focus();
    await page.keyboard.press('Enter');
    await page.getByRole('status').getByText('Saved.').waitFor();
    expect(await held()).toMatchObject({ frequency: 'weekdays', sendAt: '06:15', zone: 'Asia/Tokyo' });
    await page.getByRole('button', { name: 'Undo' }).press('Enter');
    await page.getByText('Undone').waitFor();
    expect(await held()).toMatchObject({ frequency: 'daily', sendAt: null, zone: null });
    await page.getByLabel('Pause until').fill('2026-12-24');
    await page.getByRole('button', { name: 'Pause' }).press('Enter');
    await page.getByRole('status').getByText('Thursday, December 24, 2026').waitFor();
    expect((await held()).pausedUntil).toBe('2026-12-24');
    await page.getByRole('button', { name: 'Resume now' }).press('Enter');
    await page.getByText(/You get .* again/).waitFor();
    expect((await held()).pausedUntil).toBeNull();
    await visit.context.close();
  });

  test('the device’s zone is offered by our script, and taken only on a press and a save', async () => {
    const visit = await openVisit(browser, { timezoneId: 'Asia/Tokyo' });
    const { page } = visit;
    await page.goto(server.origin + preferences());
    await page.getByRole('button', { name: 'Asia/Tokyo' }).click();
    expect((await held()).zone).toBeNull();
    await page.locator('button[value=delivery]').click();
    await page.getByText('Saved.').waitFor();
    expect((await held()).zone).toBe('Asia/Tokyo');
    expect(await page.getByRole('button', { name: 'Asia/Tokyo' }).count()).toBe(0);
    expect(visit.complaints).toEqual([]);
    expect(visit.requests.filter((url) => !url.startsWith(server.origin))).toEqual([]);
    expect(await visit.context.cookies()).toEqual([]);
    await visit.context.close();
  });

  test('a reader leaves and is back, all in Spanish', async () => {
    await speak('es');
    const visit = await openVisit(browser, { javaScriptEnabled: false });
    const { page } = visit;
    await page.goto(server.origin + wayOut());
    expect(await page.locator('html').getAttribute('lang')).toBe('es');
    await page.getByRole('button', { name: 'Cancelar todos nuestros boletines' }).click();
    await page.getByText('Ha dejado todos nuestros boletines').waitFor();
    expect((await held()).status).toBe('unsubscribed');
    await page.getByRole('button', { name: 'Deshacer' }).click();
    await page.getByText('como antes').waitFor();
    expect((await held()).status).toBe('active');
    await visit.context.close();
  });

  test('no page is wider than its window, and axe finds nothing: narrow, wide and dark', async () => {
    const visit = await openVisit(browser);
    const { page } = visit;
    const clean = (): Promise<void> =>
      forEachLook(page, LOOKS, async () => {
        expect(await overflowsSideways(page)).toBe(false);
        expect(await findViolations(page)).toEqual([]);
      });
    const address = await addressPath(`wanted${count}@reader.example`);
    for (const language of ['en', 'es']) {
      await speak(language);
      const fresh = [await freshPath('data'), await freshPath('erase'), await freshPath('address')];
      for (const path of [preferences(), wayOut(), address, ...fresh]) {
        await page.goto(server.origin + path);
        await clean();
        await page.evaluate('document.documentElement.dir = "rtl"');
        await forEachLook(page, LOOKS, async () => expect(await overflowsSideways(page)).toBe(false));
      }
      await page.goto(server.origin + fresh[2]!);
      await page.locator('#email').fill('nobody@nowhere');
      await page.locator('main button').click();
      await page.getByRole('alert').waitFor();
      await clean();
      await page.goto(server.origin + preferences());
      await page.locator('button[value=data]').click();
      await page.locator('#notice').waitFor();
      await clean();
      await page.goto(server.origin + wayOut());
      await page.locator('input[value=weekly] + button').click();
      await page.locator('[role=status]').waitFor();
      await clean();
      await page.locator('input[value=undo-choices] + button').click();
    }
    expect(visit.complaints.filter((text) => !text.includes('422'))).toEqual([]);
    await visit.context.close();
  });
});

describe('a fresh link', () => {
  test('does nothing by GET, and works for 15 minutes, for one purpose', async () => {
    const paths = { data: await freshPath('data'), erase: await freshPath('erase'), move: await freshPath('address') };
    const before = await record();
    for (const path of Object.values(paths))
      for (const method of ['GET', 'HEAD', 'GET']) expect((await site.app.request(path, { method })).status).toBe(200);
    expect(await record()).toEqual(before);
    const tokens = Object.values(paths).map((path) => path.split('/').at(-1)!);
    for (const [index, purpose] of Object.keys(paths).entries())
      for (const [other, token] of tokens.entries())
        expect((await site.app.request(`/${purpose}/${token}`)).status).toBe(index === other ? 200 : 404);
    for (const token of [...tokens, 'x', '_'.repeat(40)])
      expect((await site.app.request(`/preferences/${token}`)).status).toBe(404);
    nowMs += 15 * 60_000 - 1000;
    expect((await site.app.request(paths.data)).status).toBe(200);
    nowMs += 1000;
    for (const path of Object.values(paths))
      expect((await post(site.app, path, { sure: 'yes', email: 'late@reader.example' })).status).toBe(404);
    nowMs = NOON.getTime();
    expect(await record()).toEqual(before);
  });

  test('ends when the address is another', async () => {
    const data = await freshPath('data');
    await post(site.app, await addressPath(`elsewhere${count}@reader.example`));
    expect((await post(site.app, data)).status).toBe(404);
  });

  test('erases with a tick, and once', async () => {
    const path = await freshPath('erase');
    const unsure = await post(site.app, path);
    expect([unsure.status, await unsure.text()]).toEqual([422, expect.stringContaining('Tick the box')]);
    expect((await record()).subscriber?.id).toBe(id);
    const done = await post(site.app, path, { sure: 'yes' });
    expect([done.status, await done.text()]).toEqual([200, expect.stringContaining('Your data is erased')]);
    expect((await record()).subscriber).toBeNull();
    expect((await site.app.request(path)).status).toBe(404);
    expect((await site.app.request(preferences())).status).toBe(404);
  });

  test('says in Spanish what it does', async () => {
    await speak('es');
    expect(await textOf(site.app.request(await freshPath('erase')))).toContain('Borrar mis datos');
    expect(await textOf(post(site.app, preferences(), { action: 'data' }))).toContain('Un enlace está en camino');
  });
});

describe('every page', () => {
  test('is valid HTML under 30 KB with its style and script, without a cookie, and private', async () => {
    const names = ['site.css', 'zone.js'];
    const files = await Promise.all(names.map((name) => textOf(site.app.request(`/assets/${name}`))));
    const assets = files.reduce((sum, text) => sum + Buffer.byteLength(text), 0);
    const pages = [
      site.app.request(preferences()),
      site.app.request(wayOut()),
      site.app.request(await addressPath(`valid${count}@reader.example`)),
      post(site.app, preferences(), { action: 'delivery', frequency: 'weekly', format: 'text' }),
      site.app.request(await freshPath('data')),
      site.app.request(await freshPath('erase')),
      post(site.app, await freshPath('erase'), {}),
      post(site.app, await freshPath('address'), { email: 'x' }),
      post(site.app, preferences(), { action: 'data' }),
      post(site.app, wayOut(), { action: 'pause', until: '2026-12-24' }),
      post(site.app, wayOut(), { action: 'leave' }),
    ];
    for (const answer of await Promise.all(pages.map(async (page) => page))) {
      const text = await answer.text();
      // The list of zones spares its end tags.
      expect(await findInvalid(text, ['no-implicit-close'])).toEqual([]);
      expect(Buffer.byteLength(text) + assets).toBeLessThan(30_000);
      expect(answer.headers.get('set-cookie')).toBeNull();
      expect(answer.headers.get('cache-control')).toBe('no-store');
      expect(answer.headers.get('content-security-policy')).not.toContain('unsafe-inline');
      expect(text).toContain('noindex');
    }
  });

  test('escapes what others wrote, and says of a name that it was not taken', async () => {
    await post(site.app, preferences(), { action: 'profile', first_name: '"><script>alert(1)</script>' });
    const answer = await post(site.app, preferences(), { action: 'profile', first_name: 'Zoë <b>3rd</b>' });
    expect(answer.status).toBe(422);
    expect(await textOf(answer)).toMatch(/cannot contain digits[^]*value="Zoë &lt;b&gt;3rd&lt;\/b&gt;"/);
    expect((await record()).subscriber?.firstName ?? '').not.toContain('Zoë');
    const text = await textOf(site.app.request(preferences()));
    expect(text).toContain('Fleet &amp; &lt;Harbour&gt;');
    expect(text).not.toContain('<script>');
  });
});

describe('the way out', () => {
  test.each([
    [{ action: 'weekdays' }, { frequency: 'weekdays' }],
    [{ action: 'weekly' }, { frequency: 'weekly' }],
    [{ action: 'pause', until: '2026-12-24' }, { pausedUntil: '2026-12-24' }],
  ])('offers fewer mails, with an Undo: %o', async (fields, chosen) => {
    const before = await held();
    const text = await textOf(post(site.app, wayOut(), fields));
    expect(text).toContain('value="undo-choices"');
    expect(await held()).toMatchObject({ ...chosen, status: 'active' });
    for (let press = 0; press < 2; press++)
      expect((await post(site.app, wayOut(), { action: 'undo-choices' })).status).toBe(200);
    expect(await held()).toEqual(before);
  });

  test('offers the best of the week only where there is one', async () => {
    const offered = async (): Promise<boolean> =>
      (await textOf(site.app.request(wayOut()))).includes('value="weekly"') &&
      (await textOf(site.app.request(preferences()))).includes('value="weekly"');
    expect(await offered()).toBe(true);
    await setNewsletter(database, newsletter.slug, { weeklyOn: 'off' }, 'test');
    expect(await offered()).toBe(false);
    await setNewsletter(database, newsletter.slug, { weeklyOn: 7 }, 'test');
  });

  test('offers only choices with fewer mails', async () => {
    await post(site.app, wayOut(), { action: 'weekdays' });
    const text = await textOf(site.app.request(wayOut()));
    expect(text).not.toContain('value="weekdays"');
    expect(text).toContain('value="weekly"');
    await post(site.app, wayOut(), { action: 'leave' });
    expect(await textOf(site.app.request(wayOut()))).not.toContain('value="weekly"');
    // A button of a page from before.
    await post(site.app, wayOut(), { action: 'weekly' });
    expect(await held()).toMatchObject({ status: 'unsubscribed', frequency: 'weekdays' });
  });

  test.each(['', '2026-11-24', '2999-01-01', 'tomorrow', '2026-12-24\0'])('refuses a pause until %j', async (until) => {
    const response = await post(site.app, wayOut(), { action: 'pause', until });
    expect(response.status).toBe(422);
    expect(await response.text()).toContain('role="alert"');
    expect(await held()).toMatchObject({ status: 'active', pausedUntil: null });
  });

  test('gives a visitor with only its link no access to other data', async () => {
    const text = await textOf(post(site.app, wayOut(), { action: 'leave' }));
    expect(text).not.toContain('/preferences/');
  });

  test('tells unsubscribed readers so, with an undo button for a day', async () => {
    const left = 'You are unsubscribed from';
    for (const send of [
      () => post(site.app, wayOut(), { 'List-Unsubscribe': 'One-Click' }),
      () => site.app.request(wayOut()),
    ])
      expect(await textOf(send())).toContain(left);
    expect(await textOf(site.app.request(wayOut()))).toContain('value="undo"');
    expect(await textOf(post(site.app, wayOut(), { action: 'leave' }))).toContain('value="undo"');
    nowMs += 25 * 3_600_000;
    const later = await textOf(site.app.request(wayOut()));
    nowMs -= 25 * 3_600_000;
    expect(later).toContain(left);
    expect(later).not.toContain('value="undo"');
  });

  test('ends the subscription also if the body of the POST is too large', async () => {
    const body = `List-Unsubscribe=One-Click&more=${'x'.repeat(200_000)}`;
    const headers = { 'content-type': 'application/x-www-form-urlencoded', 'content-length': String(body.length) };
    expect((await site.app.request(wayOut(), { method: 'POST', headers, body })).status).toBe(200);
    expect(await held()).toMatchObject({ status: 'unsubscribed' });
    expect((await site.app.request('/unsubscribe/none', { method: 'POST', headers, body })).status).toBe(404);
  });

  test('accepts a provider’s POST with any other content in the body', async () => {
    const body = new URLSearchParams([
      ['List-Unsubscribe', 'One-Click'],
      ['action', 'undo'],
    ]);
    expect((await site.app.request(wayOut(), { method: 'POST', body })).status).toBe(200);
    expect((await held()).status).toBe('unsubscribed');
    expect((await record()).history).toMatchObject([{ detail: { by: 'one-click' }, textShown: null }]);
  });

  test('accepts two thousand POSTs from one network, and answers 200 to each', async () => {
    const statuses = new Set<number>();
    for (let batch = 0; batch < 20; batch++)
      for (const response of await Promise.all(
        Array.from({ length: 100 }, () => post(site.app, wayOut(), { 'List-Unsubscribe': 'One-Click' })),
      ))
        statuses.add(response.status);
    expect(statuses).toEqual(new Set([200]));
    expect((await record()).history).toHaveLength(1);
  });
});

describe('the preference centre', () => {
  test('subscribes to a further newsletter, and the words shown are the consent', async () => {
    const text = await textOf(post(site.app, preferences(), { action: 'subscribe', newsletter: String(other.id) }));
    expect(text).toContain('You are subscribed to Fleet');
    const { history, subscriptions } = await record();
    expect(subscriptions.map(({ status }) => status)).toEqual(['active', 'active']);
    expect(history).toMatchObject([{ kind: 'confirmed', newsletter: 'evening', detail: { how: 'preferences' } }]);
    expect(history[0]?.textShown).toContain(`You get it by email at ${email}`);
    expect((await post(site.app, preferences(other.id), {})).status).toBe(422);
    const gone = await post(site.app, preferences(), { action: 'subscribe', newsletter: '4711' });
    expect(gone.status).toBe(422);
  });

  test('asks for a new confirmation a day after an opt-out, with any button, before anything is sent again', async () => {
    const press = (action: string) => textOf(post(site.app, preferences(), { action }));
    await press('leave');
    nowMs += 25 * 3600_000;
    expect(await press('subscribe')).toContain('we need a new confirmation');
    await press('leave');
    expect(await press('subscribe')).toContain('we need a new confirmation');
    expect((await held()).status).toBe('unsubscribed');
    const mails = await database.db.selectFrom('outbox').select('kind').where('subscriber_id', '=', id).execute();
    expect(mails.map(({ kind }) => kind)).toContain('confirmation');
    await press('leave-all');
    nowMs += 25 * 3600_000;
    const further = post(site.app, preferences(), { action: 'subscribe', newsletter: String(other.id) });
    expect(await textOf(further)).toContain('we need a new confirmation');
    nowMs = NOON.getTime();
  });

  test('shows by an old link the reader that its owner has become', async () => {
    const wanted = `joined${count}@reader.example`;
    const joined = await makeSubscriber(site, newsletter.id, wanted);
    const oldWayOut = wayOut();
    await post(site.app, await addressPath(wanted), {});
    expect(await textOf(site.app.request(preferences()))).toContain(wanted);
    await post(site.app, oldWayOut, { 'List-Unsubscribe': 'One-Click' });
    const { subscriptions, subscriber } = (await showSubscriber(site, wanted))!;
    expect(subscriber?.id).toBe(joined);
    expect(subscriptions.map(({ status }) => status)).toEqual(['unsubscribed']);
  });

  test('answers a link that no reader ever had as invalid', async () => {
    expect((await site.app.request(`/address/${'_'.repeat(40)}`)).status).toBe(404);
  });

  test('speaks the language that was just chosen', async () => {
    expect(await textOf(post(site.app, preferences(), { action: 'profile', language: 'es' }))).toContain('Guardado.');
    expect((await post(site.app, preferences(), { action: 'profile', language: 'tlh' })).status).toBe(422);
    expect(await textOf(post(site.app, preferences(), { action: 'profile', language: '' }))).toContain('Saved.');
  });

  test('gives the same answer for every new address', async () => {
    await makeSubscriber(site, other.id, `taken${count}@reader.example`);
    const answers = [];
    for (const wanted of [`taken${count}@reader.example`, `free${count}@reader.example`]) {
      const response = await post(site.app, await freshPath('address'), { email: wanted });
      answers.push(`${response.status} ${(await response.text()).replaceAll(/[\w-]{40}/g, 'TOKEN')}`);
    }
    expect(new Set(answers).size).toBe(1);
    expect(answers[0]).toMatch(/^200 /);
  });

  test('changes the address by a POST from the new mailbox, and leads on to the preferences', async () => {
    const wanted = `moved${count}@reader.example`;
    const path = await addressPath(wanted);
    for (const method of ['GET', 'HEAD', 'GET']) expect((await site.app.request(path, { method })).status).toBe(200);
    expect((await record()).subscriber?.email).toBe(email);
    const response = await post(site.app, path);
    expect(response.status).toBe(200);
    const [link] = /\/preferences\/[\w-]{40}/.exec(await response.text())!;
    expect(await textOf(site.app.request(link))).toContain(wanted);
    expect((await post(site.app, path)).status).toBe(404);
    expect(site.jobs.filter(({ name }) => name === 'renderOutbox').length).toBeGreaterThanOrEqual(2);
  });

  test('gives all that is held as JSON of a shape that does not change', async () => {
    await post(site.app, preferences(), { action: 'delivery', frequency: 'weekdays', format: 'full' });
    const response = await post(site.app, await freshPath('data'));
    expect(response.headers.get('content-disposition')).toContain('attachment');
    const data = (await response.json()) as Record<string, unknown>;
    expect(Object.keys(data)).toEqual([
      'subscriber',
      'suppression',
      'subscriptions',
      'history',
      'editions',
      'mails',
      'feedback',
    ]);
    expect(data).toMatchObject({
      subscriber: { email, firstName: '', language: null },
      subscriptions: [{ newsletter: 'daily', status: 'active', frequency: 'weekdays' }],
      history: [{ kind: 'changed', detail: { before: { frequency: 'daily' }, after: { frequency: 'weekdays' } } }],
    });
    expect(JSON.stringify(data)).not.toContain('hash');
  });

  test('lets no link of a mail export, erase or move: each takes a link to the reader’s own mailbox', async () => {
    const before = await record();
    // The forms of older pages, which held the tick and the new address.
    for (const fields of [
      { action: 'data' },
      { action: 'erase', sure: 'yes' },
      { action: 'address', email: 'thief@other.example' },
    ]) {
      const response = await post(site.app, preferences(), fields);
      expect(response.status).toBe(200);
      const text = await response.text();
      expect(text).toContain(`r…@reader.example. It works for 15 minutes`);
      expect(text).not.toContain('thief');
    }
    const data = await site.app.request(`${preferences()}/data.json`);
    expect([data.status, data.headers.get('location')]).toEqual([303, `${preferences()}#data`]);
    expect(await record()).toMatchObject({ ...before, mails: [{ to: email }, { to: email }, { to: email }] });
    const mails = await database.db
      .selectFrom('outbox')
      .select(['kind', 'to_address', 'payload'])
      .where('subscriber_id', '=', id)
      .orderBy('id')
      .execute();
    expect(mails).toEqual(
      ['data', 'erase', 'move'].map((purpose) => ({
        kind: 'fresh_link',
        to_address: email,
        payload: { purpose, url: expect.stringMatching(new RegExp(`/${purpose}/[\\w-]{40}$`)) },
      })),
    );
    const asked = await database.db
      .selectFrom('address_changes')
      .select('id')
      .where('subscriber_id', '=', id)
      .execute();
    expect(asked).toEqual([]);
  });

  test('sends three such links an hour for one purpose, and says when it is enough', async () => {
    const ask = () => post(site.app, preferences(), { action: 'erase' });
    for (let press = 0; press < 3; press++) expect((await ask()).status).toBe(200);
    const limited = await ask();
    expect([limited.status, await limited.text()]).toEqual([422, expect.stringContaining('several links')]);
    nowMs += 3_600_000;
    expect((await ask()).status).toBe(200);
    nowMs = NOON.getTime();
  });

  test('takes an Undo for a day, and says so afterwards', async () => {
    await post(site.app, preferences(), { action: 'leave', newsletter: String(newsletter.id) });
    nowMs += 25 * 3600_000;
    const response = await post(site.app, preferences(), { action: 'undo' });
    nowMs = NOON.getTime();
    expect(response.status).toBe(422);
    expect(await response.text()).toContain('can no longer be undone');
  });

  test.each(['bounce', 'complaint', 'manual'] as const)('tells a reader who is suppressed: %s', async (reason) => {
    const { address_hash: hash } = await database.db
      .selectFrom('subscribers')
      .select('address_hash')
      .where('id', '=', id)
      .executeTakeFirstOrThrow();
    await database.db.insertInto('suppressions').values({ address_hash: hash, reason }).execute();
    expect(await textOf(site.app.request(preferences()))).toContain('We send no mail to this address');
    const refused = await post(site.app, preferences(), { action: 'subscribe', newsletter: String(other.id) });
    expect(refused.status).toBe(422);
    expect(await refused.text()).toContain('we send no mail to it');
    expect((await record()).subscriptions).toHaveLength(1);
    for (const action of ['data', 'erase', 'address'])
      expect((await post(site.app, preferences(), { action })).status).toBe(422);
    expect((await record()).mails).toEqual([]);
  });
});

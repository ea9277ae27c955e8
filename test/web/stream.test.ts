import { setTimeout as sleep } from 'node:timers/promises';
import type { KyselyPlugin } from 'kysely';
import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { loadConfig } from '../../src/platform/config.ts';
import { createLog } from '../../src/platform/log.ts';
import { createProgressFeeds } from '../../src/web/desk/edition/progressFeeds.ts';
import { listen, type Listening } from '../../src/web/server.ts';
import { addDeliveries, editionRow, makeEdition, makePaper } from '../editions/support.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { signIn, type SignedIn } from './signedIn.ts';
import { NOON, openSite, type TestSite } from './support.ts';

type Event = { event: string; data: string };

let database: TestDatabase;
let site: TestSite;
let desk: SignedIn;
let server: Listening;
let draining: AbortController;
let id: number;

beforeAll(async () => {
  database = await createTestDatabase();
  draining = new AbortController();
  site = await openSite(database.db, { SMTP_URL: 'smtp://relay.example' }, () => NOON, { draining: draining.signal });
  desk = await signIn(site);
});
beforeEach(async () => {
  draining = new AbortController();
  site = await openSite(database.db, { SMTP_URL: 'smtp://relay.example' }, () => NOON, { draining: draining.signal });
  // What hangs is seen: nothing is cut while the test runs.
  server = await listen(site.app, { host: '127.0.0.1', port: 0, graceMs: 120_000 });
  id = await makeEdition(site.db, await makePaper(site.db, 4), { state: 'submitting' });
  await addDeliveries(site.db, id, [{ state: 'submitted' }, { state: 'pending' }, { state: 'pending' }]);
});
afterEach(() => server.close());
afterAll(() => database.drop());

const setState = (state: 'paused' | 'submitted'): Promise<unknown> =>
  site.db.updateTable('editions').set({ state }).where('id', '=', id).execute();

/** One desk's stream, event by event; null once it has ended. */
async function watch(): Promise<{ response: Response; next: () => Promise<Event | null>; leave: () => void }> {
  const leaving = new AbortController();
  const response = await fetch(`http://127.0.0.1:${server.port}/desk/editions/${id}/progress`, {
    headers: { cookie: desk.cookie },
    signal: leaving.signal,
  });
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  const next = async (): Promise<Event | null> => {
    for (;;) {
      const end = text.indexOf('\n\n');
      if (end >= 0) {
        const fields = new Map(
          text
            .slice(0, end)
            .split('\n')
            .map((line) => line.split(/: (.*)/s, 2) as [string, string]),
        );
        text = text.slice(end + 2);
        if (fields.has('event')) return { event: fields.get('event')!, data: fields.get('data')! };
        continue;
      }
      const { value, done } = await reader.read();
      if (done) return null;
      text += value;
    }
  };
  return { response, next, leave: () => leaving.abort() };
}

describe('the stream of a send', () => {
  test('tells the figures now and each time they changed, and ends with the send', async () => {
    const { response, next } = await watch();
    expect(response.headers.get('content-type')).toMatch(/^text\/event-stream/);
    expect(response.headers.get('cache-control')).toBe('no-store');
    const first = await next();
    expect(first?.event).toBe('progress');
    const figures = JSON.parse(first!.data);
    expect(figures).toMatchObject({
      edition: id,
      state: 'submitting',
      deliveries: { submitted: 1, pending: 2 },
      shown: { done: 1, total: 3, texts: { submitted: '1', of: '1 of 3 readers done' } },
    });
    const page = await (
      await fetch(`http://127.0.0.1:${server.port}/desk/editions/${id}`, { headers: { cookie: desk.cookie } })
    ).text();
    expect(page).toContain(`data-version="${figures.version}"`);
    await sql`update deliveries set state = 'failed' where edition_id = ${id} and state = 'pending'`.execute(site.db);
    const second = JSON.parse((await next())!.data);
    expect(second).toMatchObject({ deliveries: { failed: 2, pending: 0 }, version: figures.version });
    await setState('paused');
    expect(JSON.parse((await next())!.data).version).not.toBe(figures.version);
    await setState('submitted');
    expect(JSON.parse((await next())!.data).state).toBe('submitted');
    expect(await next()).toEqual({ event: 'end', data: '{}' });
    expect(await next()).toBeNull();
  });

  test('of a send that is over tells how it ended, and ends', async () => {
    await setState('submitted');
    const { next } = await watch();
    expect([(await next())?.event, (await next())?.event, await next()]).toEqual(['progress', 'end', null]);
  });

  test('lets a client go that leaves, and serves the others', async () => {
    const leaver = await watch();
    const stayer = await watch();
    await leaver.next();
    await stayer.next();
    leaver.leave();
    await sql`update deliveries set state = 'unknown' where edition_id = ${id} and state = 'pending'`.execute(site.db);
    expect(JSON.parse((await stayer.next())!.data).deliveries).toMatchObject({ unknown: 2 });
    stayer.leave();
    // Hangs while either is still being answered.
    await server.close();
  });

  test('ends when the server drains, and the server with it', async () => {
    const { next } = await watch();
    await next();
    draining.abort();
    await server.close();
    expect(await next()).toBeNull();
  });

  test('is not there for strangers, for no edition, and does not hang on HEAD', async () => {
    const url = `http://127.0.0.1:${server.port}/desk/editions`;
    const stranger = await fetch(`${url}/${id}/progress`, { redirect: 'manual' });
    expect(stranger.status).toBe(303);
    expect((await fetch(`${url}/999999/progress`, { headers: { cookie: desk.cookie } })).status).toBe(404);
    const head = await fetch(`${url}/${id}/progress`, { method: 'HEAD', headers: { cookie: desk.cookie } });
    expect(head.status).toBe(200);
    expect((await editionRow(site.db, id)).state).toBe('submitting');
  });
});

describe('the figures’ poll', () => {
  test('is one for all who watch, and stops when nobody does', async () => {
    let queries = 0;
    const counting: KyselyPlugin = {
      transformQuery: ({ node }) => {
        queries++;
        return node;
      },
      transformResult: async ({ result }) => result,
    };
    const config = loadConfig({ SECRET: 'a secret of thirty-two bytes at least' });
    const feeds = createProgressFeeds({ db: site.db.withPlugin(counting), config, log: createLog('test', 'silent') });
    const seen: number[] = [0, 0, 0];
    let stops: (() => void)[] = [];
    const poll = (): Promise<void> =>
      new Promise((done) => {
        stops = seen.map((_, index) =>
          feeds.follow(id, () => {
            seen[index]!++;
            if (seen.every((count) => count > 0)) done();
          }),
        );
      });
    await poll();
    const each = queries;
    expect(seen).toEqual([1, 1, 1]);
    // Young figures are not read again for a page either.
    await feeds.read(id, () => true);
    expect(queries).toBe(each);
    for (const stop of stops) stop();
    await sleep(1_500);
    expect(queries).toBe(each);
    await feeds.read(id, () => false);
    expect(queries).toBeGreaterThan(each);
  });
});

describe('the desk’s pages', () => {
  test('run three scripts of ours and no other, and load themselves again only without it', async () => {
    const response = await site.app.request(`/desk/editions/${id}`, { headers: { cookie: desk.cookie } });
    const policy = response.headers.get('content-security-policy')!;
    expect(policy).toContain("script-src 'self'; connect-src 'self'");
    expect(policy).not.toContain('unsafe');
    const page = await response.text();
    expect(page).toMatch(/<noscript>\s*<meta http-equiv="refresh" content="3"/);
    const scripts = [...page.matchAll(/<script src="([^"]+)" defer/g)].map(([, script]) => script!);
    expect([page.match(/<script/g)!.length, scripts.length]).toEqual([3, 3]);
    for (const script of scripts)
      expect((await site.app.request(script)).headers.get('content-type')).toMatch(/javascript/);
    expect(await desk.get(`/desk/editions/${id}?still=1`)).not.toContain('http-equiv="refresh"');
    const dashboard = await site.app.request('/desk', { headers: { cookie: desk.cookie } });
    expect(dashboard.headers.get('content-security-policy')).not.toContain('script-src');
  });
});

import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Db } from '../../../src/platform/db/client.ts';
import { openPoliteFetcher, type PoliteFetcher } from '../../../src/newsroom/ingest/fetch/polite.ts';
import { openRobots, type RobotsVerdict } from '../../../src/newsroom/ingest/fetch/robots.ts';
import { takeTurn, type Politeness } from '../../../src/newsroom/ingest/fetch/turns.ts';
import { cpuMsOf } from '../../support/cpuTime.ts';
import { createTestDatabase, type TestDatabase } from '../../support/database.ts';
import { send, startOutlet, type Outlet } from './standin.ts';

const DAY_MS = 24 * 3_600_000;
let database: TestDatabase;
let db: Db;
let site: Outlet;
let fetcher: PoliteFetcher;
let clock = new Date('2026-11-03T12:00:00Z');

beforeAll(async () => {
  database = await createTestDatabase();
  db = database.db;
});
afterAll(() => database.drop());
beforeEach(async () => {
  clock = new Date('2026-11-03T12:00:00Z');
  site = await startOutlet();
  fetcher = openPoliteFetcher(db, { privateOrigin: site.origin, timeoutMs: 20_000 });
});
afterEach(async () => {
  await fetcher.close();
  await site.close();
});

describe('turns at a server', () => {
  const turn = (origin: string, manners: Politeness, waitMs = 30_000, lapseMs = 60_000): ReturnType<typeof takeTurn> =>
    takeTurn(db, origin, manners, { lapseMs, signal: AbortSignal.timeout(waitMs) });

  test('concurrent turns are limited over all processes, and a returned turn is free', async () => {
    let now = 0;
    let most = 0;
    const visit = async (): Promise<void> => {
      const mine = await turn('https://busy.example', { atOnce: 2, pauseMs: 0 });
      expect(mine).not.toBeNull();
      most = Math.max(most, ++now);
      await sleep(20);
      now--;
      await mine?.release();
    };
    await Promise.all(Array.from({ length: 8 }, visit));
    expect(most).toBe(2);
    const { busy_until } = await db
      .selectFrom('fetch_hosts')
      .select('busy_until')
      .where('origin', '=', 'https://busy.example')
      .executeTakeFirstOrThrow();
    expect(busy_until).toEqual([]);
  });

  test('a pause lies between the beginnings of two', async () => {
    const startedAt = performance.now();
    const began: number[] = [];
    await Promise.all(
      Array.from({ length: 4 }, async () => {
        const mine = await turn('https://slow.example', { atOnce: 4, pauseMs: 100 });
        began.push(performance.now());
        await mine?.release();
      }),
    );
    // The database's clock counts the pauses; we see the answers come in, late on a busy machine, but none too early.
    for (const [pauses, at] of began.toSorted((a, b) => a - b).entries())
      expect(at - startedAt).toBeGreaterThan(pauses * 100 - 10);
  });

  test('who waits in vain gets none; a turn whose holder died lapses', async () => {
    const manners = { atOnce: 1, pauseMs: 0 };
    await turn('https://held.example', manners);
    expect(await turn('https://held.example', manners, 100)).toBeNull();
    await turn('https://dead.example', manners, 30_000, 300);
    expect(await turn('https://dead.example', manners)).not.toBeNull();
  });

  test('servers do not wait for one another', async () => {
    await turn('https://one.example', { atOnce: 1, pauseMs: 60_000 });
    expect(await turn('https://two.example', { atOnce: 1, pauseMs: 60_000 })).not.toBeNull();
  });
});

describe('robots.txt', () => {
  const ask = (path: string): Promise<RobotsVerdict> =>
    openRobots({ db, fetcher, now: () => clock }).ask(`${site.origin}${path}`);
  const asked = (): number => site.asked.filter((path) => path === '/robots.txt').length;

  test('is asked once a day and obeyed: the rules for our name before those for all', async () => {
    site.routes['/robots.txt'] = send(
      'User-agent: *\nDisallow: /\n\nUser-agent: Reveille\nCrawl-delay: 3\nDisallow: /private/\nAllow: /private/open\n',
      'text/plain',
    );
    expect(await ask('/a')).toEqual({ kind: 'allowed', pauseMs: 3000 });
    expect(await ask('/private/x')).toEqual({ kind: 'disallowed' });
    expect(await ask('/private/open')).toMatchObject({ kind: 'allowed' });
    expect(asked()).toBe(1);
    clock = new Date(clock.getTime() + DAY_MS + 1);
    site.routes['/robots.txt'] = send('User-agent: *\nDisallow:', 'text/plain');
    expect(await ask('/private/x')).toEqual({ kind: 'allowed', pauseMs: 0 });
    expect(asked()).toBe(2);
  });

  test('none (4xx) allows all', async () => {
    expect(await ask('/a')).toEqual({ kind: 'allowed', pauseMs: 0 });
    expect(await ask('/b')).toMatchObject({ kind: 'allowed' });
    expect(asked()).toBe(1);
  });

  test.each([500, 503, 429])('one that answers %i forbids all for now, and is asked again later', async (status) => {
    site.routes['/robots.txt'] = (_request, response) => {
      response.writeHead(status).end();
    };
    expect(await ask('/a')).toEqual({ kind: 'unknown' });
    expect(await ask('/a')).toEqual({ kind: 'unknown' });
    expect(asked()).toBe(1);
    clock = new Date(clock.getTime() + 20 * 60_000);
    site.routes['/robots.txt'] = send('', 'text/plain');
    expect(await ask('/a')).toMatchObject({ kind: 'allowed' });
  });

  test('the last copy is used while robots.txt cannot be reached; after thirty days without one, all is allowed', async () => {
    site.routes['/robots.txt'] = send('User-agent: *\nDisallow: /private/', 'text/plain');
    await ask('/a');
    site.routes['/robots.txt'] = (request) => void request.destroy();
    clock = new Date(clock.getTime() + 2 * DAY_MS);
    expect(await ask('/private/x')).toEqual({ kind: 'disallowed' });
    expect(await ask('/a')).toMatchObject({ kind: 'allowed' });
    await db.updateTable('fetch_hosts').set({ robots: null }).where('origin', '=', site.origin).execute();
    clock = new Date(clock.getTime() + 31 * DAY_MS);
    expect(await ask('/private/x')).toMatchObject({ kind: 'allowed' });
  });

  test('an endless one is read as far as RFC 9309 asks, a costly one forbids, zero bytes do no harm', async () => {
    site.routes['/robots.txt'] = send(`User-agent: *\nDisallow: /x\0y\n#${'x'.repeat(600_000)}`, 'text/plain');
    expect(await ask('/a')).toMatchObject({ kind: 'allowed' });
    const rules = `User-agent: *\n${`Disallow: /${'*a'.repeat(500)}b\n`.repeat(480)}`;
    await db
      .updateTable('fetch_hosts')
      .set({ robots: rules, robots_fetched_at: sql<Date>`${clock}::timestamptz` })
      .where('origin', '=', site.origin)
      .execute();
    const costly = async (): Promise<void> => expect(await ask(`/${'a'.repeat(1900)}`)).toEqual({ kind: 'disallowed' });
    expect(await cpuMsOf(costly)).toBeLessThan(500);
  });
});

test('a fetch waits for its turn, and asks in the operator’s name', async () => {
  let agent: string | undefined;
  site.routes['/a'] = (request, response) => {
    agent = request.headers['user-agent'];
    response.end('x');
  };
  const named = openPoliteFetcher(db, { privateOrigin: site.origin, userAgent: 'Reveille/0.1 (Gazette Ltd)' });
  expect(await named.fetch(`${site.origin}/a`, { maxBytes: 10, accept: '*/*' })).toMatchObject({ kind: 'fetched' });
  expect(agent).toBe('Reveille/0.1 (Gazette Ltd)');
  const held = await takeTurn(
    db,
    site.origin,
    { atOnce: 9, pauseMs: 30_000 },
    { lapseMs: 9, signal: AbortSignal.timeout(20_000) },
  );
  expect(held).not.toBeNull();
  expect(
    await named.fetch(`${site.origin}/a`, { maxBytes: 10, accept: '*/*', signal: AbortSignal.timeout(100) }),
  ).toMatchObject({ kind: 'failed', code: 'FETCH_TIMEOUT' });
  await named.close();
});

import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { SMTPServer } from 'smtp-server';
import type { Relay } from '../../src/platform/config.ts';
import { openDatabase } from '../../src/platform/db/client.ts';
import { deliverEdition, freezeAudience, type DeliverDeps } from '../../src/deliver/deliver.ts';
import {
  pauseDomain,
  setDomainLimit,
  siblingsOf,
  sweepDomainPauses,
  unpauseDomain,
} from '../../src/deliver/limits/domains.ts';
import { claimShare } from '../../src/deliver/limits/share.ts';
import { takePlaces } from '../../src/deliver/limits/throttle.ts';
import { takeFromDay } from '../../src/deliver/limits/warmUp.ts';
import { quotaOf } from '../../src/editions/warmUpDay.ts';
import { openSmtpTransport } from '../../src/deliver/smtp/transport.ts';
import { editionStatus } from '../../src/editions/status.ts';
import { createLog } from '../../src/platform/log.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { makeNewsletter, makePreparedEdition, testKeys } from '../support/edition.ts';
import { startSink, type Sink } from '../support/sink.ts';

const log = createLog('test', 'silent');
const forever = new AbortController().signal;
let database: TestDatabase;
let sink: Sink;
const opened: { close: () => Promise<void> }[] = [];

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());
beforeEach(async () => {
  sink = await startSink();
});
afterEach(async () => {
  for (const each of opened.splice(0)) await each.close();
  await sink.close();
  for (const table of ['domain_limits', 'domain_pauses', 'relay_states', 'relay_days', 'shares', 'throttles'] as const)
    await database.db.deleteFrom(table).execute();
});

/** A mailer of its own: its connections to the database and to the relays are shared with nobody. */
function openMailer(relays: readonly Relay[]): DeliverDeps {
  const db = openDatabase(database.url, { maxConnections: 6 });
  const transport = openSmtpTransport(relays, { log, db });
  const close = async (): Promise<void> => {
    await transport.close();
    await db.destroy();
  };
  opened.push({ close });
  return {
    db,
    log,
    now: () => new Date(),
    keys: testKeys,
    transports: { forRun: async () => transport, close: async () => undefined },
  };
}

async function makeEdition(slug: string, readers: number): Promise<number> {
  const editionId = await makePreparedEdition(database.db, await makeNewsletter(database.db, slug, readers));
  await freezeAudience(database, editionId);
  return editionId;
}

/** How many messages the sink has under way at most, by a name that each is given. */
function watchConcurrency(nameOf: (to: string) => string): { most: Map<string, number> } {
  const now = new Map<string, number>();
  const most = new Map<string, number>();
  sink.setScript(async (stage, { to }) => {
    if (stage !== 'message') return undefined;
    const name = nameOf(to);
    now.set(name, (now.get(name) ?? 0) + 1);
    most.set(name, Math.max(most.get(name) ?? 0, now.get(name)!));
    await new Promise((done) => setTimeout(done, 15));
    now.set(name, now.get(name)! - 1);
    return undefined;
  });
  return { most };
}

describe('a rate', () => {
  test('holds for all who draw on it together', async () => {
    const pools = [1, 2, 3].map(() => openDatabase(database.url, { maxConnections: 2 }));
    const perSecond = 200;
    const take = (db: (typeof pools)[number]) => takePlaces({ db }, { key: 'relay:rate', perSecond, want: 20 });
    // Connected, and with something to draw on, before the time runs.
    await Promise.all(pools.map(take));
    const startedAt = performance.now();
    let places = 0;
    let lastAt = startedAt;
    let usableMs = 0;
    const draw = async (db: (typeof pools)[number]): Promise<void> => {
      while (performance.now() - startedAt < 700) {
        const taken = await take(db);
        places += taken.places;
        // What nobody asked for within a tenth of a second is gone.
        usableMs += Math.min(100, performance.now() - lastAt);
        lastAt = performance.now();
      }
    };
    await Promise.all(pools.map(draw));
    const seconds = (performance.now() - startedAt) / 1000;
    await Promise.all(pools.map((db) => db.destroy()));
    expect(places).toBeLessThanOrEqual((seconds + 0.1) * perSecond + 1);
    // Whoever asks all the time gets what there is.
    expect(places).toBeGreaterThan((0.5 * usableMs * perSecond) / 1_000);
  });

  test('that staff set for an edition is kept by two mailers', async () => {
    const editionId = await makeEdition('paced', 24);
    await database.db.updateTable('editions').set({ max_rate: 20 }).where('id', '=', editionId).execute();
    const startedAt = performance.now();
    await Promise.all([1, 2].map(() => deliverEdition(openMailer([sink.relay]), editionId, forever)));
    const seconds = (performance.now() - startedAt) / 1000;
    expect(sink.messages).toHaveLength(24);
    // Each mailer may hold a quarter of a second's worth when it ends.
    expect(24).toBeLessThanOrEqual((seconds + 0.1) * 20 + 1);
  });
});

describe('a share', () => {
  const lease = async (seconds: number): Promise<string> => {
    const id = randomUUID();
    await sql`insert into leases (id, role, holder, until) values (${id}, 'transport', 'test', now() + ${seconds} * interval '1 second')`.execute(
      database.db,
    );
    return id;
  };
  const claim = async (leaseId: string, inUse: number): Promise<number> =>
    (await claimShare(database, { key: 'relay:share', leaseId, limit: 10, inUse })).places;

  test('is equal for each, and all together never have more than there are', async () => {
    const [one, two, three] = [await lease(60), await lease(60), await lease(60)];
    expect(await claim(one, 0)).toBe(10);
    // The first still uses its ten: nothing is left for the others until it asks again.
    expect(await claim(two, 0)).toBe(0);
    expect(await claim(one, 10)).toBe(5);
    expect(await claim(two, 0)).toBe(0);
    expect(await claim(one, 5)).toBe(5);
    expect(await claim(two, 0)).toBe(5);
    await claim(three, 0);
    const parts = [await claim(one, 3), await claim(two, 3), await claim(three, 0)];
    expect(parts.reduce((sum, part) => sum + part, 0)).toBeLessThanOrEqual(10);
    expect(Math.min(...parts)).toBeGreaterThanOrEqual(3);
  });

  test('of one that died goes to the others', async () => {
    const [dead, alive] = [await lease(60), await lease(60)];
    await claim(dead, 0);
    expect(await claim(alive, 0)).toBe(0);
    await sql`update leases set until = now() - interval '1 second' where id = ${dead}`.execute(database.db);
    expect(await claim(alive, 0)).toBe(10);
  });
});

describe('relays', () => {
  test('never see more connections than they allow, however many mailers there are', async () => {
    const { most } = watchConcurrency(() => 'all');
    const editionId = await makeEdition('narrow', 40);
    const relay = { ...sink.relay, connections: 4 };
    await Promise.all([1, 2, 3].map(() => deliverEdition(openMailer([relay]), editionId, forever)));
    expect(sink.messages).toHaveLength(40);
    expect(most.get('all')).toBeLessThanOrEqual(4);
  });

  test('that cannot be reached leave the mail to the others, and all mailers hear of it', async () => {
    const gone = await startSink();
    await gone.close();
    const editionId = await makeEdition('failover', 30);
    await deliverEdition(openMailer([gone.relay, sink.relay]), editionId, forever);
    expect(new Set(sink.messages.map(({ to }) => to)).size).toBe(30);
    const states = await database.db.selectFrom('relay_states').selectAll().execute();
    expect(states).toMatchObject([{ relay: `127.0.0.1:${gone.relay.port}`, failures: expect.any(Number) }]);
    expect((await editionStatus(database, editionId)).flag).toBe(null);
  });

  /** Runs the edition until staff are told that no relay can be reached; what they read. */
  const sendUntilFlagged = async (mailer: DeliverDeps, editionId: number): Promise<string | null> => {
    const running = new AbortController();
    const run = deliverEdition(mailer, editionId, running.signal);
    await expect.poll(() => editionStatus(database, editionId)).toMatchObject({ flag: 'relay_down' });
    running.abort();
    await run;
    return (await editionStatus(database, editionId)).flagDetail;
  };

  test('that cannot be reached are named once each, with the reason', async () => {
    const gone = await startSink();
    await gone.close();
    sink.setScript((stage) => (stage === 'connect' ? '554 5.7.1 go away' : undefined));
    const said = await sendUntilFlagged(openMailer([gone.relay, sink.relay]), await makeEdition('named', 2));
    expect(said).toMatch(
      new RegExp(
        `^127\\.0\\.0\\.1:${gone.relay.port}: connect ECONNREFUSED; 127\\.0\\.0\\.1:${sink.relay.port}: .*5\\.7\\.1 go away$`,
      ),
    );
  });

  test('that answer again are no longer called down, even where all they say is “later”', async () => {
    const editionId = await makeEdition('greylisted', 3);
    sink.setScript((stage) => (stage === 'connect' ? 'drop' : undefined));
    const run = deliverEdition(openMailer([sink.relay]), editionId, forever);
    await expect.poll(() => editionStatus(database, editionId)).toMatchObject({ flag: 'relay_down' });
    sink.setScript((stage) => (stage === 'rcpt' ? '451 4.7.1 greylisted, try again later' : undefined));
    await run;
    await expect
      .poll(async () => {
        await deliverEdition(openMailer([sink.relay]), editionId, forever);
        return editionStatus(database, editionId);
      })
      .toMatchObject({ flag: null, flagDetail: null, deliveries: { pending: 3, submitted: 0 } });
  });

  test('that accept other mail are no longer reported as down by an edition without due deliveries, whichever process found out', async () => {
    for (const name of ['itself', 'another']) {
      const found = openMailer([sink.relay]);
      const mailer = name === 'itself' ? found : openMailer([sink.relay]);
      const waiting = await makeEdition(`waiting-${name}`, 2);
      sink.setScript((stage) => (stage === 'connect' ? 'drop' : undefined));
      await sendUntilFlagged(found, waiting);
      sink.setScript(() => undefined);
      await sql`update deliveries set next_attempt_at = now() + interval '1 hour' where edition_id = ${waiting}`.execute(
        database.db,
      );
      // Its pause is over, and nobody has tried since.
      if (name === 'another') await database.db.updateTable('relay_states').set({ down_until: new Date() }).execute();
      const going = await makeEdition(`going-${name}`, 2);
      await expect
        .poll(async () => {
          await deliverEdition(mailer, going, forever);
          return editionStatus(database, going);
        })
        .toMatchObject({ state: 'submitted', flag: null });
      await expect.poll(() => editionStatus(database, waiting)).toMatchObject({ flag: null, flagDetail: null });
      expect((await editionStatus(database, waiting)).deliveries).toMatchObject({ pending: 2 });
    }
  });

  test('with weights share the messages in proportion', async () => {
    const other = await startSink();
    const editionId = await makeEdition('weighted', 80);
    await deliverEdition(
      openMailer([
        { ...sink.relay, weight: 3 },
        { ...other.relay, weight: 1 },
      ]),
      editionId,
      forever,
    );
    const [three, one] = [sink.messages.length, other.messages.length];
    await other.close();
    expect(three + one).toBe(80);
    expect(one).toBeGreaterThanOrEqual(18);
    expect(one).toBeLessThanOrEqual(22);
  });

  test('that warm up get no more than today’s quota, and the edition says so', async () => {
    const warmUp = { start: 36_000, factor: 1.5, cap: 36_000 };
    const relay = { ...sink.relay, warmUp };
    await sql`insert into relay_days (relay, day, messages) values (${`127.0.0.1:${relay.port}`}, (now() at time zone 'UTC')::date, 35997)`.execute(
      database.db,
    );
    const editionId = await makeEdition('warming', 10);
    await deliverEdition(openMailer([relay]), editionId, forever);
    expect(sink.messages).toHaveLength(3);
    const { deliveries, flag, flagDetail } = await editionStatus(database, editionId);
    expect(deliveries).toMatchObject({ submitted: 3, pending: 7, unknown: 0 });
    expect(flag).toBe('relay_down');
    expect(flagDetail).toContain('warm-up');
  });

  test('that warm up use their daily quota completely and never exceed it, also with concurrent requests', async () => {
    const take = (): Promise<number> => takeFromDay(database, 'warm.example:25', 23, 5);
    const taken = await Promise.all(Array.from({ length: 8 }, take));
    expect(taken.toSorted((a, b) => b - a)).toEqual([5, 5, 5, 5, 3, 0, 0, 0]);
  });

  test('grow by their plan until its cap', () => {
    const plan = { start: 500, factor: 1.5, cap: 2_000 };
    expect([0, 1, 2, 3, 4, 40].map((day) => quotaOf(plan, day))).toEqual([500, 750, 1125, 1687, 2000, 2000]);
  });

  test('are spoken to in TLS where they offer it, signed in, and in whole transactions', async () => {
    const received: string[] = [];
    const server = new SMTPServer({
      authMethods: ['LOGIN'],
      onAuth: ({ username, password }, _session, done) =>
        username === 'news' && password === 'p@ss word' ? done(null, { user: username }) : done(new Error('no')),
      onData: (stream, session, done) => {
        stream.resume();
        stream.on('end', () => {
          received.push(`${session.secure} ${session.envelope.rcptTo[0]!.address}`);
          done();
        });
      },
    });
    server.on('error', () => undefined);
    await new Promise<void>((done) => void server.listen(0, '127.0.0.1', done));
    const { port } = server.server.address() as { port: number };
    const editionId = await makeEdition('secure', 12);
    const auth = { user: 'news', pass: 'p@ss word' };
    await deliverEdition(openMailer([{ ...sink.relay, port, auth }]), editionId, forever);
    await opened.pop()?.close();
    await new Promise<void>((done) => {
      server.close(done);
    });
    expect(received).toHaveLength(12);
    expect(received.every((line) => line.startsWith('true '))).toBe(true);
  });
});

describe('a destination domain', () => {
  /** Half of the readers stay at `slug`.example, the others move to `domain`. */
  const moveHalf = async (slug: string, domain: string): Promise<void> => {
    await sql`
      update subscribers set email = split_part(email, '@', 1) || ${`@${domain}`}, email_key = split_part(email, '@', 1) || ${`@${domain}`}
      where email like ${`%@${slug}.example`} and id % 2 = 0`.execute(database.db);
  };

  test('that asks for patience gets it, while the others flow', async () => {
    const editionId = await makeEdition('patience', 40);
    await moveHalf('patience', 'busy.example');
    sink.setScript((stage, { to }) =>
      stage === 'rcpt' && to.endsWith('@busy.example') ? '421 4.7.0 Too many messages, try again later' : undefined,
    );
    await deliverEdition(openMailer([sink.relay]), editionId, forever);
    expect(sink.messages.filter(({ to }) => to.endsWith('@patience.example'))).toHaveLength(20);
    const { rows } = await sql<{ verdict: string; waits: boolean; state: string }>`
      select distinct d.verdict, d.next_attempt_at > now() as waits, d.state from deliveries d
      join subscribers s on s.id = d.subscriber_id
      where d.edition_id = ${editionId} and s.email like '%@busy.example'`.execute(database.db);
    expect(rows).toEqual([{ verdict: 'domain-busy', waits: true, state: 'pending' }]);
    const pauses = await database.db.selectFrom('domain_pauses').selectAll().execute();
    expect(pauses).toMatchObject([{ domain: 'busy.example', failures: 1 }]);
    expect((await editionStatus(database, editionId)).state).toBe('submitting');
  });

  test('is paused for all of its provider’s domains, longer each time, and forgiven when it takes mail again', async () => {
    const pause = (): Promise<Date | null> =>
      pauseDomain(database, 'googlemail.com', { pauseMs: (failures) => failures * 60_000, reply: 'later' });
    expect(siblingsOf('gmail.com')).toContain('googlemail.com');
    const first = await pause();
    expect(await pause()).toBe(null);
    await sql`update domain_pauses set until = now() - interval '1 second'`.execute(database.db);
    const second = await pause();
    expect(second!.getTime() - first!.getTime()).toBeGreaterThan(50_000);
    const rows = await database.db
      .selectFrom('domain_pauses')
      .select(['domain', 'failures'])
      .orderBy('domain')
      .execute();
    expect(rows).toEqual([
      { domain: 'gmail.com', failures: 2 },
      { domain: 'googlemail.com', failures: 2 },
    ]);
    await sql`update domain_pauses set until = now() - interval '1 second'`.execute(database.db);
    await sql`
      insert into domain_pauses (domain, until, failures, reply)
      values ('ann-lee.example', now() - interval '2 days', 1, 'ann@ann-lee.example is over its rate')`.execute(
      database.db,
    );
    await sweepDomainPauses(database);
    const left = await database.db.selectFrom('domain_pauses').select('domain').orderBy('domain').execute();
    expect(left.map(({ domain }) => domain)).toEqual(['gmail.com', 'googlemail.com']);
    await unpauseDomain(database, 'gmail.com');
    expect(await database.db.selectFrom('domain_pauses').selectAll().execute()).toEqual([]);
  });

  test('has no more connections at once than a person allows it, over two mailers', async () => {
    const editionId = await makeEdition('few', 40);
    await moveHalf('few', 'tight.example');
    await setDomainLimit(database, 'tight.example', { perSecond: null, connections: 2 });
    const { most } = watchConcurrency((to) => to.slice(to.indexOf('@') + 1));
    await Promise.all([1, 2].map(() => deliverEdition(openMailer([sink.relay]), editionId, forever)));
    expect(most.get('tight.example')).toBeLessThanOrEqual(2);
    expect(most.get('few.example')).toBeGreaterThan(2);
    const { deliveries } = await editionStatus(database, editionId);
    expect(deliveries.submitted).toBe(sink.messages.length);
    expect(sink.messages.filter(({ to }) => to.endsWith('@few.example'))).toHaveLength(20);
  });

  test('that is limited to a rate gets no more, and its other readers wait for their turn', async () => {
    const editionId = await makeEdition('slow', 60);
    await moveHalf('slow', 'trickle.example');
    await setDomainLimit(database, 'trickle.example', { perSecond: 4, connections: null });
    const startedAt = performance.now();
    await deliverEdition(openMailer([sink.relay]), editionId, forever);
    const seconds = (performance.now() - startedAt) / 1000;
    const slow = sink.messages.filter(({ to }) => to.endsWith('@trickle.example')).length;
    expect(sink.messages.length - slow).toBe(30);
    expect(slow).toBeLessThanOrEqual((seconds + 0.1) * 4 + 1);
    const { deliveries } = await editionStatus(database, editionId);
    expect(deliveries.pending).toBe(30 - slow);
    expect(deliveries.submitting).toBe(0);
  });

  test('that is limited while a send runs is kept to at once, and let go at once when the limit is lifted', async () => {
    const editionId = await makeEdition('meanwhile', 400);
    await moveHalf('meanwhile', 'sudden.example');
    // Eight seconds for all of them together.
    await sql`update editions set max_rate = 50 where id = ${editionId}`.execute(database.db);
    const toSudden = (): number => sink.messages.filter(({ to }) => to.endsWith('@sudden.example')).length;
    const run = deliverEdition(openMailer([sink.relay]), editionId, forever);
    while (toSudden() === 0) await sleep(10);
    await setDomainLimit(database, 'sudden.example', { perSecond: 2, connections: null });
    // The run looks once a second.
    await sleep(3_000);
    const [before, from] = [toSudden(), performance.now()];
    await run;
    const seconds = (performance.now() - from) / 1000;
    expect(sink.messages.length - toSudden()).toBe(200);
    expect(toSudden() - before).toBeLessThanOrEqual((seconds + 0.35) * 2 + 1);
    expect(toSudden()).toBeLessThan(180);

    await sql`update editions set max_rate = null where id = ${editionId}`.execute(database.db);
    await setDomainLimit(database, 'sudden.example', { perSecond: null, connections: null });
    await deliverEdition(openMailer([sink.relay]), editionId, forever);
    expect(toSudden()).toBe(200);
    expect((await editionStatus(database, editionId)).state).toBe('submitted');
  });
});

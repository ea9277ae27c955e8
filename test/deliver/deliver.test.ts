import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  deliverEdition,
  freezeAudience,
  recoverLost,
  type DeliverDeps,
  type Transports,
} from '../../src/deliver/deliver.ts';
import { CONNECTIONS_PER_RELAY } from '../../src/deliver/smtp/line.ts';
import { openSmtpTransport } from '../../src/deliver/smtp/transport.ts';
import { cancelEdition, pauseEdition } from '../../src/editions/control.ts';
import { editionStatus } from '../../src/editions/status.ts';
import { createLog } from '../../src/platform/log.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { guardStates } from '../support/guardStates.ts';
import { makeNewsletter, makePreparedEdition, testKeys } from '../support/edition.ts';
import { startSink, type Sink } from '../support/sink.ts';

const log = createLog('test', 'silent');
const forever = new AbortController().signal;
let database: TestDatabase;
let sink: Sink;
let deps: DeliverDeps;
let newsletters = 0;

beforeAll(async () => {
  database = await createTestDatabase();
  await guardStates(database.db);
});
afterAll(() => database.drop());
beforeEach(async () => {
  sink = await startSink();
  const transport = openSmtpTransport([sink.relay], { log });
  const transports: Transports = { forRun: async () => transport, close: () => transport.close() };
  deps = { db: database.db, log, now: () => new Date(), keys: testKeys, transports };
});
afterEach(async () => {
  await deps.transports.close();
  await sink.close();
});

async function makeEdition(readers: number): Promise<{ newsletterId: number; editionId: number; slug: string }> {
  const slug = `paper${++newsletters}`;
  const newsletterId = await makeNewsletter(database.db, slug, readers);
  const editionId = await makePreparedEdition(database.db, newsletterId);
  return { newsletterId, editionId, slug };
}

const recipients = (): string[] => sink.messages.map((message) => message.to);

test('every reader gets one message, with any number of concurrent mailers', async () => {
  const { editionId } = await makeEdition(60);
  expect(await freezeAudience(deps, editionId)).toBe(60);
  await Promise.all([1, 2, 3].map(() => deliverEdition(deps, editionId, forever)));
  expect(new Set(recipients()).size).toBe(60);
  expect(recipients()).toHaveLength(60);
  const status = await editionStatus(deps, editionId);
  expect(status).toMatchObject({ state: 'submitted', deliveries: { submitted: 60, pending: 0, unknown: 0 } });
});

test('a message holds its own reader’s address and links, and both list headers', async () => {
  const { editionId, slug } = await makeEdition(2);
  await freezeAudience(deps, editionId);
  await deliverEdition(deps, editionId, forever);
  const raw = sink.messages.map((message) => message.raw);
  expect(raw.every((text) => text.includes('List-Unsubscribe-Post: List-Unsubscribe=One-Click'))).toBe(true);
  const tokens = raw.map((text) => /List-Unsubscribe: <\S*\/unsubscribe\/([\w-]{40})>/.exec(text)?.[1]);
  expect(new Set(tokens).size).toBe(2);
  for (const { to, raw: text } of sink.messages) {
    expect(text).toContain(`To: <${to}>`);
    expect(text.match(new RegExp(`@${slug}\\.example`, 'g'))).toHaveLength(1);
  }
});

test('freezing twice, also at once, makes one row a reader', async () => {
  const { editionId } = await makeEdition(5);
  const frozen = await Promise.all([freezeAudience(deps, editionId), freezeAudience(deps, editionId)]);
  expect(frozen.reduce<number>((sum, rows) => sum + (rows ?? 0), 0)).toBe(5);
  expect(await freezeAudience(deps, editionId)).toBe(null);
});

test('a reader who leaves or is suppressed after the freeze is not mailed', async () => {
  const { editionId, newsletterId, slug } = await makeEdition(4);
  await freezeAudience(deps, editionId);
  const who = (number: number) => sql`(select id from subscribers where email = ${`reader${number}@${slug}.example`})`;
  await sql`update subscriptions set status = 'unsubscribed'
    where newsletter_id = ${newsletterId} and subscriber_id = ${who(1)}`.execute(database.db);
  await sql`insert into suppressions (address_hash, reason)
    select address_hash, 'manual' from subscribers where id = ${who(2)}`.execute(database.db);
  await deliverEdition(deps, editionId, forever);
  expect(recipients().toSorted()).toEqual([`reader3@${slug}.example`, `reader4@${slug}.example`]);
  const { deliveries, state } = await editionStatus(deps, editionId);
  expect({ ...deliveries, state }).toMatchObject({ submitted: 2, suppressed: 2, state: 'submitted' });
});

test('a reader who leaves while the envelope travels is not mailed', async () => {
  const { editionId, newsletterId } = await makeEdition(1);
  await freezeAudience(deps, editionId);
  // The claim is made; the opt-out lands before the connection is even greeted.
  sink.setScript(async (stage) => {
    if (stage === 'connect')
      await sql`update subscriptions set status = 'unsubscribed' where newsletter_id = ${newsletterId}`.execute(
        database.db,
      );
    return undefined;
  });
  await deliverEdition(deps, editionId, forever);
  // What was withheld is looked at again, and then known for what it is.
  await deliverEdition(deps, editionId, forever);
  expect(sink.received).toEqual([]);
  expect(await editionStatus(deps, editionId)).toMatchObject({ deliveries: { suppressed: 1 } });
});

describe('a reader whose local part is not ASCII', () => {
  const josé = (slug: string) => `josé.${slug}@xn--bcher-kva.example`;
  const renameReader1 = (slug: string) =>
    sql`update subscribers set email = ${josé(slug)}, email_key = ${josé(slug)}
      where email = ${`reader1@${slug}.example`}`.execute(database.db);

  test('is the only failure if the relay lacks SMTPUTF8, and gives the reason', async () => {
    const { editionId, slug } = await makeEdition(3);
    await renameReader1(slug);
    await freezeAudience(deps, editionId);
    await deliverEdition(deps, editionId, forever);
    expect(recipients().toSorted()).toEqual([`reader2@${slug}.example`, `reader3@${slug}.example`]);
    expect(await editionStatus(deps, editionId)).toMatchObject({
      state: 'submitted',
      deliveries: { submitted: 2, failed: 1 },
    });
    const { rows } = await sql`select verdict, status_code, reply from deliveries
      where edition_id = ${editionId} and state = 'failed'`.execute(database.db);
    expect(rows).toMatchObject([{ verdict: 'refused', status_code: '5.6.7' }]);
    expect(rows).toMatchObject([{ reply: expect.stringContaining('SMTPUTF8') }]);
    const suppressed = await database.db.selectFrom('suppressions').selectAll().execute();
    expect(suppressed.filter(({ reason }) => reason === 'bounce')).toEqual([]);
  });

  test('is mailed over SMTPUTF8, with the address as it is in To and the domain in A-labels', async () => {
    await deps.transports.close();
    await sink.close();
    sink = await startSink({ smtpUtf8: true });
    const transport = openSmtpTransport([sink.relay], { log });
    deps = { ...deps, transports: { forRun: async () => transport, close: () => transport.close() } };
    const { editionId, slug } = await makeEdition(2);
    await renameReader1(slug);
    await freezeAudience(deps, editionId);
    await deliverEdition(deps, editionId, forever);
    expect(recipients().toSorted()).toEqual([josé(slug), `reader2@${slug}.example`]);
    const raw = sink.messages.find(({ to }) => to.startsWith('josé'))?.raw ?? '';
    expect(Buffer.from(raw, 'latin1').toString()).toContain(`\r\nTo: <${josé(slug)}>\r\n`);
  });
});

test('one bad address does not affect others', async () => {
  const { editionId, slug } = await makeEdition(20);
  await freezeAudience(deps, editionId);
  sink.setScript((stage, { to }) =>
    stage === 'rcpt' && to === `reader7@${slug}.example` ? '550 5.1.1 no such user' : undefined,
  );
  await deliverEdition(deps, editionId, forever);
  const status = await editionStatus(deps, editionId);
  expect(status).toMatchObject({ state: 'submitted', deliveries: { submitted: 19, failed: 1 } });
});

test('a temporary refusal is tried again later, and no sooner', async () => {
  const { editionId } = await makeEdition(1);
  await freezeAudience(deps, editionId);
  sink.setScript((stage) => (stage === 'rcpt' ? '451 4.7.1 greylisted' : undefined));
  await deliverEdition(deps, editionId, forever);
  await deliverEdition(deps, editionId, forever);
  const row = await database.db
    .selectFrom('deliveries')
    .selectAll()
    .where('edition_id', '=', editionId)
    .executeTakeFirstOrThrow();
  expect(row).toMatchObject({ state: 'pending', attempts: 1, status_code: '4.7.1' });
  expect(row.next_attempt_at.getTime()).toBeGreaterThan(Date.now() + 30_000);
});

test('a connection lost after the last byte makes the delivery unknown, and it is never retried', async () => {
  const { editionId } = await makeEdition(1);
  await freezeAudience(deps, editionId);
  sink.setScript((stage) => (stage === 'message' ? 'drop' : undefined));
  await deliverEdition(deps, editionId, forever);
  sink.setScript(() => undefined);
  await deliverEdition(deps, editionId, forever);
  expect(sink.received).toHaveLength(1);
  expect(await editionStatus(deps, editionId)).toMatchObject({ state: 'submitted', deliveries: { unknown: 1 } });
});

test('a connection lost before the message is no outcome: the reader is pending again', async () => {
  const { editionId } = await makeEdition(1);
  await freezeAudience(deps, editionId);
  sink.setScript((stage) => (stage === 'data' ? 'drop' : undefined));
  await deliverEdition(deps, editionId, forever);
  expect(sink.received).toEqual([]);
  expect(await editionStatus(deps, editionId)).toMatchObject({ deliveries: { pending: 1, unknown: 0 } });
});

describe('a relay that refuses us', () => {
  test.each([
    ['mail', '530 5.7.0 authentication required'],
    ['rcpt', '550 5.7.1 relaying denied'],
    ['message', '554 5.7.1 content blocked'],
  ] as const)('at %s with %s pauses the edition and fails no reader', async (where, reply) => {
    const { editionId } = await makeEdition(30);
    await freezeAudience(deps, editionId);
    sink.setScript((stage) => (stage === where ? reply : undefined));
    await deliverEdition(deps, editionId, forever);
    const status = await editionStatus(deps, editionId);
    expect(status).toMatchObject({ state: 'paused', flag: 'sender_fault' });
    expect(status.deliveries).toMatchObject({ failed: 0, submitted: 0, pending: 30 });
    expect(status.flagDetail).toContain(reply.slice(4, 9));
  });

  test('for one reader only, while others are accepted, does not pause', async () => {
    const { editionId, slug } = await makeEdition(20);
    await freezeAudience(deps, editionId);
    sink.setScript((stage, { to }) =>
      stage === 'rcpt' && to === `reader3@${slug}.example` ? '550 5.7.1 not you' : undefined,
    );
    await deliverEdition(deps, editionId, forever);
    const status = await editionStatus(deps, editionId);
    expect(status).toMatchObject({ state: 'submitting', deliveries: { submitted: 19, pending: 1 } });
  });
});

test('a pause stops before the next message, and claimed deliveries are due again', async () => {
  const { editionId } = await makeEdition(200);
  await freezeAudience(deps, editionId);
  let accepted = 0;
  let receivedAtPause = 0;
  sink.setScript(async (stage) => {
    if (stage !== 'message' || ++accepted !== 20) return undefined;
    await pauseEdition(deps, { editionId, actor: 'test' });
    receivedAtPause = sink.received.length;
    return undefined;
  });
  await deliverEdition(deps, editionId, forever);
  const { state, deliveries } = await editionStatus(deps, editionId);
  expect(state).toBe('paused');
  // Those already past their mark (one a connection) go through.
  expect(deliveries.submitted).toBeLessThanOrEqual(receivedAtPause + CONNECTIONS_PER_RELAY);
  expect(deliveries.submitted + deliveries.pending).toBe(200);
});

test('a cancelled edition mails nobody any more', async () => {
  const { editionId } = await makeEdition(3);
  await freezeAudience(deps, editionId);
  await cancelEdition(deps, { editionId, actor: 'test' });
  await deliverEdition(deps, editionId, forever);
  expect(sink.received).toEqual([]);
});

test('an orderly stop sees messages on the wire through and leaves no unknown', async () => {
  const { editionId } = await makeEdition(100);
  await freezeAudience(deps, editionId);
  const stopping = new AbortController();
  let seen = 0;
  sink.setScript((stage) => {
    if (stage === 'message' && ++seen === 10) stopping.abort();
    return undefined;
  });
  await deliverEdition(deps, editionId, stopping.signal);
  const stopped = await editionStatus(deps, editionId);
  expect(stopped.deliveries).toMatchObject({ unknown: 0, submitting: 0 });
  await deliverEdition(deps, editionId, forever);
  expect(new Set(recipients()).size).toBe(100);
  expect(recipients()).toHaveLength(100);
});

describe('rows of an owner that is gone', () => {
  const abandon = async (editionId: number, isPastData: boolean): Promise<void> => {
    await sql`update deliveries set state = 'submitting', owner = gen_random_uuid(),
      data_at = case when ${isPastData} then now() end where edition_id = ${editionId}`.execute(database.db);
  };

  test('before DATA are pending again', async () => {
    const { editionId } = await makeEdition(3);
    await freezeAudience(deps, editionId);
    await abandon(editionId, false);
    expect(await recoverLost(deps, editionId)).toBe(3);
    await deliverEdition(deps, editionId, forever);
    expect(recipients()).toHaveLength(3);
  });

  test('past DATA are unknown and stay so', async () => {
    const { editionId } = await makeEdition(3);
    await freezeAudience(deps, editionId);
    await abandon(editionId, true);
    await deliverEdition(deps, editionId, forever);
    expect(sink.received).toEqual([]);
    expect(await editionStatus(deps, editionId)).toMatchObject({ state: 'submitted', deliveries: { unknown: 3 } });
  });
});

test('a relay that is down is waited for, with a flag that goes when it is back', async () => {
  const { editionId } = await makeEdition(5);
  await freezeAudience(deps, editionId);
  sink.setScript((stage) => (stage === 'connect' ? 'drop' : undefined));
  const running = deliverEdition(deps, editionId, forever);
  await expect.poll(() => editionStatus(deps, editionId)).toMatchObject({ flag: 'relay_down' });
  sink.setScript(() => undefined);
  await running;
  await expect
    .poll(async () => {
      await deliverEdition(deps, editionId, forever);
      return editionStatus(deps, editionId);
    })
    .toMatchObject({ state: 'submitted', flag: null, deliveries: { submitted: 5 } });
});

test('a relay without PIPELINING is spoken to in lock step', async () => {
  const slow = await startSink({ pipelining: false });
  const transport = openSmtpTransport([slow.relay], { log });
  const { editionId } = await makeEdition(10);
  await freezeAudience(deps, editionId);
  await deliverEdition(
    { ...deps, transports: { forRun: async () => transport, close: transport.close } },
    editionId,
    forever,
  );
  expect(slow.messages).toHaveLength(10);
  await transport.close();
  await slow.close();
});

test.each(['421 4.4.2 idle for too long', '250 2.0.0 kept twice'])(
  'a relay that says “%s” unasked does not answer for the next reader',
  async (unasked) => {
    const { editionId } = await makeEdition(4);
    await freezeAudience(deps, editionId);
    const transport = openSmtpTransport([{ ...sink.relay, connections: 1 }], { log });
    // Both words at once: the second is there before anybody asks.
    sink.setScript((stage) => (stage === 'message' ? `250 2.0.0 kept\r\n${unasked}` : undefined));
    await deliverEdition(
      { ...deps, transports: { ...deps.transports, forRun: async () => transport } },
      editionId,
      forever,
    );
    await transport.close();
    expect(new Set(sink.received.map(({ to }) => to)).size).toBe(4);
    expect(sink.received).toHaveLength(4);
    const { rows } =
      await sql`select distinct state, attempts, reply from deliveries where edition_id = ${editionId}`.execute(
        database.db,
      );
    expect(rows).toEqual([{ state: 'submitted', attempts: 1, reply: '2.0.0 kept' }]);
  },
);

test('a relay that talks without end is hung up on, and the reader waits', async () => {
  const { editionId } = await makeEdition(1);
  await freezeAudience(deps, editionId);
  sink.setScript((stage) => (stage === 'rcpt' ? `${'250-a line\r\n'.repeat(20_000)}250 2.1.5 ok` : undefined));
  await deliverEdition(deps, editionId, forever);
  expect(sink.received).toEqual([]);
  expect((await editionStatus(deps, editionId)).deliveries).toMatchObject({ pending: 1 });
});

test('what a relay greets with is shown without what a terminal would obey, and breaks nothing', async () => {
  const { editionId } = await makeEdition(1);
  await freezeAudience(deps, editionId);
  const transport = openSmtpTransport([sink.relay], { log, db: database.db });
  sink.setScript((stage) => (stage === 'connect' ? '554 5.7.1 go\u0000 \u001b[2Jaway\u009b2J' : undefined));
  const running = new AbortController();
  const run = deliverEdition(
    { ...deps, transports: { ...deps.transports, forRun: async () => transport } },
    editionId,
    running.signal,
  );
  const flag = (): Promise<{ flag: string | null; flag_detail: string | null } | undefined> =>
    database.db.selectFrom('editions').select(['flag', 'flag_detail']).where('id', '=', editionId).executeTakeFirst();
  while (!(await flag())?.flag) await new Promise((again) => setTimeout(again, 20));
  running.abort();
  await run;
  await transport.close();
  await database.db.deleteFrom('relay_states').execute();
  const seen = await flag();
  expect(seen).toMatchObject({ flag: 'relay_down', flag_detail: expect.stringContaining('5.7.1 go') });
  expect(seen!.flag_detail).not.toMatch(/\p{Cc}/u);
  expect((await editionStatus(deps, editionId)).deliveries).toMatchObject({ pending: 1 });
});

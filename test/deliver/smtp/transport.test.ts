import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { loadConfig } from '../../../src/platform/config.ts';
import { openDatabase } from '../../../src/platform/db/client.ts';
import { deliverEdition, freezeAudience, type DeliverDeps } from '../../../src/deliver/deliver.ts';
import { openSmtpTransport } from '../../../src/deliver/smtp/transport.ts';
import { editionStatus } from '../../../src/editions/status.ts';
import { createLog } from '../../../src/platform/log.ts';
import { createTestDatabase, type TestDatabase } from '../../support/database.ts';
import { makeNewsletter, makePreparedEdition, testKeys } from '../../support/edition.ts';
import { startSignInRelay } from '../../support/signInRelay.ts';
import { startSink } from '../../support/sink.ts';

const log = createLog('test', 'silent');
const forever = new AbortController().signal;
let database: TestDatabase;
const closers: (() => Promise<unknown>)[] = [];
beforeAll(async () => {
  database = await createTestDatabase();
});
afterEach(async () => {
  for (const close of closers.splice(0).toReversed()) await close();
  await database.db.deleteFrom('relay_states').execute();
});
afterAll(() => database.drop());

function openMailer(url: string): DeliverDeps {
  const db = openDatabase(database.url, { maxConnections: 6 });
  const transport = openSmtpTransport(loadConfig({ SMTP_URL: url }, { hostName: 'box' }).relays, { log, db });
  closers.push(async () => {
    await transport.close();
    await db.destroy();
  });
  const transports = { forRun: async () => transport, close: async () => undefined };
  return { db, log, now: () => new Date(), keys: testKeys, transports };
}

async function makeEdition(slug: string, readers: number): Promise<number> {
  const editionId = await makePreparedEdition(database.db, await makeNewsletter(database.db, slug, readers));
  await freezeAudience(database, editionId);
  return editionId;
}

/** Delivers until all have it, as the sweep does for readers who had to wait. */
async function deliverWhole(mailer: DeliverDeps, editionId: number): Promise<void> {
  const deliver = async () => {
    await deliverEdition(mailer, editionId, forever);
    return editionStatus(database, editionId);
  };
  await expect.poll(deliver, { interval: 300 }).toMatchObject({ state: 'submitted', flag: null });
}

describe('a relay that refuses STARTTLS for now', () => {
  const REFUSED = '454 4.7.0 TLS not available due to temporary reason';

  test('flags the edition, which goes on by itself once TLS is refused no more', async () => {
    let isRefused = true;
    const offers = ['STARTTLS', 'PIPELINING'];
    const answer = (line: string): string | undefined => {
      if (line === 'STARTTLS') return REFUSED;
      // Once the relay stops offering it, mail goes in clear text.
      return !isRefused && line.startsWith('EHLO') ? '250-sink.example\r\n250 PIPELINING' : undefined;
    };
    const relay = await startSignInRelay({ offers, answer });
    closers.push(relay.close);
    const editionId = await makeEdition('refused-tls', 3);
    const mailer = openMailer(`smtp://127.0.0.1:${relay.port}`);
    const sending = deliverEdition(mailer, editionId, forever);
    const flag = async () => (await editionStatus(database, editionId)).flag;
    await expect.poll(flag).toBe('relay_down');
    expect((await editionStatus(database, editionId)).flagDetail).toContain(`STARTTLS is refused: ${REFUSED}`);
    isRefused = false;
    await sending;
    await deliverWhole(mailer, editionId);
    expect(relay.accepted).toHaveLength(3);
  });

  test('gets the mail in clear text where tls=optional allows it', async () => {
    const answer = (line: string): string | undefined => (line === 'STARTTLS' ? REFUSED : undefined);
    const relay = await startSignInRelay({ offers: ['STARTTLS'], answer, password: () => 'news:right' });
    closers.push(relay.close);
    const editionId = await makeEdition('optional-tls', 3);
    await deliverWhole(openMailer(`smtp://news:right@127.0.0.1:${relay.port}?tls=optional`), editionId);
    expect(relay.accepted).toHaveLength(3);
  });
});

let limits = 0;
test.each([
  ['connect', '421 4.7.0 Too many concurrent SMTP connections; please try again later'],
  ['mail', '421 4.3.2 The maximum number of concurrent connections has exceeded a limit'],
  ['mail', '432 4.3.2 Concurrent connections limit exceeded'],
  ['message', '432 4.3.2 STOREDRV.ClientSubmit; sender thread limit exceeded'],
] as const)('a relay that takes few connections gets no more: %s, %s', async (stage, refusal) => {
  const sink = await startSink();
  closers.push(sink.close);
  let refused = 0;
  sink.setScript((at) => {
    if (at !== stage || sink.connections() <= 3) return undefined;
    refused++;
    return refusal;
  });
  const mailer = openMailer(sink.relay.url);
  const editionId = await makeEdition(`few-${++limits}`, 40);
  await deliverWhole(mailer, editionId);
  expect(sink.messages).toHaveLength(40);
  expect(refused).toBeGreaterThan(0);

  // Each connection above the limit is refused about once. The next edition asks for at most one more a minute.
  expect(refused).toBeLessThan(30);
  refused = 0;
  await deliverWhole(mailer, await makeEdition(`few-${++limits}`, 40));
  expect(sink.messages).toHaveLength(80);
  expect(refused).toBeLessThanOrEqual(2);
});
